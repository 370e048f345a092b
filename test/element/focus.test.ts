/** Where the focus goes when frames and panels come and go: never away from a person who is busy elsewhere. */
import { expect } from '@open-wc/testing';
import { Backend } from '../tools/backend.ts';
import { setOnline } from '../tools/conditions.ts';
import { PortalHarness, readyPortal, request } from '../tools/portal-harness.ts';
import { sessionExpiry, sessionWarning } from '../tools/sample-messages.ts';

/** A field of the host page, beside the element. */
function field(portal: PortalHarness): HTMLInputElement {
  const input = document.createElement('input');
  portal.element.after(input);
  return input;
}

describe('the focus', () => {
  it('is not taken by a portal that appears', async () => {
    const { portal } = await readyPortal();
    await portal.element.updateComplete;
    expect(document.activeElement).to.equal(document.body);
  });

  it('stays where it is when the session is renewed', async () => {
    const { backend, portal } = await readyPortal();
    const input = field(portal);
    input.focus();
    portal.say(sessionExpiry());
    await portal.event('portal-message', 3);
    await portal.element.updateComplete;
    expect(document.activeElement).to.equal(input);
    expect(await backend.minted()).to.equal(2);
  });

  it('stays on nothing when the session is renewed', async () => {
    const { portal } = await readyPortal();
    portal.say(sessionExpiry());
    await portal.event('portal-message', 3);
    await portal.element.updateComplete;
    expect(document.activeElement).to.equal(document.body);
  });

  it('of a frame goes to its successor', async () => {
    const { backend, portal } = await readyPortal();
    const { frame } = portal;
    frame!.focus();
    expect(portal.focused).to.equal(frame);
    portal.say(sessionExpiry());
    await portal.event('portal-message', 3);
    await portal.element.updateComplete;
    expect(portal.frame === frame).to.equal(false);
    expect(portal.focused).to.equal(portal.frame);
    expect(await backend.minted()).to.equal(2);
  });

  it('of a frame goes to its successor once: later renewals leave it where the person took it', async () => {
    const { backend, portal } = await readyPortal();
    const input = field(portal);
    portal.frame!.focus();
    portal.say(sessionExpiry());
    await portal.event('portal-message', 3);
    await portal.element.updateComplete;
    input.focus();
    input.blur();
    portal.say(sessionExpiry());
    await portal.event('portal-message', 5);
    await portal.element.updateComplete;
    expect(document.activeElement).to.equal(document.body);
    expect(await backend.minted()).to.equal(3);
  });

  it('of a frame does not come back if the person has gone on meanwhile', async () => {
    const { backend, portal } = await readyPortal();
    await backend.answers([{ held: true }]);
    const input = field(portal);
    portal.frame!.focus();
    portal.say(sessionExpiry());
    await portal.event('portal-refresh');
    input.focus();
    await request(backend, 2);
    await backend.release();
    await portal.event('portal-message', 3);
    await portal.element.updateComplete;
    expect(document.activeElement).to.equal(input);
    expect(await backend.minted()).to.equal(2);
  });

  it('of a panel that waits for the network stays where the person took it', async () => {
    const { backend, portal } = await readyPortal();
    const input = field(portal);
    portal.frame!.focus();
    setOnline(false);
    portal.say(sessionExpiry());
    await portal.event('portal-refresh');
    await portal.element.updateComplete;
    expect(portal.focused).to.equal(portal.part('error'));
    input.focus();
    setOnline(true);
    await portal.event('portal-message', 3);
    await portal.element.updateComplete;
    expect(document.activeElement).to.equal(input);
    expect(await backend.minted()).to.equal(2);
  });

  it('of a frame goes to the panel that takes its place, and not to its button: the next key was meant for the portal', async () => {
    const { backend, portal } = await readyPortal();
    await backend.answers([{ status: 401 }]);
    portal.frame!.focus();
    portal.say(sessionExpiry());
    await portal.state('error');
    await portal.element.updateComplete;
    expect(portal.focused).to.equal(portal.part('error'));
    expect(await backend.minted()).to.equal(1);
  });

  describe('of the retry button', () => {
    const failed = async () => {
      const backend = await Backend.create();
      await backend.answers([{ status: 401 }]);
      const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
      await portal.state('error');
      portal.part('retry')!.focus();
      expect(portal.focused).to.equal(portal.part('retry'));
      return { backend, portal };
    };

    it('goes to the frame that comes', async () => {
      const { backend, portal } = await failed();
      await backend.answers([{}]);
      portal.click('retry');
      await portal.event('portal-message');
      await portal.element.updateComplete;
      expect(portal.focused).to.equal(portal.frame);
      expect(await backend.minted()).to.equal(1);
    });

    it('goes to the button of the next panel', async () => {
      const { backend, portal } = await failed();
      portal.click('retry');
      await portal.event('portal-error', 2);
      await portal.element.updateComplete;
      expect(portal.part('retry')).not.to.equal(null);
      expect(portal.focused).to.equal(portal.part('retry'));
      expect(await backend.minted()).to.equal(0);
    });
  });

  it('of the renew button goes to the new frame', async () => {
    const { backend, portal } = await readyPortal();
    portal.say(sessionWarning());
    await portal.event('portal-message', 2);
    await portal.element.updateComplete;
    portal.part('retry')!.focus();
    portal.click('retry');
    await portal.event('portal-message', 3);
    await portal.element.updateComplete;
    expect(portal.focused).to.equal(portal.frame);
    expect(await backend.minted()).to.equal(2);
  });

  const moves: Record<string, (portal: PortalHarness, backend: Backend) => unknown> = {
    'while it had the focus': () => undefined,
    'while its session was renewed': async (portal, backend) => {
      await backend.answers([{ held: true }, {}]);
      portal.say(sessionExpiry());
      await request(backend, 2);
    },
  };
  for (const [when, prepare] of Object.entries(moves)) {
    it(`is not claimed by an element that was moved ${when}`, async () => {
      const { backend, portal } = await readyPortal();
      portal.frame!.focus();
      await prepare(portal, backend);
      const parent = document.createElement('div');
      portal.element.after(parent);
      parent.append(portal.element);
      await portal.state('ready');
      await portal.element.updateComplete;
      expect(portal.focused).to.equal(null);
    });
  }
});
