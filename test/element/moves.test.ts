/** What becomes of a session when the element is moved in the page or taken out of it. */
import { expect } from '@open-wc/testing';
import { Backend, command, until } from '../tools/backend.ts';
import { substitute } from '../tools/conditions.ts';
import { reportTests } from '../tools/figures.ts';
import { PortalHarness, readyPortal, request } from '../tools/portal-harness.ts';
import { ssoEnabled } from '../tools/sample-messages.ts';

reportTests('Host pages', 'moves and removals');

/** A second place in the page, beside the element. */
function place(portal: PortalHarness): HTMLElement {
  const parent = document.createElement('div');
  portal.element.parentElement!.append(parent);
  return parent;
}

describe('a move', () => {
  const moves: Record<string, (portal: PortalHarness) => void> = {
    append: (portal) => place(portal).append(portal.element),
    insertBefore: (portal) => {
      const parent = place(portal);
      parent.append('text');
      parent.insertBefore(portal.element, parent.firstChild);
    },
    'remove and append': (portal) => {
      const parent = place(portal);
      portal.element.remove();
      parent.append(portal.element);
    },
  };

  for (const [name, move] of Object.entries(moves)) {
    it(`by ${name} begins anew with a link of its own`, async () => {
      const { backend, portal } = await readyPortal();
      const { frame } = portal;
      portal.forget();
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
    const parents = [place(portal), place(portal), place(portal)];
    for (const parent of parents) parent.append(portal.element);
    await portal.event('portal-message', 2);
    expect(await backend.minted()).to.equal(2);
  });

  it('without a source of links leaves it expired', async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({ src: backend.link(1) });
    await portal.event('portal-message');
    place(portal).append(portal.element);
    await portal.state('expired');
    expect(portal.frame).to.equal(null);
    expect(await backend.minted()).to.equal(0);
  });
});

// Not every engine has it.
const moves = 'moveBefore' in Element.prototype ? describe : describe.skip;

moves('moveBefore', () => {
  it('keeps the session where the browser keeps the frame, and begins anew where it does not', async () => {
    const { backend, portal } = await readyPortal();
    const parent = place(portal);
    const view = portal.frame!.contentWindow;
    const { frame } = portal;
    portal.forget();
    parent.moveBefore(portal.element, null);
    const kept = frame!.contentWindow === view;
    expect(portal.element.parentElement).to.equal(parent);
    if (kept) {
      portal.say(ssoEnabled());
      await portal.event('portal-message');
      expect(portal.frame).to.equal(frame);
      expect(portal.trace).to.deep.equal(['portal-message']);
      expect((await backend.log()).opened.map(({ times }) => times)).to.deep.equal([1]);
      expect(await backend.minted()).to.equal(1);
    } else {
      await portal.event('portal-message');
      expect(portal.frame === frame).to.equal(false);
      expect(portal.frame!.src).to.equal(backend.link(2));
      expect(await backend.minted()).to.equal(2);
    }
  });

  it('keeps the request of a link that is under way', async () => {
    const backend = await Backend.create();
    await backend.answers([{ held: true }]);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    const parent = place(portal);
    await request(backend);
    parent.moveBefore(portal.element, null);
    await backend.release();
    await portal.event('portal-message');
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(await backend.minted()).to.equal(1);
  });
});

describe('removal', () => {
  it('ends the session: idle, without a frame', async () => {
    const { backend, portal } = await readyPortal();
    const { frame } = portal;
    portal.forget();
    portal.element.remove();
    expect(portal.element.state).to.equal('idle');
    expect(portal.element.expiresAt).to.equal(null);
    // A framework that takes the element away is not disturbed by an event meanwhile.
    expect(portal.trace).to.deep.equal([]);
    await portal.element.updateComplete;
    expect(portal.trace).to.deep.equal(['portal-state-change idle']);
    expect(frame!.isConnected).to.equal(false);
    expect(portal.frame).to.equal(null);
    expect(await backend.minted()).to.equal(1);
  });

  it('aborts the request that is under way', async () => {
    let signal: AbortSignal | undefined;
    const portal = await PortalHarness.mount({
      fetchPortalLink: (asked) => {
        signal = asked.signal;
        return new Promise(() => undefined);
      },
    });
    await until('the request', () => signal);
    portal.element.remove();
    expect(signal!.aborted).to.equal(true);
    expect(portal.element.state).to.equal('idle');
    expect(portal.types).not.to.include('portal-error');
  });

  it('leaves a link that comes late unused', async () => {
    const backend = await Backend.create();
    const answer = Promise.withResolvers<string>();
    const asked = Promise.withResolvers<void>();
    const portal = await PortalHarness.mount({
      fetchPortalLink: () => {
        asked.resolve();
        return answer.promise;
      },
    });
    await asked.promise;
    portal.element.remove();
    answer.resolve(backend.link(1));
    // A portal that begins now shows, and the removed one would have before.
    await readyPortal();
    expect(portal.states).to.deep.equal(['loading', 'idle']);
    expect(portal.frame).to.equal(null);
    expect((await backend.log()).opened).to.deep.equal([]);
  });

  it('rejects a reload() that is under way with an AbortError', async () => {
    const { backend, portal } = await readyPortal();
    await backend.answers([{ hang: 'headers' }]);
    const outcome = portal.element.reload().catch((reason: unknown) => reason);
    await request(backend, 2);
    portal.element.remove();
    expect(((await outcome) as Error).name).to.equal('AbortError');
  });

  it('rejects a reload() of the same task with an AbortError', async () => {
    const { backend, portal } = await readyPortal();
    const outcome = portal.element.reload().catch((reason: unknown) => reason);
    portal.element.remove();
    expect(((await outcome) as Error).name).to.equal('AbortError');
    expect(await backend.minted()).to.equal(1);
  });

  it('leaves no listener on the window or the document', async () => {
    const live = new Map<unknown, string>();
    for (const target of [window, document]) {
      const add = target.addEventListener.bind(target);
      const remove = target.removeEventListener.bind(target);
      substitute(target, 'addEventListener', (type: string, listener: any) => {
        add(type, listener);
        live.set(listener, type);
      });
      substitute(target, 'removeEventListener', (type: string, listener: any) => {
        remove(type, listener);
        live.delete(listener);
      });
    }
    const { portal } = await readyPortal();
    expect([...live.values()]).to.include('message');
    portal.element.remove();
    expect([...live.values()]).to.deep.equal([]);
  });

  it('makes it deaf: what the frame says afterwards does nothing', async () => {
    const { backend, portal } = await readyPortal();
    const { frame } = portal;
    const parent = portal.element.parentElement!;
    portal.element.remove();
    await portal.element.updateComplete;
    portal.forget();
    parent.append(frame!);
    await until('the frame listens again', async () => (await backend.log()).opened[0]!.listening === 2);
    const heard = new Promise((resolve) => window.addEventListener('message', resolve, { once: true }));
    command(frame!, { command: 'post', message: { type: 'SESSION_EXPIRED' } });
    await heard;
    expect(portal.types).to.deep.equal([]);
    expect(await backend.minted()).to.equal(1);
  });

  it('is undone by putting the element back later, with one more link', async () => {
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
