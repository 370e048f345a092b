/**
 * Every fault of an endpoint: the state, the code, the number of requests, the text on screen, and that "Try again" works
 * after it. `test/element/endpoint-faults.test.ts` has more about single faults.
 */
import { expect } from '@open-wc/testing';
import type { PortalErrorCode } from '../../src/portal-error.ts';
import { englishLabels, type PortalLabels } from '../../src/portal-labels.ts';
import { Backend, target, until, type Answer } from '../tools/backend.ts';
import { catchWarnings, pauseTimers, recordFetches, setOnline, withoutJitter } from '../tools/conditions.ts';
import { report } from '../tools/figures.ts';
import { HostFrame } from '../tools/host-frame.ts';
import { mountPortal, PortalHarness, rejectionOf, type MountedPortal } from '../tools/portal-harness.ts';

const TABLE = 'Faults of the endpoint';

interface Fault {
  readonly name: string;
  /** The answer of the backend while it has the fault, or another address of the endpoint. */
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
  name: String(status),
  answer: { status },
  code: [401, 403].includes(status) ? 'ENDPOINT_UNAUTHORIZED' : 'ENDPOINT_FAILED',
  status,
  requests: 1,
});

const transient = (status: number, headers: Record<string, string> = {}): Fault => ({
  name: [String(status), ...Object.keys(headers), ...Object.values(headers)].join(' '),
  answer: { status, headers },
  code: 'ENDPOINT_FAILED',
  status,
  requests: 4,
});

const FAULTS: readonly Fault[] = [
  // A port without a server, and a name that never resolves (RFC 6761).
  { name: 'connection refused', endpoint: 'http://127.0.0.1:64999/link', ...NETWORK },
  { name: 'DNS', endpoint: 'http://endpoint.invalid/link', ...NETWORK },
  { name: 'CORS', endpoint: 'cross-origin', ...NETWORK },
  { name: 'a network error', answer: { destroy: true, body: '' }, ...NETWORK },
  { name: 'a truncated body', answer: { cut: true, body: HALF_A_LINK }, ...NETWORK },
  { name: 'headers that never come', answer: { hang: 'headers', body: '' }, ...TIMEOUT },
  { name: 'a body that never ends', answer: { hang: 'body', body: HALF_A_LINK }, ...TIMEOUT },
  ...[301, 302, 303, 307, 308].map((status): Fault => ({
    name: `${status} to a login page`,
    answer: { status, redirect: '/backend/{run}/login' },
    ...REDIRECTS,
  })),
  // The target of the redirect gets no request, no headers, and mints no link.
  { name: '307 to itself', answer: { status: 307, redirect: '/backend/{run}/link' }, ...REDIRECTS },
  { name: '302 to another site', answer: { redirect: 'http://127.0.0.1:{port}/backend/{run}/link' }, ...REDIRECTS },
  { name: '302 to nowhere', answer: { redirect: 'http://endpoint.invalid/link' }, ...REDIRECTS },
  { name: '200 HTML', answer: { body: '<!doctype html>', headers: { 'content-type': 'text/html' } }, ...NO_LINK },
  { name: '200 empty', answer: { body: '' }, ...NO_LINK },
  { name: '200 broken JSON', answer: { body: HALF_A_LINK }, ...NO_LINK },
  { name: '200 plain text', answer: { body: 'https://a.example/1' }, ...NO_LINK },
  ...[1, null, true, [], ['https://a.example/1'], {}, { location: '' }, { location: { deeper: { link: 'x' } } }].map(
    (json): Fault => ({ name: `200 ${JSON.stringify(json)}`, answer: { json }, ...NO_LINK }),
  ),
  { name: '204', answer: { status: 204 }, ...NO_LINK },
  ...[400, 401, 403, 404, 405, 409, 410, 422].map(refused),
  { ...refused(404), name: '404 Retry-After', answer: { status: 404, headers: { 'retry-after': '1' } } },
  {
    ...refused(404),
    name: '404 with a link in it',
    answer: { status: 404, json: { location: 'https://a.example/1' } },
  },
  ...[425, 429, 500, 502, 503, 504, 599].map((status) => transient(status)),
  // On a used connection, browsers repeat the request themselves, so that the backend may get more.
  transient(408),
  transient(429, { 'retry-after': '0' }),
  transient(503, { 'retry-after': new Date(0).toUTCString() }),
  transient(503, { 'retry-after': 'soon' }),
  {
    name: 'an unsafe link',
    answer: { json: { location: 'javascript:document.title=1' } },
    code: 'LINK_REJECTED',
    requests: 1,
  },
];

/** A row of the table, with what is the same for most faults. */
const reportFault = (name: string, figures: { code: string; requests: string }, minted = 0) =>
  report(TABLE, name, { tried: 1, ...figures, 'links minted in vain': minted, recovered: 1 });

/** A click on the button leads to a portal. */
async function tryAgain({ backend, portal }: MountedPortal): Promise<void> {
  portal.element.endpoint ??= backend.endpoint;
  portal.click('retry');
  await portal.state('ready');
  expect(portal.element.error).to.equal(null);
  expect(portal.states.slice(-2)).to.deep.equal(['loading', 'ready']);
}

