/**
 * Everything that a portal can do wrong, one row each: the state, the code, how many links it costs, the words on screen,
 * and that the portal shows once it is well again. Never more than 3 links for a portal that always fails.
 */
import { expect } from '@open-wc/testing';
import type { PortalErrorCode } from '../../src/portal-error.ts';
import { englishLabels, type PortalLabels } from '../../src/portal-labels.ts';
import type { PortalState } from '../../src/portal-events.ts';
import { Backend, target, until, type PortalScript } from '../tools/backend.ts';
import { holdTimers, moveClock, setVisible, substitute } from '../tools/conditions.ts';
import { report } from '../tools/figures.ts';
import { PortalHarness, readyPortal, request } from '../tools/portal-harness.ts';
import { message, sessionExpiry } from '../tools/sample-messages.ts';

const TABLE = 'Faults of the portal';

/** What a portal that always fails may cost. */
const MOST_LINKS = 3;

interface Outcome {
  readonly portal: PortalHarness;
  readonly backend: Backend;
}

interface Fault {
  readonly what: string;
  /** The portal while it has the fault. */
  readonly script: PortalScript;
  /** What happens beyond that it is opened. */
  readonly then?: (outcome: Outcome) => Promise<void> | void;
  readonly state: PortalState;
  readonly code?: string;
  readonly links: number;
}

const SILENT = { state: 'error', code: 'PORTAL_LOAD_TIMEOUT', links: 1 } as const;
const LOAD_FAILURE = message('PORTAL_LOAD_FAILURE', { error_code: 'SESSION_EXPIRED' });
const ENDS_AT_ONCE = { state: 'error', code: 'REFRESH_LIMIT_REACHED', links: MOST_LINKS } as const;

/** With a frame that shows nothing, only the clock tells. */
const FAULTS: readonly Fault[] = [
  { what: 'frame-ancestors forbids the page', script: csp("frame-ancestors 'none'"), ...SILENT },
  { what: 'X-Frame-Options forbids the page', script: { headers: { 'x-frame-options': 'DENY' } }, ...SILENT },
  { what: 'connection refused', script: { redirectTo: 'http://127.0.0.1:64999/' }, ...SILENT },
  { what: 'DNS', script: { redirectTo: 'http://portal.invalid/' }, ...SILENT },
  ...[400, 404, 410, 500, 503].map((status): Fault => {
    return { what: String(status), script: { status, body: 'No portal here.' }, ...SILENT };
  }),
  { what: '204', script: { status204: true }, ...SILENT },
  { what: 'never answers', script: { hang: true }, ...SILENT },
  { what: 'shows and says nothing', script: { onLoad: [] }, ...SILENT },
  { what: 'says something that is no message of a portal', script: { onLoad: [{ hello: 1 }, 'hi', null] }, ...SILENT },
  {
    what: 'redirects to an origin that nobody named',
    script: { redirectTo: 'http://portal.localhost:{port}{landing}' },
    ...SILENT,
  },
  {
    what: 'PORTAL_LOAD_FAILURE',
    script: { onLoad: [message('PORTAL_LOAD_FAILURE', { error_code: 'INTERNAL_ERROR' })] },
    state: 'error',
    code: 'PORTAL_LOAD_FAILED',
    links: 1,
  },
  ...[sessionExpiry(), LOAD_FAILURE, { type: 'SESSION_EXPIRED' }, { type: 'session.expired' }].map((ending): Fault => {
    const name = 'type' in ending ? ending.type : ending.event_type;
    return { what: `every session ends at once (${name})`, script: { onLoad: [ending] }, ...ENDS_AT_ONCE };
  }),
  {
    what: 'every session ends after it has shown (blocked cookies)',
    script: { onLoad: [message('PORTAL_LOAD_SUCCESS', {}), sessionExpiry()] },
    ...ENDS_AT_ONCE,
  },
  {
    what: 'every session ends five times in a burst',
    script: { onLoad: Array.from({ length: 5 }, () => sessionExpiry()) },
    ...ENDS_AT_ONCE,
  },
];

function csp(policy: string): PortalScript {
  return { headers: { 'content-security-policy': policy } };
}

describe('a portal with a fault', () => {
  for (const { what, script, state, code, links } of FAULTS) {
    it(`${what}: ${code ?? state} with ${links} link(s), and a well portal shows afterwards`, async () => {
      const warned = what.startsWith('redirects') ? catchOneWarning() : null;
      const backend = await Backend.create();
      await backend.portal(script);
      // A busy machine may take long over a portal that does say something.
      const loadTimeout = code === SILENT.code ? 400 : 20_000;
      const portal = await PortalHarness.mount({ endpoint: backend.endpoint, loadTimeout });
      await portal.event('portal-error');
      await portal.state(state);
      await warned?.();
      expect(portal.element.error).to.include({ code, retryable: true });
      expect(portal.words).to.contain((englishLabels as PortalLabels)[code as PortalErrorCode] ?? englishLabels.failed);
      expect(await backend.minted()).to.equal(links);
      // Whoever waits longer sees no more links.
      portal.forget();
      expect(portal.part('retry') !== null && portal.part('open') !== null, 'both ways out').to.equal(true);

      await backend.portal({});
      portal.element.loadTimeout = 20_000;
      portal.click('retry');
      await portal.event('portal-message');
      await portal.state('ready');
      expect(portal.words).to.equal('');
      expect(await backend.minted()).to.equal(links + 1);
      await report(TABLE, what, { tried: 1, code: code ?? `(${state})`, links: `${links}`, mended: 1 });
    });
  }
});

