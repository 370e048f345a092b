/**
 * `firstResponse`: an answer that the page asked for itself before the script was there. It stands for the element's own
 * first request, and no link of it is minted in vain.
 */
import { expect, fixtureSync } from '@open-wc/testing';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend, target, until, type Answer } from '../tools/backend.ts';
import { holdTimers, moveClock, setVisible, substitute } from '../tools/conditions.ts';
import { PortalHarness, request } from '../tools/portal-harness.ts';
import { recordTabs } from '../tools/recorded-tabs.ts';

const TAG = 'scalekit-admin-portal';
/** ms; older answers are not used. */
const FRESH = 45_000;

/** The request of the recipe. */
const ask = (endpoint: string): Promise<Response> =>
  fetch(endpoint, { headers: { Accept: 'application/json' }, cache: 'no-store', redirect: 'manual' });

/** A page that has asked, and a backend that answers so. */
async function askedWith(answers: Answer[], values: Partial<ScalekitAdminPortalElement> = {}) {
  const backend = await Backend.create();
  await backend.answers(answers);
  const firstResponse = ask(backend.endpoint);
  const portal = PortalHarness.create({ endpoint: backend.endpoint, firstResponse, ...values });
  return { backend, portal };
}

async function mountedWith(answers: Answer[], values: Partial<ScalekitAdminPortalElement> = {}) {
  const { backend, portal } = await askedWith(answers, values);
  await portal.connect();
  return { backend, portal };
}

/** What the endpoint was asked and has minted, and what was shown of it. */
async function counts({ backend, portal }: { backend: Backend; portal: PortalHarness }) {
  const { requests, minted } = await backend.log();
  const shown = portal.links.map((link) => Number(link.split('/').at(-1)));
  return { requests: requests.length, minted, shown };
}

/** Everything was shown at the first attempt: one request, that of the page. */
const ONE = { requests: 1, minted: 1, shown: [1] };
/** The page's own answer was of no use, and the endpoint was asked at once. */
const ASKED_ANEW = { requests: 2, minted: 2, shown: [2] };
/** The first request minted nothing, the second did. */
const SECOND = { requests: 2, minted: 1, shown: [1] };

async function emptyPage(): Promise<Document> {
  const frame = document.createElement('iframe');
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
  frame.src = '/frame/other';
  fixtureSync(frame);
  await loaded;
  return frame.contentDocument!;
}

function loadElement(page: Document): void {
  const script = page.createElement('script');
  if (target() === 'source') script.type = 'module';
  script.src = target() === 'source' ? '/src/index.ts' : `/dist/${TAG}.min.js`;
  page.head.append(script);
}

