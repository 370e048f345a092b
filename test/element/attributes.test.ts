/** Attributes and properties: defaults, reflection, and the effect of each. */
import { expect, fixtureSync } from '@open-wc/testing';
import type { FetchPortalLink } from '../../src/portal-link.ts';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend, until } from '../tools/backend.ts';
import {
  catchWarnings,
  cleanUp,
  pauseTimers,
  recordFetches,
  withoutJitter,
  type PausedTimers,
} from '../tools/conditions.ts';
import { mountPortal, pendingFetch, PortalHarness, readyPortal } from '../tools/portal-harness.ts';

const TAG = 'scalekit-admin-portal';
const EXPIRED = { type: 'SESSION_EXPIRED' };

describe('a bare tag', () => {
  it('has no attribute, stays idle, shows nothing, and warns once', async () => {
    const warnings = catchWarnings();
    const portal = await PortalHarness.parse(`<${TAG}></${TAG}>`);
    await portal.started();
    expect(portal.element.outerHTML).to.equal(`<${TAG}></${TAG}>`);
    const { state, error, expiresAt } = portal.element;
    expect({ state, error, expiresAt }).to.deep.equal({ state: 'idle', error: null, expiresAt: null });
    expect(portal.types).to.deep.equal([]);
    portal.element.requestUpdate();
    await portal.started();
    expect(portal.text).to.equal('');
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.contain('"endpoint"');
  });

  it('gets no attribute when its portal shows', async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({ fetchPortalLink: async () => backend.link(1) });
    await portal.state('ready');
    expect(portal.element.outerHTML).to.equal(`<${TAG}></${TAG}>`);
  });

  it('has the documented defaults', () => {
    const defaults = {
      endpoint: null,
      src: null,
      environmentUrl: null,
      method: 'GET',
      credentials: 'same-origin',
      loading: 'eager',
      height: null,
      frameTitle: 'Admin portal',
      sandbox: null,
      loadTimeout: 20_000,
      csrfToken: null,
      csrfHeader: 'X-CSRF-Token',
      deferHydration: false,
      headers: null,
      fetchPortalLink: null,
      firstResponse: null,
      labels: {},
      state: 'idle',
      error: null,
      expiresAt: null,
    };
    const element = document.createElement(TAG);
    const found = Object.keys(defaults).map((name) => [name, element[name as keyof typeof defaults]]);
    expect(Object.fromEntries(found)).to.deep.equal(defaults);
  });

  it('has state, error and expiresAt as read-only properties', () => {
    const element = document.createElement(TAG);
    for (const name of ['state', 'error', 'expiresAt']) {
      expect(() => Object.assign(element, { [name]: 'x' }), name).to.throw(TypeError);
    }
  });
});

