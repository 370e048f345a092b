/**
 * `mode="tab"` and `mode="redirect"`: a launch button instead of the frame. No link is minted before a click, each click gets
 * a new link, and `portal-return` is dispatched when the person returns from the portal.
 */
import { expect, fixtureSync } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { englishLabels } from '../../src/portal-labels.ts';
import type { FetchPortalLink } from '../../src/portal-link.ts';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend, target, until, type Answer } from '../tools/backend.ts';
import { catchWarnings, leaveAndReturn, setOnline, setVisible, stub } from '../tools/conditions.ts';
import {
  mountPortal,
  otherPortalStarts,
  pendingFetch,
  PortalHarness,
  readyPortal,
  rejectionOf,
} from '../tools/portal-harness.ts';
import { recordTabs } from '../tools/recorded-tabs.ts';

interface Launcher {
  readonly values?: Partial<ScalekitAdminPortalElement>;
  readonly answers?: Answer[];
  /** Whether the browser blocks tabs. */
  readonly blocked?: boolean;
}

/** A launch button of `mode="tab"`, unless the values change the mode, and the tabs that it opens. */
async function launcher({ values, answers = [{}], blocked = false }: Launcher = {}) {
  const tabs = recordTabs({ blocked });
  const { backend, portal } = await mountPortal({ answers }, { mode: 'tab', ...values });
  portal.record('portal-return');
  return { backend, portal, ...tabs };
}

/** Whether the element has a box. */
const isShown = (element: Element | null): boolean => !!element && element.getClientRects().length > 0;

const errors = (portal: PortalHarness): number => portal.count('portal-error');
const returns = (portal: PortalHarness): number => portal.count('portal-return');

/** Clicks with the real mouse. */
async function clickAt(button: Element): Promise<void> {
  button.scrollIntoView({ block: 'center' });
  const { left, top, width, height } = button.getBoundingClientRect();
  await sendMouse({ type: 'click', position: [Math.round(left + width / 2), Math.round(top + height / 2)] });
}

