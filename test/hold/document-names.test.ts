/**
 * DOM clobbering and the drop-in. A page with foreign markup may contain `<img name="body">`, which replaces `document.body`,
 * or `<a id="litNonce">`, which becomes the global `litNonce`. The tests use every name in the built file, in every kind of
 * markup that can clobber, before and after the script.
 */
import { expect, fixtureSync } from '@open-wc/testing';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend, target, until } from '../tools/backend.ts';
import { isLongRun, report } from '../tools/figures.ts';
import { loadSuccess } from '../tools/sample-messages.ts';

const TABLE = 'Names in the document';
const DROP_IN = '/dist/scalekit-admin-portal.min.js';

/** Markup that clobbers a property of `document` (by its name) or a global (by its id). */
const MARKUP: Readonly<Record<string, (name: string) => string>> = {
  '<img name>': (name) => `<img name="${name}" alt="">`,
  '<img id name>': (name) => `<img id="${name}" name="${name}" alt="">`,
  '<form name>': (name) => `<form name="${name}"></form>`,
  '<a id>': (name) => `<a id="${name}"></a>`,
  '<object id>': (name) => `<object id="${name}"></object>`,
  '<embed name>': (name) => `<embed name="${name}" type="none/none">`,
  // Two of the same name become a collection.
  'two <a id>': (name) => `<a id="${name}"></a><a id="${name}" name="location"></a>`,
};

/** Names that Lit and the element read, in case the build writes them in another way. */
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

/** Every name in the built file that markup can clobber: properties of a document, and names that no window has. */
async function namesInDropIn(): Promise<string[]> {
  const text = await (await fetch(DROP_IN)).text();
  const names = [...text.matchAll(/[A-Za-z_$][\w$]{2,}/g)].map(([name]) => name);
  // A new window, because that of the tests already has the element.
  const { contentWindow, contentDocument } = fixtureSync<HTMLIFrameElement>(document.createElement('iframe'));
  const canBeClobbered = (name: string) => name in contentDocument! || !(name in contentWindow!);
  return [...new Set([...KNOWN, ...names])].filter(canBeClobbered);
}

/** Not `page.querySelector`, because the markup may have clobbered it. */
const findElement = (page: Document): ScalekitAdminPortalElement | null => {
  const find: (this: Document, selector: string) => Element | null = Reflect.get(Document.prototype, 'querySelector');
  return find.call(page, 'scalekit-admin-portal') as ScalekitAdminPortalElement | null;
};

/** Opens a page with this markup, and returns the fault of an element there; null if it shows and renews its session. */
async function faultWith(markup: string, place: 'before' | 'after'): Promise<string | null> {
  // The first session ends when it shows; the second one stays.
  const scripts = [{ onLoad: [loadSuccess(), { type: 'SESSION_EXPIRED' }] }, { onLoad: [loadSuccess()] }];
  const backend = await Backend.create({ portal: scripts });
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
  const headers = { 'content-type': 'text/html; charset=utf-8' };
  const host = await Backend.create({ answers: [{ body: html, headers }] });
  const frame = fixtureSync<HTMLIFrameElement>(document.createElement('iframe'));
  frame.style.cssText = 'width: 800px; height: 700px';
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  frame.src = host.endpoint;
  await loaded;
  const view = frame.contentWindow as Window & typeof globalThis & { failures: string[] };
  const element = findElement(frame.contentDocument!);
  const fault = () => `${element?.state}, ${String(element?.error)}, ${view.failures.join(', ')}`;
  try {
    if (!view.customElements.get('scalekit-admin-portal')) return `not defined: ${view.failures.join(', ')}`;
    const renewed = async () => {
      const { minted, opened } = await backend.log();
      return minted === 2 && opened.length === 2 && element?.state === 'ready' && element.expiresAt !== null;
    };
    await until('the renewed session', async () => view.failures.length > 0 || renewed(), { limit: 10_000 });
    return view.failures.length > 0 ? fault() : null;
  } catch {
    return fault();
  } finally {
    frame.remove();
  }
}

/** The names that cause a fault alone, found by halving the list again and again. */
async function harmful(
  names: readonly string[],
  write: (name: string) => string,
  place: 'before' | 'after',
): Promise<string[]> {
  const fault = await faultWith(names.map(write).join(''), place);
  if (fault === null) return [];
  if (names.length === 1) return [`${names[0]}: ${fault}`];
  const half = Math.ceil(names.length / 2);
  return [...(await harmful(names.slice(0, half), write, place)), ...(await harmful(names.slice(half), write, place))];
}

if (target() === 'drop-in') {
  describe('clobbered names', function () {
    this.timeout(1_800_000);

    it('are not needed for the page to work (control)', async () => {
      expect(await faultWith('', 'before')).to.equal(null);
    });

    for (const place of ['before', 'after'] as const) {
      for (const [kind, write] of Object.entries(MARKUP)) {
        it(`cause no fault: ${kind} ${place} the script`, async () => {
          const names = await namesInDropIn();
          expect(names).to.include.members(['reactiveElementVersions', 'visibilityState', 'createElement', 'litNonce']);
          const fault = await faultWith(names.map(write).join(''), place);
          await report(TABLE, `${kind} ${place} the script`, { names: names.length, harmful: fault === null ? 0 : 1 });
          // The search for the names needs many pages.
          const found = fault !== null && (await isLongRun()) ? await harmful(names, write, place) : [];
          expect(fault, found.join('\n')).to.equal(null);
        });
      }
    }

    // Also alone: on a page with all names, the first fault hides the others.
    for (const name of [
      'reactiveElementVersions',
      'litHtmlVersions',
      'litElementVersions',
      'visibilityState',
      'createElement',
    ]) {
      it(`cause no fault: ${name} alone`, async () => {
        const faults: string[] = [];
        for (const kind of ['<img name>', '<a id>'] as const) {
          const fault = await faultWith(MARKUP[kind]!(name), 'before');
          if (fault !== null) faults.push(`${kind}: ${fault}`);
        }
        expect(faults).to.deep.equal([]);
      });
    }
  });
}
