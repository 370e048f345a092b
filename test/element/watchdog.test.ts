/** Frames that do not show: silent portals, and frames that the policy of the host page forbids. */
import { expect } from '@open-wc/testing';
import { until, type BackendSetup, type PortalScript } from '../tools/backend.ts';
import { pauseTimers } from '../tools/conditions.ts';
import { HostFrame } from '../tools/host-frame.ts';
import { mountPortal, type PortalHarness } from '../tools/portal-harness.ts';
import { ssoEnabled } from '../tools/sample-messages.ts';

/** ms; no other timer of the page has this delay. */
const LOAD_TIMEOUT = 54_321;

describe('a silent portal', () => {
  const silent = (values: Partial<PortalHarness['element']> = {}, portal: PortalScript = { onLoad: [] }) =>
    mountPortal({ portal }, values);
  const timedOut = async () => {
    const { backend, portal } = await silent({ loadTimeout: 50 });
    await portal.event('portal-error');
    await backend.listening(1);
    await portal.element.updateComplete;
    return { backend, portal };
  };

  it('leads to PORTAL_LOAD_TIMEOUT after load-timeout, with the likely causes', async () => {
    const { backend, portal } = await timedOut();
    const { error } = portal.element;
    expect(portal.element.state).to.equal('error');
    expect(error).to.include({ name: 'PortalError', code: 'PORTAL_LOAD_TIMEOUT', retryable: true });
    for (const cause of ['registered', 'third-party cookies', 'network', 'environment-url']) {
      expect(error!.message).to.include(cause);
    }
    expect(await backend.minted()).to.equal(1);
  });

  it('stays usable under a notice with two buttons', async () => {
    const { backend, portal } = await timedOut();
    const notice = portal.part('notice')!.getBoundingClientRect();
    const frame = portal.frame!.getBoundingClientRect();
    expect(notice.height).to.be.greaterThan(0);
    expect(notice.bottom).to.be.at.most(frame.top);
    expect(frame.height).to.be.at.least(600);
    expect(portal.frame!.closest('[inert]')).to.equal(null);
    expect(portal.busy).to.equal(false);
    expect(portal.part('retry')).not.to.equal(null);
    expect(portal.part('open')).not.to.equal(null);
    expect(await backend.openings()).to.deep.equal({ 1: 1 });
  });

  it('recovers in the same frame after a late message', async () => {
    const { backend, portal } = await timedOut();
    portal.post(ssoEnabled());
    const { state, error } = await portal.event('portal-message');
    expect([state, error]).to.deep.equal(['ready', null]);
    await portal.element.updateComplete;
    expect(portal.part('notice')).to.equal(null);
    expect(portal.text).to.equal('');
    expect(portal.hasFirstFrame).to.equal(true);
    expect(await backend.openings()).to.deep.equal({ 1: 1 });
    expect(await backend.minted()).to.equal(1);
  });

  it('is replaced at a retry', async () => {
    const { backend, portal } = await timedOut();
    await backend.portal({});
    portal.element.loadTimeout = 20_000;
    portal.click('retry');
    await portal.ready();
    expect(portal.frame!.src).to.equal(backend.link(2));
    expect(await backend.minted()).to.equal(2);
  });

  it('leads to PORTAL_LOAD_TIMEOUT even if its frame has loaded', async () => {
    const timers = pauseTimers(LOAD_TIMEOUT);
    const { portal } = await silent({ loadTimeout: LOAD_TIMEOUT });
    await portal.state('ready');
    expect(timers.pending).to.deep.equal([LOAD_TIMEOUT]);
    await timers.fire(LOAD_TIMEOUT);
    expect(portal.element.error!.code).to.equal('PORTAL_LOAD_TIMEOUT');
    expect(portal.states).to.deep.equal(['loading', 'ready', 'error']);
  });

  it('stops the watchdog with its first message', async () => {
    const timers = pauseTimers(LOAD_TIMEOUT);
    const { portal } = await silent({ loadTimeout: LOAD_TIMEOUT }, { onLoad: [{ type: 'SSO_CONFIGURED' }] });
    await portal.event('portal-message');
    expect(timers.requested).to.deep.equal([LOAD_TIMEOUT]);
    expect(timers.pending).to.deep.equal([]);
  });

  it('stops the watchdog when the element is removed', async () => {
    const timers = pauseTimers(LOAD_TIMEOUT);
    const { portal } = await silent({ loadTimeout: LOAD_TIMEOUT });
    await portal.state('ready');
    portal.element.remove();
    expect(timers.pending).to.deep.equal([]);
  });

  it('restarts the watchdog with every frame', async () => {
    const timers = pauseTimers(LOAD_TIMEOUT);
    const { portal } = await silent({ loadTimeout: LOAD_TIMEOUT });
    await portal.state('ready');
    await portal.element.reload();
    expect(timers.requested).to.deep.equal([LOAD_TIMEOUT, LOAD_TIMEOUT]);
    expect(timers.pending).to.deep.equal([LOAD_TIMEOUT]);
  });

  it('has 20 s by default', async () => {
    const timers = pauseTimers(20_000);
    const { portal } = await silent();
    await portal.state('ready');
    expect(timers.pending).to.deep.equal([20_000]);
  });

  it('has no limit with load-timeout="0"', async () => {
    const { backend, portal } = await silent({ loadTimeout: 0 });
    await portal.state('ready');
    // Another portal times out meanwhile.
    await timedOut();
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(portal.element.error).to.equal(null);
    expect(await backend.minted()).to.equal(1);
  });
});