describe('mode="tab"', () => {
  it('mints no link before a click, and shows a button instead of a frame', async () => {
    const { backend, portal, log } = await launcher();
    await otherPortalStarts();
    leaveAndReturn();
    expect(portal.button('launch').textContent).to.equal(englishLabels.launch);
    expect(portal.text).to.equal(englishLabels.launch);
    expect([portal.element.state, portal.frames.length]).to.deep.equal(['idle', 0]);
    expect([log, portal.trace]).to.deep.equal([[], []]);
    expect((await backend.log()).requests).to.have.length(0);
  });

  it('opens the tab during the click, and sends it to a new link', async () => {
    const { backend, portal, log, tabs, calls, navigated } = await launcher();
    portal.click('launch');
    expect(log).to.deep.equal(['opens']);
    // With 'noopener', window.open returns no window to navigate.
    expect(calls).to.deep.equal([[]]);
    await navigated();
    expect(log).to.deep.equal(['opens', `goes to ${backend.link(1)}`, 'opener is cut']);
    expect(tabs[0]!.closed).to.equal(false);
    expect(await backend.minted()).to.equal(1);
  });

  it('cuts the opener first, and shows a loading text in the tab', async () => {
    const { backend, portal, tabs } = await launcher({
      values: { labels: { loading: 'Einen Moment' } },
      answers: [{ hang: 'headers' }],
    });
    portal.click('launch');
    expect(tabs[0]!.opener === null).to.equal(true);
    expect(tabs[0]!.document).to.deep.equal({ title: 'Einen Moment', body: { textContent: 'Einen Moment' } });
    await backend.requested();
  });

  it('is loading during the request, and idle with its button after the navigation of the tab', async () => {
    const { backend, portal, navigated } = await launcher({ answers: [{ held: true }] });
    portal.click('launch');
    expect(portal.element.state).to.equal('loading');
    await portal.element.updateComplete;
    expect(portal.text).to.contain(englishLabels.loading);
    expect(portal.busy).to.equal(true);
    expect(isShown(portal.part('launch'))).to.equal(true);
    await backend.requested();
    await backend.release();
    await navigated();
    await portal.state('idle');
    expect(portal.text).to.equal(englishLabels.launch);
    expect(portal.busy).to.equal(false);
    expect(portal.states).to.deep.equal(['loading', 'idle']);
    expect(portal.links).to.deep.equal([]);
  });

  it('opens another tab with another link at the second click', async () => {
    const { backend, portal, log, tabs, navigated } = await launcher();
    portal.click('launch');
    await navigated();
    portal.click('launch');
    await navigated(2);
    expect(tabs).to.have.length(2);
    expect(log).to.include.members([`goes to ${backend.link(1)}`, `goes to ${backend.link(2)}`]);
    expect(await backend.minted()).to.equal(2);
  });

  it('opens one tab and mints one link for several clicks during the request', async () => {
    const { backend, portal, tabs, navigated } = await launcher({ answers: [{ held: true }] });
    portal.click('launch');
    portal.click('launch');
    await backend.requested();
    portal.click('launch');
    await backend.release();
    await navigated();
    await portal.state('idle');
    expect(tabs).to.have.length(1);
    expect(await backend.minted()).to.equal(1);
  });

  it('calls fetchPortalLink with the reason "open"', async () => {
    const reasons: string[] = [];
    const fetchPortalLink: FetchPortalLink = async ({ reason }) => {
      reasons.push(reason);
      return 'https://portal.example/1';
    };
    const { backend, portal, navigated } = await launcher({ values: { fetchPortalLink } });
    portal.click('launch');
    await navigated();
    expect(reasons).to.deep.equal(['open']);
    expect(await backend.minted()).to.equal(0);
  });

  it('opens no tab at a click beside the button', async () => {
    const { backend, portal, log } = await launcher();
    portal.element.click();
    portal.element.shadowRoot!.querySelector<HTMLElement>('[role=status]')!.click();
    await portal.started();
    expect(log).to.deep.equal([]);
    expect(await backend.minted()).to.equal(0);
  });

  for (const [name, key] of [
    ['Enter', 'Enter'],
    ['Space', ' '],
  ] as const) {
    it(`opens a tab when the button is pressed with ${name}`, async () => {
      const { backend, portal, navigated } = await launcher();
      portal.button('launch').focus();
      await sendKeys({ press: key });
      await navigated();
      await portal.state('idle');
      expect(portal.focused?.getAttribute('part')).to.equal('launch');
      expect(await backend.minted()).to.equal(1);
    });
  }

  it('has one button, with a text and a place in the tab order', async () => {
    const { portal } = await launcher();
    const buttons = [...portal.element.shadowRoot!.querySelectorAll('button')];
    expect(buttons.map(({ textContent, tabIndex, type }) => ({ textContent, tabIndex, type }))).to.deep.equal([
      { textContent: englishLabels.launch, tabIndex: 0, type: 'button' },
    ]);
  });

  it('opens a tab at a click on a button in the slot "launch", or on a node in that button', async () => {
    const { backend, portal, navigated } = await launcher();
    const own = document.createElement('button');
    own.slot = 'launch';
    own.innerHTML = '<b>Set up SSO</b>';
    portal.element.append(own);
    expect(isShown(own)).to.equal(true);
    expect(isShown(portal.part('launch'))).to.equal(false);
    own.click();
    await navigated();
    own.querySelector('b')!.click();
    await navigated(2);
    expect(portal.element.firstElementChild === own).to.equal(true);
    expect(await backend.minted()).to.equal(2);
  });

  it('leaves a button in the slot "launch" as wide as it is elsewhere on the page', async () => {
    const { portal } = await launcher();
    const own = document.createElement('button');
    own.textContent = 'Set up SSO';
    portal.element.before(own);
    const { width } = own.getBoundingClientRect();
    own.slot = 'launch';
    portal.element.append(own);
    expect(own.getBoundingClientRect().width).to.be.closeTo(width, 1);
  });

  it('uses labels.launch as the text of the button, and follows its changes', async () => {
    const { portal } = await launcher({ values: { labels: { launch: 'SSO einrichten' } } });
    expect(portal.button('launch').textContent).to.equal('SSO einrichten');
    await portal.set({ labels: { launch: 'Configurer' } });
    expect(portal.button('launch').textContent).to.equal('Configurer');
  });

  it('is as high as its button, whatever its attribute height', async () => {
    const { portal } = await launcher({ values: { height: 900 } });
    expect(portal.element.getBoundingClientRect().height).to.be.within(20, 200);
    portal.element.mode = 'embed';
    await portal.event('portal-message');
    expect(portal.element.getBoundingClientRect().height).to.be.at.least(900);
  });

  it('without a source has no button, and warns once', async () => {
    const warnings = catchWarnings();
    const { portal } = await launcher({ values: { endpoint: null } });
    await until('the warning', () => warnings.length > 0);
    expect(portal.part('launch') === null).to.equal(true);
    expect(portal.element.state).to.equal('idle');
    expect(warnings).to.have.length(1);
  });

  describe('when the endpoint fails', () => {
    /** A click whose request the endpoint refuses. */
    async function refused() {
      const { portal, ...rest } = await launcher({ answers: [{ status: 403 }, {}] });
      portal.button('launch').focus();
      portal.click('launch');
      await portal.expectError({ code: 'ENDPOINT_UNAUTHORIZED', status: 403 });
      return { portal, ...rest };
    }

    it('closes the tab, and shows a panel instead of the button', async () => {
      const { backend, portal, log } = await refused();
      expect(log).to.deep.equal(['opens', 'closes']);
      expect(isShown(portal.part('error'))).to.equal(true);
      expect(isShown(portal.part('retry'))).to.equal(true);
      for (const part of ['launch', 'open', 'notice']) expect(portal.part(part) === null, part).to.equal(true);
      expect(portal.text).to.contain('ENDPOINT_UNAUTHORIZED 403');
      expect(portal.states).to.deep.equal(['loading', 'error']);
      expect(errors(portal)).to.equal(1);
      expect(await backend.minted()).to.equal(0);
    });

    it('moves the focus from the button to that of the panel', async () => {
      const { portal } = await refused();
      expect(portal.focused?.getAttribute('part')).to.equal('retry');
    });

    it('opens a tab at a click on the retry button, and shows the launch button again with the focus', async () => {
      const { backend, portal, log, navigated } = await refused();
      portal.click('retry');
      await navigated();
      expect(log.slice(2)).to.deep.equal(['opens', `goes to ${backend.link(1)}`, 'opener is cut']);
      await portal.state('idle');
      expect(portal.element.error).to.equal(null);
      expect(isShown(portal.part('launch'))).to.equal(true);
      expect(portal.focused?.getAttribute('part')).to.equal('launch');
      expect(await backend.minted()).to.equal(1);
    });

    it('opens one tab at a double click on the retry button', async () => {
      const { backend, portal, tabs, navigated } = await refused();
      const retry = portal.button('retry');
      retry.click();
      retry.click();
      await navigated();
      await portal.state('idle');
      expect(tabs).to.have.length(2);
      expect(await backend.minted()).to.equal(1);
    });

    it('dispatches no portal-return', async () => {
      const { portal } = await refused();
      leaveAndReturn();
      expect(returns(portal)).to.equal(0);
    });

    it('shows the button again for another endpoint, and mints no link', async () => {
      const { portal } = await refused();
      const other = await Backend.create();
      portal.element.endpoint = other.endpoint;
      await portal.state('idle');
      expect(isShown(portal.part('launch'))).to.equal(true);
      expect(await other.minted()).to.equal(0);
    });
  });

  for (const [name, values, location] of [
    ['javascript:', {}, 'javascript:void(top.canary = 1)'],
    ['an origin that environment-url does not name', { environmentUrl: 'https://portal.example' }, '{link}'],
    ['this page’s own origin', {}, '/portal/{run}/{number}'],
  ] as const) {
    it(`closes the tab without navigating it to an unsafe link: ${name}`, async () => {
      const { backend, portal, log } = await launcher({ values, answers: [{ json: { location } }] });
      portal.click('launch');
      await portal.expectError({ code: 'LINK_REJECTED' });
      expect(log).to.deep.equal(['opens', 'closes']);
      expect((await backend.log()).opened).to.deep.equal([]);
    });
  }

  it('refuses a link that was used before, and closes the tab', async () => {
    const { portal, log, navigated } = await launcher({
      answers: [{ json: { location: 'https://portal.example/1' } }],
    });
    portal.click('launch');
    await navigated();
    portal.click('launch');
    await portal.expectError({ code: 'LINK_REJECTED' });
    expect(log.slice(3)).to.deep.equal(['opens', 'closes']);
  });

  describe('when the browser blocks the tab', () => {
    it('mints no link, says so, and keeps the button', async () => {
      const { backend, portal } = await launcher({ blocked: true });
      portal.click('launch');
      await until('the text', () => portal.text.includes(englishLabels.popupBlocked));
      expect(isShown(portal.part('launch'))).to.equal(true);
      expect([portal.element.state, portal.trace]).to.deep.equal(['idle', []]);
      leaveAndReturn();
      expect(returns(portal)).to.equal(0);
      expect((await backend.log()).requests).to.have.length(0);
    });

    it('says so instead of the panel after a failure', async () => {
      const { portal } = await launcher({ answers: [{ status: 403 }] });
      portal.click('launch');
      await portal.state('error');
      recordTabs({ blocked: true });
      portal.click('retry');
      await until('the text', () => portal.text.includes(englishLabels.popupBlocked));
      expect(isShown(portal.part('retry') ?? portal.part('launch'))).to.equal(true);
      expect(portal.states.filter((state) => state === 'loading')).to.have.length(1);
    });

    it('removes the text when a tab opens', async () => {
      const { backend, portal } = await launcher({ blocked: true });
      portal.click('launch');
      await until('the text', () => portal.text.includes(englishLabels.popupBlocked));
      const { navigated } = recordTabs();
      portal.click('launch');
      await portal.state('loading');
      expect(portal.text).not.to.contain(englishLabels.popupBlocked);
      await navigated();
      await portal.state('idle');
      expect(portal.text).to.equal(englishLabels.launch);
      expect(await backend.minted()).to.equal(1);
    });
  });

  describe('closes the tab of a pending request', () => {
    async function pending() {
      const { fetchPortalLink, signals } = pendingFetch();
      const { backend, portal, log, closed } = await launcher({ values: { fetchPortalLink } });
      portal.click('launch');
      await until('the request', () => signals.length === 1);
      return { backend, portal, log, closed, signal: signals[0]! };
    }

    it('when the element leaves the page', async () => {
      const { portal, log, closed, signal } = await pending();
      portal.element.remove();
      expect(signal.aborted).to.equal(true);
      await closed();
      await portal.element.updateComplete;
      expect(log).to.deep.equal(['opens', 'closes']);
      expect(errors(portal)).to.equal(0);
      expect([portal.element.state, portal.element.error]).to.deep.equal(['idle', null]);
    });

    it('when the endpoint changes, and mints no link before the next click', async () => {
      const { portal, log, closed, signal } = await pending();
      const other = await Backend.create();
      portal.element.fetchPortalLink = null;
      portal.element.endpoint = other.endpoint;
      await closed();
      await portal.state('idle');
      expect(signal.aborted).to.equal(true);
      expect(errors(portal)).to.equal(0);
      expect(await other.minted()).to.equal(0);
      portal.click('launch');
      await until('the next tab goes to its link', () => log.includes(`goes to ${other.link(1)}`));
      expect(await other.minted()).to.equal(1);
    });

    it('when the mode changes to "embed", which shows a new link', async () => {
      const { backend, portal, log, closed } = await pending();
      portal.element.fetchPortalLink = null;
      portal.element.mode = 'embed';
      await closed();
      await portal.event('portal-message');
      expect(log).to.deep.equal(['opens', 'closes']);
      expect(errors(portal)).to.equal(0);
      expect(portal.links).to.deep.equal([backend.link(1)]);
      expect(await backend.minted()).to.equal(1);
    });

    it('when the mode changes to "redirect", which waits for a click', async () => {
      const { portal, closed, signal } = await pending();
      portal.element.mode = 'redirect';
      await closed();
      await portal.state('idle');
      expect(signal.aborted).to.equal(true);
      expect(isShown(portal.part('launch'))).to.equal(true);
      expect(errors(portal)).to.equal(0);
    });
  });

  describe('with a link in src', () => {
    it('opens it at one click and is expired then, without another source', async () => {
      const { backend, portal, log, navigated } = await launcher({
        values: { endpoint: null, src: 'https://portal.example/7' },
      });
      expect([portal.element.src, portal.element.hasAttribute('src')]).to.deep.equal([null, false]);
      portal.click('launch');
      await navigated();
      expect(log).to.include('goes to https://portal.example/7');
      await portal.state('expired');
      expect(portal.part('launch') === null).to.equal(true);
      expect(portal.text).to.contain(englishLabels.expired);
      expect(await backend.minted()).to.equal(0);
    });

    it('shows the button again for another src', async () => {
      const { backend, portal, log, navigated } = await launcher({
        values: { endpoint: null, src: 'https://portal.example/1' },
      });
      portal.click('launch');
      await portal.state('expired');
      portal.element.src = 'https://portal.example/2';
      await portal.state('idle');
      portal.click('launch');
      await navigated(2);
      expect(log).to.include('goes to https://portal.example/2');
      expect(await backend.minted()).to.equal(0);
    });

    it('requests a new one from the endpoint, if there is one', async () => {
      const { backend, portal, log, navigated } = await launcher({ values: { src: 'https://portal.example/old' } });
      portal.click('launch');
      await navigated();
      expect(log[1]).to.equal(`goes to ${backend.link(1)}`);
      expect(await backend.minted()).to.equal(1);
    });

    it('closes the tab without navigating it to an unsafe one', async () => {
      const { portal, log } = await launcher({ values: { endpoint: null, src: 'javascript:void(top.canary = 1)' } });
      portal.click('launch');
      await portal.expectError({ code: 'LINK_REJECTED' });
      expect(log).to.deep.equal(['opens', 'closes']);
    });
  });

  describe('reload()', () => {
    it('opens a tab as the button does, and resolves when the tab goes to its link', async () => {
      const { backend, portal, log } = await launcher();
      await portal.element.reload();
      expect(log).to.deep.equal(['opens', `goes to ${backend.link(1)}`, 'opener is cut']);
      expect(portal.links).to.deep.equal([]);
      expect(await backend.minted()).to.equal(1);
    });

    it('rejects with the PortalError', async () => {
      const { portal } = await launcher({ answers: [{ status: 403 }] });
      const error = await rejectionOf(portal.element.reload());
      expect(error).to.include({ name: 'PortalError', code: 'ENDPOINT_UNAUTHORIZED' });
    });

    it('opens one tab for two calls, and both wait for its navigation', async () => {
      const { backend, portal, log, tabs } = await launcher({ answers: [{ held: true }] });
      void portal.element.reload();
      const second = portal.element.reload();
      await backend.requested();
      await backend.release();
      await second;
      expect(log).to.include(`goes to ${backend.link(1)}`);
      expect(tabs).to.have.length(1);
      expect(await backend.minted()).to.equal(1);
    });

    it('rejects with an AbortError when the element leaves the page', async () => {
      const { backend, portal, log, closed } = await launcher({ answers: [{ hang: 'headers' }] });
      const outcome = rejectionOf(portal.element.reload());
      await backend.requested();
      portal.element.remove();
      expect(await outcome).to.have.property('name', 'AbortError');
      await closed();
      expect(log).to.deep.equal(['opens', 'closes']);
    });

    it('rejects with an AbortError when the browser blocks the tab, and mints no link', async () => {
      const { backend, portal } = await launcher({ blocked: true });
      const error = await rejectionOf(portal.element.reload());
      expect(error).to.have.property('name', 'AbortError');
      await until('the text', () => portal.text.includes(englishLabels.popupBlocked));
      expect((await backend.log()).requests).to.have.length(0);
    });

    it('rejects with ENDPOINT_MISSING without a source, and opens no tab', async () => {
      catchWarnings();
      const { portal, log } = await launcher({ values: { endpoint: null } });
      const error = await rejectionOf(portal.element.reload());
      expect(error).to.have.property('code', 'ENDPOINT_MISSING');
      expect(log).to.deep.equal([]);
    });
  });

  describe('portal-return', () => {
    /** A portal that shows in a tab. */
    async function opened() {
      const { backend, portal, navigated } = await launcher();
      leaveAndReturn();
      expect(returns(portal), 'before a tab was opened').to.equal(0);
      portal.click('launch');
      await navigated();
      await portal.state('idle');
      return { backend, portal };
    }

    it('is dispatched whenever the page becomes visible after a tab was opened, and mints no link', async () => {
      const { backend, portal } = await opened();
      setVisible(false);
      expect(returns(portal)).to.equal(0);
      setVisible(true);
      expect(returns(portal)).to.equal(1);
      leaveAndReturn();
      expect(returns(portal)).to.equal(2);
      expect(portal.states).to.deep.equal(['loading', 'idle']);
      expect(await backend.minted()).to.equal(1);
    });

    it('has an empty detail, bubbles, and is not composed', async () => {
      const { portal } = await opened();
      leaveAndReturn();
      const { event, detail, state } = await portal.event('portal-return');
      expect(detail).to.deep.equal({});
      expect([event.bubbles, event.composed, event.cancelable]).to.deep.equal([true, false, false]);
      expect(state).to.equal('idle');
    });

    it('is not dispatched when the page goes online', async () => {
      const { portal } = await opened();
      setOnline(false);
      setOnline(true);
      expect(returns(portal)).to.equal(0);
    });

    it('is not dispatched after the element has left the page, nor after it is put back', async () => {
      const { portal } = await opened();
      portal.element.remove();
      leaveAndReturn();
      await portal.connect();
      leaveAndReturn();
      expect(returns(portal)).to.equal(0);
    });
  });

  /** Replaces the tab by a frame of this page, so that the test can read its window. */
  const frameAsTab = () => {
    const frame = fixtureSync<HTMLIFrameElement>(document.createElement('iframe'));
    stub(window, 'open', () => frame.contentWindow);
    return frame;
  };

  // A frame of the page could take the name, and get the link.
  it('gives the tab no name', async () => {
    const { backend, portal } = await launcher({ answers: [{ held: true }] });
    const frame = frameAsTab();
    portal.click('launch');
    await backend.requested();
    const names: unknown[] = [];
    Object.defineProperty(frame.contentWindow, 'name', { set: (name) => names.push(name) });
    await backend.release();
    await backend.opened(1);
    expect(names).to.deep.equal([]);
    expect(await backend.minted()).to.equal(1);
  });

  it('does not navigate a tab in which the person has gone to another page', async () => {
    const { backend, portal } = await launcher({ answers: [{ held: true }] });
    const frame = frameAsTab();
    portal.click('launch');
    await backend.requested();
    const elsewhere = `${location.origin}/host/${target()}`;
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    frame.contentWindow!.location.replace(elsewhere);
    await loaded;
    await backend.release();
    await portal.state('idle');
    await otherPortalStarts();
    expect(frame.contentWindow!.location.href).to.equal(elsewhere);
    expect((await backend.log()).opened).to.deep.equal([]);
  });

  it('shows the portal in a real tab after a real click and a slow answer', async () => {
    const open = window.open.bind(window);
    // Longer than the user activation lasts: 1 s in WebKit.
    const { backend, portal } = await launcher({ answers: [{ delay: 1500 }] });
    const tabs: (Window | null)[] = [];
    stub(window, 'open', (...call: Parameters<typeof open>) => {
      tabs.push(open(...call));
      return tabs.at(-1);
    });
    try {
      await clickAt(portal.button('launch'));
      await until('the tab', () => tabs[0]);
      expect(tabs[0]!.opener === null).to.equal(true);
      const link = await backend.listening(1);
      expect(link.times).to.equal(1);
      // The portal gets the origin of the page at most.
      expect(link.referer).to.be.oneOf([null, `${location.origin}/`]);
      await portal.state('idle');
      expect(await backend.minted()).to.equal(1);
    } finally {
      tabs[0]?.close();
    }
  });
});

