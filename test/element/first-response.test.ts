/**
 * `firstResponse`: the answer to a request that the page sends before the element's script has loaded. It replaces the
 * element's first request, so that no link is minted in vain.
 */
import { expect } from '@open-wc/testing';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend, until, type Answer } from '../tools/backend.ts';
import { catchWarnings, moveClock, pauseTimers, setVisible, stub } from '../tools/conditions.ts';
import { HostFrame } from '../tools/host-frame.ts';
import { PortalHarness, rejectionOf, type MountedPortal } from '../tools/portal-harness.ts';
import { recordTabs } from '../tools/recorded-tabs.ts';
import { loadSuccess } from '../tools/sample-messages.ts';

const TAG = 'scalekit-admin-portal';
/** ms; an older answer is not used. */
const FRESH = 45_000;

/** The request that the documentation recommends. */
const ask = (endpoint: string): Promise<Response> =>
  fetch(endpoint, { headers: { Accept: 'application/json' }, cache: 'no-store', redirect: 'manual' });

type Values = Partial<ScalekitAdminPortalElement>;

/** A page that has sent its request, a backend with these answers, and an element that is not on the page yet. */
async function createWith(answers: Answer[], values: Values = {}): Promise<MountedPortal> {
  const backend = await Backend.create({ answers });
  const firstResponse = ask(backend.endpoint);
  const portal = PortalHarness.create({ endpoint: backend.endpoint, firstResponse, ...values });
  return { backend, portal };
}

async function mountWith(answers: Answer[], values: Values = {}): Promise<MountedPortal> {
  const created = await createWith(answers, values);
  await created.portal.connect();
  return created;
}

/** Checks the number of requests, the number of minted links, and the links that were shown. */
async function expectCounts({ backend, portal }: MountedPortal, expected: Counts): Promise<void> {
  const { requests, minted } = await backend.log();
  const shown = portal.links.map((link) => Number(link.split('/').at(-1)));
  expect({ requests: requests.length, minted, shown }).to.deep.equal(expected);
}

interface Counts {
  readonly requests: number;
  readonly minted: number;
  readonly shown: readonly number[];
}

/** One request, that of the page, whose link shows. */
const ONE: Counts = { requests: 1, minted: 1, shown: [1] };
/** The link of the page's answer was not used, and the endpoint was asked at once. */
const ASKED_AGAIN: Counts = { requests: 2, minted: 2, shown: [2] };
/** The first request minted no link, the second did. */
const SECOND: Counts = { requests: 2, minted: 1, shown: [1] };
/** One request, that of the page, without a link. */
const NONE: Counts = { requests: 1, minted: 0, shown: [] };

