/** Found by the random lives: what a lazy element far away is told, it must not begin with once more when it comes near. */
import { expect } from '@open-wc/testing';
import { Backend, until } from '../tools/backend.ts';
import { substitute } from '../tools/conditions.ts';
import { PortalHarness } from '../tools/portal-harness.ts';
import { sessionExpiry } from '../tools/sample-messages.ts';

describe('a lazy element far away', () => {
  /** A lazy element with a session, far below what is seen; coming near scrolls nothing, it takes the space away. */
  async function farAway() {
    const backend = await Backend.create();
    const space = document.createElement('div');
    document.body.append(space);
    const portal = PortalHarness.create({ endpoint: backend.endpoint, loading: 'lazy' });
    await portal.connect();
    await portal.event('portal-message');
    const located = async (near: boolean) => {
      await new Promise((resolve) => {
        const observer = new IntersectionObserver(([entry]) => {
          if (entry!.isIntersecting !== near) return;
          observer.disconnect();
          resolve(null);
        });
        observer.observe(portal.element);
      });
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      await portal.started();
    };
    space.style.height = '5000px';
    await located(false);
    const showsAndComesNear = async () => {
      await until('the new frame', () => portal.frames.length === 2);
      await portal.state('ready');
      space.remove();
      await located(true);
    };
    /** Its session ends, and its refresh waits for the longest time there is. */
    const refreshWaits = async () => {
      substitute(Math, 'random', () => 0.999);
      portal.say(sessionExpiry());
      await portal.event('portal-refresh');
      await portal.started();
    };
    return { backend, portal, refreshWaits, showsAndComesNear };
  }

  it('that was told a new src in the task of a reload() does not begin anew when it comes near', async () => {
    const { backend, portal, showsAndComesNear } = await farAway();
    void portal.element.reload();
    portal.element.src = backend.link(9);
    await showsAndComesNear();
    expect(portal.links).to.deep.equal([backend.link(1), backend.link(9)]);
    expect(await backend.minted()).to.equal(1);
  });

  it('that was told a new endpoint in the task of a reload() does not begin anew when it comes near', async () => {
    const { backend, portal, showsAndComesNear } = await farAway();
    const other = await Backend.create();
    void portal.element.reload();
    portal.element.endpoint = other.endpoint;
    await showsAndComesNear();
    expect([await backend.minted(), await other.minted()]).to.deep.equal([1, 1]);
  });

  it('that was told a new endpoint while its refresh waited does not begin anew when it comes near', async () => {
    const { backend, portal, refreshWaits, showsAndComesNear } = await farAway();
    const other = await Backend.create();
    await refreshWaits();
    portal.element.endpoint = other.endpoint;
    await showsAndComesNear();
    expect([await backend.minted(), await other.minted()]).to.deep.equal([1, 1]);
  });

  it('that was told a new src while its refresh waited shows it, and asks for nothing', async () => {
    const { backend, portal, refreshWaits, showsAndComesNear } = await farAway();
    await refreshWaits();
    portal.element.src = backend.link(9);
    await showsAndComesNear();
    expect(portal.links).to.deep.equal([backend.link(1), backend.link(9)]);
    expect(await backend.minted()).to.equal(1);
  });
});