describe('a mode that changes', () => {
  it('from embed to tab removes the frame, and mints no link', async () => {
    const { backend, portal } = await readyPortal();
    portal.element.mode = 'tab';
    await portal.state('idle');
    expect(portal.frame === null).to.equal(true);
    expect(isShown(portal.part('launch'))).to.equal(true);
    expect(portal.element.getAttribute('mode')).to.equal('tab');
    expect(await backend.minted()).to.equal(1);
  });

  it('from an error of embed to tab shows the button', async () => {
    const { portal } = await launcher({ values: { mode: 'embed' }, answers: [{ status: 403 }] });
    await portal.state('error');
    portal.element.mode = 'tab';
    await portal.state('idle');
    expect(portal.element.error).to.equal(null);
    expect(isShown(portal.part('launch'))).to.equal(true);
  });

  it('from tab to embed mints one link and shows it', async () => {
    const { backend, portal } = await launcher();
    portal.element.setAttribute('mode', 'embed');
    await portal.event('portal-message');
    await portal.state('ready');
    expect(portal.links).to.deep.equal([backend.link(1)]);
    expect(portal.part('launch') === null).to.equal(true);
    expect(await backend.minted()).to.equal(1);
  });

  it('there and back in one task changes nothing', async () => {
    const { backend, portal } = await readyPortal();
    portal.element.mode = 'tab';
    portal.element.mode = 'embed';
    await portal.started();
    expect(portal.hasFirstFrame).to.equal(true);
    expect(await backend.minted()).to.equal(1);
  });

  it('to an unknown word counts as embed', async () => {
    const { backend, portal } = await launcher();
    portal.element.setAttribute('mode', 'window');
    await portal.event('portal-message');
    expect(await backend.minted()).to.equal(1);
  });
});

