/** The session when the element is moved in the page or removed from it. */
import { expect } from '@open-wc/testing';
import { Backend, command, until } from '../tools/backend.ts';
import { stub } from '../tools/conditions.ts';
import { reportTests } from '../tools/figures.ts';
import {
  mountPortal,
  otherPortalStarts,
  pendingFetch,
  PortalHarness,
  readyPortal,
  rejectionOf,
} from '../tools/portal-harness.ts';
import { ssoEnabled } from '../tools/sample-messages.ts';

reportTests('Host pages', 'moves and removals');

/** A new parent in the page, beside the element. */
function addParent(portal: PortalHarness): HTMLElement {
  const parent = document.createElement('div');
  portal.element.parentElement!.append(parent);
  return parent;
}

describe('a move', () => {
  const moves: Record<string, (portal: PortalHarness) => void> = {
    append: (portal) => addParent(portal).append(portal.element),
    insertBefore: (portal) => {
      const parent = addParent(portal);
      parent.append('text');
      parent.insertBefore(portal.element, parent.firstChild);
    },
    'remove and append': (portal) => {
      const parent = addParent(portal);
      portal.element.remove();
      parent.append(portal.element);
    },
  };

  for (const [name, move] of Object.entries(moves)) {
    it(`by ${name} starts a new session with a new link`, async () => {
      const { backend, portal } = await readyPortal();
      const { frame } = portal;
      portal.clearEvents();
      move(portal);
      expect(portal.element.state).to.equal('idle');
      expect(portal.element.expiresAt).to.equal(null);
      await portal.event('portal-message');
      expect(portal.frame === frame).to.equal(false);
      expect(portal.frame!.src).to.equal(backend.link(2));
      expect(portal.states).to.deep.equal(['idle', 'loading', 'ready']);
      expect(await backend.minted()).to.equal(2);
    });
  }

  it('several times in one task mints one link', async () => {
    const { backend, portal } = await readyPortal();
    const parents = [addParent(portal), addParent(portal), addParent(portal)];
    for (const parent of parents) parent.append(portal.element);
    await portal.event('portal-message', 2);
    expect(await backend.minted()).to.equal(2);
  });

  it('without a source of links leaves the element expired', async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({ src: backend.link(1) });
    await portal.event('portal-message');
    addParent(portal).append(portal.element);
    await portal.state('expired');
    expect(portal.frame).to.equal(null);
    expect(await backend.minted()).to.equal(0);
  });
});

// Not every engine has moveBefore.
const describeMoves = 'moveBefore' in Element.prototype ? describe : describe.skip;

describeMoves('moveBefore', () => {
  it('keeps the session if the browser keeps the frame, and starts a new one if it does not', async () => {
    const { backend, portal } = await readyPortal();
    const parent = addParent(portal);
    const view = portal.frame!.contentWindow;
    const { frame } = portal;
    portal.clearEvents();
    parent.moveBefore(portal.element, null);
    const kept = frame!.contentWindow === view;
    expect(portal.element.parentElement).to.equal(parent);
    if (kept) {
      await portal.deliver(ssoEnabled());
      expect(portal.frame).to.equal(frame);
      expect(portal.trace).to.deep.equal(['portal-message']);
      expect(await backend.openings()).to.deep.equal({ 1: 1 });
      expect(await backend.minted()).to.equal(1);
    } else {
      await portal.event('portal-message');
      expect(portal.frame === frame).to.equal(false);
      expect(portal.frame!.src).to.equal(backend.link(2));
      expect(await backend.minted()).to.equal(2);
    }
  });

  it('keeps a pending request', async () => {
    const { backend, portal } = await mountPortal({ answers: [{ held: true }] });
    const parent = addParent(portal);
    await backend.requested();
    parent.moveBefore(portal.element, null);
    await backend.release();
    await portal.event('portal-message');
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(await backend.minted()).to.equal(1);
  });
});

