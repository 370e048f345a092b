/**
 * The width of the element in layouts that use its intrinsic width: flex rows, centred columns, floats, dialogs, popovers,
 * table cells and others. Each page has an element in every such layout, and measures all of them in one state after another.
 */
import { expect } from '@open-wc/testing';
import { Backend, until } from '../tools/backend.ts';
import { isLongRun, reportTests } from '../tools/figures.ts';
import { HostFrame } from '../tools/host-frame.ts';
import type { PortalHarness } from '../tools/portal-harness.ts';
import { sessionWarning } from '../tools/sample-messages.ts';

reportTests('Host pages', 'layouts that use the intrinsic width');

/** The smallest usable width in a window of 1000 px: the element's intrinsic width, less some padding. */
const USABLE = 560;
/** The same in a window of 360 px, less margins and paddings. */
const USABLE_NARROW = 280;

interface Place {
  /** `E` is the element, with its style in parentheses, if any. */
  readonly markup: string;
  /** Smallest width in px in a window of 1000 px and of 360 px, if the place is narrower than the window. */
  readonly wide?: number;
  readonly narrow?: number;
}

const div = (style: string, content = 'E') => `<div style="${style}">${content}</div>`;
const MENU = '<nav style="width: 200px">Menu</nav>';
const bare = (style: string): Place => ({ markup: `E(${style})` });

