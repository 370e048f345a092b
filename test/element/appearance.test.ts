/** The element's place in the page: its height, its parts and states for the page's CSS, its slots and its words. */
import { expect } from '@open-wc/testing';
import { Backend } from '../tools/backend.ts';
import { catchWarnings } from '../tools/conditions.ts';
import { PortalHarness, readyPortal } from '../tools/portal-harness.ts';
import { SHOWN_STATES } from '../tools/shown-states.ts';

const ALL_STATES = ['idle', 'loading', 'ready', 'expired', 'error'];

/** The states that the page's CSS sees, of all there are. */
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
  styles.push(style);
}
const styles: HTMLStyleElement[] = [];

describe('appearance', () => {
  afterEach(() => {
    for (const style of styles.splice(0)) style.remove();
  });

  describe('height', () => {
    it('the element is a block, as wide as its parent', async () => {
      const { portal } = await readyPortal();
      const { element } = portal;
      expect(getComputedStyle(element).display).to.equal('block');
      expect(element.clientWidth).to.equal(element.parentElement!.clientWidth);
      expect(portal.frame!.clientWidth).to.equal(element.clientWidth);
    });

    it('a hidden element shows nothing', async () => {
      const { portal } = await readyPortal();
      portal.element.hidden = true;
      expect(heightOf(portal.element)).to.equal(0);
    });

    for (const [height, expected] of [
      [null, 600],
      [300, 600],
      [800, 800],
      [NaN, 600],
    ] as const) {
      it(`height ${height}: the frame is ${expected} px high, and so is the element`, async () => {
        const { portal } = await readyPortal({ height });
        expect(heightOf(portal.frame)).to.equal(expected);
        expect(heightOf(portal.element)).to.equal(expected);
      });
    }

    it('a height that changes is followed without a new frame', async () => {
      const { backend, portal } = await readyPortal();
      const { frame } = portal;
      portal.element.height = 700;
      await portal.element.updateComplete;
      expect(portal.frame).to.equal(frame);
      expect(heightOf(frame)).to.equal(700);
      expect(await backend.minted()).to.equal(1);
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
      it(`the frame is never lower than 600 px: ${css}`, async () => {
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
      it(`the frame grows with the element: ${css || 'a grid item'}${parent && ` in ${parent}`}`, async () => {
        const { portal } = await readyPortal();
        portal.element.parentElement!.style.cssText = parent;
        portal.element.style.cssText = css;
        expect(heightOf(portal.frame)).to.equal(900);
      });
    }

    it('no state shifts the page: placeholder, panel and frame are equally high', async () => {
      for (const name of ['no source of links', 'loading', 'ready', 'PORTAL_LOAD_FAILED']) {
        const portal = await SHOWN_STATES[name]!();
        expect(heightOf(portal.element), name).to.equal(600);
        portal.element.remove();
      }
    });

    it('a notice pushes the frame down and covers nothing of it', async () => {
      const portal = await SHOWN_STATES['session ends soon']!();
      const notice = portal.part('notice')!.getBoundingClientRect();
      const frame = portal.frame!.getBoundingClientRect();
      expect(notice.height).to.be.greaterThan(0);
      expect(notice.bottom).to.be.at.most(frame.top);
      expect(frame.height).to.equal(600);
    });

    for (const [name, show] of Object.entries(SHOWN_STATES)) {
      // 320 px is a window of 1,280 px at 400 %.
      it(`fits into 240, 320, 800 and 1,600 px without a horizontal scrollbar: ${name}`, async () => {
        const portal = await show();
        for (const width of [240, 320, 800, 1600]) {
          portal.element.parentElement!.style.width = `${width}px`;
          expect(portal.element.shadowRoot!.querySelector('.layout')!.scrollWidth).to.equal(width);
        }
      });
    }
  });

  for (const [name, show] of Object.entries(SHOWN_STATES)) {
    it(`nothing lies over the buttons: ${name}`, async () => {
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
    it('says what happened, then what to do, then how, and the code last', async () => {
      const portal = await SHOWN_STATES['PORTAL_LOAD_FAILED']!();
      const panel = portal.part('error')!;
      const order = [...panel.querySelectorAll('svg, h2, p, button, small')].map(({ localName }) => localName);
      expect(order).to.deep.equal(['svg', 'h2', 'p', 'button', 'button', 'small']);
      expect(portal.part('code')!.textContent).to.equal('Error code: PORTAL_LOAD_FAILED INTERNAL_ERROR');
      // Under this name in every engine.
      const select = getComputedStyle(portal.part('code')!).getPropertyValue('-webkit-user-select');
      expect(select, 'for support').to.equal('text');
    });

    it('has one primary button, the first', async () => {
      const portal = await SHOWN_STATES['PORTAL_LOAD_FAILED']!();
      const [primary, other] = ['retry', 'open'].map((part) => getComputedStyle(portal.part(part)!));
      expect(primary!.backgroundColor).not.to.equal(other!.backgroundColor);
      expect(primary!.fontWeight).to.equal('600');
    });

    it('keeps its buttons apart, side by side and one below the other', async () => {
      const portal = await SHOWN_STATES['PORTAL_LOAD_FAILED']!();
      for (const width of ['240px', '600px']) {
        portal.element.parentElement!.style.width = width;
        const [retry, open] = ['retry', 'open'].map((part) => portal.part(part)!.getBoundingClientRect());
        const gap = Math.max(open!.left - retry!.right, open!.top - retry!.bottom);
        expect(Math.round(gap), width).to.be.at.least(8);
      }
    });

    it('shows the icon of a failure where something failed, and another where a session ended', async () => {
      const icon = (portal: PortalHarness) => getComputedStyle(portal.find('svg')!);
      const failed = icon(await SHOWN_STATES['PORTAL_LOAD_FAILED']!());
      const ended = icon(await SHOWN_STATES['session ended, refresh prevented']!());
      expect([failed.rotate, ended.rotate]).to.deep.equal(['none', '180deg']);
      expect(failed.color).not.to.equal(ended.color);
    });
  });

  it('a notice is a strip of one line where there is room', async () => {
    const portal = await SHOWN_STATES['session ends soon']!();
    portal.element.parentElement!.style.width = '800px';
    expect(heightOf(portal.part('notice'))).to.be.at.most(56);
  });

  it('a notice shows its icon beside the words in a narrow place', async () => {
    const portal = await SHOWN_STATES['PORTAL_LOAD_TIMEOUT']!();
    portal.element.parentElement!.style.width = '240px';
    const icon = portal.find('svg')!.getBoundingClientRect();
    const heading = portal.part('heading')!.getBoundingClientRect();
    expect(icon.top).to.be.lessThan(heading.bottom);
    expect(heading.top).to.be.lessThan(icon.bottom);
  });

  it('a portal that loads shows nothing before 300 ms, then a skeleton and words', async () => {
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
    /** Each with a value, the state and the part that shows it, and what is computed of it there. */
    const PROPERTIES: readonly (readonly [name: string, value: string, part: string, computed: string])[] = [
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
    for (const [name, value, part, computed] of PROPERTIES) {
      it(`--scalekit-${name} is the ${computed} of the ${part}`, async () => {
        addStyle(`:root { --scalekit-${name}: ${value} }`);
        const portal = await SHOWN_STATES['PORTAL_LOAD_FAILED']!();
        const others: Record<string, string> = { icon: 'svg', slot: 'slot[name=error]' };
        const element = part in others ? portal.find(others[part]!) : portal.part(part);
        expect(getComputedStyle(element!).getPropertyValue(computed)).to.equal(value);
      });
    }

    it('--scalekit-color-skeleton is in the background of the skeleton', async () => {
      addStyle(':root { --scalekit-color-skeleton: rgb(1, 2, 9) }');
      const portal = await SHOWN_STATES['loading']!();
      expect(getComputedStyle(portal.find('.skeleton')!).backgroundImage).to.include('rgb(1, 2, 9)');
    });
  });

  describe('states for CSS', () => {
    it('exactly one state matches at a time, and it is set when the event is dispatched', async () => {
      const backend = await Backend.create();
      const portal = PortalHarness.create({ endpoint: backend.endpoint });
      expect(cssStates(portal.element)).to.deep.equal(['idle']);
      const seen: string[][] = [];
      portal.element.addEventListener('portal-state-change', ({ detail }) => {
        seen.push([detail.state, ...cssStates(portal.element)]);
      });
      await portal.connect();
      await portal.state('ready');
      portal.say({ type: 'SESSION_EXPIRED' });
      await portal.event('portal-state-change', 4);
      await portal.state('ready');
      expect(seen).to.deep.equal(['loading', 'ready', 'expired', 'loading', 'ready'].map((state) => [state, state]));
      expect(await backend.minted()).to.equal(2);
    });

    it('the page styles the parts', async () => {
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
      'session ended, nothing to ask': ['error', 'heading'],
      ENDPOINT_FAILED: ['error', 'heading', 'retry', 'code'],
      PORTAL_LOAD_FAILED: ['error', 'heading', 'retry', 'open', 'code'],
      PORTAL_LOAD_TIMEOUT: ['notice', 'heading', 'open', 'retry', 'code', 'frame'],
    })) {
      it(`${name} shows the parts ${parts.join(', ')}`, async () => {
        const portal = await SHOWN_STATES[name]!();
        const shown = [...portal.element.shadowRoot!.querySelectorAll('[part]')].map((part) => part.part.value);
        expect(shown).to.have.members(parts);
      });
    }
  });

  describe('slots', () => {
    it('the default slot shows until the portal is there', async () => {
      const backend = await Backend.create();
      const portal = await PortalHarness.parse(
        `<scalekit-admin-portal endpoint="${backend.endpoint}"><p>One moment</p></scalekit-admin-portal>`,
      );
      const light = portal.element.querySelector('p')!;
      // The first update starts it, the second shows so.
      await portal.element.updateComplete;
      await portal.element.updateComplete;
      expect(portal.element.state).to.equal('loading');
      expect(heightOf(light)).to.be.greaterThan(0);
      expect(portal.words).to.equal('Loading the admin portal…', 'the words are there, but replaced by the slot');
      await portal.state('ready');
      expect(heightOf(light)).to.equal(0);
      expect(await backend.minted()).to.equal(1);
    });

    it('the error slot replaces the panel, its buttons too', async () => {
      const backend = await Backend.create();
      await backend.answers([{ status: 410 }]);
      const portal = await PortalHarness.parse(
        `<scalekit-admin-portal endpoint="${backend.endpoint}"><p slot="error">Call us</p></scalekit-admin-portal>`,
      );
      await portal.state('error');
      expect(heightOf(portal.element.querySelector('p'))).to.be.greaterThan(0);
      expect(heightOf(portal.part('retry'))).to.equal(0);
      expect(await backend.minted()).to.equal(0);
    });

    it('the notice slot replaces the notice of a session that ends soon, and leaves errors alone', async () => {
      const portal = await SHOWN_STATES['session ends soon']!();
      portal.element.innerHTML = '<p slot="notice">Hurry</p>';
      expect(heightOf(portal.element.querySelector('p'))).to.be.greaterThan(0);
      expect(heightOf(portal.part('retry'))).to.equal(0);
    });
  });

  describe('labels', () => {
    it('replace any subset of the words', async () => {
      const backend = await Backend.create();
      await backend.answers([{ status: 410 }]);
      const labels = { retry: 'Nochmal', ENDPOINT_FAILED: 'Ging nicht' };
      const portal = await PortalHarness.mount({ endpoint: backend.endpoint, labels });
      await portal.state('error');
      expect(portal.words).to.contain('Ging nicht Nochmal Error code: ENDPOINT_FAILED 410');
      expect(portal.part('retry')!.textContent).to.equal('Nochmal');
    });

    it('may change while a session runs, without a new link', async () => {
      const { backend, portal } = await readyPortal();
      portal.element.labels = { expired: 'Vorbei' };
      await portal.element.updateComplete;
      expect(portal.element.state).to.equal('ready');
      expect(await backend.minted()).to.equal(1);
    });

    it('name the time at which the session ends', async () => {
      const portal = await SHOWN_STATES['session ends soon']!();
      const time = portal.element.expiresAt!.toLocaleTimeString([], { timeStyle: 'short' });
      expect(portal.words).to.contain(time.replace(/\s+/g, ' '));
    });

    it('are text: an object that looks like a template is shown as one', async () => {
      const backend = await Backend.create();
      await backend.answers([{ status: 410 }]);
      const strings = Object.assign(['<img src=x>'], { raw: ['<img src=x>'] });
      const labels = { retry: { _$litType$: 1, strings, values: [] } as unknown as string };
      const portal = await PortalHarness.mount({ endpoint: backend.endpoint, labels });
      await portal.state('error');
      expect(portal.part('retry')!.querySelector('img')).to.equal(null);
    });

    it('are text: markup in them is shown, not parsed', async () => {
      const backend = await Backend.create();
      await backend.answers([{ status: 410 }]);
      const labels = { retry: '<img src=x>' };
      const portal = await PortalHarness.mount({ endpoint: backend.endpoint, labels });
      await portal.state('error');
      expect(portal.part('retry')!.textContent).to.equal('<img src=x>');
      expect(portal.part('retry')!.querySelector('img')).to.equal(null);
    });
  });

  it('a bare tag stays bare, shows no spinner, and warns once', async () => {
    const warnings = catchWarnings();
    const portal = await PortalHarness.parse('<scalekit-admin-portal></scalekit-admin-portal>');
    await portal.started();
    portal.element.requestUpdate();
    await portal.started();
    expect(portal.element.outerHTML).to.equal('<scalekit-admin-portal></scalekit-admin-portal>');
    expect(portal.element.state).to.equal('idle');
    expect(portal.words).to.equal('');
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.contain('"endpoint"');
  });
});
