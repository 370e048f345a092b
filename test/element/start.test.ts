/** The first link: when it is asked for, how often, and what shows meanwhile. */
import { expect, fixtureSync } from '@open-wc/testing';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend } from '../tools/backend.ts';
import { catchWarnings } from '../tools/conditions.ts';
import { PortalHarness, readyPortal } from '../tools/portal-harness.ts';

describe('start', () => {
  it('goes from idle over loading to ready, with one link', async () => {
    const { backend, portal } = await readyPortal();
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(await backend.minted()).to.equal(1);
  });

  it('shows the frame and no words when it is ready', async () => {
    const { portal } = await readyPortal();
    expect(portal.words).to.equal('');
    expect(portal.busy).to.equal(false);
    expect(portal.frame!.closest('[inert]')).to.equal(null);
  });

  it('connected, disconnected and connected in one task mints one link', async () => {
    const backend = await Backend.create();
    const portal = PortalHarness.create({ endpoint: backend.endpoint });
    document.body.append(portal.element);
    portal.element.remove();
    await portal.connect();
    await portal.state('ready');
    expect(await backend.minted()).to.equal(1);
  });

  it('shows that it is loading before anything can be painted', async () => {
    const backend = await Backend.create();
    const portal = PortalHarness.create({ endpoint: backend.endpoint });
    fixtureSync<HTMLElement>(document.createElement('div')).append(portal.element);
    await portal.element.updateComplete;
    expect(portal.element.state).to.equal('loading');
    await portal.element.updateComplete;
    expect(portal.words).to.equal('Loading the admin portal…');
    await portal.state('ready');
    expect(await backend.minted()).to.equal(1);
  });

  // Angular's router puts a page in, and sets what its template binds in a task of its own.
  describe('of a tag that is filled in only after it was put in', () => {
    /** What is set comes later than the element's first update, in a task that was queued before. */
    async function filledIn(
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
      const portal = await filledIn({ endpoint: backend.endpoint }, { headers: { 'X-CSRF-Token': 'abc' } });
      await portal.state('ready');
      const { requests } = await backend.log();
      expect(requests.map(({ headers }) => headers['x-csrf-token'])).to.deep.equal(['abc']);
      expect(await backend.minted()).to.equal(1);
    });

    it('asks fetchPortalLink alone', async () => {
      const backend = await Backend.create();
      const fetchPortalLink = async () => backend.link(7);
      const portal = await filledIn({ endpoint: backend.endpoint }, { fetchPortalLink });
      await portal.state('ready');
      expect(portal.links).to.deep.equal([backend.link(7)]);
      expect(await backend.minted()).to.equal(0);
    });

    it('does not warn of a source that comes', async () => {
      const warnings = catchWarnings();
      const backend = await Backend.create();
      const portal = await filledIn({}, { endpoint: backend.endpoint });
      await portal.state('ready');
      expect(warnings).to.deep.equal([]);
      expect(await backend.minted()).to.equal(1);
    });

    it('admits a src by the environment-url', async () => {
      const backend = await Backend.create();
      const portal = await filledIn({ src: backend.link(1) }, { environmentUrl: 'https://elsewhere.example' });
      await portal.event('portal-error');
      expect(portal.element.error).to.have.property('code', 'LINK_REJECTED');
      expect(portal.links).to.deep.equal([]);
    });
  });

  it('asks nothing for an element that is gone before the task is over', async () => {
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

  it('joins a reload() that comes before it has asked', async () => {
    const backend = await Backend.create();
    const portal = PortalHarness.create({ endpoint: backend.endpoint });
    fixtureSync<HTMLElement>(document.createElement('div')).append(portal.element);
    await portal.element.reload();
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(await backend.minted()).to.equal(1);
  });
});