/** Every display, position and alignment that uses the intrinsic width of a child, and some controls that do not. */
const PLACES: Readonly<Record<string, Place>> = {
  'a block (control)': { markup: div('') },
  'a flex row beside a menu': { markup: div('display: flex; gap: 16px', `${MENU}E`), narrow: 100 },
  'a flex row beside a menu, in reverse': {
    markup: div('display: flex; flex-direction: row-reverse', `${MENU}E`),
    narrow: 100,
  },
  'a flex row beside a menu that takes the rest': {
    markup: div('display: flex', '<nav style="flex: 1">Menu</nav>E'),
    narrow: 200,
  },
  'a flex row': { markup: div('display: flex') },
  'a flex row, centred': { markup: div('display: flex; justify-content: center') },
  'a flex row with space between': {
    markup: div('display: flex; justify-content: space-between', 'E<i>i</i>'),
    narrow: 200,
  },
  'a flex row that wraps': { markup: div('display: flex; flex-wrap: wrap', `${MENU}E`) },
  'a flex row, flex: 1': { markup: div('display: flex', 'E(flex: 1)') },
  'a flex row, flex: 0 1 auto, min-width: auto': { markup: div('display: flex', 'E(flex: 0 1 auto)') },
  'a flex row, flex: none in a block': { markup: div('display: flex', 'E(flex: none; max-width: 100%)') },
  'a flex row, margin: auto': { markup: div('display: flex', 'E(margin: auto)') },
  'a flex column, align-items: center': {
    markup: div('display: flex; flex-direction: column; align-items: center'),
  },
  'a flex column, align-items: flex-start': {
    markup: div('display: flex; flex-direction: column; align-items: flex-start'),
  },
  'a flex column, align-items: flex-end': {
    markup: div('display: flex; flex-direction: column; align-items: flex-end'),
  },
  'a flex column, align-items: baseline': {
    markup: div('display: flex; flex-direction: column; align-items: baseline'),
  },
  'a flex column, align-self: center': {
    markup: div('display: flex; flex-direction: column', 'E(align-self: center)'),
  },
  'a flex column, margin: 0 auto': { markup: div('display: flex; flex-direction: column', 'E(margin: 0 auto)') },
  'a stretched flex column (control)': { markup: div('display: flex; flex-direction: column') },
  'an inline-flex parent': { markup: div('display: inline-flex') },
  'an inline-flex column': { markup: div('display: inline-flex; flex-direction: column') },
  'a grid, place-items: center': { markup: div('display: grid; place-items: center') },
  'a grid, justify-items: start': { markup: div('display: grid; justify-items: start') },
  'a grid, justify-self: end': { markup: div('display: grid', 'E(justify-self: end)') },
  'a grid, justify-content: center': { markup: div('display: grid; justify-content: center') },
  'a grid track auto beside 1fr': { markup: div('display: grid; grid-template-columns: auto 1fr', 'E<i></i>') },
  'a grid track 1fr beside a menu': {
    markup: div('display: grid; grid-template-columns: 200px 1fr', `${MENU}E`),
    narrow: 100,
  },
  'a grid track max-content': { markup: div('display: grid; grid-template-columns: minmax(0, max-content)') },
  'a grid track min-content': {
    markup: div('display: grid; grid-template-columns: min-content'),
    wide: 240,
    narrow: 240,
  },
  'a grid track fit-content': { markup: div('display: grid; grid-template-columns: fit-content(700px)') },
  'a grid track minmax(min-content, 1fr)': {
    markup: div('display: grid; grid-template-columns: minmax(min-content, 1fr)'),
  },
  'an inline-grid parent': { markup: div('display: inline-grid') },
  'a named grid area': { markup: div("display: grid; grid: 'main' / auto", 'E(grid-area: main)') },
  'a subgrid': {
    markup: div('display: grid', div('display: grid; grid-template-columns: subgrid; justify-items: center')),
  },
  'an inline-block parent': { markup: div('display: inline-block') },
  'a parent that floats left': { markup: div('display: flow-root', div('float: left')) },
  'a parent that floats right': { markup: div('display: flow-root', div('float: right')) },
  'an absolute parent': { markup: div('position: relative; height: 10px', div('position: absolute')) },
  'an absolute parent at the end': {
    markup: div('position: relative; height: 10px', div('position: absolute; inset-inline-end: 0')),
  },
  'an absolute parent, centred': {
    markup: div(
      'position: relative; height: 10px',
      div('position: absolute; inset: 0; margin: auto; width: fit-content'),
    ),
  },
  'a fixed parent': { markup: div('position: fixed; top: 0') },
  'a fixed parent at the end': { markup: div('position: fixed; inset-block-start: 0; inset-inline-end: 0') },
  'a fixed parent from edge to edge (control)': { markup: div('position: fixed; inset: 0 auto auto 0; width: 100%') },
  'a sticky parent (control)': { markup: div('position: sticky; top: 0') },
  'a parent, width: fit-content': { markup: div('width: fit-content') },
  'a parent, width: max-content, max-width: 100%': { markup: div('width: max-content; max-width: 100%') },
  'a parent, width: min-content': { markup: div('width: min-content'), wide: 240, narrow: 240 },
  'a parent, min-width: min-content': { markup: div('min-width: min-content') },
  'a parent, margin: auto, fit-content': { markup: div('width: fit-content; margin: auto') },
  'a parent, display: table': { markup: div('display: table') },
  'a table cell': { markup: '<table><tr><td>E</td></tr></table>' },
  'a table cell beside another': { markup: '<table><tr><td>Menu</td><td>E</td></tr></table>', narrow: 240 },
  'a table cell of a wide table': { markup: '<table style="width: 100%"><tr><td>E</td></tr></table>' },
  'a table cell of a fixed table': {
    markup: '<table style="width: 100%; table-layout: fixed"><tr><td>E</td></tr></table>',
  },
  'a display: table-cell parent': { markup: div('display: table-cell') },
  'a caption': { markup: '<table><caption>E</caption><tr><td>x</td></tr></table>', wide: 240, narrow: 240 },
  'a fieldset': { markup: '<fieldset>E</fieldset>', narrow: 240 },
  'a fieldset in a flex row': { markup: div('display: flex', '<fieldset>E</fieldset>'), wide: 540, narrow: 240 },
  'open details': { markup: '<details open><summary>More</summary>E</details>' },
  'open details in a flex row': { markup: div('display: flex', '<details open><summary>More</summary>E</details>') },
  'a list item in a flex row': { markup: div('display: flex', '<ul><li>E</li></ul>'), narrow: 240 },
  'two columns': { markup: div('columns: 2'), wide: 400, narrow: 120 },
  'a multi-column inline-block': { markup: div('display: inline-block; columns: 1') },
  'contain: content in an inline-block': { markup: div('display: inline-block; contain: content') },
  'contain: layout paint in a flex row': { markup: div('display: flex', div('contain: layout paint')) },
  'container-type: inline-size (control)': { markup: div('container-type: inline-size') },
  'content-visibility: auto in a block (control)': { markup: div('content-visibility: auto') },
  'overflow: auto in a flex row': { markup: div('display: flex', div('overflow: auto')) },
  'a scroller in a flex row': { markup: div('display: flex', div('overflow-x: scroll; max-width: 100%')) },
  'a set width (control)': { markup: div('width: 320px'), wide: 320 },
  'a dialog by showModal()': { markup: '<dialog data-open="showModal">E</dialog>', wide: 540, narrow: 260 },
  'a dialog by show()': { markup: '<dialog data-open="show">E</dialog>', wide: 540, narrow: 260 },
  'a popover': { markup: '<div popover="manual" data-open="showPopover">E</div>' },
  'a popover that is a flex column': {
    markup:
      '<div popover="manual" data-open="showPopover"><div style="display: grid; place-items: center">E</div></div>',
  },
  'itself inline-block': bare('display: inline-block'),
  'itself inline-flex': bare('display: inline-flex'),
  'itself flex': bare('display: flex'),
  'itself grid': bare('display: grid'),
  'itself inline-grid': bare('display: inline-grid'),
  'itself table': bare('display: table'),
  'itself a table cell': bare('display: table-cell'),
  'itself flow-root (control)': bare('display: flow-root'),
  'itself display: contents in a block': bare('display: contents'),
  'itself display: contents in a flex row': { markup: div('display: flex', 'E(display: contents)') },
  'itself float: left': { markup: div('display: flow-root', 'E(float: left)') },
  'itself float: right': { markup: div('display: flow-root', 'E(float: right)') },
  'itself absolute': { markup: div('position: relative; height: 10px', 'E(position: absolute)') },
  'itself absolute, inset: 0 (control)': {
    markup: div('position: relative; height: 10px', 'E(position: absolute; inset: 0)'),
  },
  'itself fixed': bare('position: fixed; top: 0'),
  'itself width: fit-content': bare('width: fit-content'),
  'itself width: max-content, max-width: 100%': bare('width: max-content; max-width: 100%'),
  'itself width: min-content': { markup: 'E(width: min-content)', wide: 240, narrow: 240 },
  'itself width: 100% in a flex row (control)': { markup: div('display: flex', 'E(width: 100%)') },
  'itself width: 100% in a centred column': {
    markup: div('display: flex; flex-direction: column; align-items: center', 'E(width: 100%)'),
  },
  'itself width: 100% in an inline-block': { markup: div('display: inline-block', 'E(width: 100%)') },
  'itself max-width: 500px in a flex row': { markup: div('display: flex', 'E(max-width: 500px)'), wide: 480 },
};

