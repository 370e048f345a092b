/**
 * Pages whose libraries replace the browser's built-ins before the element is there, and browsers that lack newer ones. The
 * libraries are the real ones from npm, unchanged.
 */
import { expect } from '@open-wc/testing';
import { Backend, until } from '../tools/backend.ts';
import { catchWarnings } from '../tools/conditions.ts';
import { isLongRun, reportTests } from '../tools/figures.ts';
import { HostFrame, type LibraryPage } from '../tools/host-frame.ts';
import type { PortalHarness } from '../tools/portal-harness.ts';
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
  'zone.js 0.14 with its long stack traces': {
    scripts: [zone('zone-js-0.14'), zone('zone-js-0.14').replace('zone.umd', 'long-stack-trace-zone.umd')],
  },
  'Bluebird as Promise': { scripts: [BLUEBIRD], code: USE_BLUEBIRD },
  // Not both: with Bluebird below zone.js, the page's own `fetch()` never settles either.
  'core-js': { scripts: [CORE_JS] },
  'core-js and zone.js 0.11': { scripts: [CORE_JS, zone('zone-js-0.11')] },
};

/** Built-ins that came to browsers since 2018, as expressions of the object that holds them and their names. */
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
 * What is taken away on one page: one row after the other would take ten times as long as all of them together. Rows that
 * stand beside each other share a page, and `npm run hold` gives each a page of its own.
 */
const ROWS_TOGETHER = isLong ? 1 : 4;
const REMOVALS = Array.from({ length: Math.ceil(NEWER.length / ROWS_TOGETHER) }, (_, index) =>
  NEWER.slice(index * ROWS_TOGETHER, (index + 1) * ROWS_TOGETHER),
);

/** When the page listens, in relation to the element. "before and after" holds what "before" alone would show. */
const ORDERS = isLong ? (['before', 'after', 'before and after'] as const) : (['after', 'before and after'] as const);

const removal = ([holder, ...names]: (typeof NEWER)[number]) =>
  names.map((name) => `if (typeof ${holder.split('.')[0]!} !== 'undefined') delete ${holder}.${name};`).join('\n');

/** No refresh waits by chance; and the page's own listeners, heard before the element is there. */
const PREPARATION = `
Math.random = () => 0;
window.listenAs = (who) => {
  addEventListener('message', ({ data }) => { if (data === 'own') heard.push(who + ' message'); });
  document.addEventListener('visibilitychange', () => heard.push(who + ' visibilitychange'));
  addEventListener('online', () => heard.push(who + ' online'));
};
window.heard = [];
window.errors = [];
addEventListener('error', ({ message }) => errors.push(message));
addEventListener('unhandledrejection', ({ reason }) => errors.push('unhandled: ' + reason));
`;

async function open({ scripts = [], code = '' }: LibraryPage) {
  const backend = await Backend.create();
  const host = await HostFrame.openLibrary({ scripts, code: `${PREPARATION}${code}` });
  return { backend, host };
}

/** Waits for the next portal and its first message. */
async function shows(portal: PortalHarness): Promise<void> {
  await portal.event('portal-load-success');
  await portal.state('ready');
}

/** Fails once, is tried again by a click, and is renewed when its session ends. */
async function failRetryRenew(host: HostFrame, backend: Backend, before?: () => void): Promise<PortalHarness> {
  await backend.answers([{ status: 404 }, {}]);
  const portal = host.create({ endpoint: backend.endpoint });
  portal.record('portal-load-success');
  before?.();
  host.page.body.append(portal.element);
  const { error } = await portal.event('portal-error');
  expect(error).to.include({ name: 'PortalError', code: 'ENDPOINT_FAILED', status: 404 });
  await portal.element.updateComplete;
  expect(portal.words).to.contain('ENDPOINT_FAILED 404');
  portal.click('retry');
  await shows(portal);
  portal.forget();
  host.say(portal, sessionExpiry());
  await portal.event('portal-refresh');
  await shows(portal);
  expect(await backend.minted()).to.equal(2);
  return portal;
}

/** What the page's own listeners hear of one event each. */
async function heardByThePage(host: HostFrame): Promise<string[]> {
  host.run(`
    heard.length = 0;
    document.dispatchEvent(new Event('visibilitychange'));
    dispatchEvent(new Event('online'));
    postMessage('own', '*');`);
  const { heard } = host.view as unknown as { heard: string[] };
  // The one that hears longest is the control: added to an object that the element does not listen to.
  await host.run('return new Promise((resolve) => setTimeout(resolve, 50))');
  return [...heard].sort();
}

