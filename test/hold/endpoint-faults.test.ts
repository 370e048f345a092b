/**
 * Everything that an endpoint can do wrong, one row each: the state, the code, how often it is asked, the words on screen,
 * and that "Try again" works afterwards. What single faults mean beyond that is in `test/element/endpoint-faults.test.ts`.
 */
import { expect } from '@open-wc/testing';
import type { PortalErrorCode } from '../../src/portal-error.ts';
import { englishLabels, type PortalLabels } from '../../src/portal-labels.ts';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend, target, until, type Answer } from '../tools/backend.ts';
import { catchWarnings, holdTimers, setOnline, substitute } from '../tools/conditions.ts';
import { report } from '../tools/figures.ts';
import { PortalHarness } from '../tools/portal-harness.ts';

const TABLE = 'Faults of the endpoint';

interface Fault {
  readonly what: string;
  /** What the backend answers while it is broken; or where the endpoint is instead. */
  readonly answer?: Answer;
  readonly endpoint?: string;
  readonly code: string;
  readonly status?: number;
  /** Requests until the error shows. */
  readonly requests: 1 | 4;
}

const NETWORK = { code: 'ENDPOINT_UNREACHABLE', requests: 4 } as const;
const NO_LINK = { code: 'RESPONSE_INVALID', requests: 1 } as const;
const REDIRECTS = { code: 'ENDPOINT_UNAUTHORIZED', requests: 1 } as const;
const TIMEOUT = { code: 'ENDPOINT_TIMEOUT', requests: 1 } as const;
const HALF_A_LINK = '{"location": "https://a.exam';

const refused = (status: number): Fault => ({
  what: String(status),
  answer: { status },
  code: [401, 403].includes(status) ? 'ENDPOINT_UNAUTHORIZED' : 'ENDPOINT_FAILED',
  status,
  requests: 1,
});

const transient = (status: number, headers: Record<string, string> = {}): Fault => ({
  what: [String(status), ...Object.keys(headers), ...Object.values(headers)].join(' '),
  answer: { status, headers },
  code: 'ENDPOINT_FAILED',
  status,
  requests: 4,
});

const FAULTS: readonly Fault[] = [
  // Nobody listens on the port; and a name that never resolves (RFC 6761).
  { what: 'connection refused', endpoint: 'http://127.0.0.1:64999/link', ...NETWORK },
  { what: 'DNS', endpoint: 'http://endpoint.invalid/link', ...NETWORK },
  { what: 'CORS', endpoint: 'cross-origin', ...NETWORK },
  { what: 'a network that breaks', answer: { destroy: true, body: '' }, ...NETWORK },
  { what: 'a body that is cut', answer: { cut: true, body: HALF_A_LINK }, ...NETWORK },
  { what: 'headers that never come', answer: { hang: 'headers', body: '' }, ...TIMEOUT },
  { what: 'a body that never ends', answer: { hang: 'body', body: HALF_A_LINK }, ...TIMEOUT },
  ...[301, 302, 303, 307, 308].map((status): Fault => ({
    what: `${status} to a login page`,
    answer: { status, redirect: '/backend/{run}/login' },
    ...REDIRECTS,
  })),
  // The other address gets no request, and so no headers and no link of its own.
  { what: '307 to itself', answer: { status: 307, redirect: '/backend/{run}/link' }, ...REDIRECTS },
  { what: '302 to another site', answer: { redirect: 'http://127.0.0.1:{port}/backend/{run}/link' }, ...REDIRECTS },
  { what: '302 to nowhere', answer: { redirect: 'http://endpoint.invalid/link' }, ...REDIRECTS },
  { what: '200 HTML', answer: { body: '<!doctype html>', headers: { 'content-type': 'text/html' } }, ...NO_LINK },
  { what: '200 empty', answer: { body: '' }, ...NO_LINK },
  { what: '200 broken JSON', answer: { body: HALF_A_LINK }, ...NO_LINK },
  { what: '200 a bare text', answer: { body: 'https://a.example/1' }, ...NO_LINK },
  ...[1, null, true, [], ['https://a.example/1'], {}, { location: '' }, { location: { deeper: { link: 'x' } } }].map(
    (json): Fault => ({ what: `200 ${JSON.stringify(json)}`, answer: { json }, ...NO_LINK }),
  ),
  { what: '204', answer: { status: 204 }, ...NO_LINK },
  ...[400, 401, 403, 404, 405, 409, 410, 422].map(refused),
  { ...refused(404), what: '404 Retry-After', answer: { status: 404, headers: { 'retry-after': '1' } } },
  {
    ...refused(404),
    what: '404 with a link in it',
    answer: { status: 404, json: { location: 'https://a.example/1' } },
  },
  ...[425, 429, 500, 502, 503, 504, 599].map((status) => transient(status)),
  // Asked again by the browser itself on a connection that was used before, so the backend may see it more often.
  transient(408),
  transient(429, { 'retry-after': '0' }),
  transient(503, { 'retry-after': new Date(0).toUTCString() }),
  transient(503, { 'retry-after': 'soon' }),
  {
    what: 'an unsafe link',
    answer: { json: { location: 'javascript:document.title=1' } },
    code: 'LINK_REJECTED',
    requests: 1,
  },
];

