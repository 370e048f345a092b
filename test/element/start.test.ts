/** The first link: when it is requested, how often, and what shows until it arrives. */
import { expect, fixtureSync } from '@open-wc/testing';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend } from '../tools/backend.ts';
import { catchWarnings } from '../tools/conditions.ts';
import { PortalHarness, readyPortal } from '../tools/portal-harness.ts';

describe('start', () => {
  it('leads from idle through loading to ready, with one link', async () => {
    const { backend, portal } = await readyPortal();
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(await backend.minted()).to.equal(1);
  });

  it('shows the frame and no text when it is ready', async () => {
    const { portal } = await readyPortal();
    expect(portal.text).to.equal('');
    expect(portal.busy).to.equal(false);
    expect(portal.frame!.closest('[inert]')).to.equal(null);
  });

  it('mints one link when the element is connected, disconnected and connected in one task', async () => {
    const backend = await Backend.create();
    const portal = PortalHarness.create({ endpoint: backend.endpoint });
    document.body.append(portal.element);
    portal.element.remove();
    await portal.connect();
    await portal.state('ready');
    expect(await backend.minted()).to.equal(1);
  });

  it('shows its loading text before the browser can paint', async () => {
    const backend = await Backend.create();
    const portal = PortalHarness.create({ endpoint: backend.endpoint });
    fixtureSync<HTMLElement>(document.createElement('div')).append(portal.element);
    await portal.element.updateComplete;
    expect(portal.element.state).to.equal('loading');
    await portal.element.updateComplete;
    expect(portal.text).to.equal('Loading the admin portal…');
    await portal.state('ready');
    expect(await backend.minted()).to.equal(1);
  });

  // Angular's router inserts a page, and sets the bindings of its template in another task.
  describe('of a tag whose properties are set after it is connected', () => {
    /** Sets properties after the element's first update, in a task that was queued before. */
    async function setLater(
      before: Partial<ScalekitAdminPortalElement>,
      after: Partial<ScalekitAdminPortalElement>,
    ): Promise<PortalHarness> {
      const portal = PortalHarness.create(before);
      setTimeout(() => Object.assign(portal.element, after));
      await portal.connect();
      return portal;
    }

    it('sends the headers with the first request', async () => {
      const backend = await Backend.create();
      const portal = await setLater({ endpoint: backend.endpoint }, { headers: { 'X-CSRF-Token': 'abc' } });
      await portal.state('ready');
      const { requests } = await backend.log();
      expect(requests.map(({ headers }) => headers['x-csrf-token'])).to.deep.equal(['abc']);
      expect(await backend.minted()).to.equal(1);
    });

    it('calls fetchPortalLink, and sends no request to the endpoint', async () => {
      const backend = await Backend.create();
      const fetchPortalLink = async () => backend.link(7);
      const portal = await setLater({ endpoint: backend.endpoint }, { fetchPortalLink });
      await portal.state('ready');
      expect(portal.links).to.deep.equal([backend.link(7)]);
      expect(await backend.minted()).to.equal(0);
    });

    it('does not warn about a missing source', async () => {
      const warnings = catchWarnings();
      const backend = await Backend.create();
      const portal = await setLater({}, { endpoint: backend.endpoint });
      await portal.state('ready');
      expect(warnings).to.deep.equal([]);
      expect(await backend.minted()).to.equal(1);
    });

    it('checks src against environment-url', async () => {
      const backend = await Backend.create();
      const portal = await setLater({ src: backend.link(1) }, { environmentUrl: 'https://elsewhere.example' });
      await portal.expectError({ code: 'LINK_REJECTED' });
      expect(portal.links).to.deep.equal([]);
    });
  });

  it('sends no request for an element that is removed in the same task', async () => {
    const backend = await Backend.create();
    const portal = PortalHarness.create({ endpoint: backend.endpoint });
    document.body.append(portal.element);
    await portal.element.updateComplete;
    expect(portal.element.state).to.equal('loading');
    portal.element.remove();
    await portal.started();
    expect(portal.states).to.deep.equal(['loading', 'idle']);
    expect((await backend.log()).requests).to.deep.equal([]);
  });

  it('shares its link with a reload() before the request', async () => {
    const backend = await Backend.create();
    const portal = PortalHarness.create({ endpoint: backend.endpoint });
    fixtureSync<HTMLElement>(document.createElement('div')).append(portal.element);
    await portal.element.reload();
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(await backend.minted()).to.equal(1);
  });
});