describe('firstResponse', () => {
  it('as a promise is shown without another request', async () => {
    const mounted = await mountWith([{}]);
    await mounted.portal.state('ready');
    expect(mounted.portal.states).to.deep.equal(['loading', 'ready']);
    await expectCounts(mounted, ONE);
  });

  it('as a response is shown without another request', async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({
      endpoint: backend.endpoint,
      firstResponse: await ask(backend.endpoint),
    });
    await portal.state('ready');
    await expectCounts({ backend, portal }, ONE);
  });

  it('that is pending delays the element', async () => {
    const mounted = await mountWith([{ held: true }]);
    const { backend, portal } = mounted;
    await portal.state('loading');
    await backend.requested();
    await backend.release();
    await portal.state('ready');
    await expectCounts(mounted, ONE);
  });

  it('set on the tag by an inline script, before the element is defined, is shown without another request', async () => {
    const backend = await Backend.create();
    const host = await HostFrame.openEmpty();
    host.page.body.innerHTML = `<${TAG} endpoint="${backend.endpoint}"></${TAG}>`;
    const element = host.page.querySelector(TAG)!;
    element.firstResponse = ask(backend.endpoint);
    await element.firstResponse;
    host.loadElement();
    await until('the portal', () => element.state === 'ready');
    expect(element.firstResponse).to.equal(null);
    expect(Object.keys(element)).not.to.include('firstResponse');
    expect(await backend.minted()).to.equal(1);
  });

  it('reads as null after its use, and is in no attribute', async () => {
    const mounted = await mountWith([{}]);
    expect(mounted.portal.element.firstResponse).to.equal(null);
    expect(mounted.portal.element.getAttributeNames()).to.deep.equal(['endpoint']);
    await mounted.portal.state('ready');
    await expectCounts(mounted, ONE);
  });

  it('is used once; every later link comes from the endpoint', async () => {
    const mounted = await mountWith([{}]);
    await mounted.portal.state('ready');
    await mounted.portal.element.reload();
    await expectCounts(mounted, { requests: 2, minted: 2, shown: [1, 2] });
  });

  it('keeps its value when a framework sets null or undefined', async () => {
    const { backend, portal } = await mountWith([{}], { loading: 'lazy', hidden: true });
    for (const firstResponse of [null, undefined]) {
      Object.assign(portal.element, { firstResponse });
      await portal.started();
    }
    portal.element.hidden = false;
    await portal.state('ready');
    expect(await backend.minted()).to.equal(1);
  });

  it('keeps a running session when it is set late, and is used by the next reload()', async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    await portal.state('ready');
    portal.element.firstResponse = await ask(backend.endpoint);
    await portal.started();
    expect(portal.element.state).to.equal('ready');
    await portal.element.reload();
    await expectCounts({ backend, portal }, { requests: 2, minted: 2, shown: [1, 2] });
  });

  it('is used before fetchPortalLink, which gives every later link', async () => {
    const reasons: string[] = [];
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({
      firstResponse: ask(backend.endpoint),
      fetchPortalLink: ({ reason }) => {
        reasons.push(reason);
        return Promise.resolve(backend.link(7));
      },
    });
    await portal.state('ready');
    await portal.element.reload();
    expect(reasons).to.deep.equal(['reload']);
    await expectCounts({ backend, portal }, { requests: 1, minted: 1, shown: [1, 7] });
  });

  it('is discarded when src is set', async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({
      endpoint: backend.endpoint,
      src: backend.link(9),
      firstResponse: ask(backend.endpoint),
    });
    await portal.state('ready');
    await portal.element.reload();
    await expectCounts({ backend, portal }, { requests: 2, minted: 2, shown: [9, 2] });
  });
});

describe('firstResponse without another source', () => {
  it('gives the only link, as src does', async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({ firstResponse: ask(backend.endpoint) });
    await portal.state('ready');
    portal.post({ type: 'SESSION_EXPIRED' });
    await portal.state('expired');
    await expectCounts({ backend, portal }, ONE);
  });

  it('shows its failure at once', async () => {
    const timers = pauseTimers(400);
    const backend = await Backend.create({ answers: [{ status: 503 }] });
    const portal = await PortalHarness.mount({ firstResponse: ask(backend.endpoint) });
    await portal.expectError({ code: 'ENDPOINT_FAILED', status: 503 });
    expect(timers.pending.filter((delay) => delay < 15_000)).to.deep.equal([]);
    await expectCounts({ backend, portal }, NONE);
  });

  it('starts the session when it is set late', async () => {
    const backend = await Backend.create();
    catchWarnings();
    const portal = await PortalHarness.mount();
    portal.element.firstResponse = ask(backend.endpoint);
    await portal.state('ready');
    await expectCounts({ backend, portal }, ONE);
  });

  it('is used by a click, however old it is', async () => {
    const { log, navigated } = recordTabs();
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({ firstResponse: ask(backend.endpoint), mode: 'tab' });
    moveClock(FRESH + 1000);
    portal.click('launch');
    await navigated();
    expect(log).to.include(`goes to ${backend.link(1)}`);
    expect(await backend.minted()).to.equal(1);
  });
});