describe('removal', () => {
  it('ends the session: the element is idle and has no frame', async () => {
    const { backend, portal } = await readyPortal();
    const { frame } = portal;
    portal.clearEvents();
    portal.element.remove();
    expect(portal.element.state).to.equal('idle');
    expect(portal.element.expiresAt).to.equal(null);
    // No event is dispatched while a framework removes the element.
    expect(portal.trace).to.deep.equal([]);
    await portal.element.updateComplete;
    expect(portal.trace).to.deep.equal(['portal-state-change idle']);
    expect(frame!.isConnected).to.equal(false);
    expect(portal.frame).to.equal(null);
    expect(await backend.minted()).to.equal(1);
  });

  it('aborts a pending request', async () => {
    const { fetchPortalLink, signals } = pendingFetch();
    const portal = await PortalHarness.mount({ fetchPortalLink });
    await until('the request', () => signals[0]);
    portal.element.remove();
    expect(signals[0]!.aborted).to.equal(true);
    expect(portal.element.state).to.equal('idle');
    expect(portal.types).not.to.include('portal-error');
  });

  it('leaves a late link unused', async () => {
    const backend = await Backend.create();
    const answer = Promise.withResolvers<string>();
    const called = Promise.withResolvers<void>();
    const portal = await PortalHarness.mount({
      fetchPortalLink: () => {
        called.resolve();
        return answer.promise;
      },
    });
    await called.promise;
    portal.element.remove();
    answer.resolve(backend.link(1));
    await otherPortalStarts();
    expect(portal.states).to.deep.equal(['loading', 'idle']);
    expect(portal.frame).to.equal(null);
    expect((await backend.log()).opened).to.deep.equal([]);
  });

  it('rejects a pending reload() with an AbortError', async () => {
    const { backend, portal } = await readyPortal();
    await backend.answers([{ hang: 'headers' }]);
    const outcome = rejectionOf(portal.element.reload());
    await backend.requested(2);
    portal.element.remove();
    expect(((await outcome) as Error).name).to.equal('AbortError');
  });

  it('rejects a reload() of the same task with an AbortError', async () => {
    const { backend, portal } = await readyPortal();
    const outcome = rejectionOf(portal.element.reload());
    portal.element.remove();
    expect(((await outcome) as Error).name).to.equal('AbortError');
    expect(await backend.minted()).to.equal(1);
  });

  it('leaves no listener on the window or the document', async () => {
    const live = new Map<unknown, string>();
    for (const target of [window, document]) {
      const add = target.addEventListener.bind(target);
      const remove = target.removeEventListener.bind(target);
      stub(target, 'addEventListener', (type: string, listener: any) => {
        add(type, listener);
        live.set(listener, type);
      });
      stub(target, 'removeEventListener', (type: string, listener: any) => {
        remove(type, listener);
        live.delete(listener);
      });
    }
    const { portal } = await readyPortal();
    expect([...live.values()]).to.include('message');
    portal.element.remove();
    expect([...live.values()]).to.deep.equal([]);
  });

  it('makes the element ignore later messages of the frame', async () => {
    const { backend, portal } = await readyPortal();
    const { frame } = portal;
    const parent = portal.element.parentElement!;
    portal.element.remove();
    await portal.element.updateComplete;
    portal.clearEvents();
    parent.append(frame!);
    await until('the frame listens again', async () => (await backend.log()).opened[0]!.listening === 2);
    const arrived = new Promise((resolve) => window.addEventListener('message', resolve, { once: true }));
    command(frame!, { command: 'post', message: { type: 'SESSION_EXPIRED' } });
    await arrived;
    expect(portal.types).to.deep.equal([]);
    expect(await backend.minted()).to.equal(1);
  });

  it('is followed by a new session with one more link when the element is put back', async () => {
    const { backend, portal } = await readyPortal();
    const parent = portal.element.parentElement!;
    portal.element.remove();
    await portal.element.updateComplete;
    expect(await backend.minted()).to.equal(1);
    parent.append(portal.element);
    await portal.event('portal-message', 2);
    expect(portal.element.state).to.equal('ready');
    expect(await backend.minted()).to.equal(2);
  });
});
