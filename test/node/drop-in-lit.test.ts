/** The drop-in's lit is without what our templates do not use. One that uses more of lit fails the build, and not in a page. */
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

/** Builds one module, with each import left out of it; `$$` stands for a binding. */
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

const REFUSED: Readonly<Record<string, string>> = {
  'a boolean attribute': 'html`<p ?hidden=$$></p>`',
  'two bindings in one attribute': 'html`<p class="$$ $$"></p>`',
  'a binding and text in one attribute': 'html`<p class="a $$"></p>`',
  'a binding with text behind it, without quotes': 'html`<p class=$$px></p>`',
  'a binding to an element': 'html`<p $$></p>`',
  'a binding that is a tag': 'html`<$$></p>`',
  'a comment': 'html`<!-- $$ -->`',
  'an element whose text is raw': 'html`<textarea>$$</textarea>`',
  'a template of SVG': 'svg`<path d=$$ />`',
  'an expression in a style sheet': 'css`p { color: $$ }`',
  'a directive': "import { ref } from 'lit/directives/ref.js'; ref",
  'a decorator': "import { property } from 'lit/decorators.js'; property",
  noChange: "import { noChange } from 'lit'; noChange",
  'an object that hears events': 'export const listener = { handleEvent() {} }',
  'a style sheet from text': "import { unsafeCSS } from 'lit'; unsafeCSS",
  'a converter': 'export const property = { converter: String }',
  'a property that is an object': 'export const property = { type: Object }',
};

describe('a module of ours fails the build of the drop-in that has', () => {
  for (const [what, code] of Object.entries(REFUSED)) {
    test(what, async () => {
      await assert.rejects(build(code), /removed from the drop-in's lit|the drop-in's lit does not support/);
    });
  }
});

test('what the templates of the element have builds', async () => {
  const code = 'html`<p class=$$ part="$$" @click=$$ .inert=$$>$$, $$ <b>$$</b></p><br title=$$ />`';
  assert.equal(await build(code), 'built');
});

test('a lit that has changed fails the build', async () => {
  const plugin = litForDropIn();
  plugin.buildStart();
  const error = (message: string): never => {
    throw new Error(message);
  };
  assert.throws(() => plugin.generateBundle.call({ error }), /^Error: lit has changed: /);
});