describe('built-ins that a library has replaced', () => {
  for (const [name, library] of Object.entries(LIBRARIES)) {
    it(`a failure, a click, and a renewal: ${name}`, async () => {
      const { backend, host } = await open(library);
      await failRetryRenew(host, backend);
      expect((host.view as unknown as { errors: string[] }).errors).to.deep.equal([]);
    });

    for (const order of ORDERS) {
      it(`hears the portal after it was taken out and put back, and so does the page, which listened ${order}: ${name}`, async () => {
        const { backend, host } = await open(library);
        if (order.includes('before')) host.run("listenAs('before')");
        const portal = await failRetryRenew(host, backend);
        if (order.includes('after')) host.run("listenAs('after')");
        const wanted = order
          .split(' and ')
          .flatMap((who) => ['message', 'online', 'visibilitychange'].map((what) => `${who} ${what}`));
        expect(await heardByThePage(host), 'with the element').to.deep.equal(wanted.sort());
        portal.element.remove();
        expect(await heardByThePage(host), 'without the element').to.deep.equal(wanted);
        portal.forget();
        host.page.body.append(portal.element);
        await shows(portal);
        portal.forget();
        host.say(portal, sessionExpiry());
        await portal.event('portal-refresh');
        await shows(portal);
        expect(portal.types.filter((type) => type === 'portal-refresh')).to.deep.equal(['portal-refresh']);
        expect(await heardByThePage(host), 'with the element again').to.deep.equal(wanted);
        expect(await backend.minted()).to.equal(4);
      });
    }

    it(`settles every reload(): ${name}`, async () => {
      const { backend, host } = await open(library);
      const portal = await failRetryRenew(host, backend);
      await portal.element.reload();
      expect(portal.element.state).to.equal('ready');
      await backend.answers([{ status: 410 }]);
      const error = await portal.element.reload().then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error).to.include({ name: 'PortalError', code: 'ENDPOINT_FAILED', status: 410 });
      expect(await backend.minted()).to.equal(3);
      expect((await backend.log()).requests).to.have.length(5);
    });

    it(`takes links from a function of the page: ${name}`, async () => {
      const { backend, host } = await open(library);
      const ask = host.run(
        `const [endpoint] = values; return () => fetch(endpoint).then((response) => response.json());`,
        backend.endpoint,
      );
      const portal = host.create({ fetchPortalLink: ask as never });
      portal.record('portal-load-success');
      host.page.body.append(portal.element);
      await shows(portal);
      expect(await backend.minted()).to.equal(1);
    });
  }
});

describe('a browser that lacks newer built-ins', () => {
  for (const removed of REMOVALS) {
    const gone = removed.flatMap(([holder, ...names]) => names.map((name) => `${holder}.${name}`));
    it(`a failure, a click, and a renewal: no ${gone.join(', ')}`, async () => {
      const { backend, host } = await open({ code: removed.map(removal).join('\n') });
      await failRetryRenew(host, backend);
      expect((host.view as unknown as { errors: string[] }).errors).to.deep.equal([]);
    });
  }

  it('a failure, a click, and a renewal: none of them', async () => {
    const { backend, host } = await open({ code: NEWER.map(removal).join('\n') });
    await failRetryRenew(host, backend);
  });

  // What a program might look up while something fails, too.
  it('a stubborn failure has its code, its words and its outcome: none of them', async () => {
    const { backend, host } = await open({ code: NEWER.map(removal).join('\n') });
    await backend.answers([{ status: 401 }]);
    const portal = host.create({ endpoint: backend.endpoint });
    host.page.body.append(portal.element);
    await portal.state('error');
    expect(portal.element.error).to.include({ name: 'PortalError', code: 'ENDPOINT_UNAUTHORIZED' });
    const error = await portal.element.reload().then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).to.include({ name: 'PortalError', code: 'ENDPOINT_UNAUTHORIZED' });
    expect(await backend.minted()).to.equal(0);
  });
});

describe('built-ins and functions of the page that throw while a link is asked for', () => {
  /** What is replaced once the element is ready, and how. */
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
    'headers that are none': "element.headers = { 'not a header': 'x' };",
    'fetchPortalLink throws': "element.fetchPortalLink = () => { throw new TypeError('page'); };",
    'fetchPortalLink rejects with null': 'element.fetchPortalLink = () => Promise.reject(null);',
    'fetchPortalLink returns a getter that throws':
      "element.fetchPortalLink = async () => ({ get location() { throw new TypeError('page'); } });",
    'fetchPortalLink is no function': "element.fetchPortalLink = 'a string';",
    'URL throws': "window.URL = class { constructor() { throw new TypeError('replaced URL'); } };",
    'Promise.race is gone': 'delete Promise.race;',
  };

  for (const [name, code] of Object.entries(THROWN)) {
    it(`become a PortalError with words and a button, and reload() settles: ${name}`, async () => {
      catchWarnings();
      const { backend, host } = await open({});
      const portal = host.create({ endpoint: backend.endpoint });
      host.page.body.append(portal.element);
      await portal.event('portal-message');
      await portal.state('ready');
      host.run(`const [element] = values; ${code}`, portal.element);
      await portal.element.updateComplete;
      const outcome = portal.element.reload().then(
        () => 'resolved',
        (reason: unknown) => reason,
      );
      const settled = await Promise.race([outcome, until('nothing', () => null, { limit: 8000 }).catch(() => 'open')]);
      if (name === 'Promise.race is gone') {
        // The element need not use it; then nothing fails.
        expect(settled === 'resolved' || (settled as Error).name === 'PortalError').to.equal(true);
        return;
      }
      expect(settled).to.include({ name: 'PortalError' });
      expect(portal.element.state).to.equal('error');
      expect(portal.element.error).to.equal(settled);
      await portal.element.updateComplete;
      expect(portal.words).not.to.match(/session|reload this page|undefined/i);
      expect(portal.words).to.contain((settled as { code: string }).code);
      expect(portal.part('retry') === null).to.equal(false);
      expect(portal.types.filter((type) => type === 'portal-error')).to.have.length(1);
    });
  }
});
