/** The tag is there once, whatever loads it again, and its methods work in any order. */
import { expect, fixtureSync } from '@open-wc/testing';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend, target, until } from '../tools/backend.ts';
import { PortalHarness, replace } from '../tools/portal-harness.ts';

const TAG = 'scalekit-admin-portal';

/** Loads a script and returns the errors that it caused. */
async function load(attributes: Partial<HTMLScriptElement>): Promise<unknown[]> {
  const errors: unknown[] = [];
  const listener = (event: ErrorEvent) => {
    errors.push(event.message);
  };
  window.addEventListener('error', listener);
  const script = Object.assign(document.createElement('script'), attributes);
  await new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
  script.remove();
  window.removeEventListener('error', listener);
  return errors;
}

/** An empty page of the own origin, without the element. */
async function emptyPage(): Promise<Document> {
  const frame = document.createElement('iframe');
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
  frame.src = '/frame/other';
  fixtureSync(frame);
  await loaded;
  return frame.contentDocument!;
}

describe('registration', () => {
  it('defines the tag', () => {
    // Checked by the compiler: the tag's name stands for the class.
    const element: ScalekitAdminPortalElement = document.createElement(TAG);
    expect(customElements.get(TAG)).to.equal(element.constructor);
  });

  for (const [how, attributes] of [
    ['as a classic script', {}],
    ['as an async script', { async: true }],
    ['as a module', { type: 'module' }],
  ] as const) {
    it(`keeps the first registration and throws nothing when the drop-in is loaded again ${how}`, async () => {
      const first = customElements.get(TAG);
      expect(await load({ src: `/dist/${TAG}.min.js?${crypto.randomUUID()}`, ...attributes })).to.deep.equal([]);
      expect(customElements.get(TAG)).to.equal(first);
    });
  }

  it('keeps the first registration and throws nothing when the package is loaded beside it', async () => {
    const first = customElements.get(TAG);
    const entry = '/dist/index.js';
    const exports = (await import(entry)) as Record<string, unknown>;
    expect(exports).to.have.all.keys('PortalError', 'ScalekitAdminPortalElement');
    expect(customElements.get(TAG)).to.equal(first);
  });

  it('the class alone registers nothing', async () => {
    const page = await emptyPage();
    const script = page.createElement('script');
    script.type = 'module';
    script.textContent = `import { ScalekitAdminPortalElement } from '/dist/scalekit-admin-portal-element.js';
      document.body.dataset.registered = String(!!customElements.get('${TAG}'));
      customElements.define('own-portal', ScalekitAdminPortalElement);
      document.body.dataset.state = document.createElement('own-portal').state;`;
    page.body.append(script);
    await until('the module', () => page.body.dataset['state']);
    expect(Object.fromEntries(Object.entries(page.body.dataset))).to.deep.equal({ registered: 'false', state: 'idle' });
  });

  it('takes over the attributes and properties that were set before it was defined', async () => {
    const backend = await Backend.create();
    const page = await emptyPage();
    const element = page.createElement(TAG);
    element.setAttribute('height', '700');
    element.setAttribute('environment-url', backend.portalOrigin);
    page.body.append(element);
    // Own properties as yet: there is no class that could know them.
    Object.assign(element, { endpoint: backend.endpoint, frameTitle: 'Access', headers: { 'x-csrf': 'token' } });
    const script = page.createElement('script');
    if (target() === 'source') script.type = 'module';
    script.src = target() === 'source' ? '/src/index.ts' : `/dist/${TAG}.min.js`;
    page.head.append(script);
    await until('the portal', () => element.state === 'ready');
    const { height, environmentUrl, frameTitle } = element;
    expect([height, environmentUrl, frameTitle]).to.deep.equal([700, backend.portalOrigin, 'Access']);
    expect(element.getAttribute('endpoint')).to.equal(backend.endpoint);
    expect(element.getAttribute('frame-title')).to.equal('Access');
    expect(Object.keys(element)).not.to.include.members(['endpoint', 'frameTitle', 'headers']);
    const { requests, minted } = await backend.log();
    expect(requests[0]!.headers['x-csrf']).to.equal('token');
    expect(minted).to.equal(1);
  });
});