describe('an attribute and its property', () => {
  const read = (element: Element, property: string) =>
    (element as unknown as Record<string, string | number | null>)[property];

  const pairs: [keyof ScalekitAdminPortalElement, string, string, unknown][] = [
    ['endpoint', 'endpoint', '/none', '/none'],
    ['environmentUrl', 'environment-url', 'https://a.example', 'https://a.example'],
    ['method', 'method', 'POST', 'POST'],
    ['credentials', 'credentials', 'include', 'include'],
    ['loading', 'loading', 'lazy', 'lazy'],
    ['height', 'height', '720', 720],
    ['frameTitle', 'frame-title', 'Access', 'Access'],
    ['sandbox', 'sandbox', 'allow-scripts', 'allow-scripts'],
    ['loadTimeout', 'load-timeout', '1000', 1000],
    ['csrfHeader', 'csrf-header', 'X-XSRF-TOKEN', 'X-XSRF-TOKEN'],
  ];
  for (const [property, attribute, text, value] of pairs) {
    it(`${attribute} reflects ${property}, and its removal restores the default`, async () => {
      catchWarnings();
      // Far below the viewport, so that no link is requested.
      const spacer = fixtureSync<HTMLElement>(document.createElement('div'));
      spacer.style.height = '9000px';
      const { element } = await PortalHarness.mount({ loading: 'lazy' });
      const standard = read(document.createElement(TAG), property);

      element.setAttribute(attribute, text);
      expect(read(element, property)).to.equal(value);
      element.removeAttribute(attribute);
      await element.updateComplete;
      expect(read(element, property)).to.equal(standard);
      expect(element.hasAttribute(attribute)).to.equal(false);

      Object.assign(element, { [property]: value });
      await element.updateComplete;
      expect(element.getAttribute(attribute)).to.equal(text);
      // Lit omits a default from the attribute only at the start.
      Object.assign(element, { [property]: standard });
      await element.updateComplete;
      expect(element.getAttribute(attribute)).to.be.oneOf([null, String(standard)]);
    });
  }

  for (const property of ['headers', 'fetchPortalLink', 'labels']) {
    it(`${property} has no attribute`, async () => {
      catchWarnings();
      const { element } = await PortalHarness.mount();
      element.setAttribute(property, 'x');
      await element.updateComplete;
      expect(read(element, property)).to.deep.equal(read(document.createElement(TAG), property));
    });
  }
});

describe('endpoint', () => {
  it('starts the first session when it is set later', async () => {
    catchWarnings();
    const backend = await Backend.create();
    const portal = await PortalHarness.mount();
    portal.element.setAttribute('endpoint', backend.endpoint);
    await portal.state('ready');
    expect(await backend.minted()).to.equal(1);
  });

  it('is resolved against the base URL of the document', async () => {
    const backend = await Backend.create();
    const base = document.createElement('base');
    base.href = `/backend/${backend.run}/`;
    document.head.append(base);
    cleanUp(() => base.remove());
    const portal = await PortalHarness.mount({ endpoint: 'link' });
    await portal.state('ready');
    expect(portal.element.endpoint).to.equal('link');
    expect(await backend.minted()).to.equal(1);
  });

  it('starts over with a new link in a new frame when it changes', async () => {
    const { backend, portal } = await readyPortal();
    const other = await Backend.create();
    portal.element.endpoint = other.endpoint;
    await portal.ready(2);
    expect(portal.states).to.deep.equal(['loading', 'ready', 'loading', 'ready']);
    expect(portal.links).to.deep.equal([backend.link(1), other.link(1)]);
    expect(portal.frames[0]!.isConnected).to.equal(false);
    expect([await backend.minted(), await other.minted()]).to.deep.equal([1, 1]);
  });

  it('aborts the request to the old endpoint when it changes', async () => {
    const fetches = recordFetches();
    const other = await Backend.create();
    const { backend, portal } = await mountPortal({ answers: [{ hang: 'headers' }] });
    await backend.requested();
    portal.element.endpoint = other.endpoint;
    await portal.state('ready');
    expect(fetches.map(({ init }) => init.signal!.aborted)).to.deep.equal([true, false]);
    expect(portal.links).to.deep.equal([other.link(1)]);
    expect([await backend.minted(), await other.minted()]).to.deep.equal([1, 1]);
  });

  it('starts over when it changes after an error', async () => {
    const other = await Backend.create();
    const { backend, portal } = await mountPortal({ answers: [{ status: 404 }] });
    await portal.state('error');
    portal.element.endpoint = other.endpoint;
    await portal.state('ready');
    expect(portal.element.error).to.equal(null);
    expect([await backend.minted(), await other.minted()]).to.deep.equal([0, 1]);
  });

  it('changes nothing when it is set to the same value', async () => {
    const { backend, portal } = await readyPortal();
    portal.element.endpoint = backend.endpoint;
    portal.element.setAttribute('endpoint', backend.endpoint);
    await portal.element.updateComplete;
    expect(portal.hasFirstFrame).to.equal(true);
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(await backend.minted()).to.equal(1);
  });

  it('keeps the running session when it is removed, and has no session after that', async () => {
    const { backend, portal } = await readyPortal();
    portal.element.removeAttribute('endpoint');
    await portal.element.updateComplete;
    await portal.started();
    expect(portal.hasFirstFrame).to.equal(true);
    expect(portal.element.state).to.equal('ready');
    portal.post(EXPIRED);
    await portal.state('expired');
    expect(portal.frame === null).to.equal(true);
    expect(portal.part('retry') === null).to.equal(true);
    expect(await backend.minted()).to.equal(1);
  });
});

