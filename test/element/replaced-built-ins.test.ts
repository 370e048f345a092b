/**
 * Pages whose libraries replace built-ins of the browser before the element's script runs, and browsers that lack newer
 * built-ins. The libraries are the unchanged packages from npm.
 */
import { expect } from '@open-wc/testing';
import { Backend, until } from '../tools/backend.ts';
import { catchWarnings } from '../tools/conditions.ts';
import { isLongRun, reportTests } from '../tools/figures.ts';
import { HostFrame, type LibraryPage } from '../tools/host-frame.ts';
import { rejectionOf, type PortalHarness } from '../tools/portal-harness.ts';
import { sessionExpiry } from '../tools/sample-messages.ts';

reportTests('Host pages', 'built-ins replaced by libraries');

const zone = (name: string) => `/node_modules/${name}/bundles/zone.umd.js`;
const BLUEBIRD = '/node_modules/bluebird/js/browser/bluebird.js';
const USE_BLUEBIRD = 'window.Promise = window.P;';
const CORE_JS = '/node_modules/core-js-bundle/index.js';

const LIBRARIES: Readonly<Record<string, LibraryPage>> = {
  'none (control)': {},
  'zone.js 0.11': { scripts: [zone('zone-js-0.11')] },
  'zone.js 0.14': { scripts: [zone('zone-js-0.14')] },
  'zone.js 0.16': { scripts: [zone('zone.js')] },
  'zone.js 0.14 with long stack traces': {
    scripts: [zone('zone-js-0.14'), zone('zone-js-0.14').replace('zone.umd', 'long-stack-trace-zone.umd')],
  },
  'Bluebird as Promise': { scripts: [BLUEBIRD], code: USE_BLUEBIRD },
  // Not with Bluebird: below zone.js, it also keeps the `fetch()` of the page from settling.
  'core-js': { scripts: [CORE_JS] },
  'core-js and zone.js 0.11': { scripts: [CORE_JS, zone('zone-js-0.11')] },
};

/** Built-ins that browsers got since 2018: an expression for the object, and their names. */
const NEWER: readonly (readonly [holder: string, ...names: string[]])[] = [
  ['URL', 'canParse'],
  ['URL', 'parse'],
  ['Promise', 'withResolvers'],
  ['Promise', 'try'],
  ['Promise', 'any'],
  ['Promise', 'allSettled'],
  ['Promise.prototype', 'finally'],
  ['AbortSignal', 'any'],
  ['AbortSignal', 'timeout'],
  ['AbortSignal.prototype', 'throwIfAborted'],
  ['AbortSignal.prototype', 'reason'],
  ['Array.prototype', 'at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with'],
  ['Array.prototype', 'flat', 'flatMap'],
  ['Array', 'fromAsync'],
  ['String.prototype', 'at', 'replaceAll', 'matchAll', 'isWellFormed'],
  ['Object', 'hasOwn', 'groupBy', 'fromEntries'],
  ['Map', 'groupBy'],
  ['Set.prototype', 'union', 'isSubsetOf'],
  ['window', 'structuredClone'],
  ['window', 'queueMicrotask'],
  ['window', 'requestIdleCallback'],
  ['window', 'scheduler'],
  ['window', 'WeakRef', 'FinalizationRegistry'],
  ['window', 'ResizeObserver'],
  ['window', 'IntersectionObserver'],
  ['window', 'trustedTypes'],
  ['window', 'reportError'],
  ['window', 'navigation'],
  ['window', 'CustomStateSet', 'ElementInternals'],
  ['HTMLElement.prototype', 'attachInternals'],
  ['ElementInternals.prototype', 'states'],
  ['Element.prototype', 'checkVisibility'],
  ['Element.prototype', 'part'],
  ['Element.prototype', 'replaceChildren', 'moveBefore'],
  ['Element.prototype', 'ariaBusy', 'ariaLabel'],
  ['HTMLElement.prototype', 'inert'],
  ['HTMLElement.prototype', 'showPopover', 'popover'],
  ['HTMLIFrameElement.prototype', 'allow', 'referrerPolicy', 'loading'],
  ['Document.prototype', 'adoptedStyleSheets', 'prerendering'],
  ['ShadowRoot.prototype', 'adoptedStyleSheets'],
  ['CSSStyleSheet.prototype', 'replaceSync', 'replace'],
  ['performance', 'getEntriesByType'],
  ['Performance.prototype', 'getEntriesByType'],
  ['window', 'PerformanceNavigationTiming', 'PerformanceObserver'],
];

const isLong = await isLongRun();

/**
 * The built-ins that are removed on one page. A page per row would take ten times as long, so that neighbouring rows share a
 * page. `npm run hold` gives each row its own page.
 */