describe('an endpoint with a fault', () => {
  for (const { name, answer, endpoint, code, status, requests } of FAULTS) {
    const times = requests === 1 ? '1 request' : `${requests} requests`;
    it(`leads to ${code} after ${times}, and to a portal at "Try again": ${name}`, async () => {
      withoutJitter();
      const fetches = recordFetches();
      const timers = code === 'ENDPOINT_TIMEOUT' ? pauseTimers(1000) : null;
      const backend = await Backend.create({ answers: [answer ?? {}] });
      const broken = endpoint === 'cross-origin' ? backend.crossOriginEndpoint : endpoint;
      const portal = await PortalHarness.mount({ endpoint: broken ?? backend.endpoint });
      if (timers) {
        await backend.requested();
        await timers.fire(15_000);
      }
      await portal.event('portal-error');
      await portal.state('error');
      const error = portal.element.error!;
      expect(error).to.include({ name: 'PortalError', code, ...(status && { status }) });
      expect(error.retryable).to.equal(requests === 4 || timers !== null);
      expect(fetches).to.have.length(requests);
      // The browser would follow a redirect without another call of `fetch`.
      if (answer?.redirect !== undefined) expect((await backend.log()).requests).to.have.length(1);
      const label = (englishLabels as PortalLabels)[code as PortalErrorCode] ?? englishLabels.failed;
      expect(portal.text).to.contain(label).and.contain([code, status].join(' ').trim());
      expect(portal.links).to.deep.equal([]);
      expect(portal.count('portal-error')).to.equal(1);
      // The endpoint mints a link even if the page cannot read the answer. No other fault mints one.
      const mintedInVain = endpoint === 'cross-origin' ? 4 : 0;
      expect(await backend.minted()).to.equal(mintedInVain);

      await backend.answers([{}]);
      if (broken) {
        // A new endpoint would start without a click. So only the source of the link changes.
        portal.element.fetchPortalLink = async () => (await fetch(backend.endpoint)).json();
      }
      await tryAgain({ backend, portal });
      expect(await backend.minted()).to.equal(mintedInVain + 1);
      await reportFault(name, { code, requests: `${requests}` }, mintedInVain);
    });
  }

  it('leads to LINK_REJECTED with the cause, and to a portal at "Try again": a cached answer', async () => {
    const fetches = recordFetches();
    const backend = await Backend.create();
    await backend.answers([{ json: { location: backend.link(7) } }]);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    await portal.state('ready');
    await rejectionOf(portal.element.reload());
    expect(portal.element.error).to.include({ code: 'LINK_REJECTED', retryable: false });
    expect(portal.element.error!.message).to.match(/used before.*cache/);
    expect(portal.text).to.contain('LINK_REJECTED');
    expect(fetches).to.have.length(2);
    await backend.answers([{}]);
    await tryAgain({ backend, portal });
    expect(portal.links).to.deep.equal([backend.link(7), backend.link(1)]);
    await reportFault('a cached answer', { code: 'LINK_REJECTED', requests: '1' });
  });

  it('leads to LINK_REJECTED despite no-store, and to a portal with POST: a cache-first service worker', async () => {
    const folder = `/${crypto.randomUUID()}/`;
    const worker = await navigator.serviceWorker.register(`/host/${target()}${folder}cache-first-worker.js`);
    try {
      await until('the worker is active', () => worker.active?.state === 'activated' || null);
      const host = await HostFrame.open(folder);
      expect(host.view.navigator.serviceWorker.controller).not.to.equal(null);
      const { backend, portal } = await host.mountPortal();
      const { element } = portal;
      await portal.state('ready');
      await rejectionOf(element.reload());
      expect(element.error).to.have.property('code', 'LINK_REJECTED');
      expect(await backend.minted(), 'the answer is that of the worker').to.equal(1);
      element.method = 'POST';
      portal.click('retry');
      await portal.state('ready');
      expect(await backend.minted()).to.equal(2);
      host.frame.remove();
    } finally {
      await worker.unregister();
    }
    await reportFault('a cache-first service worker', { code: 'LINK_REJECTED', requests: '1' });
  });

  it('leads to ENDPOINT_UNREACHABLE, and to a portal without a click when the page is online: offline at the start', async () => {
    withoutJitter();
    const fetches = recordFetches();
    setOnline(false);
    const { backend, portal } = await mountPortal({ answers: [{ destroy: true, body: '' }] });
    await portal.expectError({ code: 'ENDPOINT_UNREACHABLE', retryable: true });
    expect(portal.text).to.contain(englishLabels.ENDPOINT_UNREACHABLE);
    expect(fetches).to.have.length(4);
    await backend.answers([{}]);
    setOnline(true);
    await portal.state('ready');
    expect(portal.element.error).to.equal(null);
    expect(portal.states.slice(-2)).to.deep.equal(['loading', 'ready']);
    expect(fetches).to.have.length(5);
    expect(await backend.minted()).to.equal(1);
    await reportFault('offline at the start', { code: 'ENDPOINT_UNREACHABLE', requests: '4' });
  });

  it('leads to no request until the page is online: offline when the session ends', async () => {
    const warnings = catchWarnings();
    const fetches = recordFetches();
    const { backend, portal } = await mountPortal();
    await portal.event('portal-message');
    setOnline(false);
    portal.post({ type: 'SESSION_EXPIRED' });
    await portal.state('expired');
    await portal.event('portal-refresh');
    await portal.element.updateComplete;
    expect(portal.text).to.contain(englishLabels.offline);
    expect(fetches).to.have.length(1);
    setOnline(true);
    await portal.state('ready');
    expect(fetches).to.have.length(2);
    expect(await backend.minted()).to.equal(2);
    expect(warnings).to.deep.equal([]);
    await reportFault('offline when the session ends', { code: '(expired)', requests: '0' });
  });
});
