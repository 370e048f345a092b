/** Attributes and properties: defaults, both ways, and what each of them does. */
import { expect, fixtureSync } from '@open-wc/testing';
import type { FetchPortalLink } from '../../src/portal-link.ts';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend, until } from '../tools/backend.ts';
import { HeldTimers, PortalHarness, readyPortal, replace, request } from '../tools/portal-harness.ts';

const TAG = 'scalekit-admin-portal';

const undo: (() => void)[] = [];
afterEach(() => {
  for (const restore of undo.splice(0)) restore();
});

/** Collects what is logged, in place of the console. */
function recordWarnings(): unknown[] {
  const warnings: unknown[] = [];
  undo.push(replace(console, 'warn', (text: unknown) => warnings.push(text)));
  return warnings;
}

/** Hands every request on, and writes down what it was made with. */
function recordFetch(): RequestInit[] {
  const fetch = window.fetch.bind(window);
  const inits: RequestInit[] = [];
  undo.push(
    replace(window, 'fetch', (address: string, init: RequestInit = {}) => {
      if (init.signal) inits.push(init);
      return fetch(address, init);
    }),
  );
  return inits;
}

const expire = { type: 'SESSION_EXPIRED' };

describe('a bare tag', () => {
  it('has no attribute, stays idle, and warns once', async () => {
    const warnings = recordWarnings();
    const portal = await PortalHarness.parse(`<${TAG}></${TAG}>`);
    await portal.started();
    expect(portal.element.outerHTML).to.equal(`<${TAG}></${TAG}>`);
    const { state, error, expiresAt } = portal.element;
    expect({ state, error, expiresAt }).to.deep.equal({ state: 'idle', error: null, expiresAt: null });
    expect(portal.types).to.deep.equal([]);
    portal.element.requestUpdate();
    await portal.started();
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.contain('endpoint');
  });

  it('gets no attribute from a portal that shows', async () => {
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

  it('has state, error and expiresAt for reading alone', () => {
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
    it(`${attribute} and ${property} are kept in step, and removing it restores the default`, async () => {
      recordWarnings();
      // Far below, so that nothing is asked for.
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
      // A default that is set on purpose may be told in the attribute: Lit leaves it out only at the start.
      Object.assign(element, { [property]: standard });
      await element.updateComplete;
      expect(element.getAttribute(attribute)).to.be.oneOf([null, String(standard)]);
    });
  }

  for (const property of ['headers', 'fetchPortalLink', 'labels']) {
    it(`${property} has no attribute`, async () => {
      recordWarnings();
      const { element } = await PortalHarness.mount();
      element.setAttribute(property, 'x');
      await element.updateComplete;
      expect(read(element, property)).to.deep.equal(read(document.createElement(TAG), property));
    });
  }
});

describe('endpoint', () => {
  it('set later begins the first session', async () => {
    recordWarnings();
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
    undo.push(() => base.remove());
    const portal = await PortalHarness.mount({ endpoint: 'link' });
    await portal.state('ready');
    expect(portal.element.endpoint).to.equal('link');
    expect(await backend.minted()).to.equal(1);
  });

  it('changed starts over with a new link in a new frame', async () => {
    const { backend, portal } = await readyPortal();
    const other = await Backend.create();
    portal.element.endpoint = other.endpoint;
    await portal.event('portal-message', 2);
    await portal.state('ready');
    expect(portal.states).to.deep.equal(['loading', 'ready', 'loading', 'ready']);
    expect(portal.links).to.deep.equal([backend.link(1), other.link(1)]);
    expect(portal.frames[0]!.isConnected).to.equal(false);
    expect([await backend.minted(), await other.minted()]).to.deep.equal([1, 1]);
  });

  it('changed aborts the request of the old one', async () => {
    const inits = recordFetch();
    const [backend, other] = [await Backend.create(), await Backend.create()];
    await backend.answers([{ hang: 'headers' }]);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    await request(backend);
    portal.element.endpoint = other.endpoint;
    await portal.state('ready');
    expect(inits.map(({ signal }) => signal!.aborted)).to.deep.equal([true, false]);
    expect(portal.links).to.deep.equal([other.link(1)]);
    expect([await backend.minted(), await other.minted()]).to.deep.equal([1, 1]);
  });

  it('changed after an error starts over', async () => {
    const [backend, other] = [await Backend.create(), await Backend.create()];
    await backend.answers([{ status: 404 }]);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    await portal.state('error');
    portal.element.endpoint = other.endpoint;
    await portal.state('ready');
    expect(portal.element.error).to.equal(null);
    expect([await backend.minted(), await other.minted()]).to.deep.equal([0, 1]);
  });

  it('set to what it is, or there and back in one task, changes nothing', async () => {
    const { backend, portal } = await readyPortal();
    const { frame } = portal;
    portal.element.endpoint = backend.endpoint;
    portal.element.setAttribute('endpoint', backend.endpoint);
    await portal.element.updateComplete;
    expect(portal.frame === frame).to.equal(true);
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(await backend.minted()).to.equal(1);
  });

  it('removed leaves the running session alone; its end is the end', async () => {
    const { backend, portal } = await readyPortal();
    const { frame } = portal;
    portal.element.removeAttribute('endpoint');
    await portal.element.updateComplete;
    await portal.started();
    expect(portal.frame === frame).to.equal(true);
    expect(portal.element.state).to.equal('ready');
    portal.say({ type: 'SESSION_EXPIRED' });
    await portal.state('expired');
    expect(portal.frame === null).to.equal(true);
    expect(portal.part('retry') === null).to.equal(true);
    expect(await backend.minted()).to.equal(1);
  });
});

describe('the request to the endpoint', () => {
  it('is a GET that accepts JSON and passes every cache', async () => {
    const { backend, portal } = await readyPortal();
    const { method, headers, body } = await request(backend);
    expect(method).to.equal('GET');
    expect(headers['accept']).to.equal('application/json');
    expect(body).to.equal('');
    await backend.answers([{ headers: { 'cache-control': 'max-age=600' } }]);
    await portal.element.reload();
    await portal.element.reload();
    expect(await backend.minted()).to.equal(3);
  });

  it('has no-store, and the credentials of the attribute', async () => {
    const inits = recordFetch();
    const { backend } = await readyPortal({ credentials: 'include' });
    expect([inits[0]!.cache, inits[0]!.credentials]).to.deep.equal(['no-store', 'include']);
    expect(await backend.minted()).to.equal(1);
  });

  for (const method of ['POST', 'post']) {
    it(`is a POST with method="${method}"`, async () => {
      const { backend } = await readyPortal({ method: method as 'POST' });
      expect((await request(backend)).method).to.equal('POST');
      expect(await backend.minted()).to.equal(1);
    });
  }

  it('carries cookies by default, and none with credentials="omit"', async () => {
    document.cookie = 'session=1; path=/';
    undo.push(() => (document.cookie = 'session=1; path=/; max-age=0'));
    const { backend, portal } = await readyPortal();
    portal.element.credentials = 'omit';
    await portal.element.reload();
    const { requests } = await backend.log();
    expect(requests[0]!.headers['cookie']).to.contain('session=1');
    expect(requests[1]!.headers['cookie']).to.equal(undefined);
    expect(await backend.minted()).to.equal(2);
  });

  const given: [string, ScalekitAdminPortalElement['headers']][] = [
    ['an object', { 'x-csrf': 'token' }],
    ['Headers', new Headers({ 'x-csrf': 'token' })],
    ['a list', [['x-csrf', 'token']]],
    ['a function', () => ({ 'x-csrf': 'token' })],
    ['an async function', async () => new Headers({ 'x-csrf': 'token' })],
  ];
  for (const [what, headers] of given) {
    it(`has the headers of ${what}, and accepts JSON still`, async () => {
      const { backend } = await readyPortal({ headers });
      const { headers: sent } = await request(backend);
      expect(sent).to.include({ 'x-csrf': 'token', accept: 'application/json' });
      expect(await backend.minted()).to.equal(1);
    });
  }

  it('asks the headers function for every attempt anew', async () => {
    undo.push(replace(Math, 'random', () => 0));
    const backend = await Backend.create();
    await backend.answers([{ status: 503 }, { status: 503 }, {}]);
    let calls = 0;
    const headers = () => ({ 'x-token': String(++calls) });
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint, headers });
    await portal.state('ready');
    const { requests, minted } = await backend.log();
    expect(requests.map(({ headers }) => headers['x-token'])).to.deep.equal(['1', '2', '3']);
    expect(minted).to.equal(1);
  });

  it('changed in method, credentials or headers does not restart a session, and is used for the next link', async () => {
    const { backend, portal } = await readyPortal();
    const { frame } = portal;
    Object.assign(portal.element, { method: 'POST', credentials: 'omit', headers: { 'x-csrf': 'token' } });
    await portal.element.updateComplete;
    expect(portal.frame === frame).to.equal(true);
    portal.say(expire);
    await portal.event('portal-message', 3);
    const { requests, minted } = await backend.log();
    expect(requests.map(({ method }) => method)).to.deep.equal(['GET', 'POST']);
    expect(requests[1]!.headers['x-csrf']).to.equal('token');
    expect(minted).to.equal(2);
  });
});

describe('fetchPortalLink', () => {
  it('is used in place of the endpoint, for every link, with the reason', async () => {
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
    portal.say(expire);
    await portal.event('portal-message', 4);
    expect(reasons).to.deep.equal(['start', 'reload', 'refresh']);
    expect(portal.links).to.deep.equal([1, 2, 3].map((number) => backend.link(number)));
    expect((await backend.log()).requests).to.be.empty;
    expect(await backend.minted()).to.equal(0);
  });

  it('set later begins the first session', async () => {
    recordWarnings();
    const backend = await Backend.create();
    const portal = await PortalHarness.mount();
    portal.element.fetchPortalLink = async () => new URL(backend.link(1));
    await portal.state('ready');
    expect(portal.links).to.have.length(1);
  });

  it('new on every render never restarts a session, nor a request; the last one makes the next link', async () => {
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
      portal.element.fetchPortalLink = async () => backend.link(number);
      await portal.element.updateComplete;
    };
    await render(7);
    answer(backend.link(1));
    await portal.event('portal-message');
    await render(8);
    await render(9);
    portal.say(expire);
    await portal.event('portal-message', 3);
    expect(calls).to.equal(1);
    expect(portal.links).to.deep.equal([backend.link(1), backend.link(9)]);
  });

  it('taken away lets the endpoint give the next link', async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({
      endpoint: backend.endpoint,
      fetchPortalLink: async () => backend.link(9),
    });
    await portal.state('ready');
    portal.element.fetchPortalLink = null;
    await portal.element.updateComplete;
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    await portal.element.reload();
    expect(portal.links).to.deep.equal([backend.link(9), backend.link(1)]);
    expect(await backend.minted()).to.equal(1);
  });

  it('hears by its signal that the element has left the page', async () => {
    const signals: AbortSignal[] = [];
    const fetchPortalLink: FetchPortalLink = ({ signal }) => {
      signals.push(signal);
      return new Promise(() => undefined);
    };
    const portal = await PortalHarness.mount({ fetchPortalLink });
    expect(signals.map(({ aborted }) => aborted)).to.deep.equal([false]);
    portal.element.remove();
    expect(signals.map(({ aborted }) => aborted)).to.deep.equal([true]);
    expect(portal.element.state).to.equal('idle');
  });
});