describe('the request to the endpoint', () => {
  it('is a GET that accepts JSON and bypasses every cache', async () => {
    const { backend, portal } = await readyPortal();
    const { method, headers, body } = await backend.requested();
    expect(method).to.equal('GET');
    expect(headers['accept']).to.equal('application/json');
    expect(body).to.equal('');
    await backend.answers([{ headers: { 'cache-control': 'max-age=600' } }]);
    await portal.element.reload();
    await portal.element.reload();
    expect(await backend.minted()).to.equal(3);
  });

  it('has cache: "no-store", and the credentials of the attribute', async () => {
    const fetches = recordFetches();
    const { backend } = await readyPortal({ credentials: 'include' });
    const { cache, credentials } = fetches[0]!.init;
    expect([cache, credentials]).to.deep.equal(['no-store', 'include']);
    expect(await backend.minted()).to.equal(1);
  });

  for (const method of ['POST', 'post']) {
    it(`is a POST with method="${method}"`, async () => {
      const { backend } = await readyPortal({ method: method as 'POST' });
      expect((await backend.requested()).method).to.equal('POST');
      expect(await backend.minted()).to.equal(1);
    });
  }

  it('carries cookies by default, and none with credentials="omit"', async () => {
    document.cookie = 'session=1; path=/';
    cleanUp(() => (document.cookie = 'session=1; path=/; max-age=0'));
    const { backend, portal } = await readyPortal();
    portal.element.credentials = 'omit';
    await portal.element.reload();
    const { requests } = await backend.log();
    expect(requests[0]!.headers['cookie']).to.contain('session=1');
    expect(requests[1]!.headers['cookie']).to.equal(undefined);
    expect(await backend.minted()).to.equal(2);
  });

  const forms: [string, ScalekitAdminPortalElement['headers']][] = [
    ['an object', { 'x-csrf': 'token' }],
    ['Headers', new Headers({ 'x-csrf': 'token' })],
    ['a list', [['x-csrf', 'token']]],
    ['a function', () => ({ 'x-csrf': 'token' })],
    ['an async function', async () => new Headers({ 'x-csrf': 'token' })],
  ];
  for (const [form, headers] of forms) {
    it(`has the headers of ${form}, and still accepts JSON`, async () => {
      const { backend } = await readyPortal({ headers });
      const { headers: sent } = await backend.requested();
      expect(sent).to.include({ 'x-csrf': 'token', accept: 'application/json' });
      expect(await backend.minted()).to.equal(1);
    });
  }

  it('calls the headers function once for every attempt', async () => {
    withoutJitter();
    let calls = 0;
    const headers = () => ({ 'x-token': String(++calls) });
    const { backend, portal } = await mountPortal({ answers: [{ status: 503 }, { status: 503 }, {}] }, { headers });
    await portal.state('ready');
    const { requests, minted } = await backend.log();
    expect(requests.map(({ headers }) => headers['x-token'])).to.deep.equal(['1', '2', '3']);
    expect(minted).to.equal(1);
  });

  it('uses changed method, credentials and headers for the next link, without restarting the session', async () => {
    const { backend, portal } = await readyPortal();
    await portal.set({ method: 'POST', credentials: 'omit', headers: { 'x-csrf': 'token' } });
    expect(portal.hasFirstFrame).to.equal(true);
    await portal.renew(EXPIRED);
    const { requests, minted } = await backend.log();
    expect(requests.map(({ method }) => method)).to.deep.equal(['GET', 'POST']);
    expect(requests[1]!.headers['x-csrf']).to.equal('token');
    expect(minted).to.equal(2);
  });
});

