/** The element in a page: its height, its parts and states for the page's CSS, its slots and its labels. */
import { expect } from '@open-wc/testing';
import { Backend } from '../tools/backend.ts';
import { cleanUp } from '../tools/conditions.ts';
import { mountPortal, PortalHarness, readyPortal } from '../tools/portal-harness.ts';
import { SHOWN_STATES } from '../tools/shown-states.ts';

const ALL_STATES = ['idle', 'loading', 'ready', 'expired', 'error'];

/** The states that match in the page's CSS. */
function cssStates(element: Element): string[] {
  return ALL_STATES.filter((state) => element.matches(`:state(${state})`));
}

function heightOf(element: Element | null): number {
  return element!.getBoundingClientRect().height;
}

/** Adds a style sheet to the page until the test ends. */
function addStyle(css: string): void {
  const style = document.createElement('style');
  style.textContent = css;
  document.head.append(style);
  cleanUp(() => style.remove());
}

describe('appearance', () => {
  describe('height', () => {
    it('is that of a block as wide as its parent', async () => {
      const { portal } = await readyPortal();
      const { element } = portal;
      expect(getComputedStyle(element).display).to.equal('block');
      expect(element.clientWidth).to.equal(element.parentElement!.clientWidth);
      expect(portal.frame!.clientWidth).to.equal(element.clientWidth);
    });

    it('is 0 in a hidden element', async () => {
      const { portal } = await readyPortal();
      portal.element.hidden = true;
      expect(heightOf(portal.element)).to.equal(0);
    });

    for (const css of [
      'height: 100px',
      'height: 0',
      'max-height: 50px',
      'min-height: 0',
      'display: inline',
      'overflow: hidden; height: 200px',
      'position: absolute; height: 1px',
      'line-height: 0; font-size: 0',
      'contain: strict; height: 10px',
    ]) {
      it(`is at least 600 px for the frame: ${css}`, async () => {
        addStyle(`scalekit-admin-portal { ${css} } scalekit-admin-portal::part(frame) { min-height: 0; height: 5px }`);
        const { portal } = await readyPortal();
        expect(heightOf(portal.frame)).to.be.at.least(600);
      });
    }

    for (const [css, parent] of [
      ['height: 900px', ''],
      ['min-height: 900px', ''],
      ['height: 100%', 'height: 900px'],
      ['flex: 1', 'display: flex; flex-direction: column; height: 900px'],
      ['', 'display: grid; height: 900px'],
    ] as const) {
      it(`of the frame grows with the element: ${css || 'a grid item'}${parent && ` in ${parent}`}`, async () => {
        const { portal } = await readyPortal();
        portal.element.parentElement!.style.cssText = parent;
        portal.element.style.cssText = css;
        expect(heightOf(portal.frame)).to.equal(900);
      });
    }

    it('is the same for placeholder, panel and frame, so that no state shifts the page', async () => {
      for (const name of ['no source of links', 'loading', 'ready', 'PORTAL_LOAD_FAILED']) {
        const portal = await SHOWN_STATES[name]!();
        expect(heightOf(portal.element), name).to.equal(600);
        portal.element.remove();
      }
    });

    it('of the frame stays the same under a notice, which does not cover the frame', async () => {
      const portal = await SHOWN_STATES['session ends soon']!();
      const notice = portal.part('notice')!.getBoundingClientRect();
      const frame = portal.frame!.getBoundingClientRect();
      expect(notice.height).to.be.greaterThan(0);
      expect(notice.bottom).to.be.at.most(frame.top);
      expect(frame.height).to.equal(600);
    });

    for (const [name, show] of Object.entries(SHOWN_STATES)) {
      // 320 px is a window of 1,280 px at 400 %.
      it(`needs no horizontal scrollbar at 240, 320, 800 and 1,600 px: ${name}`, async () => {
        const portal = await show();
        for (const width of [240, 320, 800, 1600]) {
          portal.element.parentElement!.style.width = `${width}px`;
          expect(portal.element.shadowRoot!.querySelector('.layout')!.scrollWidth).to.equal(width);
        }
      });
    }
  });

  for (const [name, show] of Object.entries(SHOWN_STATES)) {
    it(`covers no button: ${name}`, async () => {
      const portal = await show();
      const root = portal.element.shadowRoot!;
      for (const button of root.querySelectorAll('button')) {
        button.scrollIntoView({ block: 'center' });
        const { left, top, width, height } = button.getBoundingClientRect();
        expect(root.elementFromPoint(left + width / 2, top + height / 2) === button, button.textContent).to.equal(true);
      }
    });
  }

  describe('a panel', () => {
    it('shows what happened, then what to do, then the buttons, then the code', async () => {
      const portal = await SHOWN_STATES['PORTAL_LOAD_FAILED']!();
      const panel = portal.part('error')!;
      const order = [...panel.querySelectorAll('svg, h2, p, button, small')].map(({ localName }) => localName);
      expect(order).to.deep.equal(['svg', 'h2', 'p', 'button', 'button', 'small']);
      expect(portal.part('code')!.textContent).to.equal('Error code: PORTAL_LOAD_FAILED INTERNAL_ERROR');
      // Every engine knows the property by this name.
      const select = getComputedStyle(portal.part('code')!).getPropertyValue('-webkit-user-select');
      expect(select, 'the code can be copied for support').to.equal('text');
    });

    it('has one primary button, which is the first', async () => {
      const portal = await SHOWN_STATES['PORTAL_LOAD_FAILED']!();
      const [primary, other] = ['retry', 'open'].map((part) => getComputedStyle(portal.part(part)!));
      expect(primary!.backgroundColor).not.to.equal(other!.backgroundColor);
      expect(primary!.fontWeight).to.equal('600');
    });

    it('keeps its buttons apart, side by side and stacked', async () => {
      const portal = await SHOWN_STATES['PORTAL_LOAD_FAILED']!();
      for (const width of ['240px', '600px']) {
        portal.element.parentElement!.style.width = width;
        const [retry, open] = ['retry', 'open'].map((part) => portal.part(part)!.getBoundingClientRect());
        const gap = Math.max(open!.left - retry!.right, open!.top - retry!.bottom);
        expect(Math.round(gap), width).to.be.at.least(8);
      }
    });

    it('shows different icons for a failure and for an ended session', async () => {
      const icon = (portal: PortalHarness) => getComputedStyle(portal.find('svg')!);
      const failed = icon(await SHOWN_STATES['PORTAL_LOAD_FAILED']!());
      const ended = icon(await SHOWN_STATES['session ended, refresh prevented']!());
      expect([failed.rotate, ended.rotate]).to.deep.equal(['none', '180deg']);
      expect(failed.color).not.to.equal(ended.color);
    });
  });

  it('shows a notice in one line if there is room', async () => {
    const portal = await SHOWN_STATES['session ends soon']!();
    portal.element.parentElement!.style.width = '800px';
    expect(heightOf(portal.part('notice'))).to.be.at.most(56);
  });

  it('shows the icon of a notice beside its text in a narrow place', async () => {
    const portal = await SHOWN_STATES['PORTAL_LOAD_TIMEOUT']!();
    portal.element.parentElement!.style.width = '240px';
    const icon = portal.find('svg')!.getBoundingClientRect();
    const heading = portal.part('heading')!.getBoundingClientRect();
    expect(icon.top).to.be.lessThan(heading.bottom);
    expect(heading.top).to.be.lessThan(icon.bottom);
  });

  it('shows nothing for 300 ms while the portal loads, then a skeleton and a text', async () => {
    const portal = await SHOWN_STATES['loading']!();
    const shown = portal.element.shadowRoot!.getAnimations();
    expect(shown.map(({ effect }) => (effect as KeyframeEffect).target!.className)).to.have.members([
      'skeleton',
      'late',
    ]);
    for (const animation of shown) {
      animation.pause();
      const { target } = animation.effect as KeyframeEffect;
      animation.currentTime = 299;
      expect(getComputedStyle(target!).opacity).to.equal('0');
      animation.finish();
      expect(getComputedStyle(target!).opacity).to.equal('1');
    }
  });

  describe('custom properties', () => {
    /** Each with a value, the part that shows it, and the CSS property that it sets there. */
    const PROPERTIES: readonly (readonly [name: string, value: string, part: string, property: string])[] = [
      ['color-primary', 'rgb(1, 2, 3)', 'retry', 'background-color'],
      ['color-on-primary', 'rgb(1, 2, 4)', 'retry', 'color'],
      ['color-text', 'rgb(1, 2, 5)', 'error', 'color'],
      ['color-background', 'rgb(1, 2, 6)', 'error', 'background-color'],
      ['color-border', 'rgb(1, 2, 7)', 'error', 'border-top-color'],
      ['color-border', 'rgb(1, 2, 7)', 'open', 'border-top-color'],
      ['color-danger', 'rgb(1, 2, 8)', 'icon', 'color'],
      ['font-family', 'monospace', 'heading', 'font-family'],
      ['font-size', '21px', 'error', 'font-size'],
      ['border-radius', '3px', 'error', 'border-top-left-radius'],
      ['border-radius', '3px', 'retry', 'border-top-left-radius'],
      ['border-width', '5px', 'error', 'border-top-width'],
      ['spacing', '13px', 'slot', 'row-gap'],
    ];
    for (const [name, value, part, property] of PROPERTIES) {
      it(`--scalekit-${name} sets the ${property} of the ${part}`, async () => {
        addStyle(`:root { --scalekit-${name}: ${value} }`);
        const portal = await SHOWN_STATES['PORTAL_LOAD_FAILED']!();
        const others: Record<string, string> = { icon: 'svg', slot: 'slot[name=error]' };
        const element = part in others ? portal.find(others[part]!) : portal.part(part);
        expect(getComputedStyle(element!).getPropertyValue(property)).to.equal(value);
      });
    }

    it('--scalekit-color-skeleton sets the background of the skeleton', async () => {
      addStyle(':root { --scalekit-color-skeleton: rgb(1, 2, 9) }');
      const portal = await SHOWN_STATES['loading']!();
      expect(getComputedStyle(portal.find('.skeleton')!).backgroundImage).to.include('rgb(1, 2, 9)');
    });
  });

  describe('states and parts for CSS', () => {
    it('match one at a time, and match the new state when its event is dispatched', async () => {
      const backend = await Backend.create();
      const portal = PortalHarness.create({ endpoint: backend.endpoint });
      expect(cssStates(portal.element)).to.deep.equal(['idle']);
      const seen: string[][] = [];
      portal.element.addEventListener('portal-state-change', ({ detail }) => {
        seen.push([detail.state, ...cssStates(portal.element)]);
      });
      await portal.connect();
      await portal.state('ready');
      portal.post({ type: 'SESSION_EXPIRED' });
      await portal.event('portal-state-change', 4);
      await portal.state('ready');
      expect(seen).to.deep.equal(['loading', 'ready', 'expired', 'loading', 'ready'].map((state) => [state, state]));
      expect(await backend.minted()).to.equal(2);
    });

    it('combine with parts that the page styles', async () => {
      addStyle('scalekit-admin-portal::part(error) { color: rgb(1, 2, 3) } ::part(retry) { color: rgb(4, 5, 6) }');
      const portal = await SHOWN_STATES['PORTAL_LOAD_FAILED']!();
      expect(getComputedStyle(portal.part('error')!).color).to.equal('rgb(1, 2, 3)');
      expect(getComputedStyle(portal.part('retry')!).color).to.equal('rgb(4, 5, 6)');
    });

    for (const [name, parts] of Object.entries({
      loading: ['placeholder', 'frame'],
      ready: ['frame'],
      'session ends soon': ['notice', 'retry', 'frame'],
      'session ended, refresh prevented': ['error', 'heading', 'retry'],
      'session ended, no source of links': ['error', 'heading'],
      ENDPOINT_FAILED: ['error', 'heading', 'retry', 'code'],
      PORTAL_LOAD_FAILED: ['error', 'heading', 'retry', 'open', 'code'],
      PORTAL_LOAD_TIMEOUT: ['notice', 'heading', 'open', 'retry', 'code', 'frame'],
    })) {
      it(`have these parts in ${name}: ${parts.join(', ')}`, async () => {
        const portal = await SHOWN_STATES[name]!();
        const shown = [...portal.element.shadowRoot!.querySelectorAll('[part]')].map((part) => part.part.value);
        expect(shown).to.have.members(parts);
      });
    }
  });

  describe('slots', () => {
    it('the default slot shows until the portal is ready', async () => {
      const backend = await Backend.create();
      const portal = await PortalHarness.parse(
        `<scalekit-admin-portal endpoint="${backend.endpoint}"><p>One moment</p></scalekit-admin-portal>`,
      );
      const light = portal.element.querySelector('p')!;
      // The first update starts the element, the second renders its state.
      await portal.element.updateComplete;
      await portal.element.updateComplete;
      expect(portal.element.state).to.equal('loading');
      expect(heightOf(light)).to.be.greaterThan(0);
      expect(portal.text).to.equal('Loading the admin portal…', 'the text is there, but the slot replaces it');
      await portal.state('ready');
      expect(heightOf(light)).to.equal(0);
      expect(await backend.minted()).to.equal(1);
    });

    it('the error slot replaces the panel and its buttons', async () => {
      const backend = await Backend.create({ answers: [{ status: 410 }] });
      const portal = await PortalHarness.parse(
        `<scalekit-admin-portal endpoint="${backend.endpoint}"><p slot="error">Call us</p></scalekit-admin-portal>`,
      );
      await portal.state('error');
      expect(heightOf(portal.element.querySelector('p'))).to.be.greaterThan(0);
      expect(heightOf(portal.part('retry'))).to.equal(0);
      expect(await backend.minted()).to.equal(0);
    });

    it('the notice slot replaces the notice of a session that ends soon', async () => {
      const portal = await SHOWN_STATES['session ends soon']!();
      portal.element.innerHTML = '<p slot="notice">Hurry</p>';
      expect(heightOf(portal.element.querySelector('p'))).to.be.greaterThan(0);
      expect(heightOf(portal.part('retry'))).to.equal(0);
    });
  });

  describe('labels', () => {
    async function failedWith(labels: object): Promise<PortalHarness> {
      const { portal } = await mountPortal({ answers: [{ status: 410 }] }, { labels });
      await portal.state('error');
      return portal;
    }

    it('replace any subset of the texts', async () => {
      const portal = await failedWith({ retry: 'Nochmal', ENDPOINT_FAILED: 'Ging nicht' });
      expect(portal.text).to.contain('Ging nicht Nochmal Error code: ENDPOINT_FAILED 410');
      expect(portal.part('retry')!.textContent).to.equal('Nochmal');
    });

    it('can change during a session without a new link', async () => {
      const { backend, portal } = await readyPortal();
      await portal.set({ labels: { expired: 'Vorbei' } });
      expect(portal.element.state).to.equal('ready');
      expect(await backend.minted()).to.equal(1);
    });

    it('contain the time at which the session ends', async () => {
      const portal = await SHOWN_STATES['session ends soon']!();
      const time = portal.element.expiresAt!.toLocaleTimeString([], { timeStyle: 'short' });
      expect(portal.text).to.contain(time.replace(/\s+/g, ' '));
    });

    it('are text: an object that looks like a Lit template is not rendered', async () => {
      const strings = Object.assign(['<img src=x>'], { raw: ['<img src=x>'] });
      const portal = await failedWith({ retry: { _$litType$: 1, strings, values: [] } });
      expect(portal.part('retry')!.querySelector('img')).to.equal(null);
    });

    it('are text: markup is shown, not parsed', async () => {
      const portal = await failedWith({ retry: '<img src=x>' });
      expect(portal.part('retry')!.textContent).to.equal('<img src=x>');
      expect(portal.part('retry')!.querySelector('img')).to.equal(null);
    });
  });
});