describe('firstResponse', () => {
  it('as a promise is shown without another request', async () => {
    const mounted = await mountedWith([{}]);
    await mounted.portal.state('ready');
    expect(mounted.portal.states).to.deep.equal(['loading', 'ready']);
    expect(await counts(mounted)).to.deep.equal(ONE);
  });

  it('as a response is shown without another request', async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({
      endpoint: backend.endpoint,
      firstResponse: await ask(backend.endpoint),
    });
    await portal.state('ready');
    expect(await counts({ backend, portal })).to.deep.equal(ONE);
  });

  it('that is still on its way is waited for', async () => {
    const mounted = await mountedWith([{ held: true }]);
    const { backend, portal } = mounted;
    await portal.state('loading');
    await request(backend);
    await backend.release();
    await portal.state('ready');
    expect(await counts(mounted)).to.deep.equal(ONE);
  });

  it('set on the tag by an inline script, before the element is defined, is shown without another request', async () => {
    const backend = await Backend.create();
    const page = await emptyPage();
    page.body.innerHTML = `<${TAG} endpoint="${backend.endpoint}"></${TAG}>`;
    const element = page.querySelector(TAG)!;
    element.firstResponse = ask(backend.endpoint);
    await element.firstResponse;
    loadElement(page);
    await until('the portal', () => element.state === 'ready');
    expect(element.firstResponse).to.equal(null);
    expect(Object.keys(element)).not.to.include('firstResponse');
    expect(await backend.minted()).to.equal(1);
  });

  it('reads null once it is taken, and shows in no attribute', async () => {
    const mounted = await mountedWith([{}]);
    expect(mounted.portal.element.firstResponse).to.equal(null);
    expect(mounted.portal.element.getAttributeNames()).to.deep.equal(['endpoint']);
    await mounted.portal.state('ready');
    expect(await counts(mounted)).to.deep.equal(ONE);
  });

  it('is used once: every later link comes from the endpoint', async () => {
    const mounted = await mountedWith([{}]);
    await mounted.portal.state('ready');
    await mounted.portal.element.reload();
    expect(await counts(mounted)).to.deep.equal({ requests: 2, minted: 2, shown: [1, 2] });
  });

  it('of null or undefined, as frameworks set it, is none, and takes nothing away that was set before', async () => {
    const { backend, portal } = await askedWith([{}], { loading: 'lazy' });
    const parent = fixtureSync<HTMLElement>(document.createElement('div'));
    parent.style.display = 'none';
    parent.append(portal.element);
    await portal.started();
    for (const none of [null, undefined]) {
      Object.assign(portal.element, { firstResponse: none });
      await portal.started();
    }
    parent.style.display = '';
    await until('the portal', () => portal.element.state === 'ready');
    expect(await backend.minted()).to.equal(1);
  });

  it('leaves a running session alone when it is set late, and is used by the next reload()', async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    await portal.state('ready');
    portal.element.firstResponse = await ask(backend.endpoint);
    await portal.started();
    expect(portal.element.state).to.equal('ready');
    await portal.element.reload();
    expect(await counts({ backend, portal })).to.deep.equal({ requests: 2, minted: 2, shown: [1, 2] });
  });

  it('goes before fetchPortalLink, which gives every later link', async () => {
    const asked: string[] = [];
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({
      firstResponse: ask(backend.endpoint),
      fetchPortalLink: ({ reason }) => {
        asked.push(reason);
        return Promise.resolve(backend.link(7));
      },
    });
    await portal.state('ready');
    await portal.element.reload();
    expect(asked).to.deep.equal(['reload']);
    expect(await counts({ backend, portal })).to.deep.equal({ requests: 1, minted: 1, shown: [1, 7] });
  });

  it('gives way to src, and is dropped', async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({
      endpoint: backend.endpoint,
      src: backend.link(9),
      firstResponse: ask(backend.endpoint),
    });
    await portal.state('ready');
    await portal.element.reload();
    expect(await counts({ backend, portal })).to.deep.equal({ requests: 2, minted: 2, shown: [9, 2] });
  });
});

describe('firstResponse without anybody to ask', () => {
  it('is the one link, as src is', async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({ firstResponse: ask(backend.endpoint) });
    await portal.state('ready');
    portal.say({ type: 'SESSION_EXPIRED' });
    await portal.state('expired');
    expect(await counts({ backend, portal })).to.deep.equal(ONE);
  });

  it('shows its failure at once: nobody else can be asked', async () => {
    const timers = holdTimers(400);
    const backend = await Backend.create();
    await backend.answers([{ status: 503 }]);
    const portal = await PortalHarness.mount({ firstResponse: ask(backend.endpoint) });
    await portal.state('error');
    expect(portal.element.error).to.include({ code: 'ENDPOINT_FAILED', status: 503 });
    expect(timers.delays.filter((delay) => delay < 15_000)).to.deep.equal([]);
    expect(await counts({ backend, portal })).to.deep.equal({ requests: 1, minted: 0, shown: [] });
  });

  it('begins when it is set late', async () => {
    const backend = await Backend.create();
    substitute(console, 'warn', () => undefined);
    const portal = await PortalHarness.mount();
    portal.element.firstResponse = ask(backend.endpoint);
    await portal.state('ready');
    expect(await counts({ backend, portal })).to.deep.equal(ONE);
  });

  it('is used however old it is, also by a click', async () => {
    const { story } = recordTabs();
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({ firstResponse: ask(backend.endpoint), mode: 'tab' });
    moveClock(FRESH + 1000);
    portal.part('launch')!.click();
    await until('the tab goes', () => story.includes(`goes to ${backend.link(1)}`));
    expect(await backend.minted()).to.equal(1);
  });
});