/** The one case in which the element speaks to the developer: waits for it. */
function catchOneWarning(): () => Promise<void> {
  const warnings: unknown[] = [];
  substitute(console, 'warn', (text: unknown) => warnings.push(text));
  return async () => {
    await until('the warning', () => warnings.length > 0);
    expect(warnings).to.have.length(1);
  };
}

describe('a portal that comes back by itself', () => {
  it('slow: ready when it shows, with the one link', async () => {
    const backend = await Backend.create();
    await backend.portal({ delay: 700 });
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    await portal.state('ready');
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(await backend.minted()).to.equal(1);
    await report(TABLE, 'slow', { tried: 1, code: '(ready)', links: '1', mended: 1 });
  });

  it('silent for longer than the time limit: a late message is enough', async () => {
    const backend = await Backend.create();
    await backend.portal({ postDelay: 500 });
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint, loadTimeout: 100 });
    await portal.event('portal-error');
    await portal.state('ready');
    expect(await backend.minted()).to.equal(1);
    await report(TABLE, 'silent, then well', { tried: 1, code: 'PORTAL_LOAD_TIMEOUT', links: '1', mended: 1 });
  });

  it('failure, then success: the session goes on', async () => {
    const backend = await Backend.create();
    await backend.portal([{ onLoad: [message('PORTAL_LOAD_FAILURE', { error_code: 'INTERNAL_ERROR' })] }, {}]);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    await portal.state('error');
    portal.click('retry');
    await portal.state('ready');
    expect(await backend.minted()).to.equal(2);
    await report(TABLE, 'fails, then shows', { tried: 1, code: 'PORTAL_LOAD_FAILED', links: '2', mended: 1 });
  });

  it('custom-domain redirect that environment-url names: ready, and its messages count', async () => {
    const backend = await Backend.create();
    await backend.portal({ redirectTo: 'http://portal.localhost:{port}{landing}' });
    const environmentUrl = `${backend.portalOrigin} http://portal.localhost:${location.port}`;
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint, environmentUrl });
    await portal.event('portal-message');
    expect(await backend.minted()).to.equal(1);
    await report(TABLE, 'custom-domain redirect', { tried: 1, code: '(ready)', links: '1', mended: 1 });
  });

  it('expiry while the page is hidden: nothing is asked before somebody looks', async () => {
    const { backend, portal } = await readyPortal();
    setVisible(false);
    portal.say(sessionExpiry());
    await portal.event('portal-refresh');
    expect(await backend.minted()).to.equal(1);
    setVisible(true);
    await portal.state('ready');
    expect(await backend.minted()).to.equal(2);
    await report(TABLE, 'ends while the page is hidden', { tried: 1, code: '(expired)', links: '2', mended: 1 });
  });

  it('expiry during a refresh: one link for both', async () => {
    const { backend, portal } = await readyPortal();
    await backend.answers([{ held: true }]);
    portal.say(sessionExpiry());
    portal.say(sessionExpiry());
    await request(backend, 2);
    await backend.release();
    await portal.state('ready');
    expect(await backend.minted()).to.equal(2);
    await report(TABLE, 'ends again during the refresh', { tried: 1, code: '(expired)', links: '2', mended: 1 });
  });

  it('a page that slept through the end: one link when it wakes', async () => {
    holdTimers(60_000);
    const { backend, portal } = await readyPortal();
    moveClock(7 * 60 * 60 * 1000);
    setVisible(true);
    await portal.event('portal-refresh');
    await portal.event('portal-message', 2);
    await portal.state('ready');
    expect(await backend.minted()).to.equal(2);
    await report(TABLE, 'ends while the computer sleeps', { tried: 1, code: '(expired)', links: '2', mended: 1 });
  });

  it('the frame that the host page forbids: PORTAL_BLOCKED with the one link', async () => {
    const backend = await Backend.create();
    const page = document.createElement('iframe');
    page.src = `/host/${target()}?content-security-policy=${encodeURIComponent("frame-src 'none'")}`;
    const loaded = new Promise((resolve) => page.addEventListener('load', resolve));
    document.body.append(page);
    await loaded;
    const host = page.contentDocument!;
    const element = host.createElement('scalekit-admin-portal');
    const portal = new PortalHarness(element);
    element.endpoint = backend.endpoint;
    host.body.append(element);
    await portal.state('error');
    expect(element.error).to.include({ code: 'PORTAL_BLOCKED', retryable: false });
    expect(portal.words).to.contain(englishLabels.PORTAL_BLOCKED);
    expect(await backend.minted()).to.equal(1);
    page.remove();
    await report(TABLE, 'frame-src of the host page', { tried: 1, code: 'PORTAL_BLOCKED', links: '1', mended: 0 });
  });
});