describe('firstResponse, like the answer to the element’s own first request', () => {
  const transient: [string, Answer][] = [
    ['503', { status: 503 }],
    ['429', { status: 429 }],
    ['a network failure', { destroy: true, body: '' }],
    ['a truncated body', { cut: true, body: '{"location": "https://a.example/1"}' }],
  ];
  for (const [fault, answer] of transient) {
    it(`is retried at the endpoint without an error event after ${fault}`, async () => {
      const mounted = await mountWith([answer, {}]);
      await mounted.portal.state('ready');
      expect(mounted.portal.states).to.deep.equal(['loading', 'ready']);
      await expectCounts(mounted, SECOND);
    });
  }

  it('is retried at the endpoint when its promise is rejected', async () => {
    const failure = Promise.withResolvers<Response>();
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint, firstResponse: failure.promise });
    failure.reject(new TypeError('no network'));
    await portal.state('ready');
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    await expectCounts({ backend, portal }, ONE);
  });

  it('counts as one of 4 attempts', async () => {
    const mounted = await mountWith([{ status: 503 }]);
    await mounted.portal.expectError({ code: 'ENDPOINT_FAILED', status: 503 });
    await expectCounts(mounted, { requests: 4, minted: 0, shown: [] });
  });

  it('is retried after its Retry-After', async () => {
    const timers = pauseTimers(5000);
    const mounted = await mountWith([{ status: 503, headers: { 'retry-after': '7' } }, {}]);
    await until('the delay', () => timers.pending.includes(7000));
    await timers.fire(7000);
    await mounted.portal.state('ready');
    await expectCounts(mounted, SECOND);
  });

  const final: [string, Answer, object][] = [
    ['401', { status: 401 }, { code: 'ENDPOINT_UNAUTHORIZED', status: 401 }],
    ['404', { status: 404 }, { code: 'ENDPOINT_FAILED', status: 404 }],
    ['a redirect', { redirect: '/backend/{run}/login' }, { code: 'ENDPOINT_UNAUTHORIZED' }],
    ['no JSON', { body: '<!doctype html>' }, { code: 'RESPONSE_INVALID' }],
    ['no link', { json: {} }, { code: 'RESPONSE_INVALID' }],
  ];
  for (const [fault, answer, error] of final) {
    it(`leads to an error without another request after ${fault}`, async () => {
      const mounted = await mountWith([answer]);
      await mounted.portal.expectError({ ...error, retryable: false });
      await expectCounts(mounted, NONE);
    });
  }

  it('leads to an error after a redirect that the page has followed', async () => {
    const backend = await Backend.create({ answers: [{ redirect: '/backend/{run}/login' }] });
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint, firstResponse: fetch(backend.endpoint) });
    await portal.expectError({ code: 'ENDPOINT_UNAUTHORIZED' });
    await expectCounts({ backend, portal }, NONE);
  });

  it('leads to LINK_REJECTED with an unsafe link', async () => {
    const mounted = await mountWith([{ json: { location: 'http://a.example/1' } }]);
    await mounted.portal.expectError({ code: 'LINK_REJECTED' });
    expect(mounted.portal.links).to.deep.equal([]);
  });

  it('leads to LINK_REJECTED when its link arrives again, because something cached it', async () => {
    const mounted = await mountWith([{ json: { location: '{link}' } }]);
    const { backend, portal } = mounted;
    await portal.state('ready');
    await backend.answers([{ json: { location: backend.link(1) } }]);
    await rejectionOf(portal.element.reload());
    expect(portal.element.error).to.have.property('code', 'LINK_REJECTED');
    await expectCounts(mounted, { requests: 2, minted: 1, shown: [1] });
  });

  it('is followed by one more request when a token is set after a 401', async () => {
    const mounted = await mountWith([{ status: 401 }, {}]);
    await mounted.portal.state('error');
    mounted.portal.element.csrfToken = 'token';
    await mounted.portal.state('ready');
    await expectCounts(mounted, SECOND);
  });

  it('has a time limit of 15 s from the start of the element, without a retry', async () => {
    const timers = pauseTimers(15_000);
    const mounted = await mountWith([{ hang: 'headers' }]);
    await mounted.backend.requested();
    await timers.fire(15_000);
    await mounted.portal.expectError({ code: 'ENDPOINT_TIMEOUT' });
    await expectCounts(mounted, { requests: 1, minted: 1, shown: [] });
  });

  it('leads to no request when it arrives after 15 s without a link', async () => {
    const timers = pauseTimers(15_000);
    const late = Promise.withResolvers<Response>();
    const backend = await Backend.create();
    let calls = 0;
    const fetchPortalLink = () => {
      calls++;
      return Promise.resolve(backend.link(1));
    };
    const portal = await PortalHarness.mount({ fetchPortalLink, firstResponse: late.promise });
    await portal.state('loading');
    await timers.fire(15_000);
    await portal.state('error');
    const read = new Response('{}');
    await read.text();
    late.resolve(read);
    await portal.started();
    await portal.started();
    expect(calls).to.equal(0);
    expect(await backend.minted()).to.equal(0);
  });

  it('sets the clock by its Date', async () => {
    // The computer's clock is an hour fast. By it, the session would end at once.
    moveClock(3_600_000);
    const onLoad = [loadSuccess(-1_800_000)];
    const backend = await Backend.create({ portal: { onLoad } });
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint, firstResponse: ask(backend.endpoint) });
    await portal.event('portal-message');
    setVisible(true);
    await portal.started();
    expect(portal.types).not.to.include('portal-refresh');
    // By the endpoint's clock, it ends in half an hour.
    moveClock(1_900_000);
    setVisible(true);
    await portal.event('portal-refresh');
    expect(portal.element.state).not.to.equal('error');
  });
});

