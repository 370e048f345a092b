/** Sequences that the random lives of `test/random` found to be faults, each as short as it could be made. */
import { expect } from '@open-wc/testing';
import type { FetchPortalLink } from '../../src/portal-link.ts';
import { Backend, until } from '../tools/backend.ts';
import { catchWarnings, holdTimers, setVisible, substitute } from '../tools/conditions.ts';
import { PortalHarness, readyPortal } from '../tools/portal-harness.ts';
import { sessionExpiry, ssoEnabled } from '../tools/sample-messages.ts';

/** Never answers, and does not care whether somebody still wants to know. */
const stubborn: FetchPortalLink = () => new Promise(() => undefined);

/** The addresses that the element asks. */
function recordRequests(): unknown[] {
  const asked: unknown[] = [];
  const fetch = window.fetch.bind(window);
  substitute(window, 'fetch', (address: string, init?: RequestInit) => {
    if (init?.signal) asked.push(address);
    return fetch(address, init);
  });
  return asked;
}

describe('found by chance', () => {
  it('a move within one task tells of the end of the session after it, not in the middle', async () => {
    const { portal } = await readyPortal();
    const place = document.createElement('div');
    document.body.append(place);
    portal.forget();
    place.append(portal.element);
    expect(portal.trace).to.deep.equal([]);
    await portal.state('ready');
    expect(portal.states).to.deep.equal(['idle', 'loading', 'ready']);
    place.remove();
  });

  it('a reload() before a move in the same task does not tell of the new session before the end of the old', async () => {
    const { portal } = await readyPortal();
    portal.forget();
    portal.element.reload().catch(() => undefined);
    const parent = portal.element.parentElement!;
    portal.element.remove();
    parent.append(portal.element);
    await portal.state('ready');
    expect(portal.states).to.deep.equal(['idle', 'loading', 'ready']);
  });

  it('an element that leaves does not wait on for a fetchPortalLink that ignores its signal', async () => {
    const timers = holdTimers(1000);
    const portal = await PortalHarness.mount({ fetchPortalLink: stubborn });
    expect(timers.delays).to.deep.equal([15_000]);
    portal.element.remove();
    await portal.element.updateComplete;
    await until('no timer', () => timers.delays.length === 0);
  });

  it('a listener that moves the element when it hears of the start leaves it with one link, and not idle', async () => {
    const backend = await Backend.create();
    const portal = PortalHarness.create({ endpoint: backend.endpoint });
    const place = document.createElement('div');
    document.body.append(place);
    portal.element.addEventListener('portal-state-change', () => place.append(portal.element), { once: true });
    await portal.connect();
    await portal.state('ready');
    expect(await backend.minted()).to.equal(1);
    place.remove();
  });

  it('an endpoint that is taken away before it was asked is not asked, and nobody else is', async () => {
    catchWarnings();
    const asked = recordRequests();
    const portal = PortalHarness.create({ fetchPortalLink: stubborn });
    document.body.append(portal.element);
    await portal.element.updateComplete;
    portal.element.fetchPortalLink = null;
    await portal.event('portal-error');
    expect(portal.element.error).to.include({ code: 'ENDPOINT_MISSING', retryable: false });
    expect(asked).to.deep.equal([]);
    portal.element.remove();
  });

  it('a source that is taken away while the refresh waits leaves the session ended', async () => {
    const { backend, portal } = await readyPortal();
    setVisible(false);
    portal.say(sessionExpiry());
    await portal.event('portal-refresh');
    const { endpoint } = portal.element;
    const asked = recordRequests();
    portal.element.endpoint = null;
    setVisible(true);
    await portal.started();
    expect(portal.element.state).to.equal('expired');
    expect(asked).to.deep.equal([]);
    portal.element.endpoint = endpoint;
    await portal.state('ready');
    expect(await backend.minted()).to.equal(2);
  });

  it('endpoint = null where it is null already restarts nothing', async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({ fetchPortalLink: async () => backend.link(1) });
    await portal.event('portal-message');
    const { frame } = portal;
    portal.element.endpoint = null;
    await portal.started();
    expect(portal.frame === frame, 'the same frame').to.equal(true);
    expect(portal.states).to.deep.equal(['loading', 'ready']);
  });

  it('"Open in a new tab" gives way to a later reload(): one request at a time, and the tab closes', async () => {
    const backend = await Backend.create();
    await backend.portal({ onLoad: [] });
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint, loadTimeout: 1 });
    await portal.event('portal-error');
    await portal.element.updateComplete;
    let isClosed = false;
    const tab = { opener: window, document: { body: {} }, location: {}, close: () => (isClosed = true) };
    substitute(window, 'open', () => tab);
    const signals: AbortSignal[] = [];
    portal.element.fetchPortalLink = ({ signal }) => {
      signals.push(signal);
      return new Promise(() => undefined);
    };
    portal.click('open');
    await until('the request for the tab', () => signals[0]);
    void portal.element.reload();
    await until('the request for the frame', () => signals[1]);
    expect(signals.map(({ aborted }) => aborted)).to.deep.equal([true, false]);
    await until('the tab is closed', () => isClosed || null);
    portal.element.remove();
  });

  it('a listener that removes the element in the middle of a message ends what is told: idle, and no more', async () => {
    const { portal } = await readyPortal();
    portal.record('organization-sso-enabled');
    portal.forget();
    portal.element.addEventListener('portal-message', () => portal.element.remove());
    portal.say(ssoEnabled());
    await portal.event('portal-state-change');
    await portal.element.updateComplete;
    expect(portal.trace).to.deep.equal(['portal-message', 'portal-state-change idle']);
  });

  it('a lazy element that was refreshed far away does not begin anew when it comes near', async () => {
    const [first, second] = [await Backend.create(), await Backend.create()];
    const space = document.createElement('div');
    document.body.append(space);
    const portal = PortalHarness.create({ endpoint: first.endpoint, loading: 'lazy' });
    document.body.append(portal.element);
    await portal.event('portal-message');
    // Far below what is seen.
    space.style.height = '5000px';
    const far = new Promise((resolve) => {
      const observer = new IntersectionObserver(([entry]) => {
        if (entry!.isIntersecting) return;
        observer.disconnect();
        resolve(null);
      });
      observer.observe(portal.element);
    });
    await far;
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    portal.element.endpoint = second.endpoint;
    await portal.started();
    portal.say(sessionExpiry());
    await until('the refresh', async () => (await second.minted()) === 1);
    await portal.state('ready');
    space.remove();
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    await portal.started();
    expect([await first.minted(), await second.minted()]).to.deep.equal([1, 1]);
    portal.element.remove();
  });
});

// Not every engine has it.
const move = 'moveBefore' in Element.prototype ? it : it.skip;

move('found by chance: a session that ends and a moveBefore in one task make one new link', async () => {
  const { backend, portal } = await readyPortal();
  const parent = portal.element.parentElement!;
  const place = document.createElement('div');
  parent.append(place);
  portal.element.addEventListener('portal-message', () => place.moveBefore(portal.element, null), {
    once: true,
  });
  portal.say(sessionExpiry());
  await portal.event('portal-refresh');
  await portal.state('ready');
  expect(await backend.minted()).to.equal(2);
});