/** The states in which a portal is measured, in order. */
type Measured = 'loading' | 'frame is loading' | 'ready' | 'notice' | 'error';

/** The faults of an element in one state. */
function faults(portal: PortalHarness, least: number): string[] {
  const { element } = portal;
  const root = element.ownerDocument.documentElement;
  // An element without a box is as wide as its content.
  const box = element.getBoundingClientRect().width ? element : element.shadowRoot!.querySelector('.layout');
  if (!box) return ['nothing is rendered'];
  const { left, right, width } = box.getBoundingClientRect();
  const found: string[] = [];
  if (width < least) found.push(`${Math.round(width)} px wide, at least ${least} wanted`);
  if (left < -0.5 || right > root.clientWidth + 0.5) {
    found.push(`from ${Math.round(left)} to ${Math.round(right)} in a window of ${root.clientWidth}`);
  }
  const { frame } = portal;
  if (frame && Math.abs(frame.getBoundingClientRect().width - box.clientWidth) > 1) {
    found.push(`the frame is ${Math.round(frame.getBoundingClientRect().width)} px wide in ${box.clientWidth}`);
  }
  for (const part of ['placeholder', 'notice', 'error', 'retry', 'launch']) {
    const inner = portal.part(part)?.getBoundingClientRect();
    if (inner && (inner.left < left - 1 || inner.right > right + 1)) {
      found.push(`the ${part} is from ${Math.round(inner.left)} to ${Math.round(inner.right)}`);
    }
  }
  return found;
}