describe('fetchPortalLink', () => {
  it('replaces the endpoint for every link, and gets the reason', async () => {
    const backend = await Backend.create();
    const reasons: string[] = [];
    const fetchPortalLink: FetchPortalLink = async ({ reason, signal }) => {
      expect(signal.aborted).to.equal(false);
      return backend.link(reasons.push(reason));
    };
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint, fetchPortalLink });
    await portal.event('portal-message');
    await portal.element.reload();
    await portal.event('portal-message', 2);
    await portal.renew(EXPIRED);
    expect(reasons).to.deep.equal(['start', 'reload', 'refresh']);
    expect(portal.links).to.deep.equal([1, 2, 3].map((number) => backend.link(number)));
    expect(await backend.counts()).to.deep.equal({ requests: 0, minted: 0 });
  });

  it('starts the first session when it is set later', async () => {
    catchWarnings();
    const backend = await Backend.create();
    const portal = await PortalHarness.mount();
    portal.element.fetchPortalLink = async () => new URL(backend.link(1));
    await portal.state('ready');
    expect(portal.links).to.have.length(1);
  });

  it('restarts neither session nor request when every render sets a new one; the last one gives the next link', async () => {
    const backend = await Backend.create();
    let answer: (link: string) => void = () => undefined;
    let calls = 0;
    const portal = await PortalHarness.mount({
      fetchPortalLink: () => {
        calls += 1;
        return new Promise((resolve) => (answer = resolve));
      },
    });
    const render = async (number: number) => {
      await portal.set({ fetchPortalLink: async () => backend.link(number) });
    };
    await render(7);
    answer(backend.link(1));
    await portal.event('portal-message');
    await render(8);
    await render(9);
    await portal.renew(EXPIRED);
    expect(calls).to.equal(1);
    expect(portal.links).to.deep.equal([backend.link(1), backend.link(9)]);
  });

  it('lets the endpoint give the next link when it is removed', async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({
      endpoint: backend.endpoint,
      fetchPortalLink: async () => backend.link(9),
    });
    await portal.state('ready');
    await portal.set({ fetchPortalLink: null });
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    await portal.element.reload();
    expect(portal.links).to.deep.equal([backend.link(9), backend.link(1)]);
    expect(await backend.minted()).to.equal(1);
  });

  it('gets an aborted signal when the element leaves the page', async () => {
    const { fetchPortalLink, signals } = pendingFetch();
    const portal = await PortalHarness.mount({ fetchPortalLink });
    expect(signals.map(({ aborted }) => aborted)).to.deep.equal([false]);
    portal.element.remove();
    expect(signals.map(({ aborted }) => aborted)).to.deep.equal([true]);
    expect(portal.element.state).to.equal('idle');
  });
});

