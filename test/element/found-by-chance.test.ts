/** Faults that the random lives of `test/random` found, each in its shortest sequence of steps. */
import { expect, fixtureSync } from '@open-wc/testing';
import { Backend, until } from '../tools/backend.ts';
import { catchWarnings, pauseTimers, recordFetches, setVisible } from '../tools/conditions.ts';
import { mountPortal, pendingFetch, PortalHarness, readyPortal } from '../tools/portal-harness.ts';
import { recordTabs } from '../tools/recorded-tabs.ts';
import { sessionExpiry, ssoEnabled } from '../tools/sample-messages.ts';

/** A second parent on the page. */
const addParent = () => fixtureSync<HTMLElement>(document.createElement('div'));

describe('found by chance', () => {
  it('a move dispatches the end of the session after it, not during it', async () => {
    const { portal } = await readyPortal();
    portal.clearEvents();
    addParent().append(portal.element);
    expect(portal.trace).to.deep.equal([]);
    await portal.state('ready');
    expect(portal.states).to.deep.equal(['idle', 'loading', 'ready']);
  });

  it('a reload() before a move in the same task dispatches the end of the old session first', async () => {
    const { portal } = await readyPortal();
    portal.clearEvents();
    portal.element.reload().catch(() => undefined);
    const parent = portal.element.parentElement!;
    portal.element.remove();
    parent.append(portal.element);
    await portal.state('ready');
    expect(portal.states).to.deep.equal(['idle', 'loading', 'ready']);
  });

  it('an element that leaves the page stops waiting for a fetchPortalLink that ignores its signal', async () => {
    const timers = pauseTimers(1000);
    const { fetchPortalLink } = pendingFetch();
    const portal = await PortalHarness.mount({ fetchPortalLink });
    expect(timers.pending).to.deep.equal([15_000]);
    portal.element.remove();
    await portal.element.updateComplete;
    await until('no timer', () => timers.pending.length === 0);
  });

  it('a listener that moves the element at its start leaves it ready, with one link', async () => {
    const backend = await Backend.create();
    const portal = PortalHarness.create({ endpoint: backend.endpoint });
    const parent = addParent();
    portal.element.addEventListener('portal-state-change', () => parent.append(portal.element), { once: true });
    await portal.connect();
    await portal.state('ready');
    expect(await backend.minted()).to.equal(1);
  });

  it('a source that is removed before its first request is not asked, nor is any other', async () => {
    catchWarnings();
    const fetches = recordFetches();
    const { fetchPortalLink, signals } = pendingFetch();
    const portal = PortalHarness.create({ fetchPortalLink });
    addParent().append(portal.element);
    await portal.element.updateComplete;
    portal.element.fetchPortalLink = null;
    await portal.expectError({ code: 'ENDPOINT_MISSING', retryable: false });
    expect([fetches, signals]).to.deep.equal([[], []]);
  });

  it('a source that is removed while the refresh is delayed leaves the session expired', async () => {
    const { backend, portal } = await readyPortal();
    setVisible(false);
    portal.post(sessionExpiry());
    await portal.event('portal-refresh');
    const { endpoint } = portal.element;
    const fetches = recordFetches();
    portal.element.endpoint = null;
    setVisible(true);
    await portal.started();
    expect(portal.element.state).to.equal('expired');
    expect(fetches).to.deep.equal([]);
    portal.element.endpoint = endpoint;
    await portal.state('ready');
    expect(await backend.minted()).to.equal(2);
  });

  it('setting endpoint to null again does not restart the session', async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({ fetchPortalLink: async () => backend.link(1) });
    await portal.event('portal-message');
    portal.element.endpoint = null;
    await portal.started();
    expect(portal.hasFirstFrame).to.equal(true);
    expect(portal.states).to.deep.equal(['loading', 'ready']);
  });

  it('a reload() after "Open in a new tab" aborts its request and closes the tab', async () => {
    const { portal } = await mountPortal({ portal: { onLoad: [] } }, { loadTimeout: 1 });
    await portal.state('error');
    const { closed } = recordTabs();
    const { fetchPortalLink, signals } = pendingFetch();
    portal.element.fetchPortalLink = fetchPortalLink;
    portal.click('open');
    await until('the request for the tab', () => signals[0]);
    void portal.element.reload();
    await until('the request for the frame', () => signals[1]);
    expect(signals.map(({ aborted }) => aborted)).to.deep.equal([true, false]);
    await closed();
    portal.element.remove();
  });

  it('a listener that removes the element during a message is the last to run before "idle"', async () => {
    const { portal } = await readyPortal();
    portal.record('organization-sso-enabled');
    portal.clearEvents();
    portal.element.addEventListener('portal-message', () => portal.element.remove());
    portal.post(ssoEnabled());
    await portal.event('portal-state-change');
    await portal.element.updateComplete;
    expect(portal.trace).to.deep.equal(['portal-message', 'portal-state-change idle']);
  });

  // Not every engine has moveBefore.
  const itMoves = 'moveBefore' in Element.prototype ? it : it.skip;

  itMoves('a moveBefore in the task in which the session ends leads to one new link', async () => {
    const { backend, portal } = await readyPortal();
    const parent = document.createElement('div');
    portal.element.after(parent);
    portal.element.addEventListener('portal-message', () => parent.moveBefore(portal.element, null), { once: true });
    portal.post(sessionExpiry());
    await portal.event('portal-refresh');
    await portal.state('ready');
    expect(await backend.minted()).to.equal(2);
  });
});