describe('firstResponse is treated like the answer to the element’s own first request', () => {
  const transient: [string, Answer][] = [
    ['503', { status: 503 }],
    ['429', { status: 429 }],
    ['a network failure', { destroy: true, body: '' }],
    ['a body that is cut', { cut: true, body: '{"location": "https://a.example/1"}' }],
  ];
  for (const [what, answer] of transient) {
    it(`${what} is tried again at the endpoint, and nobody hears of it`, async () => {
      const mounted = await mountedWith([answer, {}]);
      await mounted.portal.state('ready');
      expect(mounted.portal.states).to.deep.equal(['loading', 'ready']);
      expect(await counts(mounted)).to.deep.equal(SECOND);
    });
  }

  it('a rejected promise is a network failure: the endpoint is asked next', async () => {
    const failure = Promise.withResolvers<Response>();
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint, firstResponse: failure.promise });
    failure.reject(new TypeError('no network'));
    await portal.state('ready');
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(await counts({ backend, portal })).to.deep.equal(ONE);
  });

  it('counts as one of 4 attempts', async () => {
    const mounted = await mountedWith([{ status: 503 }]);
    await mounted.portal.state('error');
    expect(mounted.portal.element.error).to.include({ code: 'ENDPOINT_FAILED', status: 503 });
    expect(await counts(mounted)).to.deep.equal({ requests: 4, minted: 0, shown: [] });
  });

  it('Retry-After is obeyed', async () => {
    const timers = holdTimers(5000);
    const mounted = await mountedWith([{ status: 503, headers: { 'retry-after': '7' } }, {}]);
    await until('the pause', () => timers.delays.includes(7000));
    await timers.release(7000);
    await mounted.portal.state('ready');
    expect(await counts(mounted)).to.deep.equal(SECOND);
  });

  const final: [string, Answer, object][] = [
    ['401', { status: 401 }, { code: 'ENDPOINT_UNAUTHORIZED', status: 401 }],
    ['404', { status: 404 }, { code: 'ENDPOINT_FAILED', status: 404 }],
    ['a redirect', { redirect: '/backend/{run}/login' }, { code: 'ENDPOINT_UNAUTHORIZED' }],
    ['no JSON', { body: '<!doctype html>' }, { code: 'RESPONSE_INVALID' }],
    ['no link', { json: {} }, { code: 'RESPONSE_INVALID' }],
  ];
  for (const [what, answer, error] of final) {
    it(`${what} is an error at once, and the endpoint is not asked`, async () => {
      const mounted = await mountedWith([answer]);
      await mounted.portal.state('error');
      expect(mounted.portal.element.error).to.include({ ...error, retryable: false });
      expect(await counts(mounted)).to.deep.equal({ requests: 1, minted: 0, shown: [] });
    });
  }

  it('a redirect that the page has followed is an error, too', async () => {
    const backend = await Backend.create();
    await backend.answers([{ redirect: '/backend/{run}/login' }]);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint, firstResponse: fetch(backend.endpoint) });
    await portal.state('error');
    expect(portal.element.error).to.have.property('code', 'ENDPOINT_UNAUTHORIZED');
    expect(await counts({ backend, portal })).to.deep.equal({ requests: 1, minted: 0, shown: [] });
  });

  it('an unsafe link is refused', async () => {
    const mounted = await mountedWith([{ json: { location: 'http://a.example/1' } }]);
    await mounted.portal.state('error');
    expect(mounted.portal.element.error).to.have.property('code', 'LINK_REJECTED');
    expect(mounted.portal.links).to.deep.equal([]);
  });

  it('a link of it that comes back was cached', async () => {
    const mounted = await mountedWith([{ json: { location: '{link}' } }]);
    const { backend, portal } = mounted;
    await portal.state('ready');
    await backend.answers([{ json: { location: backend.link(1) } }]);
    await portal.element.reload().catch(() => undefined);
    expect(portal.element.error).to.have.property('code', 'LINK_REJECTED');
    expect(await counts(mounted)).to.deep.equal({ requests: 2, minted: 1, shown: [1] });
  });

  it('what comes late after a 401 leads to one more request', async () => {
    const mounted = await mountedWith([{ status: 401 }, {}]);
    await mounted.portal.state('error');
    mounted.portal.element.csrfToken = 'token';
    await mounted.portal.state('ready');
    expect(await counts(mounted)).to.deep.equal(SECOND);
  });

  it('has 15 s, counted from the start of the element, and is not tried again after them', async () => {
    const timers = holdTimers(15_000);
    const mounted = await mountedWith([{ hang: 'headers' }]);
    await request(mounted.backend);
    await timers.release(15_000);
    await mounted.portal.state('error');
    expect(mounted.portal.element.error).to.have.property('code', 'ENDPOINT_TIMEOUT');
    expect(await counts(mounted)).to.deep.equal({ requests: 1, minted: 1, shown: [] });
  });

  it('that comes after 15 s and is of no use leads to no request', async () => {
    const timers = holdTimers(15_000);
    const late = Promise.withResolvers<Response>();
    const backend = await Backend.create();
    let asked = 0;
    const fetchPortalLink = () => {
      asked++;
      return Promise.resolve(backend.link(1));
    };
    const portal = await PortalHarness.mount({ fetchPortalLink, firstResponse: late.promise });
    await portal.state('loading');
    await timers.release(15_000);
    await portal.state('error');
    const read = new Response('{}');
    await read.text();
    late.resolve(read);
    await portal.started();
    await portal.started();
    expect(asked).to.equal(0);
    expect(await backend.minted()).to.equal(0);
  });

  it('its Date sets the clock', async () => {
    // The computer is an hour ahead: by its own clock, the session would be over at once.
    moveClock(3_600_000);
    const backend = await Backend.create();
    const expiry = new Date(Date.now() - 1_800_000).toISOString();
    await backend.portal({ onLoad: [{ event_type: 'PORTAL_LOAD_SUCCESS', object: 'session', data: { expiry } }] });
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint, firstResponse: ask(backend.endpoint) });
    await portal.event('portal-message');
    setVisible(true);
    await portal.started();
    expect(portal.types).not.to.include('portal-refresh');
    // By the endpoint's clock it ends in half an hour.
    moveClock(1_900_000);
    setVisible(true);
    await portal.event('portal-refresh');
    expect(portal.element.state).not.to.equal('error');
  });
});

