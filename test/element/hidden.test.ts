/**
 * The browser's ways to hide an element, and to show one that has no box. A hidden element requests no link, and keeps a
 * running session.
 */
import { expect, fixtureSync } from '@open-wc/testing';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend } from '../tools/backend.ts';
import { catchWarnings } from '../tools/conditions.ts';
import { reportTests } from '../tools/figures.ts';
import { otherPortalStarts, PortalHarness } from '../tools/portal-harness.ts';
import { ssoEnabled } from '../tools/sample-messages.ts';

reportTests('Host pages', 'hidden elements, and elements without a box');

interface HidingPlace {
  /** `E` is the element, with its attributes in parentheses. */
  readonly markup: string;
  readonly show: (place: Place) => void;
  readonly hide: (place: Place) => void;
}

interface Place {
  readonly element: ScalekitAdminPortalElement;
  /** The outermost element around it, or the element itself. */
  readonly outer: HTMLElement;
}

const attribute = (name: string, value = '', which: keyof Place = 'element') => ({
  show: (place: Place) => place[which].removeAttribute(name),
  hide: (place: Place) => place[which].setAttribute(name, value),
});

const style = (property: string, value: string, which: keyof Place = 'element') => ({
  show: (place: Place) => void place[which].style.removeProperty(property),
  hide: (place: Place) => place[which].style.setProperty(property, value),
});

const popover = (which: keyof Place) => ({
  show: (place: Place) => place[which].showPopover(),
  hide: (place: Place) => place[which].hidePopover(),
});

const dialog = (how: 'show' | 'showModal') => ({
  show: ({ outer }: Place) => (outer as HTMLDialogElement)[how](),
  hide: ({ outer }: Place) => (outer as HTMLDialogElement).close(),
});

const HIDING_PLACES: Readonly<Record<string, HidingPlace>> = {
  'a popover': { markup: 'E(popover)', ...popover('element') },
  'a manual popover': { markup: 'E(popover="manual")', ...popover('element') },
  'a popover around it': { markup: '<div popover>E</div>', ...popover('outer') },
  hidden: { markup: 'E(hidden)', ...attribute('hidden') },
  'hidden="until-found"': { markup: 'E(hidden="until-found")', ...attribute('hidden', 'until-found') },
  'hidden="until-found" around it': {
    markup: '<div hidden="until-found">E</div>',
    ...attribute('hidden', 'until-found', 'outer'),
  },
  'hidden around it': { markup: '<div hidden>E</div>', ...attribute('hidden', '', 'outer') },
  'display: none': { markup: 'E(style="display: none")', ...style('display', 'none') },
  'display: none around it': { markup: '<div style="display: none">E</div>', ...style('display', 'none', 'outer') },
  'display: none around display: contents': {
    markup: '<div style="display: none">E(style="display: contents")</div>',
    ...style('display', 'none', 'outer'),
  },
  'content-visibility: hidden': {
    markup: 'E(style="content-visibility: hidden")',
    ...style('content-visibility', 'hidden'),
  },
  'content-visibility: hidden around it': {
    markup: '<div style="content-visibility: hidden">E</div>',
    ...style('content-visibility', 'hidden', 'outer'),
  },
  'closed details': { markup: '<details><summary>More</summary>E</details>', ...openAttribute() },
  'a dialog by showModal()': { markup: '<dialog>E</dialog>', ...dialog('showModal') },
  'a dialog by show()': { markup: '<dialog>E</dialog>', ...dialog('show') },
};

/** The attribute `open` of the outermost element shows its content. */
function openAttribute() {
  const { show, hide } = attribute('open', '', 'outer');
  return { show: hide, hide: show };
}

/** Adds the markup with an element to the page. */
function addMarkup(markup: string, values: Record<string, string>): Place & { portal: PortalHarness } {
  const parent = fixtureSync<HTMLElement>(document.createElement('div'));
  const attributes = Object.entries(values).map(([name, value]) => `${name}="${value}"`);
  parent.innerHTML = markup.replace(/\bE\b(?:\((.*?)\)(?=<|$))?/, (_, own: string | undefined) => {
    return `<scalekit-admin-portal ${own ?? ''} ${attributes.join(' ')}></scalekit-admin-portal>`;
  });
  const element = parent.querySelector('scalekit-admin-portal')!;
  return { element, outer: parent.firstElementChild as HTMLElement, portal: new PortalHarness(element) };
}

