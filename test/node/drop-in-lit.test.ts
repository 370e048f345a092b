/** The drop-in has only the parts of lit that our templates use. A template that needs more fails the build, not in a page. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rollup, type Plugin } from 'rollup';

interface LitForDropIn {
  readonly name: string;
  buildStart(): void;
  generateBundle(this: { error(message: string): never }): void;
}

const { litForDropIn } = (await import(new URL('../../lit-for-drop-in.mjs', import.meta.url).href)) as {
  litForDropIn: () => LitForDropIn;
};

/** Builds one module without its imports. `$$` is replaced by a binding. */
const build = async (code: string): Promise<string> => {
  const source: Plugin = {
    name: 'source',
    resolveId: (id, importer) => (importer ? { id, external: true } : '/src/own.ts'),
    load: () => code.replaceAll('$$', () => `\${0}`),
  };
  const bundle = await rollup({ input: 'own', plugins: [source, litForDropIn()], treeshake: false });
  await bundle.close();
  return 'built';
};

const UNSUPPORTED: Readonly<Record<string, string>> = {
  'a boolean attribute': 'html`<p ?hidden=$$></p>`',
  'two bindings in one attribute': 'html`<p class="$$ $$"></p>`',
  'a binding and text in one attribute': 'html`<p class="a $$"></p>`',
  'a binding with text after it, without quotes': 'html`<p class=$$px></p>`',
  'a binding to an element': 'html`<p $$></p>`',
  'a binding as the name of a tag': 'html`<$$></p>`',
  'a comment': 'html`<!-- $$ -->`',
  'an element whose text is raw': 'html`<textarea>$$</textarea>`',
  'a template of SVG': 'svg`<path d=$$ />`',
  'an expression in a style sheet': 'css`p { color: $$ }`',
  'a directive': "import { ref } from 'lit/directives/ref.js'; ref",
  'a decorator': "import { property } from 'lit/decorators.js'; property",
  noChange: "import { noChange } from 'lit'; noChange",
  'an object as a listener': 'export const listener = { handleEvent() {} }',
  'a style sheet from text': "import { unsafeCSS } from 'lit'; unsafeCSS",
  'a converter': 'export const property = { converter: String }',
  'a property of type Object': 'export const property = { type: Object }',
};

describe('the build of the drop-in fails if a module has', () => {
  for (const [feature, code] of Object.entries(UNSUPPORTED)) {
    test(feature, async () => {
      await assert.rejects(build(code), /removed from the drop-in's lit|the drop-in's lit does not support/);
    });
  }
});

test('the build of the drop-in supports the features of the templates', async () => {
  const code = 'html`<p class=$$ part="$$" @click=$$ .inert=$$>$$, $$ <b>$$</b></p><br title=$$ />`';
  assert.equal(await build(code), 'built');
});

test('the build of the drop-in fails if lit has changed', async () => {
  const plugin = litForDropIn();
  plugin.buildStart();
  const error = (message: string): never => {
    throw new Error(message);
  };
  assert.throws(() => plugin.generateBundle.call({ error }), /^Error: lit has changed: /);
});
