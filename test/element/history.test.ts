/** A portal leaves no trace in the history of the host page, and Back never opens a spent link. */
import { expect } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import { readyPortal } from '../tools/portal-harness.ts';
import { sessionExpiry, ssoEnabled } from '../tools/sample-messages.ts';

/** Goes back so many entries; the first of them is one of this document's own, and says when it was left. */
async function goBack(entries: number): Promise<void> {
  const arrived = new Promise((resolve) => window.addEventListener('popstate', resolve, { once: true }));
  history.go(-entries);
  await arrived;
}

describe('the history', () => {
  beforeEach(() => executeServerCommand('forget-history'));

  it('has no entry more after 3 renewed sessions', async () => {
    const { backend, portal } = await readyPortal();
    const before = history.length;
    for (let renewed = 1; renewed <= 3; renewed++) {
      await portal.element.reload();
      await portal.event('portal-message', renewed * 3 - 1);
      portal.say(sessionExpiry());
      await portal.event('portal-message', renewed * 3 + 1);
    }
    expect(history.length).to.equal(before);
    expect(await backend.minted()).to.equal(7);
  });

  it('gets its entries from the portal’s own pages alone', async () => {
    const { backend, portal } = await readyPortal();
    const before = history.length;
    portal.tell({ command: 'navigate', to: 'sso' });
    await backend.listening(1, 2);
    portal.say(sessionExpiry());
    await portal.event('portal-message', 3);
    // Firefox drops the entries of a frame that is gone, the others keep them.
    expect(history.length).to.be.at.most(before + 1);
    expect(await backend.minted()).to.equal(2);
  });

  it('never opens a spent link by Back, wherever the portal has gone meanwhile', async () => {
    const { backend, portal } = await readyPortal();
    const before = history.length;
    portal.tell({ command: 'navigate', to: 'sso' });
    await backend.listening(1, 2);
    portal.say(sessionExpiry());
    await portal.event('portal-message', 3);
    history.pushState('after', '');
    // At least the one above, also where the window is full and counts no more.
    await goBack(Math.max(1, history.length - before));
    // The portal that shows is the same as before, and it is alive.
    portal.say(ssoEnabled());
    await portal.event('portal-message', 4);
    expect(portal.frame!.src).to.equal(backend.link(2));
    expect((await backend.log()).opened.map(({ number, times }) => [number, times])).to.deep.equal([
      [1, 1],
      [2, 1],
    ]);
    expect(await backend.minted()).to.equal(2);
  });
});