describe('src', () => {
  for (const how of ['attribute', 'property'] as const) {
    it(`as ${how} shows without a request, and is removed at once`, async () => {
      const backend = await Backend.create();
      const portal =
        how === 'attribute'
          ? await PortalHarness.parse(`<${TAG} src="${backend.link(9)}" endpoint="${backend.endpoint}"></${TAG}>`)
          : await PortalHarness.mount({ src: backend.link(9), endpoint: backend.endpoint });
      await portal.element.updateComplete;
      expect(portal.element.src).to.equal(null);
      expect(portal.element.hasAttribute('src')).to.equal(false);
      expect(portal.element.outerHTML).not.to.contain('/portal/');
      await portal.event('portal-message');
      expect(portal.frame!.src).to.equal(backend.link(9));
      expect((await backend.opened(9)).times).to.equal(1);
      expect(await backend.minted()).to.equal(0);
    });
  }

  it('is used once; every later link comes from the endpoint', async () => {
    const { backend, portal } = await srcPortal();
    portal.element.endpoint = backend.endpoint;
    await portal.event('portal-message', 2);
    await portal.renew(EXPIRED);
    expect(portal.links).to.deep.equal([9, 1, 2].map((number) => backend.link(number)));
    expect(await backend.minted()).to.equal(2);
  });

  it('is replaced by the endpoint at the first refresh', async () => {
    const { backend, portal } = await srcPortal({ withEndpoint: true });
    await portal.renew(EXPIRED);
    expect(portal.links).to.deep.equal([backend.link(9), backend.link(1)]);
    expect(await backend.minted()).to.equal(1);
  });

  async function srcPortal({ withEndpoint = false } = {}) {
    const backend = await Backend.create();
    const endpoint = withEndpoint ? backend.endpoint : null;
    const portal = await PortalHarness.mount({ src: backend.link(9), endpoint });
    await portal.event('portal-message');
    return { backend, portal };
  }

  it('without another source leaves an ended session expired, without a refresh or a button', async () => {
    const { backend, portal } = await srcPortal();
    portal.post(EXPIRED);
    await portal.event('portal-message', 2);
    await portal.state('expired');
    expect(portal.types).not.to.include('portal-refresh');
    expect(portal.text).not.to.equal('');
    expect(portal.part('retry') === null).to.equal(true);
    expect(portal.frame === null).to.equal(true);
    expect(await backend.minted()).to.equal(0);
  });

  it('without another source is not shown again after a move', async () => {
    const { backend, portal } = await srcPortal();
    portal.element.remove();
    await portal.connect();
    await portal.state('expired');
    expect(portal.links).to.have.length(1);
    expect((await backend.opened(9)).times).to.equal(1);
    expect(await backend.minted()).to.equal(0);
  });

  for (const how of ['attribute', 'property'] as const) {
    it(`shows the new link at once in a new frame when it is set again as ${how}`, async () => {
      const { backend, portal } = await srcPortal({ withEndpoint: true });
      if (how === 'attribute') portal.element.setAttribute('src', backend.link(8));
      else portal.element.src = backend.link(8);
      await portal.event('portal-message', 2);
      expect(portal.element.src).to.equal(null);
      expect(portal.element.hasAttribute('src')).to.equal(false);
      expect(portal.links).to.deep.equal([backend.link(9), backend.link(8)]);
      expect(portal.frames[0]!.isConnected).to.equal(false);
      expect(await backend.minted()).to.equal(0);
    });
  }

  it('starts a session after the last one has ended when it is set again', async () => {
    const { backend, portal } = await srcPortal();
    portal.post(EXPIRED);
    await portal.state('expired');
    portal.element.src = backend.link(8);
    await portal.state('ready');
    expect((await backend.opened(8)).times).to.equal(1);
    expect(await backend.minted()).to.equal(0);
  });

  it('keeps the running session when it is set to a used link', async () => {
    const { backend, portal } = await srcPortal();
    portal.element.setAttribute('src', backend.link(9));
    await portal.element.updateComplete;
    await portal.started();
    expect(portal.hasFirstFrame).to.equal(true);
    expect([portal.element.src, portal.element.hasAttribute('src')]).to.deep.equal([null, false]);
    expect((await backend.opened(9)).times).to.equal(1);
    expect(await backend.minted()).to.equal(0);
  });

  it('makes the element ask its endpoint when it is set to a used link without a session', async () => {
    const backend = await Backend.create({ answers: [{ status: 410 }, {}] });
    const portal = await PortalHarness.mount({ src: backend.link(9), endpoint: backend.endpoint });
    await portal.state('ready');
    portal.post(EXPIRED);
    await portal.state('error');
    portal.element.src = backend.link(9);
    await portal.state('ready');
    expect((await backend.opened(9)).times).to.equal(1);
    expect(await backend.minted()).to.equal(1);
  });

  it('is refused when it is set to a used link without an endpoint and without a session', async () => {
    const { backend, portal } = await srcPortal();
    portal.post(EXPIRED);
    await portal.state('expired');
    portal.element.src = backend.link(9);
    await portal.expectError({ code: 'LINK_REJECTED' });
    expect((await backend.opened(9)).times).to.equal(1);
    expect(await backend.minted()).to.equal(0);
  });

  it('is refused and removed when it is unsafe, and "Try again" asks the endpoint', async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({ src: 'javascript:alert(1)', endpoint: backend.endpoint });
    await portal.expectError({ code: 'LINK_REJECTED' });
    expect(portal.element.src).to.equal(null);
    expect(portal.element.outerHTML).not.to.contain('alert');
    expect(portal.links).to.be.empty;
    expect(await backend.minted()).to.equal(0);
    portal.click('retry');
    await portal.state('ready');
    expect(await backend.minted()).to.equal(1);
  });

  it('aborts a pending request to the endpoint', async () => {
    const fetches = recordFetches();
    const { backend, portal } = await mountPortal({ answers: [{ hang: 'headers' }] });
    await backend.requested();
    portal.element.src = backend.link(9);
    await portal.state('ready');
    expect(fetches[0]!.init.signal!.aborted).to.equal(true);
    expect(portal.links).to.deep.equal([backend.link(9)]);
    expect(await backend.minted()).to.equal(1);
  });
});

