/** The first link: when it is asked for, how often, and what shows meanwhile. */
import { expect } from '@open-wc/testing';
import { Backend } from '../tools/backend.ts';
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
    expect(getComputedStyle(portal.frame!).visibility).to.equal('visible');
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
});
