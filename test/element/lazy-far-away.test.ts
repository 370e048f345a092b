/**
 * A lazy element far below the viewport that got a new source and has already used it: it must not start again when it
 * comes near. The random lives found these faults.
 */
import { expect } from '@open-wc/testing';
import { Backend, until } from '../tools/backend.ts';
import { stub } from '../tools/conditions.ts';
import { PortalHarness } from '../tools/portal-harness.ts';
import { sessionExpiry } from '../tools/sample-messages.ts';

/** A lazy element with a session, far below the viewport. It comes near without scrolling: the space above it is removed. */
class FarElement {
  readonly backend: Backend;
  readonly other: Backend;
  readonly portal: PortalHarness;
  readonly #space = document.createElement('div');

  private constructor(backend: Backend, other: Backend) {
    this.backend = backend;
    this.other = other;
    this.portal = PortalHarness.create({ endpoint: backend.endpoint, loading: 'lazy' });
  }

  static async create(): Promise<FarElement> {
    const far = new FarElement(await Backend.create(), await Backend.create());
    document.body.append(far.#space);
    await far.portal.connect();
    await far.portal.event('portal-message');
    far.#space.style.height = '5000px';
    await far.#isLocated(false);
    return far;
  }

  /** Waits until the element's own observer has reported whether it is near. */
  async #isLocated(near: boolean): Promise<void> {
    await new Promise((resolve) => {
      const observer = new IntersectionObserver(([entry]) => {
        if (entry!.isIntersecting !== near) return;
        observer.disconnect();
        resolve(null);
      });
      observer.observe(this.portal.element);
    });
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    await this.portal.started();
  }

  async showsAndComesNear(): Promise<void> {
    await until('the new frame', () => this.portal.frames.length === 2);
    await this.portal.state('ready');
    this.#space.remove();
    await this.#isLocated(true);
  }
}

/** What the element does around the time at which it gets its new source. */
const SITUATIONS: Readonly<Record<string, (far: FarElement, setSource: () => void) => Promise<void>>> = {
  'in the task of a reload()': async ({ portal }, setSource) => {
    void portal.element.reload();
    setSource();
  },
  'while its refresh is delayed': async ({ portal }, setSource) => {
    // The longest delay that a refresh can have.
    stub(Math, 'random', () => 0.999);
    portal.post(sessionExpiry());
    await portal.event('portal-refresh');
    await portal.started();
    setSource();
  },
};

describe('a lazy element far away', () => {
  for (const [situation, act] of Object.entries(SITUATIONS)) {
    it(`does not start again when it comes near after a new src was set ${situation}`, async () => {
      const far = await FarElement.create();
      const { backend, portal } = far;
      await act(far, () => (portal.element.src = backend.link(9)));
      await far.showsAndComesNear();
      expect(portal.links).to.deep.equal([backend.link(1), backend.link(9)]);
      expect(await backend.minted()).to.equal(1);
    });

    it(`does not start again when it comes near after a new endpoint was set ${situation}`, async () => {
      const far = await FarElement.create();
      await act(far, () => (far.portal.element.endpoint = far.other.endpoint));
      await far.showsAndComesNear();
      expect([await far.backend.minted(), await far.other.minted()]).to.deep.equal([1, 1]);
    });
  }

  it('does not start again when it comes near after a refresh from a new endpoint', async () => {
    const far = await FarElement.create();
    const { backend, other, portal } = far;
    portal.element.endpoint = other.endpoint;
    await portal.started();
    portal.post(sessionExpiry());
    await far.showsAndComesNear();
    expect([await backend.minted(), await other.minted()]).to.deep.equal([1, 1]);
  });
});
