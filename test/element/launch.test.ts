/**
 * `mode="tab"` and `mode="redirect"`: a button in place of the frame. Nothing is minted before a click, each click gets a
 * link of its own, and whoever comes back from the portal is told to look at the status again.
 */
import { expect, fixtureSync } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { englishLabels } from '../../src/portal-labels.ts';
import type { FetchPortalLink } from '../../src/portal-link.ts';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend, target, until, type Answer } from '../tools/backend.ts';
import { setOnline, setVisible, substitute } from '../tools/conditions.ts';
import { PortalHarness, readyPortal, request } from '../tools/portal-harness.ts';
import { recordTabs } from '../tools/recorded-tabs.ts';

type Values = Partial<ScalekitAdminPortalElement>;

/** A button that opens a tab, or what the values make of it. */
async function launcher(values: Values = {}, answers: Answer[] = [{}]) {
  const backend = await Backend.create();
  await backend.answers(answers);
  const portal = await PortalHarness.mount({ endpoint: backend.endpoint, mode: 'tab', ...values });
  portal.record('portal-return');
  return { backend, portal };
}

function launchButton(portal: PortalHarness): HTMLElement {
  const button = portal.part('launch');
  if (!button) throw new Error(`There is no button to launch with: ${portal.words}`);
  return button;
}

const press = (portal: PortalHarness): void => launchButton(portal).click();

/** Whether a person sees it. */
const isShown = (element: Element | null): boolean => !!element && element.getClientRects().length > 0;

const errors = ({ types }: PortalHarness): string[] => types.filter((type) => type === 'portal-error');
const returns = ({ types }: PortalHarness): string[] => types.filter((type) => type === 'portal-return');

/** The person looks at something else, and comes back. */
function lookAwayAndBack(): void {
  setVisible(false);
  setVisible(true);
}

/** A click of a real mouse. */
async function clickAt(button: Element): Promise<void> {
  button.scrollIntoView({ block: 'center' });
  const { left, top, width, height } = button.getBoundingClientRect();
  await sendMouse({ type: 'click', position: [Math.round(left + width / 2), Math.round(top + height / 2)] });
}

