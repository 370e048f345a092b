/**
 * Names in the document against the drop-in. A page that shows markup of others may hold an `<img name="body">`: the browser then takes that image
 * for `document.body`, and an `<a id="litNonce">` for the global `litNonce`. Every name that the built file mentions is tried, in every
 * kind of markup that can take a name, before the script and after it.
 */
import { expect, fixtureSync } from '@open-wc/testing';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend, target, until } from '../tools/backend.ts';
import { isLongRun, report } from '../tools/figures.ts';
import { loadSuccess } from '../tools/sample-messages.ts';

const TABLE = 'Names in the document';
const DROP_IN = '/dist/scalekit-admin-portal.min.js';

/** Markup that takes the place of a property of `document` (by its name) or of a global (by its id). */
const MARKUP: Readonly<Record<string, (name: string) => string>> = {
  '<img name>': (name) => `<img name="${name}" alt="">`,
  '<img id name>': (name) => `<img id="${name}" name="${name}" alt="">`,
  '<form name>': (name) => `<form name="${name}"></form>`,
  '<a id>': (name) => `<a id="${name}"></a>`,
  '<object id>': (name) => `<object id="${name}"></object>`,
  '<embed name>': (name) => `<embed name="${name}" type="none/none">`,
  // A second one of the same name makes a collection of both.
  'two <a id>': (name) => `<a id="${name}"></a><a id="${name}" name="location"></a>`,
};

/** What Lit and the element are known to look for, in case that the build writes it in another way. */
const KNOWN = [
  ...[
    'reactiveElementVersions',
    'litHtmlVersions',
    'litElementVersions',
    'litPropertyMetadata',
    'litNonce',
    'ShadyCSS',
  ],
  ...[
    'reactiveElementPolyfillSupport',
    'litHtmlPolyfillSupport',
    'litElementPolyfillSupport',
    'litElementHydrateSupport',
  ],
  ...[
    'trustedTypes',
    'visibilityState',
    'createElement',
    'createComment',
    'createTreeWalker',
    'importNode',
    'activeElement',
  ],
  ...[
    'body',
    'head',
    'addEventListener',
    'removeEventListener',
    'prerendering',
    'documentElement',
    'hidden',
    'baseURI',
    'URL',
  ],
  ...[
    'onLine',
    'lang',
    'defaultView',
    'hasFocus',
    'querySelector',
    'adoptedStyleSheets',
    'location',
    'cookie',
    'readyState',
  ],
];

/** Every word of the built file that markup can take the place of: what a document has, and what no window has. */
async function namesInDropIn(): Promise<string[]> {
  const text = await (await fetch(DROP_IN)).text();
  const words = [...text.matchAll(/[A-Za-z_$][\w$]{2,}/g)].map(([word]) => word);
  // A clean one: that of the tests has the element already.
  const { contentWindow, contentDocument } = fixtureSync<HTMLIFrameElement>(document.createElement('iframe'));
  const isClobbered = (name: string) => name in contentDocument! || !(name in contentWindow!);
  return [...new Set([...KNOWN, ...words])].filter(isClobbered);
}

/** The page's own document cannot be asked: its methods may have been replaced by the markup. */
const inDocument = (page: Document): ScalekitAdminPortalElement | null => {
  const find: (this: Document, selector: string) => Element | null = Reflect.get(Document.prototype, 'querySelector');
  return find.call(page, 'scalekit-admin-portal') as ScalekitAdminPortalElement | null;
};

/** Opens a page with this markup, and tells what of the element's life goes wrong there; null if nothing does. */
async function live(markup: string, place: 'before' | 'after'): Promise<string | null> {
  const backend = await Backend.create();
  // The first session ends once it shows; the second one stays.
  await backend.portal([{ onLoad: [loadSuccess(), { type: 'SESSION_EXPIRED' }] }, { onLoad: [loadSuccess()] }]);
  const host = await Backend.create();
  const script = `<script src="${DROP_IN}"></script>`;
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Names</title>
<script>
Math.random = () => 0;
window.failures = [];
addEventListener('error', ({ message }) => message && failures.push(message));
addEventListener('unhandledrejection', ({ reason }) => failures.push(String(reason)));
</script>
</head><body>
<scalekit-admin-portal endpoint="${backend.endpoint}"></scalekit-admin-portal>
<div hidden>${place === 'before' ? markup : ''}</div>${script}<div hidden>${place === 'after' ? markup : ''}</div>
</body></html>`;
  await host.answers([{ body: html, headers: { 'content-type': 'text/html; charset=utf-8' } }]);
  const frame = fixtureSync<HTMLIFrameElement>(document.createElement('iframe'));
  frame.style.cssText = 'width: 800px; height: 700px';
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  frame.src = host.endpoint;
  await loaded;
  const view = frame.contentWindow as Window & typeof globalThis & { failures: string[] };
  const element = inDocument(frame.contentDocument!);
  const story = () => `${element?.state}, ${String(element?.error)}, ${view.failures.join(', ')}`;
  try {
    if (!view.customElements.get('scalekit-admin-portal')) return `not defined: ${view.failures.join(', ')}`;
    const renewed = async () => {
      const { minted, opened } = await backend.log();
      return minted === 2 && opened.length === 2 && element?.state === 'ready' && element.expiresAt !== null;
    };
    await until('the renewed session', async () => view.failures.length > 0 || renewed(), { limit: 10_000 });
    return view.failures.length > 0 ? story() : null;
  } catch {
    return story();
  } finally {
    frame.remove();
  }
}

/** Which of these names do harm on their own: both halves of those that do it together, and so on. */
async function harmful(
  names: readonly string[],
  write: (name: string) => string,
  place: 'before' | 'after',
): Promise<string[]> {
  const story = await live(names.map(write).join(''), place);
  if (story === null) return [];
  if (names.length === 1) return [`${names[0]}: ${story}`];
  const half = Math.ceil(names.length / 2);
  return [...(await harmful(names.slice(0, half), write, place)), ...(await harmful(names.slice(half), write, place))];
}

if (target() === 'drop-in') {
  describe('names in the document', function () {
    this.timeout(1_800_000);

    it('do no harm where there are none: the page works', async () => {
      expect(await live('', 'before')).to.equal(null);
    });

    for (const place of ['before', 'after'] as const) {
      for (const [kind, write] of Object.entries(MARKUP)) {
        it(`take the place of nothing that the element reads: ${kind} ${place} the script`, async () => {
          const names = await namesInDropIn();
          expect(names).to.include.members(['reactiveElementVersions', 'visibilityState', 'createElement', 'litNonce']);
          const harm = await live(names.map(write).join(''), place);
          await report(TABLE, `${kind} ${place} the script`, { names: names.length, harmful: harm === null ? 0 : 1 });
          // Which ones they are takes many pages.
          const which = harm !== null && (await isLongRun()) ? await harmful(names, write, place) : [];
          expect(harm, which.join('\n')).to.equal(null);
        });
      }
    }

    // One by one, what a page with all of them might hide: the first name that breaks something keeps the rest from being read.
    for (const name of [
      'reactiveElementVersions',
      'litHtmlVersions',
      'litElementVersions',
      'visibilityState',
      'createElement',
    ]) {
      it(`take the place of nothing that the element reads: ${name} alone`, async () => {
        const harm: string[] = [];
        for (const kind of ['<img name>', '<a id>'] as const) {
          const found = await live(MARKUP[kind]!(name), 'before');
          if (found !== null) harm.push(`${kind}: ${found}`);
        }
        expect(harm).to.deep.equal([]);
      });
    }
  });
}