describe('src', () => {
  for (const how of ['attribute', 'property'] as const) {
    it(`as ${how} is shown without asking, and is dropped at once`, async () => {
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

  it('is used once: every later link comes from the endpoint', async () => {
    const { backend, portal } = await srcPortal();
    portal.element.endpoint = backend.endpoint;
    await portal.event('portal-message', 2);
    portal.say(expire);
    await portal.event('portal-message', 4);
    expect(portal.links).to.deep.equal([9, 1, 2].map((number) => backend.link(number)));
    expect(await backend.minted()).to.equal(2);
  });

  it('gives way to the endpoint at the first refresh', async () => {
    const { backend, portal } = await srcPortal({ withEndpoint: true });
    portal.say(expire);
    await portal.event('portal-message', 3);
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

  it('alone leaves an ended session expired: nothing refreshes, nothing is offered', async () => {
    const { backend, portal } = await srcPortal();
    portal.say(expire);
    await portal.event('portal-message', 2);
    await portal.state('expired');
    expect(portal.types).not.to.include('portal-refresh');
    expect(portal.words).not.to.equal('');
    expect(portal.part('retry') === null).to.equal(true);
    expect(portal.frame === null).to.equal(true);
    expect(await backend.minted()).to.equal(0);
  });

  it('alone cannot survive a move: the spent link is not shown again', async () => {
    const { backend, portal } = await srcPortal();
    portal.element.remove();
    await portal.connect();
    await portal.state('expired');
    expect(portal.links).to.have.length(1);
    expect((await backend.opened(9)).times).to.equal(1);
    expect(await backend.minted()).to.equal(0);
  });

  for (const how of ['attribute', 'property'] as const) {
    it(`set again as ${how} shows that link at once in a new frame`, async () => {
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

  it('set again revives a session that has ended', async () => {
    const { backend, portal } = await srcPortal();
    portal.say(expire);
    await portal.state('expired');
    portal.element.src = backend.link(8);
    await portal.state('ready');
    expect((await backend.opened(8)).times).to.equal(1);
    expect(await backend.minted()).to.equal(0);
  });

  it('set to a link that was used leaves the running session alone', async () => {
    const { backend, portal } = await srcPortal();
    const { frame } = portal;
    portal.element.setAttribute('src', backend.link(9));
    await portal.element.updateComplete;
    await portal.started();
    expect(portal.frame === frame).to.equal(true);
    expect([portal.element.src, portal.element.hasAttribute('src')]).to.deep.equal([null, false]);
    expect((await backend.opened(9)).times).to.equal(1);
    expect(await backend.minted()).to.equal(0);
  });

  it('set to a link that was used asks the endpoint, where there is one and no session', async () => {
    const backend = await Backend.create();
    await backend.answers([{ status: 410 }, {}]);
    const portal = await PortalHarness.mount({ src: backend.link(9), endpoint: backend.endpoint });
    await portal.state('ready');
    portal.say({ type: 'SESSION_EXPIRED' });
    await portal.state('error');
    portal.element.src = backend.link(9);
    await portal.state('ready');
    expect((await backend.opened(9)).times).to.equal(1);
    expect(await backend.minted()).to.equal(1);
  });

  it('set to a link that was used is refused, where there is neither an endpoint nor a session', async () => {
    const { backend, portal } = await srcPortal();
    portal.say({ type: 'SESSION_EXPIRED' });
    await portal.state('expired');
    portal.element.src = backend.link(9);
    await portal.state('error');
    expect(portal.element.error).to.have.property('code', 'LINK_REJECTED');
    expect((await backend.opened(9)).times).to.equal(1);
    expect(await backend.minted()).to.equal(0);
  });

  it('that is unsafe is refused and dropped, and "Try again" asks the endpoint', async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({ src: 'javascript:alert(1)', endpoint: backend.endpoint });
    await portal.state('error');
    expect(portal.element.error).to.have.property('code', 'LINK_REJECTED');
    expect(portal.element.src).to.equal(null);
    expect(portal.element.outerHTML).not.to.contain('alert');
    expect(portal.links).to.be.empty;
    expect(await backend.minted()).to.equal(0);
    portal.click('retry');
    await portal.state('ready');
    expect(await backend.minted()).to.equal(1);
  });

  it('while a link is being asked for aborts that request', async () => {
    const inits = recordFetch();
    const backend = await Backend.create();
    await backend.answers([{ hang: 'headers' }]);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    await request(backend);
    portal.element.src = backend.link(9);
    await portal.state('ready');
    expect(inits[0]!.signal!.aborted).to.equal(true);
    expect(portal.links).to.deep.equal([backend.link(9)]);
    expect(await backend.minted()).to.equal(1);
  });
});

describe('loading="lazy"', () => {
  /** Waits until the browser has told where the element is: an observer of the test's own, made after the element's. */
  async function located(element: Element): Promise<boolean> {
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

  it('far below the viewport asks for nothing, and for one link when it comes near', async () => {
    const { backend, portal, parent } = await lazyPortal({ paddingTop: '9000px' });
    expect(await located(portal.element)).to.equal(false);
    await portal.element.updateComplete;
    expect(portal.element.state).to.equal('idle');
    expect((await backend.log()).requests).to.be.empty;
    parent.lastElementChild!.scrollIntoView();
    undo.push(() => scrollTo(0, 0));
    await portal.state('ready');
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(await backend.minted()).to.equal(1);
  });

  it('in the viewport asks for one link', async () => {
    const { backend, portal } = await lazyPortal({});
    await portal.state('ready');
    expect(await backend.minted()).to.equal(1);
  });

  it('just below the viewport asks for one link before it is seen', async () => {
    const { backend, portal } = await lazyPortal({ paddingTop: `${innerHeight + 150}px` });
    await portal.state('ready');
    expect(portal.element.getBoundingClientRect().top).to.be.above(innerHeight);
    expect(await backend.minted()).to.equal(1);
  });

  it('in a hidden panel asks for nothing, and for one link when the panel shows', async () => {
    const { backend, portal, parent } = await lazyPortal({ display: 'none' });
    expect(await located(portal.element)).to.equal(false);
    await portal.element.updateComplete;
    expect((await backend.log()).requests).to.be.empty;
    parent.style.display = '';
    await portal.state('ready');
    expect(await backend.minted()).to.equal(1);
  });

  it('scrolled away and back keeps its session', async () => {
    const { backend, portal, parent } = await lazyPortal({ paddingTop: '9000px' });
    portal.element.scrollIntoView();
    undo.push(() => scrollTo(0, 0));
    await portal.state('ready');
    const { frame } = portal;
    scrollTo(0, 0);
    await until('the element is far', async () => !(await located(portal.element)));
    parent.lastElementChild!.scrollIntoView();
    await until('the element is near', () => located(portal.element));
    await portal.element.updateComplete;
    expect(portal.frame === frame).to.equal(true);
    expect(await backend.minted()).to.equal(1);
  });

  it('keeps the link of "src" until then', async () => {
    const { backend, portal } = await lazyPortal({ paddingTop: '9000px' });
    portal.element.src = backend.link(9);
    await portal.element.updateComplete;
    expect(await located(portal.element)).to.equal(false);
    await portal.element.updateComplete;
    expect(portal.element.src).to.equal(null);
    expect(portal.links).to.be.empty;
    portal.element.scrollIntoView();
    undo.push(() => scrollTo(0, 0));
    await portal.state('ready');
    expect(portal.links).to.deep.equal([backend.link(9)]);
    expect(await backend.minted()).to.equal(0);
  });

  it('changed to "eager" begins at once', async () => {
    const { backend, portal } = await lazyPortal({ paddingTop: '9000px' });
    expect(await located(portal.element)).to.equal(false);
    portal.element.loading = 'eager';
    await portal.state('ready');
    expect(await backend.minted()).to.equal(1);
  });

  it('reload() does not wait for the viewport', async () => {
    const { backend, portal } = await lazyPortal({ paddingTop: '9000px' });
    await portal.element.reload();
    expect(portal.element.state).to.equal('ready');
    expect(await backend.minted()).to.equal(1);
  });
});

describe('height', () => {
  const heights: [string | null, number][] = [
    [null, 600],
    ['300', 600],
    ['0', 600],
    ['-900', 600],
    ['600', 600],
    ['800', 800],
    ['tall', 600],
    ['', 600],
  ];
  for (const [height, pixels] of heights) {
    it(`${JSON.stringify(height)} makes ${pixels} px, before and after the link has come`, async () => {
      const backend = await Backend.create();
      const attribute = height === null ? '' : `height="${height}"`;
      const portal = await PortalHarness.parse(`<${TAG} endpoint="${backend.endpoint}" ${attribute}></${TAG}>`);
      await portal.element.updateComplete;
      expect(portal.element.getBoundingClientRect().height).to.equal(pixels);
      await portal.state('ready');
      expect(portal.element.getBoundingClientRect().height).to.equal(pixels);
      expect(portal.frame!.getBoundingClientRect().height).to.equal(pixels);
      expect(await backend.minted()).to.equal(1);
    });
  }

  it('changed is followed by the same frame', async () => {
    const { backend, portal } = await readyPortal({ height: 800 });
    const { frame } = portal;
    for (const [height, pixels] of [
      [900, 900],
      [100, 600],
      [800, 800],
      [null, 600],
    ] as const) {
      portal.element.height = height;
      await portal.element.updateComplete;
      expect(portal.frame!.getBoundingClientRect().height).to.equal(pixels);
    }
    portal.element.setAttribute('height', '850');
    await portal.element.updateComplete;
    expect(portal.frame!.getBoundingClientRect().height).to.equal(850);
    expect(portal.frame === frame).to.equal(true);
    expect(await backend.minted()).to.equal(1);
  });

  it('changed to what is no number counts as none', async () => {
    const { backend, portal } = await readyPortal({ height: 800 });
    portal.element.setAttribute('height', 'tall');
    await portal.element.updateComplete;
    expect(portal.frame!.getBoundingClientRect().height).to.equal(600);
    expect(await backend.minted()).to.equal(1);
  });
});

describe('frame-title', () => {
  it('names the frame, "Admin portal" by default, and follows a change', async () => {
    const { backend, portal } = await readyPortal();
    const { frame } = portal;
    expect(frame!.title).to.equal('Admin portal');
    portal.element.frameTitle = 'Single sign-on';
    await portal.element.updateComplete;
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

  it('is there before the frame is put in', async () => {
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
  it('is on no frame by default', async () => {
    const { backend, portal } = await readyPortal();
    expect(portal.frame!.hasAttribute('sandbox')).to.equal(false);
    expect(await backend.minted()).to.equal(1);
  });

  for (const tokens of ['allow-scripts allow-same-origin allow-forms', 'allow-scripts', '']) {
    it(`${JSON.stringify(tokens)} is handed to the frame as it is`, async () => {
      const backend = await Backend.create();
      const portal = await PortalHarness.parse(
        `<${TAG} endpoint="${backend.endpoint}" sandbox="${tokens}" load-timeout="0"></${TAG}>`,
      );
      // A frame without an origin of its own speaks from "null", which is no portal's.
      const warnings = recordWarnings();
      await portal.state('ready');
      expect(portal.frame!.getAttribute('sandbox')).to.equal(tokens);
      expect(await backend.minted()).to.equal(1);
      expect(warnings.length).to.be.at.most(1);
    });
  }
});

describe('load-timeout', () => {
  const watchdogs = (timers: HeldTimers) => timers.asked.filter((delay) => delay !== 15_000);

  for (const [text, delays] of [
    [null, [20_000]],
    ['5000', [5000]],
    ['0', []],
  ] as const) {
    it(`${JSON.stringify(text)} watches the frame for ${delays[0] ?? 'no'} ms`, async () => {
      const timers = new HeldTimers(1000);
      undo.push(() => timers.restore());
      const backend = await Backend.create();
      await backend.portal({ onLoad: [] });
      const attribute = text === null ? '' : `load-timeout="${text}"`;
      const portal = await PortalHarness.parse(`<${TAG} endpoint="${backend.endpoint}" ${attribute}></${TAG}>`);
      await portal.state('ready');
      expect(watchdogs(timers)).to.deep.equal(delays);
      if (delays[0]) {
        await timers.release(delays[0]);
        expect(portal.element.error).to.have.property('code', 'PORTAL_LOAD_TIMEOUT');
        expect(portal.element.error!.message).to.contain(String(delays[0]));
      }
      expect(await backend.minted()).to.equal(1);
    });
  }

  for (const value of [undefined, null]) {
    it(`${value} counts as not set: frameworks write it where they have no value`, async () => {
      const timers = new HeldTimers(1000);
      undo.push(() => timers.restore());
      const backend = await Backend.create();
      const portal = await PortalHarness.mount({ endpoint: backend.endpoint, loadTimeout: value as any });
      await portal.state('ready');
      expect(watchdogs(timers)).to.deep.equal([20_000]);
      expect(await backend.minted()).to.equal(1);
    });
  }
});