describe('reload()', () => {
  it('called before the element is on the page waits for it, and shares its first link', async () => {
    const backend = await Backend.create();
    const portal = PortalHarness.create({ endpoint: backend.endpoint });
    const reloaded = portal.element.reload();
    expect(await backend.minted()).to.equal(0);
    await portal.connect();
    await reloaded;
    expect(portal.element.state).to.equal('ready');
    expect(await backend.minted()).to.equal(1);
  });

  it('called in the task that connects shares the first link', async () => {
    const backend = await Backend.create();
    const portal = PortalHarness.create({ endpoint: backend.endpoint });
    const connected = portal.connect();
    await portal.element.reload();
    await connected;
    expect(portal.element.state).to.equal('ready');
    expect(await backend.minted()).to.equal(1);
  });

  it('called in the task that sets the endpoint shares its first link', async () => {
    const backend = await Backend.create();
    const restore = replace(console, 'warn', () => undefined);
    const portal = await PortalHarness.mount();
    restore();
    portal.element.endpoint = backend.endpoint;
    await portal.element.reload();
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(await backend.minted()).to.equal(1);
  });

  it('called three times in one task mints one link, and all three resolve', async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    await portal.state('ready');
    const { element } = portal;
    await Promise.all([element.reload(), element.reload(), element.reload()]);
    expect(element.state).to.equal('ready');
    expect(portal.states).to.deep.equal(['loading', 'ready', 'loading', 'ready']);
    expect(await backend.minted()).to.equal(2);
  });

  it('resolves with nothing, and not before the new frame is ready', async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    await portal.state('ready');
    const before = portal.frame;
    expect(await portal.element.reload()).to.equal(undefined);
    expect(portal.element.state).to.equal('ready');
    expect(portal.frame === before).to.equal(false);
    expect((await backend.opened(2)).times).to.equal(1);
    expect(await backend.minted()).to.equal(2);
  });

  it('with nothing to ask rejects with ENDPOINT_MISSING and changes nothing', async () => {
    const warnings: unknown[] = [];
    const restore = replace(console, 'warn', (text: unknown) => warnings.push(text));
    const portal = await PortalHarness.mount();
    const error: unknown = await portal.element.reload().catch((error: unknown) => error);
    restore();
    expect(error).to.include({ name: 'PortalError', code: 'ENDPOINT_MISSING', retryable: false });
    expect(error).to.have.property('message').that.contains('endpoint');
    expect(portal.types).to.deep.equal([]);
    expect([portal.element.state, portal.element.error]).to.deep.equal(['idle', null]);
    expect(warnings).to.have.length(1);
  });

  it('rejects with an AbortError when the element leaves the page first', async () => {
    const backend = await Backend.create();
    await backend.answers([{ hang: 'headers' }]);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    const reloaded = portal.element.reload().catch((error: unknown) => error);
    await until('the request', async () => (await backend.minted()) === 1);
    portal.element.remove();
    expect(await reloaded).to.have.property('name', 'AbortError');
    expect(portal.states).to.deep.equal(['loading', 'idle']);
    expect(portal.element.error).to.equal(null);
    expect(await backend.minted()).to.equal(1);
  });

  it('rejects with the PortalError, which nobody has to handle', async () => {
    const backend = await Backend.create();
    await backend.answers([{ status: 404 }]);
    const unhandled: unknown[] = [];
    const listener = (event: PromiseRejectionEvent) => unhandled.push(event.reason);
    window.addEventListener('unhandledrejection', listener);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    await portal.state('error');
    // Neither of a button's nor of a page's own call does anybody wait.
    portal.click('retry');
    await portal.event('portal-error', 2);
    void portal.element.reload();
    const { error } = portal.element;
    const reloaded = await portal.element.reload().catch((error: unknown) => error);
    expect(reloaded).to.equal(portal.element.error);
    expect(reloaded).not.to.equal(error);
    expect(await backend.minted()).to.equal(0);
    // Such an event comes at the end of a task; the request above was a later one.
    window.removeEventListener('unhandledrejection', listener);
    expect(unhandled).to.deep.equal([]);
  });
});