describe('mode="redirect"', () => {
  /** A host page in a frame of the test page, with the element in its markup. */
  async function redirecting(answers: Answer[] = [{}], attributes = '') {
    const backend = await Backend.create({ answers });
    const host = await (await fetch(`/host/${target()}`)).text();
    const tag = `<scalekit-admin-portal mode="redirect" endpoint="${backend.endpoint}" ${attributes}></scalekit-admin-portal>`;
    const html = host.replace('<head>', `<head><base href="${location.origin}/">`).replace('</body>', `${tag}</body>`);
    const frame = document.createElement('iframe');
    frame.src = URL.createObjectURL(new Blob([html], { type: 'text/html' }));
    fixtureSync<HTMLElement>(document.createElement('div')).append(frame);
    const portal = await harnessIn(frame);
    return { backend, portal, frame };
  }

  /** Waits for the button of the element in the host page. */
  async function harnessIn(frame: HTMLIFrameElement): Promise<PortalHarness> {
    const element = await until('the button in the host page', () => {
      const found = frame.contentDocument?.querySelector('scalekit-admin-portal');
      return found?.shadowRoot?.querySelector('[part=launch]') && found;
    });
    const portal = new PortalHarness(element);
    portal.record('portal-return');
    return portal;
  }

  it('mints no link before a click, then navigates the page to a new link', async () => {
    const { backend, portal, frame } = await redirecting();
    const { log } = recordTabs();
    expect(await backend.minted()).to.equal(0);
    portal.click('launch');
    const link = await backend.listening(1);
    expect(link.times).to.equal(1);
    // The page is on another site now.
    expect(frame.contentDocument === null).to.equal(true);
    expect(log).to.deep.equal([]);
    expect(await backend.minted()).to.equal(1);
  });

  it('mints one link for several clicks until the page is left', async () => {
    const { backend, portal } = await redirecting([{ held: true }]);
    await backend.portal({ held: true });
    portal.click('launch');
    portal.click('launch');
    await backend.requested();
    portal.click('launch');
    await backend.release();
    await backend.opened(1);
    portal.click('launch');
    expect(portal.element.state).to.equal('loading');
    expect(portal.text).to.contain(englishLabels.loading);
    await backend.release();
    await backend.listening(1);
    expect(await backend.minted()).to.equal(1);
  });

  it('shows a working button after the Back button has left the portal', async () => {
    const { backend, portal, frame } = await redirecting();
    portal.click('launch');
    await backend.listening(1);
    history.back();
    await until('the host page', () => frame.contentDocument);
    const again = await harnessIn(frame);
    expect(again.element.state).to.equal('idle');
    again.click('launch');
    await backend.listening(2);
    expect(await backend.minted()).to.equal(2);
  });

  // A page that starts a download, or is restored from the back/forward cache, is still the same page.
  it('shows a working button and dispatches portal-return once when the page becomes visible again', async () => {
    const { backend, portal, frame } = await redirecting();
    await backend.portal({ status204: true });
    portal.click('launch');
    await backend.opened(1);
    expect(portal.element.state).to.equal('loading');
    leaveAndReturn(frame.contentDocument!);
    expect(portal.trace.slice(-2)).to.deep.equal(['portal-state-change idle', 'portal-return']);
    leaveAndReturn(frame.contentDocument!);
    expect(returns(portal)).to.equal(1);
    await portal.element.updateComplete;
    expect(portal.text).to.equal(englishLabels.launch);
    portal.click('launch');
    await backend.opened(2);
    expect(await backend.minted()).to.equal(2);
  });

  it('does not react to a click after the network returns while the page is being left', async () => {
    const { backend, portal, frame } = await redirecting();
    await backend.portal({ held: true });
    portal.click('launch');
    await backend.opened(1);
    frame.contentWindow!.dispatchEvent(new Event('online'));
    portal.click('launch');
    expect(portal.element.state).to.equal('loading');
    await backend.release();
    await backend.listening(1);
    expect(await backend.minted()).to.equal(1);
  });

  it('stays on the page when the endpoint fails, with a panel whose button navigates', async () => {
    const { backend, portal, frame } = await redirecting([{ status: 403 }, {}]);
    portal.button('launch').focus();
    portal.click('launch');
    await portal.expectError({ code: 'ENDPOINT_UNAUTHORIZED' });
    expect(portal.focused?.getAttribute('part')).to.equal('retry');
    leaveAndReturn(frame.contentDocument!);
    expect(returns(portal)).to.equal(0);
    portal.click('retry');
    await backend.listening(1);
    expect(await backend.minted()).to.equal(1);
  });

  for (const [name, location, attributes] of [
    ['javascript:', 'javascript:void(top.canary = 1)', ''],
    ['an origin that environment-url does not name', '{link}', 'environment-url="https://portal.example"'],
  ] as const) {
    it(`stays on the page with an unsafe link: ${name}`, async () => {
      const { backend, portal, frame } = await redirecting([{ json: { location } }], attributes);
      portal.click('launch');
      await portal.expectError({ code: 'LINK_REJECTED' });
      await portal.started();
      expect(frame.contentDocument?.contains(portal.element)).to.equal(true);
      expect((await backend.log()).opened).to.deep.equal([]);
      expect((window as { canary?: unknown }).canary).to.equal(undefined);
    });
  }

  it('stays on the page when the element is removed during the request', async () => {
    const { backend, portal, frame } = await redirecting([{ held: true }]);
    portal.click('launch');
    await backend.requested();
    portal.element.remove();
    await backend.release();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(frame.contentDocument === null).to.equal(false);
    expect((await backend.log()).opened).to.deep.equal([]);
    expect(errors(portal)).to.equal(0);
  });

  it('navigates at reload() as at a click', async () => {
    const { backend, portal } = await redirecting();
    void portal.element.reload();
    const link = await backend.listening(1);
    expect(link.times).to.equal(1);
    expect(await backend.minted()).to.equal(1);
  });
});
