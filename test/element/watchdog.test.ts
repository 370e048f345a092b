/** Frames that never show: silence, answers that are none, and the policies of both sides. */
import { expect, fixture } from '@open-wc/testing';
import { Backend, target, until, type PortalScript } from '../tools/backend.ts';
import { holdTimers } from '../tools/conditions.ts';
import { PortalHarness } from '../tools/portal-harness.ts';
import { ssoEnabled } from '../tools/sample-messages.ts';

/** ms: no other timer of the page asks for so many. */
const LOAD_TIMEOUT = 54_321;

describe('a silent portal', () => {
  const silent = async (values: Partial<PortalHarness['element']> = {}, script: PortalScript = { onLoad: [] }) => {
    const backend = await Backend.create();
    await backend.portal(script);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint, ...values });
    return { backend, portal };
  };
  const timedOut = async () => {
    const { backend, portal } = await silent({ loadTimeout: 50 });
    await portal.event('portal-error');
    await backend.listening(1);
    await portal.element.updateComplete;
    return { backend, portal };
  };

  it('is reported after load-timeout, with the likely causes', async () => {
    const { backend, portal } = await timedOut();
    const { error } = portal.element;
    expect(portal.element.state).to.equal('error');
    expect(error).to.include({ name: 'PortalError', code: 'PORTAL_LOAD_TIMEOUT', retryable: true });
    for (const cause of ['registered', 'third-party cookies', 'network', 'environment-url']) {
      expect(error!.message).to.include(cause);
    }
    expect(await backend.minted()).to.equal(1);
  });

  it('stays usable under the notice, with both buttons', async () => {
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
    expect((await backend.log()).opened.map(({ times }) => times)).to.deep.equal([1]);
  });

  it('recovers with a late message, in the same frame', async () => {
    const { backend, portal } = await timedOut();
    const { frame } = portal;
    portal.say(ssoEnabled());
    const { state, error } = await portal.event('portal-message');
    expect([state, error]).to.deep.equal(['ready', null]);
    await portal.element.updateComplete;
    expect(portal.part('notice')).to.equal(null);
    expect(portal.words).to.equal('');
    expect(portal.frame).to.equal(frame);
    expect((await backend.log()).opened.map(({ times }) => times)).to.deep.equal([1]);
    expect(await backend.minted()).to.equal(1);
  });

  it('is replaced by a retry', async () => {
    const { backend, portal } = await timedOut();
    await backend.portal({});
    portal.element.loadTimeout = 20_000;
    portal.click('retry');
    await portal.event('portal-message');
    await portal.state('ready');
    expect(portal.frame!.src).to.equal(backend.link(2));
    expect(await backend.minted()).to.equal(2);
  });

  it('is waited for on after a mere load', async () => {
    const timers = holdTimers(LOAD_TIMEOUT);
    const { portal } = await silent({ loadTimeout: LOAD_TIMEOUT });
    await portal.state('ready');
    expect(timers.delays).to.deep.equal([LOAD_TIMEOUT]);
    await timers.release(LOAD_TIMEOUT);
    expect(portal.element.error!.code).to.equal('PORTAL_LOAD_TIMEOUT');
    expect(portal.states).to.deep.equal(['loading', 'ready', 'error']);
  });

  it('is no longer waited for after its first message', async () => {
    const timers = holdTimers(LOAD_TIMEOUT);
    const { portal } = await silent({ loadTimeout: LOAD_TIMEOUT }, { onLoad: [{ type: 'SSO_CONFIGURED' }] });
    await portal.event('portal-message');
    expect(timers.asked).to.deep.equal([LOAD_TIMEOUT]);
    expect(timers.delays).to.deep.equal([]);
  });

  it('is no longer waited for when the element is removed', async () => {
    const timers = holdTimers(LOAD_TIMEOUT);
    const { portal } = await silent({ loadTimeout: LOAD_TIMEOUT });
    await portal.state('ready');
    portal.element.remove();
    expect(timers.delays).to.deep.equal([]);
  });

  it('is waited for anew with every frame', async () => {
    const timers = holdTimers(LOAD_TIMEOUT);
    const { portal } = await silent({ loadTimeout: LOAD_TIMEOUT });
    await portal.state('ready');
    await portal.element.reload();
    expect(timers.asked).to.deep.equal([LOAD_TIMEOUT, LOAD_TIMEOUT]);
    expect(timers.delays).to.deep.equal([LOAD_TIMEOUT]);
  });

  it('is waited for 20 s by default', async () => {
    const timers = holdTimers(20_000);
    const { portal } = await silent();
    await portal.state('ready');
    expect(timers.delays).to.deep.equal([20_000]);
  });

  it('is waited for without end with load-timeout="0"', async () => {
    const { backend, portal } = await silent({ loadTimeout: 0 });
    await portal.state('ready');
    // Another portal is given up meanwhile.
    await timedOut();
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(portal.element.error).to.equal(null);
    expect(await backend.minted()).to.equal(1);
  });
});