/** Counts the requests that the element makes, also those that never reach a backend. */
function countRequests(): () => number {
  const fetch = window.fetch.bind(window);
  let requests = 0;
  substitute(window, 'fetch', (address: string, init: RequestInit = {}) => {
    if (init.signal) requests += 1;
    return fetch(address, init);
  });
  return () => requests;
}

/** Without jitter nothing is waited for between attempts. */
const withoutJitter = () => substitute(Math, 'random', () => 0);

const mount = (values: Partial<ScalekitAdminPortalElement>) => PortalHarness.mount(values);

/** The button brings the portal, with one link. */
async function tryAgain(backend: Backend, portal: PortalHarness): Promise<void> {
  portal.element.endpoint ??= backend.endpoint;
  portal.click('retry');
  await portal.state('ready');
  expect(portal.element.error).to.equal(null);
  expect(portal.states.slice(-2)).to.deep.equal(['loading', 'ready']);
}

describe('an endpoint with a fault', () => {
  for (const { what, answer, endpoint, code, status, requests } of FAULTS) {
    it(`${what}: ${code}, asked ${requests === 1 ? 'once' : `${requests} times`}, and "Try again" mends it`, async () => {
      withoutJitter();
      const asked = countRequests();
      const timers = code === 'ENDPOINT_TIMEOUT' ? holdTimers(1000) : null;
      const backend = await Backend.create();
      await backend.answers([answer ?? {}]);
      const broken = endpoint === 'cross-origin' ? backend.crossOriginEndpoint : endpoint;
      const portal = await mount({ endpoint: broken ?? backend.endpoint });
      if (timers) {
        await until('the request', async () => (await backend.log()).requests[0]);
        await timers.release(15_000);
      }
      await portal.event('portal-error');
      await portal.state('error');
      const error = portal.element.error!;
      expect(error).to.include({ name: 'PortalError', code, ...(status && { status }) });
      expect(error.retryable).to.equal(requests === 4 || timers !== null);
      expect(asked()).to.equal(requests);
      // The browser follows a redirect by itself, without another call of `fetch`.
      if (answer?.redirect !== undefined) expect((await backend.log()).requests).to.have.length(1);
      const words = (englishLabels as PortalLabels)[code as PortalErrorCode] ?? englishLabels.failed;
      expect(portal.words).to.contain(words).and.contain([code, status].join(' ').trim());
      expect(portal.links).to.deep.equal([]);
      expect(portal.types.filter((type) => type === 'portal-error')).to.have.length(1);
      // A link whose answer cannot be read is minted all the same; no other fault costs one.
      const inVain = endpoint === 'cross-origin' ? 4 : 0;
      expect(await backend.minted()).to.equal(inVain);

      await backend.answers([{}]);
      if (broken) {
        // A change of the address starts by itself: the fault itself has to go, for the button to be what helps.
        portal.element.fetchPortalLink = async () => (await fetch(backend.endpoint)).json();
      }
      await tryAgain(backend, portal);
      expect(await backend.minted()).to.equal(inVain + 1);
      await report(TABLE, what, {
        tried: 1,
        code,
        requests: `${requests}`,
        'links minted in vain': inVain,
        mended: 1,
      });
    });
  }

  it('a cached answer: LINK_REJECTED with a message that says so, and "Try again" mends it', async () => {
    const asked = countRequests();
    const backend = await Backend.create();
    await backend.answers([{ json: { location: backend.link(7) } }]);
    const portal = await mount({ endpoint: backend.endpoint });
    await portal.state('ready');
    await portal.element.reload().catch(() => undefined);
    expect(portal.element.error).to.include({ code: 'LINK_REJECTED', retryable: false });
    expect(portal.element.error!.message).to.match(/used before.*cache/);
    expect(portal.words).to.contain('LINK_REJECTED');
    expect(asked()).to.equal(2);
    await backend.answers([{}]);
    await tryAgain(backend, portal);
    expect(portal.links).to.deep.equal([backend.link(7), backend.link(1)]);
    await report(TABLE, 'a cached answer', {
      tried: 1,
      code: 'LINK_REJECTED',
      requests: '1',
      'links minted in vain': 0,
      mended: 1,
    });
  });

  it('a cache-first service worker: LINK_REJECTED in spite of no-store, and POST mends it', async () => {
    const backend = await Backend.create();
    const folder = `/host/${target()}/${crypto.randomUUID()}/`;
    const worker = await navigator.serviceWorker.register(`${folder}cache-first-worker.js`);
    const page = document.createElement('iframe');
    try {
      await until('the worker is active', () => worker.active?.state === 'activated' || null);
      page.src = folder;
      const loaded = new Promise((resolve) => page.addEventListener('load', resolve));
      document.body.append(page);
      await loaded;
      const host = page.contentDocument!;
      expect(page.contentWindow!.navigator.serviceWorker.controller).not.to.equal(null);
      const element = host.createElement('scalekit-admin-portal');
      const portal = new PortalHarness(element);
      element.endpoint = backend.endpoint;
      host.body.append(element);
      await portal.state('ready');
      await element.reload().catch(() => undefined);
      expect(element.error).to.have.property('code', 'LINK_REJECTED');
      expect(await backend.minted(), 'the worker answered by itself').to.equal(1);
      element.method = 'POST';
      portal.click('retry');
      await portal.state('ready');
      expect(await backend.minted()).to.equal(2);
    } finally {
      page.remove();
      await worker.unregister();
    }
    await report(TABLE, 'a cache-first service worker', {
      tried: 1,
      code: 'LINK_REJECTED',
      requests: '1',
      'links minted in vain': 0,
      mended: 1,
    });
  });

  it('offline at the start: ENDPOINT_UNREACHABLE, and back online it mends itself', async () => {
    withoutJitter();
    const asked = countRequests();
    setOnline(false);
    const backend = await Backend.create();
    await backend.answers([{ destroy: true, body: '' }]);
    const portal = await mount({ endpoint: backend.endpoint });
    await portal.state('error');
    expect(portal.element.error).to.include({ code: 'ENDPOINT_UNREACHABLE', retryable: true });
    expect(portal.words).to.contain(englishLabels.ENDPOINT_UNREACHABLE);
    expect(asked()).to.equal(4);
    await backend.answers([{}]);
    setOnline(true);
    await portal.state('ready');
    expect(portal.element.error).to.equal(null);
    expect(portal.states.slice(-2)).to.deep.equal(['loading', 'ready']);
    expect(asked()).to.equal(5);
    expect(await backend.minted()).to.equal(1);
    await report(TABLE, 'offline at the start', {
      tried: 1,
      code: 'ENDPOINT_UNREACHABLE',
      requests: '4',
      'links minted in vain': 0,
      mended: 1,
    });
  });

  it('offline when the session ends: nothing is asked, and back online it mends itself', async () => {
    const warnings = catchWarnings();
    const asked = countRequests();
    const backend = await Backend.create();
    const portal = await mount({ endpoint: backend.endpoint });
    await portal.event('portal-message');
    setOnline(false);
    portal.say({ type: 'SESSION_EXPIRED' });
    await portal.state('expired');
    await portal.event('portal-refresh');
    await portal.element.updateComplete;
    expect(portal.words).to.contain(englishLabels.offline);
    expect(asked()).to.equal(1);
    setOnline(true);
    await portal.state('ready');
    expect(asked()).to.equal(2);
    expect(await backend.minted()).to.equal(2);
    expect(warnings).to.deep.equal([]);
    await report(TABLE, 'offline when the session ends', {
      tried: 1,
      code: '(expired)',
      requests: '0',
      'links minted in vain': 0,
      mended: 1,
    });
  });
});