const ROWS_TOGETHER = isLong ? 1 : 4;
const REMOVALS = Array.from({ length: Math.ceil(NEWER.length / ROWS_TOGETHER) }, (_, index) =>
  NEWER.slice(index * ROWS_TOGETHER, (index + 1) * ROWS_TOGETHER),
);

/** When the page adds its listeners, relative to the element. "before and after" covers "before". */
const ORDERS = isLong ? (['before', 'after', 'before and after'] as const) : (['after', 'before and after'] as const);

const removal = ([holder, ...names]: (typeof NEWER)[number]) =>
  names.map((name) => `if (typeof ${holder.split('.')[0]!} !== 'undefined') delete ${holder}.${name};`).join('\n');

/** No refresh has a random delay. The page's own listeners record their events. */
const PREPARATION = `
Math.random = () => 0;
window.listenAs = (name) => {
  addEventListener('message', ({ data }) => { if (data === 'own') received.push(name + ' message'); });
  document.addEventListener('visibilitychange', () => received.push(name + ' visibilitychange'));
  addEventListener('online', () => received.push(name + ' online'));
};
window.received = [];
window.errors = [];
addEventListener('error', ({ message }) => errors.push(message));
addEventListener('unhandledrejection', ({ reason }) => errors.push('unhandled: ' + reason));
`;

async function open({ scripts = [], code = '' }: LibraryPage) {
  const backend = await Backend.create();
  const host = await HostFrame.openLibrary({ scripts, code: `${PREPARATION}${code}` });
  return { backend, host };
}

/** Waits until the next session shows. */
async function shows(portal: PortalHarness): Promise<void> {
  await portal.event('portal-load-success');
  await portal.state('ready');
}

/** An element that fails once, recovers by a click, and is renewed when its session ends. */
async function failRetryRenew(host: HostFrame, backend: Backend): Promise<PortalHarness> {
  await backend.answers([{ status: 404 }, {}]);
  const portal = host.mount({ endpoint: backend.endpoint });
  portal.record('portal-load-success');
  await portal.expectError({ name: 'PortalError', code: 'ENDPOINT_FAILED', status: 404 });
  expect(portal.text).to.contain('ENDPOINT_FAILED 404');
  portal.click('retry');
  await shows(portal);
  portal.clearEvents();
  host.post(portal, sessionExpiry());
  await portal.event('portal-refresh');
  await shows(portal);
  expect(await backend.minted()).to.equal(2);
  return portal;
}

/** Dispatches one event of each type, and returns the calls of the page's own listeners. */
async function receivedByPage(host: HostFrame): Promise<string[]> {
  host.run(`
    received.length = 0;
    document.dispatchEvent(new Event('visibilitychange'));
    dispatchEvent(new Event('online'));
    postMessage('own', '*');`);
  const { received } = host.view as unknown as { received: string[] };
  await host.run('return new Promise((resolve) => setTimeout(resolve, 50))');
  return [...received].sort();
}

describe('built-ins that a library has replaced', () => {
  for (const [name, library] of Object.entries(LIBRARIES)) {
    it(`do not prevent a failure, a retry and a renewal: ${name}`, async () => {
      const { backend, host } = await open(library);
      await failRetryRenew(host, backend);
      expect((host.view as unknown as { errors: string[] }).errors).to.deep.equal([]);
    });

    for (const order of ORDERS) {
      it(`leave all listeners working when the element is removed and put back, with the page's listeners added ${order}: ${name}`, async () => {
        const { backend, host } = await open(library);
        if (order.includes('before')) host.run("listenAs('before')");
        const portal = await failRetryRenew(host, backend);
        if (order.includes('after')) host.run("listenAs('after')");
        const expected = order
          .split(' and ')
          .flatMap((listener) => ['message', 'online', 'visibilitychange'].map((type) => `${listener} ${type}`))
          .sort();
        expect(await receivedByPage(host), 'with the element').to.deep.equal(expected);
        portal.element.remove();
        expect(await receivedByPage(host), 'without the element').to.deep.equal(expected);
        portal.clearEvents();
        host.page.body.append(portal.element);
        await shows(portal);
        portal.clearEvents();
        host.post(portal, sessionExpiry());
        await portal.event('portal-refresh');
        await shows(portal);
        expect(portal.count('portal-refresh')).to.equal(1);
        expect(await receivedByPage(host), 'with the element again').to.deep.equal(expected);
        expect(await backend.minted()).to.equal(4);
      });
    }

    it(`let every reload() settle: ${name}`, async () => {
      const { backend, host } = await open(library);
      const portal = await failRetryRenew(host, backend);
      await portal.element.reload();
      expect(portal.element.state).to.equal('ready');
      await backend.answers([{ status: 410 }]);
      const error = await rejectionOf(portal.element.reload());
      expect(error).to.include({ name: 'PortalError', code: 'ENDPOINT_FAILED', status: 410 });
      expect(await backend.minted()).to.equal(3);
      expect((await backend.log()).requests).to.have.length(5);
    });

    it(`let the page give links with fetchPortalLink: ${name}`, async () => {
      const { backend, host } = await open(library);
      const fetchPortalLink = host.run(
        `const [endpoint] = values; return () => fetch(endpoint).then((response) => response.json());`,
        backend.endpoint,
      );
      const portal = host.mount({ fetchPortalLink: fetchPortalLink as never });
      portal.record('portal-load-success');
      await shows(portal);
      expect(await backend.minted()).to.equal(1);
    });
  }
});