describe('loading="lazy"', () => {
  /** Waits until the browser reports whether the element is near. The element's older observer has its report by then. */
  async function isNear(element: Element): Promise<boolean> {
    const entries = await new Promise<IntersectionObserverEntry[]>((resolve) => {
      new IntersectionObserver(resolve, { rootMargin: '300px' }).observe(element);
    });
    return entries[0]!.isIntersecting;
  }

  async function lazyPortal(style: Partial<CSSStyleDeclaration>) {
    const backend = await Backend.create();
    const parent = fixtureSync<HTMLElement>(document.createElement('div'));
    Object.assign(parent.style, style);
    const element = Object.assign(document.createElement(TAG), { endpoint: backend.endpoint, loading: 'lazy' });
    parent.append(element);
    return { backend, portal: new PortalHarness(element), parent };
  }

  it('requests one link when the element comes near the viewport, and none before', async () => {
    const { backend, portal, parent } = await lazyPortal({ paddingTop: '9000px' });
    expect(await isNear(portal.element)).to.equal(false);
    await portal.element.updateComplete;
    expect(portal.element.state).to.equal('idle');
    expect((await backend.log()).requests).to.be.empty;
    parent.lastElementChild!.scrollIntoView();
    cleanUp(() => scrollTo(0, 0));
    await portal.state('ready');
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(await backend.minted()).to.equal(1);
  });

  it('requests one link in the viewport', async () => {
    const { backend, portal } = await lazyPortal({});
    await portal.state('ready');
    expect(await backend.minted()).to.equal(1);
  });

  it('requests one link just below the viewport', async () => {
    const { backend, portal } = await lazyPortal({ paddingTop: `${innerHeight + 150}px` });
    await portal.state('ready');
    expect(portal.element.getBoundingClientRect().top).to.be.above(innerHeight);
    expect(await backend.minted()).to.equal(1);
  });

  it('requests one link when its hidden panel shows, and none before', async () => {
    const { backend, portal, parent } = await lazyPortal({ display: 'none' });
    expect(await isNear(portal.element)).to.equal(false);
    await portal.element.updateComplete;
    expect((await backend.log()).requests).to.be.empty;
    parent.style.display = '';
    await portal.state('ready');
    expect(await backend.minted()).to.equal(1);
  });

  it('keeps its session when it is scrolled away and back', async () => {
    const { backend, portal, parent } = await lazyPortal({ paddingTop: '9000px' });
    portal.element.scrollIntoView();
    cleanUp(() => scrollTo(0, 0));
    await portal.state('ready');
    scrollTo(0, 0);
    await until('the element is far', async () => !(await isNear(portal.element)));
    parent.lastElementChild!.scrollIntoView();
    await until('the element is near', () => isNear(portal.element));
    await portal.element.updateComplete;
    expect(portal.hasFirstFrame).to.equal(true);
    expect(await backend.minted()).to.equal(1);
  });

  it('keeps the link of "src" until the element comes near', async () => {
    const { backend, portal } = await lazyPortal({ paddingTop: '9000px' });
    await portal.set({ src: backend.link(9) });
    expect(await isNear(portal.element)).to.equal(false);
    await portal.element.updateComplete;
    expect(portal.element.src).to.equal(null);
    expect(portal.links).to.be.empty;
    portal.element.scrollIntoView();
    cleanUp(() => scrollTo(0, 0));
    await portal.state('ready');
    expect(portal.links).to.deep.equal([backend.link(9)]);
    expect(await backend.minted()).to.equal(0);
  });

  it('starts at once when it changes to "eager"', async () => {
    const { backend, portal } = await lazyPortal({ paddingTop: '9000px' });
    expect(await isNear(portal.element)).to.equal(false);
    portal.element.loading = 'eager';
    await portal.state('ready');
    expect(await backend.minted()).to.equal(1);
  });

  it('does not delay reload()', async () => {
    const { backend, portal } = await lazyPortal({ paddingTop: '9000px' });
    await portal.element.reload();
    expect(portal.element.state).to.equal('ready');
    expect(await backend.minted()).to.equal(1);
  });
});

