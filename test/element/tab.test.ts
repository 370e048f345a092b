/** The portal in a tab of its own: opened inside the click, cut off from this page, with a link of its own. */
import { expect, fixtureSync } from '@open-wc/testing';
import { englishLabels } from '../../src/portal-labels.ts';
import type { FetchPortalLink } from '../../src/portal-link.ts';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend, until } from '../tools/backend.ts';
import { holdTimers, setVisible, substitute } from '../tools/conditions.ts';
import { PortalHarness, request } from '../tools/portal-harness.ts';
import { recordTabs } from '../tools/recorded-tabs.ts';

describe('open in a new tab', () => {
  /** A portal that stays silent: its panel offers a tab. One link is minted. */
  async function silentPortal(values: Partial<ScalekitAdminPortalElement> = {}) {
    const backend = await Backend.create();
    await backend.portal({ onLoad: [] });
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint, loadTimeout: 1, ...values });
    await portal.event('portal-error');
    expect(portal.element.error).to.have.property('code', 'PORTAL_LOAD_TIMEOUT');
    await portal.element.updateComplete;
    return { backend, portal };
  }

  it('opens the tab inside the click, before a link is asked for', async () => {
    const { story, calls } = recordTabs();
    const { backend, portal } = await silentPortal();
    portal.element.fetchPortalLink = async ({ reason }) => {
      story.push(`asks to ${reason}`);
      return backend.link(2);
    };
    await portal.element.updateComplete;
    portal.click('open');
    expect(story[0]).to.equal('opens');
    // With 'noopener' there would be no tab to send to the link.
    expect(calls).to.deep.equal([[]]);
    await until('the tab goes', () => story.length === 4);
    expect(story).to.deep.equal(['opens', 'asks to open', `goes to ${backend.link(2)}`, 'opener is cut']);
  });

  it('sends the tab to a fresh link and keeps the frame as it is', async () => {
    const { story, tabs } = recordTabs();
    const { backend, portal } = await silentPortal();
    const { frame } = portal;
    portal.click('open');
    await until('the tab goes', () => story.includes(`goes to ${backend.link(2)}`));
    expect(tabs[0]!.closed).to.equal(false);
    expect(portal.frame === frame).to.equal(true);
    expect(frame!.isConnected).to.equal(true);
    expect(portal.element.state).to.equal('error');
    expect(await backend.minted()).to.equal(2);
  });

  it('says in the tab that it waits', async () => {
    const { tabs } = recordTabs();
    const { backend, portal } = await silentPortal({ labels: { loading: 'Einen Moment' } });
    await backend.answers([{ hang: 'headers' }]);
    portal.click('open');
    expect(tabs[0]!.document).to.deep.equal({ title: 'Einen Moment', body: { textContent: 'Einen Moment' } });
    await request(backend, 2);
  });

  it('a double click opens one tab and mints one link; a later click opens another', async () => {
    const { story, tabs } = recordTabs();
    const { backend, portal } = await silentPortal();
    portal.click('open');
    portal.click('open');
    await until('the tab goes', () => story.length >= 3);
    portal.click('open');
    await until('the second tab goes', () => story.length >= 6);
    expect(tabs).to.have.length(2);
    expect(story).to.include.members([`goes to ${backend.link(2)}`, `goes to ${backend.link(3)}`]);
    expect(await backend.minted()).to.equal(3);
  });

  it('a blocked tab mints nothing, and the words say so', async () => {
    recordTabs(true);
    const { backend, portal } = await silentPortal();
    const { frame } = portal;
    portal.click('open');
    await until('the words', () => portal.words.startsWith('Your browser blocked the new tab\n'));
    expect(portal.part('open') === null).to.equal(false);
    expect(portal.frame === frame).to.equal(true);
    expect(portal.types.filter((type) => type === 'portal-error')).to.have.length(1);
    expect(await backend.minted()).to.equal(1);
  });

  it('the words of a blocked tab go once a tab opens', async () => {
    recordTabs(true);
    const { backend, portal } = await silentPortal();
    const { words } = portal;
    portal.click('open');
    await until('the words change', () => portal.words !== words);
    recordTabs();
    portal.click('open');
    await until('the words return', () => portal.words === words);
    expect(await backend.minted()).to.equal(2);
  });

  it('a failed request closes the tab, and the frame stays under a notice', async () => {
    const { story, tabs } = recordTabs();
    const { backend, portal } = await silentPortal();
    const { frame } = portal;
    await backend.answers([{ status: 403 }]);
    portal.click('open');
    const { error } = await portal.event('portal-error', 2);
    expect(error).to.include({ code: 'ENDPOINT_UNAUTHORIZED', status: 403 });
    expect(story).to.deep.equal(['opens', 'closes']);
    expect(tabs[0]!.closed).to.equal(true);
    await portal.element.updateComplete;
    expect(portal.frame === frame).to.equal(true);
    expect(portal.part('notice') === null).to.equal(false);
    expect(portal.part('error') === null).to.equal(true);
    expect(await backend.minted()).to.equal(1);
  });

  it('an unsafe link closes the tab and never reaches it', async () => {
    const { story } = recordTabs();
    const { backend, portal } = await silentPortal();
    await backend.answers([{ json: { location: 'javascript:alert({number})' } }]);
    portal.click('open');
    const { error } = await portal.event('portal-error', 2);
    expect(error).to.have.property('code', 'LINK_REJECTED');
    expect(story).to.deep.equal(['opens', 'closes']);
    expect(await backend.minted()).to.equal(2);
  });

  it('an element that leaves the page closes the tab that waits, and reports nothing', async () => {
    const { story } = recordTabs();
    const { backend, portal } = await silentPortal();
    await backend.answers([{ hang: 'headers' }]);
    portal.click('open');
    await request(backend, 2);
    portal.element.remove();
    await until('the tab closes', () => story.includes('closes'));
    expect(story).to.deep.equal(['opens', 'closes']);
    expect(portal.types.filter((type) => type === 'portal-error')).to.have.length(1);
    expect([portal.element.state, portal.element.error]).to.deep.equal(['idle', null]);
    expect(await backend.minted()).to.equal(2);
  });

  /** Clicks, and lets the 15 s pass that a function of the page does not answer in. */
  async function unansweredClick() {
    const { story } = recordTabs();
    const signals: AbortSignal[] = [];
    const { backend, portal } = await silentPortal();
    const never: FetchPortalLink = ({ signal }) => {
      signals.push(signal);
      return new Promise(() => undefined);
    };
    portal.element.fetchPortalLink = never;
    await portal.element.updateComplete;
    const timers = holdTimers(1000);
    portal.click('open');
    await timers.release(15_000);
    const { error } = await portal.event('portal-error', 2);
    expect(await backend.minted()).to.equal(1);
    return { story, signals, error };
  }

  it('a link that does not come within 15 s closes the tab', async () => {
    const { story, error } = await unansweredClick();
    expect(error).to.have.property('code', 'ENDPOINT_TIMEOUT');
    expect(story).to.deep.equal(['opens', 'closes']);
  });

  it('a request that takes longer than 15 s is aborted', async () => {
    const { signals } = await unansweredClick();
    expect(signals.map(({ aborted }) => aborted)).to.deep.equal([true]);
  });

  it('a real window says that it waits, then shows the portal', async () => {
    // The window of a frame in place of a tab: browsers that are driven by a program block tabs.
    const page = fixtureSync<HTMLIFrameElement>(document.createElement('iframe'));
    const tab = page.contentWindow!;
    substitute(window, 'open', () => tab);
    const { backend, portal } = await silentPortal();
    portal.click('open');
    expect(tab.document.body.textContent).to.equal(englishLabels.loading);
    expect(tab.document.title).to.equal(englishLabels.loading);
    expect(tab.opener === null).to.equal(true);
    const link = await backend.listening(2);
    expect(link.times).to.equal(1);
    expect(await backend.minted()).to.equal(2);
  });

  it('whoever looks at the page again after a tab was opened makes it say portal-return', async () => {
    const { story } = recordTabs();
    const { backend, portal } = await silentPortal();
    portal.record('portal-return');
    portal.click('open');
    await until('the tab goes', () => story.includes(`goes to ${backend.link(2)}`));
    setVisible(false);
    setVisible(true);
    const { detail, state } = await portal.event('portal-return');
    expect(detail).to.deep.equal({});
    expect(state).to.equal('error');
    expect(await backend.minted()).to.equal(2);
  });

  it('a portal in the frame alone makes no portal-return', async () => {
    const { portal } = await silentPortal();
    portal.record('portal-return');
    setVisible(false);
    setVisible(true);
    expect(portal.types).not.to.include('portal-return');
  });
});
