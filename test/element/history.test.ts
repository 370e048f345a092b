/** A portal adds no entry to the history of the host page, and the Back button never opens a used link. */
import { expect } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import { readyPortal } from '../tools/portal-harness.ts';
import { sessionExpiry, ssoEnabled } from '../tools/sample-messages.ts';

/** Goes back so many entries. The last entry must be one of this document, so that leaving it fires `popstate`. */
async function goBack(entries: number): Promise<void> {
  const arrived = new Promise((resolve) => window.addEventListener('popstate', resolve, { once: true }));
  history.go(-entries);
  await arrived;
}

describe('the history', () => {
  beforeEach(() => executeServerCommand('forget-history'));

  it('has no new entry after 3 renewed sessions', async () => {
    const { backend, portal } = await readyPortal();
    const before = history.length;
    for (let renewed = 1; renewed <= 3; renewed++) {
      await portal.element.reload();
      await portal.event('portal-message', renewed * 3 - 1);
      portal.post(sessionExpiry());
      await portal.event('portal-message', renewed * 3 + 1);
    }
    expect(history.length).to.equal(before);
    expect(await backend.minted()).to.equal(7);
  });

  it('gets entries only from pages inside the portal', async () => {
    const { backend, portal } = await readyPortal();
    const before = history.length;
    portal.command({ command: 'navigate', to: 'sso' });
    await backend.listening(1, 2);
    await portal.renew();
    // Firefox drops the entries of a removed frame, the other engines keep them.
    expect(history.length).to.be.at.most(before + 1);
    expect(await backend.minted()).to.equal(2);
  });

  it('never leads the Back button to a used link after pages inside the portal', async () => {
    const { backend, portal } = await readyPortal();
    const before = history.length;
    portal.command({ command: 'navigate', to: 'sso' });
    await backend.listening(1, 2);
    await portal.renew();
    history.pushState('after', '');
    // At least the entry above: a full history does not count new ones.
    await goBack(Math.max(1, history.length - before));
    // The same portal shows, and it still posts messages.
    await portal.deliver(ssoEnabled());
    expect(portal.frame!.src).to.equal(backend.link(2));
    expect(await backend.openings()).to.deep.equal({ 1: 1, 2: 1 });
    expect(await backend.minted()).to.equal(2);
  });
});