describe('firstResponse mints nothing in vain, and shows nothing that has died', () => {
  /** An element that cannot be seen yet, whose page has its answer. */
  async function hiddenPortal(answers: Answer[] = [{}], values: Partial<ScalekitAdminPortalElement> = {}) {
    const { backend, portal } = await askedWith(answers, values);
    const parent = fixtureSync<HTMLElement>(document.createElement('div'));
    parent.style.display = 'none';
    parent.append(portal.element);
    await portal.started();
    await request(backend);
    const show = async () => {
      parent.style.display = '';
      await portal.state('loading').catch(() => undefined);
      await portal.event('portal-message');
    };
    return { backend, portal, show };
  }

  it('keeps it until the element starts', async () => {
    const hidden = await hiddenPortal();
    moveClock(FRESH - 5000);
    await hidden.show();
    expect((await hidden.backend.log()).requests).to.have.length(1);
    expect(await hidden.backend.minted()).to.equal(1);
  });

  it('asks anew if it has waited for more than 45 s', async () => {
    const hidden = await hiddenPortal();
    moveClock(FRESH + 1000);
    await hidden.show();
    expect(hidden.portal.frame!.src).to.equal(hidden.backend.link(2));
    expect(await hidden.backend.minted()).to.equal(2);
  });

  it('asks anew if its Date is older than that, and so may the page be', async () => {
    substitute(performance, 'now', () => FRESH + 1000);
    const date = new Date(Date.now() - FRESH - 2000).toUTCString();
    const mounted = await mountedWith([{ headers: { date } }, {}]);
    await mounted.portal.state('ready');
    expect(await counts(mounted)).to.deep.equal(ASKED_ANEW);
  });

  it('uses it in a younger page, where an old Date says that the clock of this computer is ahead', async () => {
    substitute(performance, 'now', () => FRESH - 1000);
    const date = new Date(Date.now() - 3_600_000).toUTCString();
    const mounted = await mountedWith([{ headers: { date } }, {}]);
    await mounted.portal.state('ready');
    expect(await counts(mounted)).to.deep.equal(ONE);
  });

  it('asks the endpoint at once if the page has read it', async () => {
    const backend = await Backend.create();
    const firstResponse = await ask(backend.endpoint);
    await firstResponse.text();
    // A retry would wait for that long, and for ever.
    substitute(Math, 'random', () => 0.9);
    holdTimers(400);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint, firstResponse });
    await portal.state('ready');
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(await counts({ backend, portal })).to.deep.equal(ASKED_ANEW);
  });

  it('asks the endpoint in a page that came out of the history', async () => {
    substitute(performance, 'getEntriesByType', () => [{ type: 'back_forward' }]);
    const mounted = await mountedWith([{}]);
    await mounted.portal.state('ready');
    expect(await counts(mounted)).to.deep.equal(ASKED_ANEW);
  });

  it('is not used by a click in mode="tab": the page was read for a while', async () => {
    const { story } = recordTabs();
    const { backend, portal } = await mountedWith([{}], { mode: 'tab' });
    portal.part('launch')!.click();
    await until('the tab goes', () => story.includes(`goes to ${backend.link(2)}`));
    expect(await backend.minted()).to.equal(2);
  });

  it('connected twice in one task uses it once', async () => {
    const { backend, portal } = await askedWith([{}]);
    const parent = fixtureSync<HTMLElement>(document.createElement('div'));
    parent.append(portal.element);
    portal.element.remove();
    parent.append(portal.element);
    await until('the portal', () => portal.element.state === 'ready');
    expect(await backend.minted()).to.equal(1);
  });

  it('waits with defer-hydration', async () => {
    const { backend, portal } = await mountedWith([{}], { deferHydration: true });
    await portal.started();
    expect(portal.element.state).to.equal('idle');
    portal.element.deferHydration = false;
    await portal.state('ready');
    expect(await backend.minted()).to.equal(1);
  });

  it('a promise that is rejected while it waits is not reported as unhandled', async () => {
    const rejections: unknown[] = [];
    const listener = (event: PromiseRejectionEvent) => {
      rejections.push(event.reason);
      event.stopImmediatePropagation();
    };
    window.addEventListener('unhandledrejection', listener, { capture: true });
    const failure = Promise.withResolvers<Response>();
    const hidden = await hiddenPortal([{}], { firstResponse: failure.promise });
    failure.reject(new TypeError('no network'));
    // Reported a task after the microtasks in which it could have been handled.
    await new Promise((resolve) => setTimeout(resolve, 50));
    await hidden.show();
    window.removeEventListener('unhandledrejection', listener, { capture: true });
    expect(rejections).to.deep.equal([]);
    expect(hidden.portal.element.state).to.equal('ready');
  });
});