describe('height', () => {
  /** Strings are set as the attribute, other values as the property. */
  const heights: [string | number | null, number][] = [
    [null, 600],
    [300, 600],
    [800, 800],
    [NaN, 600],
    ['300', 600],
    ['0', 600],
    ['-900', 600],
    ['600', 600],
    ['800', 800],
    ['tall', 600],
    ['', 600],
  ];
  for (const [height, pixels] of heights) {
    it(`${typeof height === 'string' ? JSON.stringify(height) : height} sets ${pixels} px, before and after the link arrives`, async () => {
      const backend = await Backend.create();
      const portal = PortalHarness.create({ endpoint: backend.endpoint });
      if (typeof height === 'string') portal.element.setAttribute('height', height);
      else portal.element.height = height;
      await portal.connect();
      expect(portal.element.getBoundingClientRect().height).to.equal(pixels);
      await portal.state('ready');
      expect(portal.element.getBoundingClientRect().height).to.equal(pixels);
      expect(portal.frame!.getBoundingClientRect().height).to.equal(pixels);
      expect(await backend.minted()).to.equal(1);
    });
  }

  it('resizes the same frame when it changes', async () => {
    const { backend, portal } = await readyPortal({ height: 800 });
    for (const [height, pixels] of [
      [900, 900],
      [100, 600],
      [800, 800],
      [null, 600],
      [700, 700],
    ] as const) {
      await portal.set({ height });
      expect(portal.frame!.getBoundingClientRect().height).to.equal(pixels);
    }
    portal.element.setAttribute('height', '850');
    await portal.element.updateComplete;
    expect(portal.frame!.getBoundingClientRect().height).to.equal(850);
    expect(portal.hasFirstFrame).to.equal(true);
    expect(await backend.minted()).to.equal(1);
  });

  it('counts as not set when it changes to text', async () => {
    const { backend, portal } = await readyPortal({ height: 800 });
    portal.element.setAttribute('height', 'tall');
    await portal.element.updateComplete;
    expect(portal.frame!.getBoundingClientRect().height).to.equal(600);
    expect(await backend.minted()).to.equal(1);
  });
});

