/** The focus when frames and panels are replaced: it never leaves a field that the person has moved on to. */
import { expect } from '@open-wc/testing';
import type { Backend } from '../tools/backend.ts';
import { setOnline } from '../tools/conditions.ts';
import type { PortalHarness } from '../tools/portal-harness.ts';
import { mountPortal, readyPortal } from '../tools/portal-harness.ts';
import { sessionExpiry, sessionWarning } from '../tools/sample-messages.ts';

/** Adds a field to the host page, beside the element. */
function addField(portal: PortalHarness): HTMLInputElement {
  const input = document.createElement('input');
  portal.element.after(input);
  return input;
}

describe('the focus', () => {
  it('is not taken by a portal that appears', async () => {
    await readyPortal();
    expect(document.activeElement).to.equal(document.body);
  });

  it('stays in a field of the page when the session is renewed', async () => {
    const { backend, portal } = await readyPortal();
    const input = addField(portal);
    input.focus();
    await portal.renew();
    expect(document.activeElement).to.equal(input);
    expect(await backend.minted()).to.equal(2);
  });

  it('stays on nothing when the session is renewed', async () => {
    const { portal } = await readyPortal();
    await portal.renew();
    expect(document.activeElement).to.equal(document.body);
  });

  it('moves from a frame to its successor', async () => {
    const { backend, portal } = await readyPortal();
    const { frame } = portal;
    frame!.focus();
    expect(portal.focused).to.equal(frame);
    await portal.renew();
    expect(portal.frame === frame).to.equal(false);
    expect(portal.focused).to.equal(portal.frame);
    expect(await backend.minted()).to.equal(2);
  });

  it('moves from a frame to its successor once, and stays where the person puts it after that', async () => {
    const { backend, portal } = await readyPortal();
    const input = addField(portal);
    portal.frame!.focus();
    await portal.renew();
    input.focus();
    input.blur();
    await portal.renew();
    expect(document.activeElement).to.equal(document.body);
    expect(await backend.minted()).to.equal(3);
  });

  it('does not move to the new frame if the person has moved it to a field', async () => {
    const { backend, portal } = await readyPortal();
    await backend.answers([{ held: true }]);
    const input = addField(portal);
    portal.frame!.focus();
    portal.post(sessionExpiry());
    await portal.event('portal-refresh');
    input.focus();
    await backend.requested(2);
    await backend.release();
    await portal.ready(3);
    expect(document.activeElement).to.equal(input);
    expect(await backend.minted()).to.equal(2);
  });

  it('does not move from a field to the new frame after an offline panel', async () => {
    const { backend, portal } = await readyPortal();
    const input = addField(portal);
    portal.frame!.focus();
    setOnline(false);
    portal.post(sessionExpiry());
    await portal.event('portal-refresh');
    await portal.element.updateComplete;
    expect(portal.focused).to.equal(portal.part('error'));
    input.focus();
    setOnline(true);
    await portal.ready(3);
    expect(document.activeElement).to.equal(input);
    expect(await backend.minted()).to.equal(2);
  });

  // The next key press was meant for the portal, not for a button.
  it('moves from a frame to the panel that replaces it, not to the button of the panel', async () => {
    const { backend, portal } = await readyPortal();
    await backend.answers([{ status: 401 }]);
    portal.frame!.focus();
    portal.post(sessionExpiry());
    await portal.state('error');
    expect(portal.focused).to.equal(portal.part('error'));
    expect(await backend.minted()).to.equal(1);
  });

  describe('of the retry button', () => {
    const failed = async () => {
      const { backend, portal } = await mountPortal({ answers: [{ status: 401 }] });
      await portal.state('error');
      portal.button('retry').focus();
      expect(portal.focused).to.equal(portal.part('retry'));
      return { backend, portal };
    };

    it('moves to the frame', async () => {
      const { backend, portal } = await failed();
      await backend.answers([{}]);
      portal.click('retry');
      await portal.ready();
      expect(portal.focused).to.equal(portal.frame);
      expect(await backend.minted()).to.equal(1);
    });

    it('moves to the retry button of the next panel', async () => {
      const { backend, portal } = await failed();
      portal.click('retry');
      await portal.event('portal-error', 2);
      await portal.element.updateComplete;
      expect(portal.part('retry')).not.to.equal(null);
      expect(portal.focused).to.equal(portal.part('retry'));
      expect(await backend.minted()).to.equal(0);
    });
  });

  it('moves from the renew button to the new frame', async () => {
    const { backend, portal } = await readyPortal();
    await portal.deliver(sessionWarning());
    portal.button('retry').focus();
    portal.click('retry');
    await portal.ready(3);
    expect(portal.focused).to.equal(portal.frame);
    expect(await backend.minted()).to.equal(2);
  });

  const moves: Record<string, (portal: PortalHarness, backend: Backend) => unknown> = {
    'while it had the focus': () => undefined,
    'while its session was renewed': async (portal, backend) => {
      await backend.answers([{ held: true }, {}]);
      portal.post(sessionExpiry());
      await backend.requested(2);
    },
  };
  for (const [when, prepare] of Object.entries(moves)) {
    it(`is not taken by an element that was moved ${when}`, async () => {
      const { backend, portal } = await readyPortal();
      portal.frame!.focus();
      await prepare(portal, backend);
      const parent = document.createElement('div');
      portal.element.after(parent);
      parent.append(portal.element);
      await portal.state('ready');
      expect(portal.focused).to.equal(null);
    });
  }
});