describe('the policy of the host page', () => {
  /** An element in a host page with these response headers. */
  const hosted = async (headers: Record<string, string>, setup: BackendSetup = {}) => {
    const host = await HostFrame.open(`?${new URLSearchParams(headers)}`);
    const violations: SecurityPolicyViolationEvent[] = [];
    host.page.addEventListener('securitypolicyviolation', (event) => violations.push(event));
    const { backend, portal } = await host.mountPortal(setup);
    const violation = () => until('a violation', () => violations[0]);
    /** Adds another frame or image to the host page. */
    const embed = (name: 'iframe' | 'img', src: string) => {
      const node = host.page.createElement(name);
      node.src = src;
      host.page.body.append(node);
    };
    return { backend, portal, violation, embed };
  };

  const csp = (policy: string) => ({ 'content-security-policy': policy });
  /** The origin of the links that a backend mints. */
  const portalOrigin = `http://127.0.0.1:${location.port}`;

  for (const policy of ["frame-src 'none'", "frame-src 'self'", "child-src 'self'", "default-src 'self'"]) {
    it(`${policy} leads to PORTAL_BLOCKED before the watchdog`, async () => {
      const { backend, portal } = await hosted(csp(policy));
      await portal.expectError({ code: 'PORTAL_BLOCKED', retryable: false });
      expect(portal.element.error!.message).to.include('frame-src');
      expect(portal.element.state).to.equal('error');
      expect(portal.frame).to.equal(null);
      expect(portal.part('retry')).to.equal(null);
      expect(portal.part('open')).not.to.equal(null);
      const { opened, minted } = await backend.log();
      expect([opened, minted]).to.deep.equal([[], 1]);
    });
  }

  it('that allows the portal changes nothing', async () => {
    const { backend, portal } = await hosted(csp(`frame-src ${portalOrigin}`));
    await portal.event('portal-message');
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(await backend.minted()).to.equal(1);
  });

  it('that only reports changes nothing', async () => {
    const { backend, portal, violation } = await hosted({
      'content-security-policy-report-only': "frame-src 'none'",
    });
    expect((await violation()).disposition).to.equal('report');
    await portal.event('portal-message');
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(await backend.minted()).to.equal(1);
  });

  it('that forbids another frame changes nothing while the portal is silent', async () => {
    const policy = csp(`frame-src ${portalOrigin}`);
    const { backend, portal, violation, embed } = await hosted(policy, { portal: { hang: true } });
    await backend.opened(1);
    embed('iframe', `http://portal.localhost:${location.port}/frame/other`);
    expect((await violation()).effectiveDirective).to.equal('frame-src');
    expect(portal.states).to.deep.equal(['loading']);
    expect(portal.frame).not.to.equal(null);
  });

  it('that forbids an image of the portal’s origin changes nothing while the portal is silent', async () => {
    const policy = csp("img-src 'none'");
    const { backend, portal, violation, embed } = await hosted(policy, { portal: { hang: true } });
    await backend.opened(1);
    embed('img', `${portalOrigin}/picture`);
    expect((await violation()).effectiveDirective).to.equal('img-src');
    expect(portal.states).to.deep.equal(['loading']);
  });

  it('that forbids another frame of the portal’s origin changes nothing after a message of the portal', async () => {
    const { portal, violation, embed } = await hosted(csp(`frame-src ${portalOrigin}/portal/`));
    await portal.event('portal-message');
    embed('iframe', `${portalOrigin}/frame/other`);
    await violation();
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(portal.frame).not.to.equal(null);
  });
});
