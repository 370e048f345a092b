/** "Open in a new tab": the tab opens during the click, has no opener, and gets a new link. */
import { expect, fixtureSync } from '@open-wc/testing';
import { englishLabels } from '../../src/portal-labels.ts';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { until } from '../tools/backend.ts';
import { leaveAndReturn, pauseTimers, stub } from '../tools/conditions.ts';
import { mountPortal, pendingFetch } from '../tools/portal-harness.ts';
import { recordTabs } from '../tools/recorded-tabs.ts';

describe('open in a new tab', () => {
  /** A silent portal, whose notice has a button for a tab. One link is minted. */
  async function silentPortal(values: Partial<ScalekitAdminPortalElement> = {}, blocked = false) {
    const tabs = recordTabs({ blocked });
    const { backend, portal } = await mountPortal({ portal: { onLoad: [] } }, { loadTimeout: 1, ...values });
    await portal.expectError({ code: 'PORTAL_LOAD_TIMEOUT' });
    return { backend, portal, ...tabs };
  }

  it('opens the tab during the click, before the request', async () => {
    const { backend, portal, log, calls, navigated } = await silentPortal();
    portal.element.fetchPortalLink = async ({ reason }) => {
      log.push(`requests to ${reason}`);
      return backend.link(2);
    };
    await portal.element.updateComplete;
    portal.click('open');
    expect(log[0]).to.equal('opens');
    // With 'noopener', window.open returns no window to navigate.
    expect(calls).to.deep.equal([[]]);
    await navigated();
    expect(log).to.deep.equal(['opens', 'requests to open', `goes to ${backend.link(2)}`, 'opener is cut']);
  });

  it('sends the tab to a new link and keeps the frame', async () => {
    const { backend, portal, log, tabs, navigated } = await silentPortal();
    portal.click('open');
    await navigated();
    expect(log).to.include(`goes to ${backend.link(2)}`);
    expect(tabs[0]!.closed).to.equal(false);
    expect(portal.hasFirstFrame).to.equal(true);
    expect(portal.element.state).to.equal('error');
    expect(await backend.minted()).to.equal(2);
  });

  it('shows a loading text in the tab', async () => {
    const { backend, portal, tabs } = await silentPortal({ labels: { loading: 'Einen Moment' } });
    await backend.answers([{ hang: 'headers' }]);
    portal.click('open');
    expect(tabs[0]!.document).to.deep.equal({ title: 'Einen Moment', body: { textContent: 'Einen Moment' } });
    await backend.requested(2);
  });

  it('opens one tab with one link at a double click, and another at a later click', async () => {
    const { backend, portal, log, tabs, navigated } = await silentPortal();
    portal.click('open');
    portal.click('open');
    await navigated();
    portal.click('open');
    await navigated(2);
    expect(tabs).to.have.length(2);
    expect(log).to.include.members([`goes to ${backend.link(2)}`, `goes to ${backend.link(3)}`]);
    expect(await backend.minted()).to.equal(3);
  });

  it('mints no link for a blocked tab, and says that it is blocked', async () => {
    const { backend, portal } = await silentPortal({}, true);
    portal.click('open');
    await until('the text', () => portal.text.startsWith('Your browser blocked the new tab\n'));
    expect(portal.part('open') === null).to.equal(false);
    expect(portal.hasFirstFrame).to.equal(true);
    expect(portal.count('portal-error')).to.equal(1);
    expect(await backend.minted()).to.equal(1);
  });

  it('removes the text about a blocked tab when a tab opens', async () => {
    const { backend, portal } = await silentPortal({}, true);
    const { text } = portal;
    portal.click('open');
    await until('the text about the blocked tab', () => portal.text !== text);
    recordTabs();
    portal.click('open');
    await until('the previous text', () => portal.text === text);
    expect(await backend.minted()).to.equal(2);
  });

  it('closes the tab after a failed request, and keeps the frame under a notice', async () => {
    const { backend, portal, log, tabs } = await silentPortal();
    await backend.answers([{ status: 403 }]);
    portal.click('open');
    await portal.expectError({ code: 'ENDPOINT_UNAUTHORIZED', status: 403 }, 2);
    expect(log).to.deep.equal(['opens', 'closes']);
    expect(tabs[0]!.closed).to.equal(true);
    await portal.element.updateComplete;
    expect(portal.hasFirstFrame).to.equal(true);
    expect(portal.part('notice') === null).to.equal(false);
    expect(portal.part('error') === null).to.equal(true);
    expect(await backend.minted()).to.equal(1);
  });

  it('closes the tab without navigating it to an unsafe link', async () => {
    const { backend, portal, log } = await silentPortal();
    await backend.answers([{ json: { location: 'javascript:alert({number})' } }]);
    portal.click('open');
    await portal.expectError({ code: 'LINK_REJECTED' }, 2);
    expect(log).to.deep.equal(['opens', 'closes']);
    expect(await backend.minted()).to.equal(2);
  });

  it('closes the tab without an error event when the element leaves the page', async () => {
    const { backend, portal, log, closed } = await silentPortal();
    await backend.answers([{ hang: 'headers' }]);
    portal.click('open');
    await backend.requested(2);
    portal.element.remove();
    await closed();
    expect(log).to.deep.equal(['opens', 'closes']);
    expect(portal.count('portal-error')).to.equal(1);
    expect([portal.element.state, portal.element.error]).to.deep.equal(['idle', null]);
    expect(await backend.minted()).to.equal(2);
  });

  /** A click whose request takes longer than 15 s. */
  async function slowClick() {
    const { fetchPortalLink, signals } = pendingFetch();
    const { backend, portal, log } = await silentPortal();
    await portal.set({ fetchPortalLink });
    const timers = pauseTimers(1000);
    portal.click('open');
    await timers.fire(15_000);
    const { error } = await portal.event('portal-error', 2);
    expect(await backend.minted()).to.equal(1);
    return { log, signals, error };
  }

  it('closes the tab if the link does not arrive within 15 s', async () => {
    const { log, error } = await slowClick();
    expect(error).to.have.property('code', 'ENDPOINT_TIMEOUT');
    expect(log).to.deep.equal(['opens', 'closes']);
  });

  it('aborts a request that takes longer than 15 s', async () => {
    const { signals } = await slowClick();
    expect(signals.map(({ aborted }) => aborted)).to.deep.equal([true]);
  });

  it('shows a loading text and then the portal in a real window', async () => {
    // The window of a frame replaces the tab, because automated browsers block tabs.
    const page = fixtureSync<HTMLIFrameElement>(document.createElement('iframe'));
    const tab = page.contentWindow!;
    const { backend, portal } = await silentPortal();
    stub(window, 'open', () => tab);
    portal.click('open');
    expect(tab.document.body.textContent).to.equal(englishLabels.loading);
    expect(tab.document.title).to.equal(englishLabels.loading);
    expect(tab.opener === null).to.equal(true);
    const link = await backend.listening(2);
    expect(link.times).to.equal(1);
    expect(await backend.minted()).to.equal(2);
  });

  it('dispatches portal-return when the page becomes visible again after a tab was opened', async () => {
    const { backend, portal, navigated } = await silentPortal();
    portal.record('portal-return');
    portal.click('open');
    await navigated();
    leaveAndReturn();
    const { detail, state } = await portal.event('portal-return');
    expect(detail).to.deep.equal({});
    expect(state).to.equal('error');
    expect(await backend.minted()).to.equal(2);
  });

  it('dispatches no portal-return if no tab was opened', async () => {
    const { portal } = await silentPortal();
    portal.record('portal-return');
    leaveAndReturn();
    expect(portal.types).not.to.include('portal-return');
  });
});