/** The faults and widths of one element, by state. */
class Measurements {
  readonly faults: string[] = [];
  readonly widths = new Map<string, number>();

  measure(state: string, portal: PortalHarness, least: number): void {
    for (const fault of faults(portal, least)) this.faults.push(`${state}: ${fault}`);
    const { width } = portal.element.getBoundingClientRect();
    this.widths.set(state, Math.round(width));
  }

  /** The different widths, if there is more than one. */
  get jumps(): string[] {
    const widths = [...this.widths.values()];
    // A rounded pixel does not count.
    if (Math.max(...widths) - Math.min(...widths) <= 1) return [];
    return [`it jumps: ${[...this.widths].map(([state, width]) => `${state} ${width}`).join(', ')}`];
  }
}

/** Adds an element in each of these places to a page. */
function fill(host: HostFrame, names: readonly string[], make: () => PortalHarness): Map<string, PortalHarness> {
  const portals = new Map<string, PortalHarness>();
  for (const name of names) {
    const { markup } = PLACES[name]!;
    const parent = host.page.createElement('section');
    parent.innerHTML = markup.replace(/\bE\b(?:\(([^)]*(?:\([^)]*\))?[^)]*)\))?/, '<b data-style="$1"></b>');
    const slot = parent.querySelector('b')!;
    const portal = make();
    portal.element.style.cssText = slot.dataset['style']!;
    slot.replaceWith(portal.element);
    host.page.body.append(parent);
    const opener = parent.querySelector<HTMLElement>('[data-open]');
    if (opener) (opener as unknown as Record<string, () => void>)[opener.dataset['open']!]!();
    portals.set(name, portal);
  }
  return portals;
}

/**
 * The pages, and which half of the places each has: every place is tested in each width and in each direction. `npm run
 * hold` tests every place on all four pages.
 */
const PAGES = [
  { width: 1000, direction: 'ltr', half: 0 },
  { width: 1000, direction: 'rtl', half: 1 },
  { width: 360, direction: 'ltr', half: 1 },
  { width: 360, direction: 'rtl', half: 0 },
] as const;
const isLong = await isLongRun();