describe('a browser that lacks newer built-ins', () => {
  for (const removed of REMOVALS) {
    const missing = removed.flatMap(([holder, ...names]) => names.map((name) => `${holder}.${name}`));
    it(`does not prevent a failure, a retry and a renewal: no ${missing.join(', ')}`, async () => {
      const { backend, host } = await open({ code: removed.map(removal).join('\n') });
      await failRetryRenew(host, backend);
      expect((host.view as unknown as { errors: string[] }).errors).to.deep.equal([]);
    });
  }

  it('does not prevent a failure, a retry and a renewal: none of them', async () => {
    const { backend, host } = await open({ code: NEWER.map(removal).join('\n') });
    await failRetryRenew(host, backend);
  });

  // The code after a final failure may use other built-ins.
  it('does not prevent a final failure from having its code and rejecting reload(): none of them', async () => {
    const { backend, host } = await open({ code: NEWER.map(removal).join('\n') });
    await backend.answers([{ status: 401 }]);
    const portal = host.mount({ endpoint: backend.endpoint });
    await portal.expectError({ name: 'PortalError', code: 'ENDPOINT_UNAUTHORIZED' });
    const error = await rejectionOf(portal.element.reload());
    expect(error).to.include({ name: 'PortalError', code: 'ENDPOINT_UNAUTHORIZED' });
    expect(await backend.minted()).to.equal(0);
  });
});

describe('built-ins and functions of the page that throw during a request', () => {
  /** Code that runs once the element is ready. */
  const THROWN: Readonly<Record<string, string>> = {
    'fetch throws': "window.fetch = () => { throw new TypeError('replaced fetch'); };",
    'fetch rejects with a string': "window.fetch = () => Promise.reject('replaced fetch');",
    'fetch rejects with undefined': 'window.fetch = () => Promise.reject(undefined);',
    'fetch returns nothing': 'window.fetch = () => undefined;',
    'fetch resolves with nothing': 'window.fetch = () => Promise.resolve();',
    'fetch resolves with half a response': 'window.fetch = () => Promise.resolve({ ok: true, status: 200 });',
    'Headers throws': "window.Headers = class { constructor() { throw new TypeError('replaced Headers'); } };",
    'headers() throws': "element.headers = () => { throw new TypeError('headers'); };",
    'headers() rejects': "element.headers = () => Promise.reject(new TypeError('headers'));",
    'headers have an invalid name': "element.headers = { 'not a header': 'x' };",
    'fetchPortalLink throws': "element.fetchPortalLink = () => { throw new TypeError('page'); };",
    'fetchPortalLink rejects with null': 'element.fetchPortalLink = () => Promise.reject(null);',
    'fetchPortalLink returns a getter that throws':
      "element.fetchPortalLink = async () => ({ get location() { throw new TypeError('page'); } });",
    'fetchPortalLink is not a function': "element.fetchPortalLink = 'a string';",
    'URL throws': "window.URL = class { constructor() { throw new TypeError('replaced URL'); } };",
    'Promise.race is gone': 'delete Promise.race;',
  };

  for (const [name, code] of Object.entries(THROWN)) {
    it(`lead to a PortalError with a text and a button, and reload() settles: ${name}`, async () => {
      catchWarnings();
      const { backend, host } = await open({});
      const portal = host.mount({ endpoint: backend.endpoint });
      await portal.ready();
      host.run(`const [element] = values; ${code}`, portal.element);
      await portal.element.updateComplete;
      const outcome = portal.element.reload().then(
        () => 'resolved',
        (reason: unknown) => reason,
      );
      const settled = await Promise.race([outcome, until('nothing', () => null, { limit: 8000 }).catch(() => 'open')]);
      if (name === 'Promise.race is gone') {
        // Nothing fails if the element does not use it.
        expect(settled === 'resolved' || (settled as Error).name === 'PortalError').to.equal(true);
        return;
      }
      expect(settled).to.include({ name: 'PortalError' });
      expect(portal.element.state).to.equal('error');
      expect(portal.element.error).to.equal(settled);
      await portal.element.updateComplete;
      expect(portal.text).not.to.match(/session|reload this page|undefined/i);
      expect(portal.text).to.contain((settled as { code: string }).code);
      expect(portal.part('retry') === null).to.equal(false);
      expect(portal.count('portal-error')).to.equal(1);
    });
  }
});