describe('mode="tab"', () => {
  it('mints nothing before a click, and shows a button and no frame', async () => {
    const { story } = recordTabs();
    const { backend, portal } = await launcher();
    await readyPortal();
    lookAwayAndBack();
    expect(launchButton(portal).textContent).to.equal(englishLabels.launch);
    expect(portal.words).to.equal(englishLabels.launch);
    expect([portal.element.state, portal.frames.length]).to.deep.equal(['idle', 0]);
    expect([story, portal.trace]).to.deep.equal([[], []]);
    expect((await backend.log()).requests).to.have.length(0);
  });

  it('opens the tab inside the click, and sends it to a fresh link', async () => {
    const { story, tabs, calls } = recordTabs();
    const { backend, portal } = await launcher();
    press(portal);
    expect(story).to.deep.equal(['opens']);
    // With 'noopener' there would be no tab to send to the link.
    expect(calls).to.deep.equal([[]]);
    await until('the tab goes', () => story.length === 3);
    expect(story).to.deep.equal(['opens', `goes to ${backend.link(1)}`, 'opener is cut']);
    expect(tabs[0]!.closed).to.equal(false);
    expect(await backend.minted()).to.equal(1);
  });

  it('cuts the opener before anything else, and says in the tab that it waits', async () => {
    const { tabs } = recordTabs();
    const { backend, portal } = await launcher({ labels: { loading: 'Einen Moment' } }, [{ hang: 'headers' }]);
    press(portal);
    expect(tabs[0]!.opener === null).to.equal(true);
    expect(tabs[0]!.document).to.deep.equal({ title: 'Einen Moment', body: { textContent: 'Einen Moment' } });
    await request(backend);
  });

  it('is loading while it asks, and idle with its button once the tab goes', async () => {
    const { story } = recordTabs();
    const { backend, portal } = await launcher({}, [{ held: true }]);
    press(portal);
    expect(portal.element.state).to.equal('loading');
    await portal.element.updateComplete;
    expect(portal.words).to.contain(englishLabels.loading);
    expect(portal.busy).to.equal(true);
    expect(isShown(portal.part('launch'))).to.equal(true);
    await request(backend);
    await backend.release();
    await until('the tab goes', () => story.length === 3);
    await portal.state('idle');
    expect(portal.words).to.equal(englishLabels.launch);
    expect(portal.busy).to.equal(false);
    expect(portal.states).to.deep.equal(['loading', 'idle']);
    expect(portal.links).to.deep.equal([]);
  });

  it('a second click opens another tab with a link of its own', async () => {
    const { story, tabs } = recordTabs();
    const { backend, portal } = await launcher();
    press(portal);
    await until('the tab goes', () => story.length === 3);
    press(portal);
    await until('the second tab goes', () => story.length === 6);
    expect(tabs).to.have.length(2);
    expect(story).to.include.members([`goes to ${backend.link(1)}`, `goes to ${backend.link(2)}`]);
    expect(await backend.minted()).to.equal(2);
  });

  it('any number of clicks while it asks open one tab and mint one link', async () => {
    const { story, tabs } = recordTabs();
    const { backend, portal } = await launcher({}, [{ held: true }]);
    press(portal);
    press(portal);
    await request(backend);
    press(portal);
    await backend.release();
    await until('the tab goes', () => story.length === 3);
    await portal.state('idle');
    expect(tabs).to.have.length(1);
    expect(await backend.minted()).to.equal(1);
  });

  it('asks fetchPortalLink to open', async () => {
    const { story } = recordTabs();
    const reasons: string[] = [];
    const fetchPortalLink: FetchPortalLink = async ({ reason }) => {
      reasons.push(reason);
      return 'https://portal.example/1';
    };
    const { backend, portal } = await launcher({ fetchPortalLink });
    press(portal);
    await until('the tab goes', () => story.length === 3);
    expect(reasons).to.deep.equal(['open']);
    expect(await backend.minted()).to.equal(0);
  });

  it('a click beside the button opens nothing', async () => {
    const { story } = recordTabs();
    const { backend, portal } = await launcher();
    portal.element.click();
    portal.element.shadowRoot!.querySelector<HTMLElement>('[role=status]')!.click();
    await portal.started();
    expect(story).to.deep.equal([]);
    expect(await backend.minted()).to.equal(0);
  });

  for (const [name, key] of [
    ['Enter', 'Enter'],
    ['Space', ' '],
  ] as const) {
    it(`its button is pressed by keyboard: ${name}`, async () => {
      const { story } = recordTabs();
      const { backend, portal } = await launcher();
      launchButton(portal).focus();
      await sendKeys({ press: key });
      await until('the tab goes', () => story.length === 3);
      await portal.state('idle');
      expect(portal.focused?.getAttribute('part')).to.equal('launch');
      expect(await backend.minted()).to.equal(1);
    });
  }

  it('its button is one, with words, in the tab order', async () => {
    const { portal } = await launcher();
    const buttons = [...portal.element.shadowRoot!.querySelectorAll('button')];
    expect(buttons.map(({ textContent, tabIndex, type }) => ({ textContent, tabIndex, type }))).to.deep.equal([
      { textContent: englishLabels.launch, tabIndex: 0, type: 'button' },
    ]);
  });

  it('the slot "launch" takes a button of the page’s own, and whatever is in it', async () => {
    const { story } = recordTabs();
    const { backend, portal } = await launcher();
    const own = document.createElement('button');
    own.slot = 'launch';
    own.innerHTML = '<b>Set up SSO</b>';
    portal.element.append(own);
    expect(isShown(own)).to.equal(true);
    expect(isShown(portal.part('launch'))).to.equal(false);
    own.click();
    await until('the tab goes', () => story.length === 3);
    own.querySelector('b')!.click();
    await until('the second tab goes', () => story.length === 6);
    expect(portal.element.firstElementChild === own).to.equal(true);
    expect(await backend.minted()).to.equal(2);
  });

  it('labels.launch is the button’s word, also when it changes', async () => {
    const { portal } = await launcher({ labels: { launch: 'SSO einrichten' } });
    expect(launchButton(portal).textContent).to.equal('SSO einrichten');
    portal.element.labels = { launch: 'Configurer' };
    await portal.element.updateComplete;
    expect(launchButton(portal).textContent).to.equal('Configurer');
  });

  it('is as low as its button, whatever height it has', async () => {
    const { portal } = await launcher({ height: 900 });
    expect(portal.element.getBoundingClientRect().height).to.be.within(20, 200);
    portal.element.mode = 'embed';
    await portal.event('portal-message');
    expect(portal.element.getBoundingClientRect().height).to.be.at.least(900);
  });

  it('a tag with nobody to ask has no button, and says so on the console once', async () => {
    const warnings: string[] = [];
    substitute(console, 'warn', (text: string) => warnings.push(text));
    const { portal } = await launcher({ endpoint: null });
    await until('the warning', () => warnings.length > 0);
    expect(portal.part('launch') === null).to.equal(true);
    expect(portal.element.state).to.equal('idle');
    expect(warnings).to.have.length(1);
  });

  describe('when the endpoint fails', () => {
    /** A click that the endpoint refuses. */
    async function refused(values: Values = {}) {
      const { story, tabs } = recordTabs();
      const { backend, portal } = await launcher(values, [{ status: 403 }, {}]);
      launchButton(portal).focus();
      press(portal);
      const { error } = await portal.event('portal-error');
      expect(error).to.include({ code: 'ENDPOINT_UNAUTHORIZED', status: 403 });
      await portal.element.updateComplete;
      return { backend, portal, story, tabs };
    }

    it('the tab closes, and a panel in the button’s place says why', async () => {
      const { backend, portal, story } = await refused();
      expect(story).to.deep.equal(['opens', 'closes']);
      expect(isShown(portal.part('error'))).to.equal(true);
      expect(isShown(portal.part('retry'))).to.equal(true);
      for (const part of ['launch', 'open', 'notice']) expect(portal.part(part) === null, part).to.equal(true);
      expect(portal.words).to.contain('ENDPOINT_UNAUTHORIZED 403');
      expect(portal.states).to.deep.equal(['loading', 'error']);
      expect(errors(portal)).to.have.length(1);
      expect(await backend.minted()).to.equal(0);
    });

    it('the focus of the button goes to that of the panel', async () => {
      const { portal } = await refused();
      expect(portal.focused?.getAttribute('part')).to.equal('retry');
    });

    it('the panel’s button opens a tab at once, and the first button comes back with the focus', async () => {
      const { backend, portal, story } = await refused();
      portal.click('retry');
      await until('the tab goes', () => story.length === 5);
      expect(story.slice(2)).to.deep.equal(['opens', `goes to ${backend.link(1)}`, 'opener is cut']);
      await portal.state('idle');
      expect(portal.element.error).to.equal(null);
      expect(isShown(portal.part('launch'))).to.equal(true);
      expect(portal.focused?.getAttribute('part')).to.equal('launch');
      expect(await backend.minted()).to.equal(1);
    });

    it('a double click on the panel’s button opens one tab', async () => {
      const { backend, portal, story, tabs } = await refused();
      const retry = portal.part('retry')!;
      retry.click();
      retry.click();
      await until('the tab goes', () => story.length >= 5);
      await portal.state('idle');
      expect(tabs).to.have.length(2);
      expect(await backend.minted()).to.equal(1);
    });

    it('nobody is told to look at the status again', async () => {
      const { portal } = await refused();
      lookAwayAndBack();
      expect(returns(portal)).to.deep.equal([]);
    });

    it('another endpoint brings the button back, and mints nothing', async () => {
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
    it(`an unsafe link never reaches the tab: ${name}`, async () => {
      const { story } = recordTabs();
      const { backend, portal } = await launcher(values, [{ json: { location } }]);
      press(portal);
      const { error } = await portal.event('portal-error');
      expect(error).to.have.property('code', 'LINK_REJECTED');
      expect(story).to.deep.equal(['opens', 'closes']);
      expect((await backend.log()).opened).to.deep.equal([]);
    });
  }

  it('the same link twice is refused, and the tab closes', async () => {
    const { story } = recordTabs();
    const { portal } = await launcher({}, [{ json: { location: 'https://portal.example/1' } }]);
    press(portal);
    await until('the tab goes', () => story.length === 3);
    press(portal);
    const { error } = await portal.event('portal-error');
    expect(error).to.have.property('code', 'LINK_REJECTED');
    expect(story.slice(3)).to.deep.equal(['opens', 'closes']);
  });

  describe('when the browser blocks the tab', () => {
    it('mints nothing, says so, and the button stays', async () => {
      recordTabs(true);
      const { backend, portal } = await launcher();
      press(portal);
      await until('the words', () => portal.words.includes(englishLabels.popupBlocked));
      expect(isShown(portal.part('launch'))).to.equal(true);
      expect([portal.element.state, portal.trace]).to.deep.equal(['idle', []]);
      lookAwayAndBack();
      expect(returns(portal)).to.deep.equal([]);
      expect((await backend.log()).requests).to.have.length(0);
    });

    it('after a failure, it says so where the button was', async () => {
      recordTabs();
      const { portal } = await launcher({}, [{ status: 403 }]);
      press(portal);
      await portal.state('error');
      recordTabs(true);
      portal.click('retry');
      await until('the words', () => portal.words.includes(englishLabels.popupBlocked));
      expect(isShown(portal.part('retry') ?? portal.part('launch'))).to.equal(true);
      expect(portal.states.filter((state) => state === 'loading')).to.have.length(1);
    });

    it('the words go once a tab opens', async () => {
      recordTabs(true);
      const { backend, portal } = await launcher();
      press(portal);
      await until('the words', () => portal.words.includes(englishLabels.popupBlocked));
      const { story } = recordTabs();
      press(portal);
      await portal.state('loading');
      expect(portal.words).not.to.contain(englishLabels.popupBlocked);
      await until('the tab goes', () => story.length === 3);
      await portal.state('idle');
      expect(portal.words).to.equal(englishLabels.launch);
      expect(await backend.minted()).to.equal(1);
    });
  });

  describe('what ends the request closes the tab', () => {
    /** A click, and an endpoint that does not answer. */
    async function pending() {
      const { story } = recordTabs();
      const signals: AbortSignal[] = [];
      const { backend, portal } = await launcher();
      const never: FetchPortalLink = ({ signal }) => {
        signals.push(signal);
        return new Promise(() => undefined);
      };
      portal.element.fetchPortalLink = never;
      await portal.element.updateComplete;
      press(portal);
      await until('the request', () => signals.length === 1);
      return { backend, portal, story, signal: signals[0]! };
    }

    it('the element leaves the page', async () => {
      const { portal, story, signal } = await pending();
      portal.element.remove();
      expect(signal.aborted).to.equal(true);
      await until('the tab closes', () => story.includes('closes'));
      await portal.element.updateComplete;
      expect(story).to.deep.equal(['opens', 'closes']);
      expect(errors(portal)).to.deep.equal([]);
      expect([portal.element.state, portal.element.error]).to.deep.equal(['idle', null]);
    });

    it('another endpoint, which mints nothing before a click of its own', async () => {
      const { portal, story, signal } = await pending();
      const other = await Backend.create();
      portal.element.fetchPortalLink = null;
      portal.element.endpoint = other.endpoint;
      await until('the tab closes', () => story.includes('closes'));
      await portal.state('idle');
      expect(signal.aborted).to.equal(true);
      expect(errors(portal)).to.deep.equal([]);
      expect(await other.minted()).to.equal(0);
      press(portal);
      await until('the next tab goes', () => story.includes(`goes to ${other.link(1)}`));
      expect(await other.minted()).to.equal(1);
    });

    it('mode="embed", which shows a link of its own', async () => {
      const { backend, portal, story } = await pending();
      portal.element.fetchPortalLink = null;
      portal.element.mode = 'embed';
      await until('the tab closes', () => story.includes('closes'));
      await portal.event('portal-message');
      expect(story).to.deep.equal(['opens', 'closes']);
      expect(errors(portal)).to.deep.equal([]);
      expect(portal.links).to.deep.equal([backend.link(1)]);
      expect(await backend.minted()).to.equal(1);
    });

    it('mode="redirect", which waits for a click', async () => {
      const { portal, story, signal } = await pending();
      portal.element.mode = 'redirect';
      await until('the tab closes', () => story.includes('closes'));
      await portal.state('idle');
      expect(signal.aborted).to.equal(true);
      expect(isShown(portal.part('launch'))).to.equal(true);
      expect(errors(portal)).to.deep.equal([]);
    });
  });

  describe('with a first link in src', () => {
    it('which is all there is, it works for one click and is expired then', async () => {
      const { story } = recordTabs();
      const { backend, portal } = await launcher({ endpoint: null, src: 'https://portal.example/7' });
      expect([portal.element.src, portal.element.hasAttribute('src')]).to.deep.equal([null, false]);
      press(portal);
      await until('the tab goes', () => story.includes('goes to https://portal.example/7'));
      await portal.state('expired');
      expect(portal.part('launch') === null).to.equal(true);
      expect(portal.words).to.contain(englishLabels.expired);
      expect(await backend.minted()).to.equal(0);
    });

    it('another src brings the button back', async () => {
      const { story } = recordTabs();
      const { backend, portal } = await launcher({ endpoint: null, src: 'https://portal.example/1' });
      press(portal);
      await portal.state('expired');
      portal.element.src = 'https://portal.example/2';
      await portal.state('idle');
      press(portal);
      await until('the tab goes', () => story.includes('goes to https://portal.example/2'));
      expect(await backend.minted()).to.equal(0);
    });

    it('an endpoint beside it gets asked for a fresh one', async () => {
      const { story } = recordTabs();
      const { backend, portal } = await launcher({ src: 'https://portal.example/old' });
      press(portal);
      await until('the tab goes', () => story.length === 3);
      expect(story[1]).to.equal(`goes to ${backend.link(1)}`);
      expect(await backend.minted()).to.equal(1);
    });

    it('that is unsafe, it never reaches the tab', async () => {
      const { story } = recordTabs();
      const { portal } = await launcher({ endpoint: null, src: 'javascript:void(top.canary = 1)' });
      press(portal);
      const { error } = await portal.event('portal-error');
      expect(error).to.have.property('code', 'LINK_REJECTED');
      expect(story).to.deep.equal(['opens', 'closes']);
    });
  });

  describe('reload()', () => {
    it('does what the button does, and resolves when the tab goes', async () => {
      const { story } = recordTabs();
      const { backend, portal } = await launcher();
      await portal.element.reload();
      expect(story).to.deep.equal(['opens', `goes to ${backend.link(1)}`, 'opener is cut']);
      expect(portal.links).to.deep.equal([]);
      expect(await backend.minted()).to.equal(1);
    });

    it('rejects with the PortalError', async () => {
      recordTabs();
      const { portal } = await launcher({}, [{ status: 403 }]);
      const error = await portal.element.reload().catch((reason: unknown) => reason);
      expect(error).to.include({ name: 'PortalError', code: 'ENDPOINT_UNAUTHORIZED' });
    });

    it('twice is once, and both wait for the tab to go', async () => {
      const { story, tabs } = recordTabs();
      const { backend, portal } = await launcher({}, [{ held: true }]);
      void portal.element.reload();
      const second = portal.element.reload();
      await request(backend);
      await backend.release();
      await second;
      expect(story).to.include(`goes to ${backend.link(1)}`);
      expect(tabs).to.have.length(1);
      expect(await backend.minted()).to.equal(1);
    });

    it('rejects with an AbortError when the element leaves the page', async () => {
      const { story } = recordTabs();
      const { backend, portal } = await launcher({}, [{ hang: 'headers' }]);
      const outcome = portal.element.reload().catch((reason: unknown) => reason);
      await request(backend);
      portal.element.remove();
      expect(await outcome).to.have.property('name', 'AbortError');
      await until('the tab closes', () => story.includes('closes'));
      expect(story).to.deep.equal(['opens', 'closes']);
    });

    it('rejects with an AbortError when the browser blocks the tab, and mints nothing', async () => {
      recordTabs(true);
      const { backend, portal } = await launcher();
      const error = await portal.element.reload().catch((reason: unknown) => reason);
      expect(error).to.have.property('name', 'AbortError');
      await until('the words', () => portal.words.includes(englishLabels.popupBlocked));
      expect((await backend.log()).requests).to.have.length(0);
    });

    it('rejects with ENDPOINT_MISSING where there is nobody to ask, and opens nothing', async () => {
      substitute(console, 'warn', () => undefined);
      const { story } = recordTabs();
      const { portal } = await launcher({ endpoint: null });
      const error = await portal.element.reload().catch((reason: unknown) => reason);
      expect(error).to.have.property('code', 'ENDPOINT_MISSING');
      expect(story).to.deep.equal([]);
    });
  });

  describe('portal-return', () => {
    /** A portal in a tab. */
    async function away() {
      const { story } = recordTabs();
      const made = await launcher();
      lookAwayAndBack();
      expect(returns(made.portal), 'before a tab was opened').to.deep.equal([]);
      press(made.portal);
      await until('the tab goes', () => story.length === 3);
      await made.portal.state('idle');
      return made;
    }

    it('comes whenever the page is looked at again after a tab was opened, and mints nothing', async () => {
      const { backend, portal } = await away();
      setVisible(false);
      expect(returns(portal)).to.deep.equal([]);
      setVisible(true);
      expect(returns(portal)).to.have.length(1);
      lookAwayAndBack();
      expect(returns(portal)).to.have.length(2);
      expect(portal.states).to.deep.equal(['loading', 'idle']);
      expect(await backend.minted()).to.equal(1);
    });

    it('says nothing, bubbles, and stays in its tree', async () => {
      const { portal } = await away();
      lookAwayAndBack();
      const { event, detail, state } = await portal.event('portal-return');
      expect(detail).to.deep.equal({});
      expect([event.bubbles, event.composed, event.cancelable]).to.deep.equal([true, false, false]);
      expect(state).to.equal('idle');
    });

    it('does not come because the network is back', async () => {
      const { portal } = await away();
      setOnline(false);
      setOnline(true);
      expect(returns(portal)).to.deep.equal([]);
    });

    it('does not come after the element has left the page, nor when it is put back', async () => {
      const { portal } = await away();
      portal.element.remove();
      lookAwayAndBack();
      await portal.connect();
      lookAwayAndBack();
      expect(returns(portal)).to.deep.equal([]);
    });
  });

  /** A tab that is a window of this page's own, so that a test sees into it. */
  const frameForTab = () => {
    const frame = fixtureSync<HTMLIFrameElement>(document.createElement('iframe'));
    substitute(window, 'open', () => frame.contentWindow);
    return frame;
  };

  it('gives the tab no name, which a frame of the page could take to get the link', async () => {
    const frame = frameForTab();
    const { backend, portal } = await launcher({}, [{ held: true }]);
    press(portal);
    await request(backend);
    const names: unknown[] = [];
    Object.defineProperty(frame.contentWindow, 'name', { set: (name) => names.push(name) });
    await backend.release();
    await backend.opened(1);
    expect(names).to.deep.equal([]);
    expect(await backend.minted()).to.equal(1);
  });

  it('leaves a tab alone in which the person has gone elsewhere meanwhile', async () => {
    const frame = frameForTab();
    const { backend, portal } = await launcher({}, [{ held: true }]);
    press(portal);
    await request(backend);
    const elsewhere = `${location.origin}/host/${target()}`;
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    frame.contentWindow!.location.replace(elsewhere);
    await loaded;
    await backend.release();
    await portal.state('idle');
    // The link would be open by now: another portal starts and shows meanwhile.
    await readyPortal();
    expect(frame.contentWindow!.location.href).to.equal(elsewhere);
    expect((await backend.log()).opened).to.deep.equal([]);
  });

  it('a real click opens a real tab, which shows the portal after seconds of waiting', async () => {
    const open = window.open.bind(window);
    const tabs: (Window | null)[] = [];
    substitute(window, 'open', (...call: Parameters<typeof open>) => {
      tabs.push(open(...call));
      return tabs.at(-1);
    });
    // Longer than a click counts as one: 1 s in WebKit.
    const { backend, portal } = await launcher({}, [{ delay: 1500 }]);
    try {
      await clickAt(launchButton(portal));
      await until('the tab', () => tabs[0]);
      expect(tabs[0]!.opener === null).to.equal(true);
      const link = await backend.listening(1);
      expect(link.times).to.equal(1);
      // A portal that could reach this page might send it anywhere.
      expect(link.referer).to.be.oneOf([null, `${location.origin}/`]);
      await portal.state('idle');
      expect(await backend.minted()).to.equal(1);
    } finally {
      tabs[0]?.close();
    }
  });
});

describe('a mode that changes', () => {
  it('from embed to tab takes the frame away, and mints nothing', async () => {
    const { backend, portal } = await readyPortal();
    portal.element.mode = 'tab';
    await portal.state('idle');
    expect(portal.frame === null).to.equal(true);
    expect(isShown(portal.part('launch'))).to.equal(true);
    expect(portal.element.getAttribute('mode')).to.equal('tab');
    expect(await backend.minted()).to.equal(1);
  });

  it('from an error of embed to tab shows the button', async () => {
    const { portal } = await launcher({ mode: 'embed' }, [{ status: 403 }]);
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
    const { frame } = portal;
    portal.element.mode = 'tab';
    portal.element.mode = 'embed';
    await portal.started();
    expect(portal.frame === frame).to.equal(true);
    expect(await backend.minted()).to.equal(1);
  });

  it('to a word that is no mode embeds', async () => {
    const { backend, portal } = await launcher();
    portal.element.setAttribute('mode', 'window');
    await portal.event('portal-message');
    expect(await backend.minted()).to.equal(1);
  });
});

describe('mode="redirect"', () => {
  /** A host page of its own in a frame of the test page, with the element in its markup. */
  async function redirecting(answers: Answer[] = [{}], attributes = '') {
    const backend = await Backend.create();
    await backend.answers(answers);
    const host = await (await fetch(`/host/${target()}`)).text();
    const tag = `<scalekit-admin-portal mode="redirect" endpoint="${backend.endpoint}" ${attributes}></scalekit-admin-portal>`;
    const html = host.replace('<head>', `<head><base href="${location.origin}/">`).replace('</body>', `${tag}</body>`);
    const frame = document.createElement('iframe');
    frame.src = URL.createObjectURL(new Blob([html], { type: 'text/html' }));
    fixtureSync<HTMLElement>(document.createElement('div')).append(frame);
    const portal = await harnessIn(frame);
    return { backend, portal, frame };
  }

  /** The element in a host page, once its button is there. */
  async function harnessIn(frame: HTMLIFrameElement): Promise<PortalHarness> {
    const element = await until('the button in the host page', () => {
      const found = frame.contentDocument?.querySelector('scalekit-admin-portal');
      return found?.shadowRoot?.querySelector('[part=launch]') && found;
    });
    const portal = new PortalHarness(element);
    portal.record('portal-return');
    return portal;
  }

  function lookAwayAndBackAt(page: Document): void {
    for (const state of ['hidden', 'visible']) {
      substitute(page, 'visibilityState', state);
      page.dispatchEvent(new Event('visibilitychange'));
    }
  }

  it('mints nothing before a click, then goes to a fresh link in place of the page', async () => {
    const { backend, portal, frame } = await redirecting();
    const { story } = recordTabs();
    expect(await backend.minted()).to.equal(0);
    press(portal);
    const link = await backend.listening(1);
    expect(link.times).to.equal(1);
    // Another site's by now.
    expect(frame.contentDocument === null).to.equal(true);
    expect(story).to.deep.equal([]);
    expect(await backend.minted()).to.equal(1);
  });

  it('any number of clicks until the page has gone mint one link', async () => {
    const { backend, portal } = await redirecting([{ held: true }]);
    await backend.portal({ held: true });
    press(portal);
    press(portal);
    await request(backend);
    press(portal);
    await backend.release();
    await backend.opened(1);
    press(portal);
    expect(portal.element.state).to.equal('loading');
    expect(portal.words).to.contain(englishLabels.loading);
    await backend.release();
    await backend.listening(1);
    expect(await backend.minted()).to.equal(1);
  });

  it('Back from the portal leads to a button that works', async () => {
    const { backend, portal, frame } = await redirecting();
    press(portal);
    await backend.listening(1);
    history.back();
    await until('the host page', () => frame.contentDocument);
    const again = await harnessIn(frame);
    expect(again.element.state).to.equal('idle');
    press(again);
    await backend.listening(2);
    expect(await backend.minted()).to.equal(2);
  });

  // A page that is left for a download, or comes back out of the browser's back/forward cache, is the same as before.
  it('a page that was left and is looked at again has a button that works, and says portal-return once', async () => {
    const { backend, portal, frame } = await redirecting();
    await backend.portal({ status204: true });
    press(portal);
    await backend.opened(1);
    expect(portal.element.state).to.equal('loading');
    lookAwayAndBackAt(frame.contentDocument!);
    expect(portal.trace.slice(-2)).to.deep.equal(['portal-state-change idle', 'portal-return']);
    lookAwayAndBackAt(frame.contentDocument!);
    expect(returns(portal)).to.have.length(1);
    await portal.element.updateComplete;
    expect(portal.words).to.equal(englishLabels.launch);
    press(portal);
    await backend.opened(2);
    expect(await backend.minted()).to.equal(2);
  });

  it('a network that comes back while the page is being left does not bring the button back', async () => {
    const { backend, portal, frame } = await redirecting();
    await backend.portal({ held: true });
    press(portal);
    await backend.opened(1);
    frame.contentWindow!.dispatchEvent(new Event('online'));
    press(portal);
    expect(portal.element.state).to.equal('loading');
    await backend.release();
    await backend.listening(1);
    expect(await backend.minted()).to.equal(1);
  });

  it('a failing endpoint leaves the page where it is, under a panel whose button goes on', async () => {
    const { backend, portal, frame } = await redirecting([{ status: 403 }, {}]);
    launchButton(portal).focus();
    press(portal);
    const { error } = await portal.event('portal-error');
    expect(error).to.have.property('code', 'ENDPOINT_UNAUTHORIZED');
    await portal.element.updateComplete;
    expect(portal.focused?.getAttribute('part')).to.equal('retry');
    lookAwayAndBackAt(frame.contentDocument!);
    expect(returns(portal)).to.deep.equal([]);
    portal.click('retry');
    await backend.listening(1);
    expect(await backend.minted()).to.equal(1);
  });

  for (const [name, location, attributes] of [
    ['javascript:', 'javascript:void(top.canary = 1)', ''],
    ['an origin that environment-url does not name', '{link}', 'environment-url="https://portal.example"'],
  ] as const) {
    it(`an unsafe link moves nothing: ${name}`, async () => {
      const { backend, portal, frame } = await redirecting([{ json: { location } }], attributes);
      press(portal);
      const { error } = await portal.event('portal-error');
      expect(error).to.have.property('code', 'LINK_REJECTED');
      await portal.started();
      expect(frame.contentDocument?.contains(portal.element)).to.equal(true);
      expect((await backend.log()).opened).to.deep.equal([]);
      expect((window as { canary?: unknown }).canary).to.equal(undefined);
    });
  }

  it('an element that leaves the page while it asks goes nowhere', async () => {
    const { backend, portal, frame } = await redirecting([{ held: true }]);
    press(portal);
    await request(backend);
    portal.element.remove();
    await backend.release();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(frame.contentDocument === null).to.equal(false);
    expect((await backend.log()).opened).to.deep.equal([]);
    expect(errors(portal)).to.deep.equal([]);
  });

  it('reload() does what the button does', async () => {
    const { backend, portal } = await redirecting();
    void portal.element.reload();
    const link = await backend.listening(1);
    expect(link.times).to.equal(1);
    expect(await backend.minted()).to.equal(1);
  });
});