for (const { width, direction, half } of PAGES) {
  const names = Object.keys(PLACES).filter((_, index) => isLong || index % 2 === half);
  const least = ({ wide, narrow }: Place) => (width === 1000 ? (wide ?? USABLE) : (narrow ?? USABLE_NARROW));

  describe(`width in a window of ${width} px, ${direction}`, () => {
    const measurements = new Map(names.map((name) => [name, new Measurements()]));
    /** The horizontal overflow of the page, by state. */
    const overflows: string[] = [];
    let calls = 0;

    before(async () => {
      const backend = await Backend.create({ portal: { held: true } });
      const host = await HostFrame.open('', width);
      host.page.documentElement.dir = direction;
      // High enough that a notice causes no scrollbar in a dialog, which would take width.
      host.frame.style.height = '1200px';
      // Not the endpoint: browsers open six connections at a time, and all elements are measured during their requests.
      const mayAnswer = Promise.withResolvers<void>();
      const fetchPortalLink = async () => {
        const number = ++calls;
        await mayAnswer.promise;
        return backend.link(number);
      };
      const portals = fill(host, names, () => host.create({ fetchPortalLink }));
      const measure = (state: Measured) => {
        for (const [name, portal] of portals) measurements.get(name)!.measure(state, portal, least(PLACES[name]!));
        const { scrollWidth, clientWidth } = host.page.documentElement;
        if (scrollWidth > clientWidth) overflows.push(`${state}: ${scrollWidth} px`);
      };
      const all = (wait: (portal: PortalHarness) => Promise<unknown>) => Promise.all([...portals.values()].map(wait));
      await all(({ element }) => element.updateComplete);
      measure('loading');
      await until('the call of every element', () => calls === portals.size);
      mayAnswer.resolve();
      await all((portal) => until('a frame', () => portal.frame));
      await all(({ element }) => element.updateComplete);
      measure('frame is loading');
      await backend.portal({});
      await backend.release();
      await all((portal) => portal.ready());
      measure('ready');
      await all(async (portal) => {
        host.post(portal, sessionWarning());
        await portal.event('portal-message', 2);
        await portal.element.updateComplete;
        if (!portal.part('notice')) throw new Error('There is no notice.');
      });
      measure('notice');
      await backend.answers([{ status: 410 }]);
      for (const { element } of portals.values())
        Object.assign(element, { fetchPortalLink: null, endpoint: backend.endpoint });
      await all((portal) => portal.state('error'));
      measure('error');
      host.frame.remove();
    });

    for (const name of names) {
      it(`is usable, causes no overflow and never changes: ${name}`, () => {
        const { widths, faults, jumps } = measurements.get(name)!;
        expect(widths.size, 'states measured').to.equal(5);
        expect([...faults, ...jumps]).to.deep.equal([]);
      });
    }

    it('causes no horizontal scrollbar of the page', () => {
      expect(overflows).to.deep.equal([]);
    });

    it('needs one link per element', () => {
      expect(calls).to.equal(names.length);
    });
  });

  describe(`the launch button in a window of ${width} px, ${direction}`, () => {
    const found = new Map<string, string[]>();

    before(async () => {
      const backend = await Backend.create();
      const host = await HostFrame.open('', width);
      host.page.documentElement.dir = direction;
      const portals = fill(host, names, () => host.create({ endpoint: backend.endpoint, mode: 'tab' }));
      for (const [name, portal] of portals) {
        await portal.element.updateComplete;
        const button = portal.button('launch');
        const text = button.ownerDocument.createRange();
        text.selectNodeContents(button);
        const problems = faults(portal, 0);
        // In a parent of minimal width, the text has many lines. Beside a menu in 360 px, some fonts need three.
        const lines = new Set([...text.getClientRects()].map(({ top }) => top)).size;
        if (lines > (width === 360 ? 3 : 2) && PLACES[name]!.wide === undefined)
          problems.push('the text of the button has too many lines');
        found.set(name, problems);
      }
      host.frame.remove();
    });

    for (const name of names) {
      it(`is legible and inside the element: ${name}`, () => {
        expect(found.get(name)).to.deep.equal([]);
      });
    }
  });
}

describe('a vertical writing mode', () => {
  for (const mode of ['vertical-rl', 'vertical-lr']) {
    for (const where of ['around the element', 'of the whole page']) {
      it(`shows a usable portal: ${mode} ${where}`, async () => {
        const backend = await Backend.create();
        const host = await HostFrame.open();
        const parent = host.page.createElement('div');
        (where === 'around the element' ? parent : host.page.documentElement).style.writingMode = mode;
        host.page.body.append(parent);
        const portal = host.create({ endpoint: backend.endpoint });
        parent.append(portal.element);
        await portal.ready();
        const { width, height } = portal.frame!.getBoundingClientRect();
        expect(height).to.be.at.least(600);
        expect(width).to.be.at.least(USABLE);
        const { scrollWidth, clientWidth } = host.page.documentElement;
        expect(scrollWidth, 'width of the page').to.be.at.most(clientWidth);
        expect(await backend.minted()).to.equal(1);
      });
    }
  }
});