describe('frame-title', () => {
  it('names the frame, "Admin portal" by default, and renames it when it changes', async () => {
    const { backend, portal } = await readyPortal();
    const { frame } = portal;
    expect(frame!.title).to.equal('Admin portal');
    await portal.set({ frameTitle: 'Single sign-on' });
    expect(frame!.title).to.equal('Single sign-on');
    portal.element.setAttribute('frame-title', 'Access');
    await portal.element.updateComplete;
    expect(frame!.title).to.equal('Access');
    portal.element.removeAttribute('frame-title');
    await portal.element.updateComplete;
    expect(frame!.title).to.equal('Admin portal');
    expect(portal.frame === frame).to.equal(true);
    expect(await backend.minted()).to.equal(1);
  });

  it('is set before the frame is inserted', async () => {
    const backend = await Backend.create();
    const portal = PortalHarness.create({ endpoint: backend.endpoint, frameTitle: 'Access' });
    const titles: string[] = [];
    const connected = portal.connect();
    new MutationObserver((records) => {
      for (const { addedNodes } of records) {
        for (const node of addedNodes) if (node instanceof HTMLIFrameElement) titles.push(node.title);
      }
    }).observe(portal.element.shadowRoot!, { childList: true, subtree: true });
    await connected;
    await portal.state('ready');
    expect(titles).to.deep.equal(['Access']);
    expect(await backend.minted()).to.equal(1);
  });
});

describe('sandbox', () => {
  it('is not set by default', async () => {
    const { backend, portal } = await readyPortal();
    expect(portal.frame!.hasAttribute('sandbox')).to.equal(false);
    expect(await backend.minted()).to.equal(1);
  });

  for (const tokens of ['allow-scripts allow-same-origin allow-forms', 'allow-scripts', '']) {
    it(`${JSON.stringify(tokens)} is copied to the frame unchanged`, async () => {
      const backend = await Backend.create();
      const portal = await PortalHarness.parse(
        `<${TAG} endpoint="${backend.endpoint}" sandbox="${tokens}" load-timeout="0"></${TAG}>`,
      );
      // Without allow-same-origin, the frame posts from the origin "null", which the element refuses with a warning.
      const warnings = catchWarnings();
      await portal.state('ready');
      expect(portal.frame!.getAttribute('sandbox')).to.equal(tokens);
      expect(await backend.minted()).to.equal(1);
      expect(warnings.length).to.be.at.most(1);
    });
  }
});

describe('load-timeout', () => {
  /** The delays of the watchdogs, without the time limit of a request. */
  const watchdogs = (timers: PausedTimers) => timers.requested.filter((delay) => delay !== 15_000);

  for (const [text, delays] of [
    [null, [20_000]],
    ['5000', [5000]],
    ['0', []],
  ] as const) {
    it(`${JSON.stringify(text)} sets ${delays[0] ? `a limit of ${delays[0]} ms` : 'no limit'}`, async () => {
      const timers = pauseTimers(1000);
      const backend = await Backend.create({ portal: { onLoad: [] } });
      const attribute = text === null ? '' : `load-timeout="${text}"`;
      const portal = await PortalHarness.parse(`<${TAG} endpoint="${backend.endpoint}" ${attribute}></${TAG}>`);
      await portal.state('ready');
      expect(watchdogs(timers)).to.deep.equal(delays);
      if (delays[0]) {
        await timers.fire(delays[0]);
        expect(portal.element.error).to.have.property('code', 'PORTAL_LOAD_TIMEOUT');
        expect(portal.element.error!.message).to.contain(String(delays[0]));
      }
      expect(await backend.minted()).to.equal(1);
    });
  }

  for (const value of [undefined, null]) {
    // Frameworks write it where they have no value.
    it(`${value} counts as not set`, async () => {
      const timers = pauseTimers(1000);
      const { backend, portal } = await mountPortal({}, { loadTimeout: value as any });
      await portal.state('ready');
      expect(watchdogs(timers)).to.deep.equal([20_000]);
      expect(await backend.minted()).to.equal(1);
    });
  }
});