describe('an old firstResponse', () => {
  const ages: [string, number, Counts][] = [
    ['is used after 40 s in a hidden element', FRESH - 5000, ONE],
    ['is replaced after more than 45 s in a hidden element', FRESH + 1000, ASKED_AGAIN],
  ];
  for (const [sentence, age, expected] of ages) {
    it(sentence, async () => {
      const mounted = await mountWith([{}], { hidden: true });
      await mounted.backend.requested();
      moveClock(age);
      mounted.portal.element.hidden = false;
      await mounted.portal.ready();
      await expectCounts(mounted, expected);
    });
  }

  const dates: [string, number, number, Counts][] = [
    ['is replaced if its Date is older than 45 s, and the page is as old', FRESH + 1000, FRESH + 2000, ASKED_AGAIN],
    ['is used in a younger page despite its Date: the clock of the computer is fast', FRESH - 1000, 3_600_000, ONE],
  ];
  for (const [sentence, ageOfPage, ageOfDate, expected] of dates) {
    it(sentence, async () => {
      stub(performance, 'now', () => ageOfPage);
      const date = new Date(Date.now() - ageOfDate).toUTCString();
      const mounted = await mountWith([{ headers: { date } }, {}]);
      await mounted.portal.state('ready');
      await expectCounts(mounted, expected);
    });
  }

  it('is replaced in a page that was restored from the history', async () => {
    stub(performance, 'getEntriesByType', () => [{ type: 'back_forward' }]);
    const mounted = await mountWith([{}]);
    await mounted.portal.state('ready');
    await expectCounts(mounted, ASKED_AGAIN);
  });

  it('is replaced at a click in mode="tab"', async () => {
    const { log, navigated } = recordTabs();
    const { backend, portal } = await mountWith([{}], { mode: 'tab' });
    portal.click('launch');
    await navigated();
    expect(log).to.include(`goes to ${backend.link(2)}`);
    expect(await backend.minted()).to.equal(2);
  });
});

describe('firstResponse before the element starts', () => {
  it('is replaced at once if the page has read it', async () => {
    const backend = await Backend.create();
    const firstResponse = await ask(backend.endpoint);
    await firstResponse.text();
    // With this jitter, a retry would wait for a timer that never fires.
    stub(Math, 'random', () => 0.9);
    pauseTimers(400);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint, firstResponse });
    await portal.state('ready');
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    await expectCounts({ backend, portal }, ASKED_AGAIN);
  });

  it('is used once if the element is connected twice in one task', async () => {
    const { backend, portal } = await createWith([{}]);
    document.body.append(portal.element);
    portal.element.remove();
    await portal.connect();
    await portal.state('ready');
    expect(await backend.minted()).to.equal(1);
  });

  it('stays unused until defer-hydration ends', async () => {
    const { backend, portal } = await mountWith([{}], { deferHydration: true });
    await portal.started();
    expect(portal.element.state).to.equal('idle');
    portal.element.deferHydration = false;
    await portal.state('ready');
    expect(await backend.minted()).to.equal(1);
  });

  it('causes no unhandled rejection if its promise is rejected', async () => {
    const rejections: unknown[] = [];
    const listener = (event: PromiseRejectionEvent) => {
      rejections.push(event.reason);
      event.stopImmediatePropagation();
    };
    window.addEventListener('unhandledrejection', listener, { capture: true });
    const failure = Promise.withResolvers<Response>();
    const { portal } = await mountWith([{}], { firstResponse: failure.promise, hidden: true });
    failure.reject(new TypeError('no network'));
    // The browser reports a rejection one task after the microtasks that could handle it.
    await new Promise((resolve) => setTimeout(resolve, 50));
    portal.element.hidden = false;
    await portal.ready();
    window.removeEventListener('unhandledrejection', listener, { capture: true });
    expect(rejections).to.deep.equal([]);
    expect(portal.element.state).to.equal('ready');
  });
});