/** Whether a part of the element is visible: its middle takes a click. */
function isVisible({ element }: Place): boolean {
  const inner = element.shadowRoot?.querySelector('.layout')?.getBoundingClientRect();
  if (!inner || inner.height === 0 || inner.width === 0) return false;
  const point = [inner.left + inner.width / 2, Math.max(inner.top, 0) + 20] as const;
  const hit = document.elementFromPoint(...point);
  // Skipped content (`content-visibility`) keeps its box, and the point hits the element itself.
  const hitInside = element.shadowRoot!.elementFromPoint(...point);
  return element.contains(hit) && hitInside !== null && hitInside !== element;
}

for (const loading of ['eager', 'lazy'] as const) {
  describe(`a hidden element, loading="${loading}"`, () => {
    for (const [name, { markup, show, hide }] of Object.entries(HIDING_PLACES)) {
      it(`requests no link before it is shown, and keeps its session when it is hidden again: ${name}`, async () => {
        const warnings = catchWarnings();
        const backend = await Backend.create();
        const { portal, ...place } = addMarkup(markup, { endpoint: backend.endpoint, loading });
        await portal.started();
        await otherPortalStarts();
        expect(isVisible(place), 'visible while it is hidden').to.equal(false);
        expect(await backend.minted(), 'links while it is hidden').to.equal(0);
        show(place);
        await portal.ready();
        expect(isVisible(place), 'visible when it is shown').to.equal(true);
        hide(place);
        await otherPortalStarts();
        expect(isVisible(place), 'visible when it is hidden again').to.equal(false);
        show(place);
        await portal.deliver(ssoEnabled());
        expect(portal.hasFirstFrame).to.equal(true);
        expect(await backend.minted()).to.equal(1);
        expect(warnings).to.deep.equal([]);
      });
    }
  });

  describe(`an element that is never shown, loading="${loading}"`, () => {
    for (const [name, { markup }] of Object.entries(HIDING_PLACES)) {
      it(`leaves the page without a link or a warning: ${name}`, async () => {
        const warnings = catchWarnings();
        const backend = await Backend.create();
        const { portal, element } = addMarkup(markup, { endpoint: backend.endpoint, loading, 'load-timeout': '1' });
        await portal.started();
        await otherPortalStarts();
        element.remove();
        expect(await backend.minted()).to.equal(0);
        expect(portal.types).to.deep.equal([]);
        expect(warnings).to.deep.equal([]);
      });
    }
  });
}

describe('an element without a box', () => {
  const CONTENTS = 'E(style="display: contents")';
  const BOXLESS: Readonly<Record<string, string>> = {
    'display: contents': CONTENTS,
    'display: contents in a flex row': `<div style="display: flex">${CONTENTS}</div>`,
    'display: contents in a grid': `<div style="display: grid">${CONTENTS}</div>`,
    'display: contents in display: contents': `<div style="display: contents">${CONTENTS}</div>`,
    'a box in display: contents (control)': '<div style="display: contents">E</div>',
  };

  for (const loading of ['eager', 'lazy'] as const) {
    for (const [name, markup] of Object.entries(BOXLESS)) {
      it(`starts and shows a usable portal: ${name}, loading="${loading}"`, async () => {
        const backend = await Backend.create();
        const { portal } = addMarkup(markup, { endpoint: backend.endpoint, loading });
        await portal.ready();
        const { width, height } = portal.frame!.getBoundingClientRect();
        expect(height).to.be.at.least(600);
        expect(width).to.be.at.least(500);
        expect(await backend.minted()).to.equal(1);
      });
    }
  }

  for (const [name, markup] of Object.entries(BOXLESS)) {
    it(`starts with loading="lazy" when it is scrolled near: ${name}`, async () => {
      const backend = await Backend.create();
      const { portal, outer } = addMarkup(`<div><div style="height: 3000px"></div>${markup}</div>`, {
        endpoint: backend.endpoint,
        loading: 'lazy',
      });
      await otherPortalStarts();
      expect(await backend.minted()).to.equal(0);
      const { scrollingElement } = document;
      outer.scrollIntoView({ block: 'end' });
      await portal.event('portal-message');
      scrollingElement!.scrollTop = 0;
      expect(await backend.minted()).to.equal(1);
    });
  }

  it('shows a panel with a retry button when the endpoint fails', async () => {
    const backend = await Backend.create({ answers: [{ status: 410 }, {}] });
    const { portal } = addMarkup(CONTENTS, { endpoint: backend.endpoint, loading: 'lazy' });
    await portal.state('error');
    expect(portal.button('retry').getBoundingClientRect().height).to.be.greaterThan(10);
    portal.click('retry');
    await portal.state('ready');
    expect(await backend.minted()).to.equal(1);
  });
});
