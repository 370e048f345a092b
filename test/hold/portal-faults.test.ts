/**
 * Every fault of a portal: the state, the code, the number of links, the text on screen, and that a healthy portal shows
 * after it. A portal that always fails costs at most 3 links.
 */
import { expect } from '@open-wc/testing';
import type { PortalErrorCode } from '../../src/portal-error.ts';
import { englishLabels, type PortalLabels } from '../../src/portal-labels.ts';
import { Backend, until, type PortalScript } from '../tools/backend.ts';
import { catchWarnings, moveClock, pauseTimers, setVisible } from '../tools/conditions.ts';
import { report } from '../tools/figures.ts';
import { HostFrame } from '../tools/host-frame.ts';
import { mountPortal, PortalHarness, readyPortal } from '../tools/portal-harness.ts';
import { message, sessionExpiry } from '../tools/sample-messages.ts';

const TABLE = 'Faults of the portal';

/** The most links for a portal that always fails. */
const MOST_LINKS = 3;

/** A row of the table: the code or `(state)`, and the number of links. */
const reportFault = (name: string, code: string, links: number, recovered = 1) =>
  report(TABLE, name, { tried: 1, code, links: `${links}`, recovered });

interface Fault {
  readonly name: string;
  /** The portal while it has the fault. */
  readonly script: PortalScript;
  readonly code: PortalErrorCode;
  readonly links: number;
}

const SILENT = { code: 'PORTAL_LOAD_TIMEOUT', links: 1 } as const;
const LOAD_FAILURE = message('PORTAL_LOAD_FAILURE', { error_code: 'SESSION_EXPIRED' });
const ENDS_AT_ONCE = { code: 'REFRESH_LIMIT_REACHED', links: MOST_LINKS } as const;

/** An empty frame can only be detected by its silence. */
const FAULTS: readonly Fault[] = [
  { name: 'frame-ancestors forbids the page', script: csp("frame-ancestors 'none'"), ...SILENT },
  { name: 'X-Frame-Options forbids the page', script: { headers: { 'x-frame-options': 'DENY' } }, ...SILENT },
  { name: 'connection refused', script: { redirectTo: 'http://127.0.0.1:64999/' }, ...SILENT },
  { name: 'DNS', script: { redirectTo: 'http://portal.invalid/' }, ...SILENT },
  ...[400, 404, 410, 500, 503].map((status): Fault => {
    return { name: String(status), script: { status, body: 'No portal here.' }, ...SILENT };
  }),
  { name: '204', script: { status204: true }, ...SILENT },
  { name: 'never answers', script: { hang: true }, ...SILENT },
  { name: 'shows and posts no message', script: { onLoad: [] }, ...SILENT },
  { name: 'posts messages of other shapes', script: { onLoad: [{ hello: 1 }, 'hi', null] }, ...SILENT },
  {
    name: 'redirects to an origin that is not named',
    script: { redirectTo: 'http://portal.localhost:{port}{landing}' },
    ...SILENT,
  },
  {
    name: 'PORTAL_LOAD_FAILURE',
    script: { onLoad: [message('PORTAL_LOAD_FAILURE', { error_code: 'INTERNAL_ERROR' })] },
    code: 'PORTAL_LOAD_FAILED',
    links: 1,
  },
  ...[sessionExpiry(), LOAD_FAILURE, { type: 'SESSION_EXPIRED' }, { type: 'session.expired' }].map((ending): Fault => {
    const type = 'type' in ending ? ending.type : ending.event_type;
    return { name: `every session ends at once (${type})`, script: { onLoad: [ending] }, ...ENDS_AT_ONCE };
  }),
  {
    name: 'every session ends after it has shown (blocked cookies)',
    script: { onLoad: [message('PORTAL_LOAD_SUCCESS', {}), sessionExpiry()] },
    ...ENDS_AT_ONCE,
  },
  {
    name: 'every session posts five ends at once',
    script: { onLoad: Array.from({ length: 5 }, () => sessionExpiry()) },
    ...ENDS_AT_ONCE,
  },
];

function csp(policy: string): PortalScript {
  return { headers: { 'content-security-policy': policy } };
}