describe('the policy of the host page', () => {
  /** An element in a host page with headers of its own. */
  const hosted = async (backend: Backend, headers: Record<string, string>) => {
    const parent = await fixture<HTMLElement>(document.createElement('div'));
    const page = document.createElement('iframe');
    page.src = `/host/${target()}?${new URLSearchParams(headers)}`;
    const loaded = new Promise((resolve) => page.addEventListener('load', resolve));
    parent.append(page);
    await loaded;
    const view = page.contentWindow as Window & typeof globalThis;
    await view.customElements.whenDefined('scalekit-admin-portal');
    const violations: SecurityPolicyViolationEvent[] = [];
    const { document: inner } = view;
    inner.addEventListener('securitypolicyviolation', (event) => violations.push(event));
    const element = inner.createElement('scalekit-admin-portal');
    element.endpoint = backend.endpoint;
    const portal = new PortalHarness(element);
    inner.body.append(element);
    const violation = () => until('a violation', () => violations[0]);
    /** Puts something from elsewhere into the host page. */
    const embed = (name: 'iframe' | 'img', src: string) => {
      const other = inner.createElement(name);
      other.src = src;
      inner.body.append(other);
    };
    return { portal, violation, embed };
  };

  for (const policy of ["frame-src 'none'", "frame-src 'self'", "child-src 'self'", "default-src 'self'"]) {
    it(`${policy} is reported as PORTAL_BLOCKED, without waiting for the watchdog`, async () => {
      const backend = await Backend.create();
      const { portal } = await hosted(backend, { 'content-security-policy': policy });
      await portal.event('portal-error');
      await portal.element.updateComplete;
      expect(portal.element.error).to.include({ code: 'PORTAL_BLOCKED', retryable: false });
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
    const backend = await Backend.create();
    const { portal } = await hosted(backend, { 'content-security-policy': `frame-src ${backend.portalOrigin}` });
    await portal.event('portal-message');
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(await backend.minted()).to.equal(1);
  });

  it('that only reports changes nothing', async () => {
    const backend = await Backend.create();
    const policy = { 'content-security-policy-report-only': "frame-src 'none'" };
    const { portal, violation } = await hosted(backend, policy);
    expect((await violation()).disposition).to.equal('report');
    await portal.event('portal-message');
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(await backend.minted()).to.equal(1);
  });

  it('that forbids another frame changes nothing, while the portal is silent', async () => {
    const backend = await Backend.create();
    await backend.portal({ hang: true });
    const policy = { 'content-security-policy': `frame-src ${backend.portalOrigin}` };
    const { portal, violation, embed } = await hosted(backend, policy);
    await backend.opened(1);
    embed('iframe', `http://portal.localhost:${location.port}/frame/other`);
    expect((await violation()).effectiveDirective).to.equal('frame-src');
    expect(portal.states).to.deep.equal(['loading']);
    expect(portal.frame).not.to.equal(null);
  });

  it('that forbids something else of the portal’s origin changes nothing, while the portal is silent', async () => {
    const backend = await Backend.create();
    await backend.portal({ hang: true });
    const { portal, violation, embed } = await hosted(backend, { 'content-security-policy': "img-src 'none'" });
    await backend.opened(1);
    embed('img', `${backend.portalOrigin}/picture`);
    expect((await violation()).effectiveDirective).to.equal('img-src');
    expect(portal.states).to.deep.equal(['loading']);
  });

  it('that forbids another frame of the portal’s origin changes nothing, once the portal has spoken', async () => {
    const backend = await Backend.create();
    const policy = { 'content-security-policy': `frame-src ${backend.portalOrigin}/portal/` };
    const { portal, violation, embed } = await hosted(backend, policy);
    await portal.event('portal-message');
    embed('iframe', `${backend.portalOrigin}/frame/other`);
    await violation();
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(portal.frame).not.to.equal(null);
  });
});
