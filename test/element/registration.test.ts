/** The tag is registered once, whatever loads it again, and reload() works at any time. */
import { expect } from '@open-wc/testing';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend, until } from '../tools/backend.ts';
import { catchErrors, catchWarnings } from '../tools/conditions.ts';
import { HostFrame } from '../tools/host-frame.ts';
import { mountPortal, PortalHarness, readyPortal, rejectionOf } from '../tools/portal-harness.ts';

const TAG = 'scalekit-admin-portal';

/** Loads a script and returns the errors that it caused. */
async function load(attributes: Partial<HTMLScriptElement>): Promise<unknown[]> {
  const errors = catchErrors();
  const script = Object.assign(document.createElement('script'), attributes);
  await new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
  script.remove();
  return errors;
}

describe('registration', () => {
  it('defines the tag', () => {
    // The compiler checks that the tag name has the type of the class.
    const element: ScalekitAdminPortalElement = document.createElement(TAG);
    expect(customElements.get(TAG)).to.equal(element.constructor);
  });

  for (const [how, attributes] of [
    ['as a classic script', {}],
    ['as an async script', { async: true }],
    ['as a module', { type: 'module' }],
  ] as const) {
    it(`keeps the first class without an error when the drop-in is loaded again ${how}`, async () => {
      const first = customElements.get(TAG);
      expect(await load({ src: `/dist/${TAG}.min.js?${crypto.randomUUID()}`, ...attributes })).to.deep.equal([]);
      expect(customElements.get(TAG)).to.equal(first);
    });
  }

  it('keeps the first class without an error when the package is loaded, too', async () => {
    const first = customElements.get(TAG);
    const entry = '/dist/index.js';
    const exports = (await import(entry)) as Record<string, unknown>;
    expect(exports).to.have.all.keys('PortalError', 'ScalekitAdminPortalElement');
    expect(customElements.get(TAG)).to.equal(first);
  });

  it('is not done by a module that only exports the class', async () => {
    const { page } = await HostFrame.openEmpty();
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

  it('keeps attributes and properties that were set before the tag was defined', async () => {
    const backend = await Backend.create();
    const host = await HostFrame.openEmpty();
    const element = host.page.createElement(TAG);
    element.setAttribute('height', '700');
    element.setAttribute('environment-url', backend.portalOrigin);
    host.page.body.append(element);
    // These are own properties, because the class is not there yet.
    Object.assign(element, { endpoint: backend.endpoint, frameTitle: 'Access', headers: { 'x-csrf': 'token' } });
    host.loadElement();
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
  it('before the element is on the page waits for it, and shares its first link', async () => {
    const backend = await Backend.create();
    const portal = PortalHarness.create({ endpoint: backend.endpoint });
    const reloaded = portal.element.reload();
    expect(await backend.minted()).to.equal(0);
    await portal.connect();
    await reloaded;
    expect(portal.element.state).to.equal('ready');
    expect(await backend.minted()).to.equal(1);
  });

  it('in the task that connects the element shares its first link', async () => {
    const backend = await Backend.create();
    const portal = PortalHarness.create({ endpoint: backend.endpoint });
    const connected = portal.connect();
    await portal.element.reload();
    await connected;
    expect(portal.element.state).to.equal('ready');
    expect(await backend.minted()).to.equal(1);
  });

  it('in the task that sets the endpoint shares its first link', async () => {
    const backend = await Backend.create();
    catchWarnings();
    const portal = await PortalHarness.mount();
    portal.element.endpoint = backend.endpoint;
    await portal.element.reload();
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(await backend.minted()).to.equal(1);
  });

  it('mints one link for three calls in one task, and all three resolve', async () => {
    const { backend, portal } = await readyPortal();
    const { element } = portal;
    await Promise.all([element.reload(), element.reload(), element.reload()]);
    expect(element.state).to.equal('ready');
    expect(portal.states).to.deep.equal(['loading', 'ready', 'loading', 'ready']);
    expect(await backend.minted()).to.equal(2);
  });

  it('resolves with undefined when the new frame is ready', async () => {
    const { backend, portal } = await readyPortal();
    const before = portal.frame;
    expect(await portal.element.reload()).to.equal(undefined);
    expect(portal.element.state).to.equal('ready');
    expect(portal.frame === before).to.equal(false);
    expect(await backend.openings()).to.deep.equal({ 1: 1, 2: 1 });
    expect(await backend.minted()).to.equal(2);
  });

  it('rejects with ENDPOINT_MISSING without a source, and changes nothing', async () => {
    const warnings = catchWarnings();
    const portal = await PortalHarness.mount();
    const error = await rejectionOf(portal.element.reload());
    expect(error).to.include({ name: 'PortalError', code: 'ENDPOINT_MISSING', retryable: false });
    expect(error).to.have.property('message').that.contains('endpoint');
    expect(portal.types).to.deep.equal([]);
    expect([portal.element.state, portal.element.error]).to.deep.equal(['idle', null]);
    expect(warnings).to.have.length(1);
  });

  it('rejects with an AbortError when the element leaves the page', async () => {
    const { backend, portal } = await mountPortal({ answers: [{ hang: 'headers' }] });
    const reloaded = rejectionOf(portal.element.reload());
    await backend.requested();
    portal.element.remove();
    expect(await reloaded).to.have.property('name', 'AbortError');
    expect(portal.states).to.deep.equal(['loading', 'idle']);
    expect(portal.element.error).to.equal(null);
    expect(await backend.minted()).to.equal(1);
  });

  it('rejects with the PortalError, and causes no unhandled rejection', async () => {
    const { backend, portal } = await mountPortal({ answers: [{ status: 404 }] });
    const unhandled: unknown[] = [];
    const listener = (event: PromiseRejectionEvent) => unhandled.push(event.reason);
    window.addEventListener('unhandledrejection', listener);
    await portal.state('error');
    // Neither the button nor this page handles the promise of its call.
    portal.click('retry');
    await portal.event('portal-error', 2);
    void portal.element.reload();
    const { error } = portal.element;
    const reloaded = await rejectionOf(portal.element.reload());
    expect(reloaded).to.equal(portal.element.error);
    expect(reloaded).not.to.equal(error);
    expect(await backend.minted()).to.equal(0);
    // The event is dispatched at the end of a task. The request above took several.
    window.removeEventListener('unhandledrejection', listener);
    expect(unhandled).to.deep.equal([]);
  });
});