describe('a portal with a fault', () => {
  for (const { name, script, code, links } of FAULTS) {
    it(`leads to ${code} with ${links} link(s), and to a healthy portal at "Try again": ${name}`, async () => {
      const warnings = catchWarnings();
      // On a busy machine, the messages of a portal may take long.
      const loadTimeout = code === SILENT.code ? 400 : 20_000;
      const { backend, portal } = await mountPortal({ portal: script }, { loadTimeout });
      await portal.event('portal-error');
      await portal.state('error');
      if (name.startsWith('redirects')) await until('the warning', () => warnings.length > 0);
      expect(warnings).to.have.length(name.startsWith('redirects') ? 1 : 0);
      expect(portal.element.error).to.include({ code, retryable: true });
      expect(portal.text).to.contain((englishLabels as PortalLabels)[code] ?? englishLabels.failed);
      expect(await backend.minted()).to.equal(links);
      portal.clearEvents();
      expect(portal.part('retry') !== null && portal.part('open') !== null, 'both buttons').to.equal(true);

      await backend.portal({});
      portal.element.loadTimeout = 20_000;
      portal.click('retry');
      await portal.ready();
      expect(portal.text).to.equal('');
      expect(await backend.minted()).to.equal(links + 1);
      await reportFault(name, code, links);
    });
  }
});

describe('a portal that recovers', () => {
  it('is ready with one link when it shows slowly', async () => {
    const { backend, portal } = await mountPortal({ portal: { delay: 700 } });
    await portal.state('ready');
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(await backend.minted()).to.equal(1);
    await reportFault('slow', '(ready)', 1);
  });

  it('is ready with one link after a message that comes after the time limit', async () => {
    const { backend, portal } = await mountPortal({ portal: { postDelay: 500 } }, { loadTimeout: 100 });
    await portal.event('portal-error');
    await portal.state('ready');
    expect(await backend.minted()).to.equal(1);
    await reportFault('silent, then well', 'PORTAL_LOAD_TIMEOUT', 1);
  });

  it('is ready with a second link at a retry after a failure', async () => {
    const onLoad = [message('PORTAL_LOAD_FAILURE', { error_code: 'INTERNAL_ERROR' })];
    const { backend, portal } = await mountPortal({ portal: [{ onLoad }, {}] });
    await portal.state('error');
    portal.click('retry');
    await portal.state('ready');
    expect(await backend.minted()).to.equal(2);
    await reportFault('fails, then shows', 'PORTAL_LOAD_FAILED', 2);
  });

  it('can redirect to a custom domain that environment-url names', async () => {
    const backend = await Backend.create({ portal: { redirectTo: 'http://portal.localhost:{port}{landing}' } });
    const environmentUrl = `${backend.portalOrigin} http://portal.localhost:${location.port}`;
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint, environmentUrl });
    await portal.event('portal-message');
    expect(await backend.minted()).to.equal(1);
    await reportFault('custom-domain redirect', '(ready)', 1);
  });

  it('gets a new link after its end in a hidden page only when the page is visible', async () => {
    const { backend, portal } = await readyPortal();
    setVisible(false);
    portal.post(sessionExpiry());
    await portal.event('portal-refresh');
    expect(await backend.minted()).to.equal(1);
    setVisible(true);
    await portal.state('ready');
    expect(await backend.minted()).to.equal(2);
    await reportFault('ends while the page is hidden', '(expired)', 2);
  });

  it('gets one new link for two ends', async () => {
    const { backend, portal } = await readyPortal();
    await backend.answers([{ held: true }]);
    portal.post(sessionExpiry());
    portal.post(sessionExpiry());
    await backend.requested(2);
    await backend.release();
    await portal.state('ready');
    expect(await backend.minted()).to.equal(2);
    await reportFault('ends again during the refresh', '(expired)', 2);
  });

  it('gets one new link if its session ends while the computer sleeps', async () => {
    pauseTimers(60_000);
    const { backend, portal } = await readyPortal();
    moveClock(7 * 60 * 60 * 1000);
    setVisible(true);
    await portal.event('portal-refresh');
    await portal.ready(2);
    expect(await backend.minted()).to.equal(2);
    await reportFault('ends while the computer sleeps', '(expired)', 2);
  });

  it('costs one link and leads to PORTAL_BLOCKED if the host page forbids its frame', async () => {
    const host = await HostFrame.open("?content-security-policy=frame-src 'none'");
    const { backend, portal } = await host.mountPortal();
    await portal.expectError({ code: 'PORTAL_BLOCKED', retryable: false });
    expect(portal.text).to.contain(englishLabels.PORTAL_BLOCKED);
    expect(await backend.minted()).to.equal(1);
    await reportFault('frame-src of the host page', 'PORTAL_BLOCKED', 1, 0);
  });
});
