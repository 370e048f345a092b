/** What assistive technology gets: axe finds nothing in any state; one live region; names, busy state, motion. */
import { expect } from '@open-wc/testing';
import 'axe-core/axe.min.js';
import type { AxeResults, RunOptions } from 'axe-core';
// Importing them adds them.
import { languages } from '../../src/languages/index.ts';
import { Backend } from '../tools/backend.ts';
import { PortalHarness, readyPortal } from '../tools/portal-harness.ts';
import { SHOWN_STATES } from '../tools/shown-states.ts';

declare const axe: { run(context: Element, options: RunOptions): Promise<AxeResults> };

/** The rules that axe finds broken in the element, each with its first offender. */
async function violations(element: Element): Promise<string[]> {
  // The portal's own page is not ours to check, and axe would wait for an answer out of it.
  const results = await axe.run(element, { iframes: false, resultTypes: ['violations'] });
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

function showPage(colorScheme: string): void {
  Object.assign(document.body.style, { colorScheme, background: 'Canvas', color: 'CanvasText' });
}

describe('accessibility', () => {
  afterEach(() => document.body.removeAttribute('style'));

  for (const [name, show] of Object.entries(SHOWN_STATES)) {
    for (const scheme of ['light', 'dark'] as const) {
      it(`axe finds nothing: ${name}, ${scheme}`, async () => {
        showPage(scheme);
        const portal = await show();
        expect(await violations(portal.element)).to.deep.equal([]);
      });
    }
  }

  // Every state in both directions, and every language in one state.
  const states = Object.keys(SHOWN_STATES);
  const inLanguages = [
    ...states.flatMap((name) => ['ar', 'ja'].map((lang) => [name, lang] as const)),
    ...Object.keys(languages).map((lang) => ['ENDPOINT_UNAUTHORIZED', lang] as const),
  ];
  for (const [name, lang] of inLanguages) {
    it(`axe finds nothing: ${name}, ${lang}`, async () => {
      const portal = await SHOWN_STATES[name]!();
      portal.element.parentElement!.dir = ['ar', 'he', 'iw'].includes(lang) ? 'rtl' : 'ltr';
      await portal.speak(lang);
      for (const scheme of ['light', 'dark']) {
        showPage(scheme);
        expect(await violations(portal.element), scheme).to.deep.equal([]);
      }
    });
  }

  it('there is one live region, and it is polite', async () => {
    const { portal } = await readyPortal();
    const regions = portal.element.shadowRoot!.querySelectorAll('[role], [aria-live]');
    expect([...regions].map((region) => region.getAttribute('role'))).to.deep.equal(['status']);
  });

  it('the live region is there before it has something to say, and stays the same element', async () => {
    const { portal } = await readyPortal();
    const region = portal.element.shadowRoot!.querySelector('[role=status]');
    portal.say({ type: 'SESSION_EXPIRED' });
    await portal.event('portal-state-change', 4);
    await portal.state('ready');
    expect(portal.element.shadowRoot!.querySelector('[role=status]')).to.equal(region);
  });

  it('the place of the frame is busy while it loads, and the live region is not inside it', async () => {
    const backend = await Backend.create();
    await backend.answers([{ hang: 'headers' }]);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    await portal.state('loading');
    const busy = portal.element.shadowRoot!.querySelector('[aria-busy=true]');
    expect(busy).not.to.equal(null);
    expect(busy!.querySelector('[role=status]')).to.equal(null);
    expect(portal.words).to.equal('Loading the admin portal…');
  });

  it('every button is a button with words, in the tab order', async () => {
    const portal = await SHOWN_STATES['PORTAL_LOAD_TIMEOUT']!();
    const buttons = [...portal.element.shadowRoot!.querySelectorAll('button')];
    expect(buttons.map(({ textContent, tabIndex, type }) => ({ textContent, tabIndex, type }))).to.deep.equal([
      { textContent: 'Open in a new tab', tabIndex: 0, type: 'button' },
      { textContent: 'Try again', tabIndex: 0, type: 'button' },
    ]);
  });

  it('a frame that is still loading is painted already, and takes neither focus nor clicks', async () => {
    const backend = await Backend.create();
    await backend.portal({ hang: true });
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    await backend.opened(1);
    const frame = portal.frame!;
    expect(frame.checkVisibility({ visibilityProperty: true, opacityProperty: true })).to.equal(true);
    frame.focus();
    expect(portal.element.shadowRoot!.activeElement).to.equal(null);
    frame.scrollIntoView();
    const { left, top } = frame.getBoundingClientRect();
    expect(portal.element.shadowRoot!.elementFromPoint(left + 9, top + 9)?.localName).not.to.equal('iframe');
  });

  it('the words are seen through a frame that has painted nothing yet, on a dark page too', async () => {
    const backend = await Backend.create();
    await backend.portal({ hang: true });
    const portal = PortalHarness.create({ endpoint: backend.endpoint });
    portal.element.style.colorScheme = 'dark';
    await portal.connect();
    await backend.opened(1);
    // A frame is opaque where its own scheme is not that of its document, and the empty document's is light. The portal is
    // to see the page's own scheme from the start.
    expect(getComputedStyle(portal.frame!).colorScheme).to.equal('dark');
    expect(portal.frame!.checkVisibility({ opacityProperty: true })).to.equal(false);
    expect(portal.words).not.to.equal('');
    await backend.portal({});
    await portal.element.reload();
    await portal.element.updateComplete;
    expect(portal.frame!.checkVisibility({ opacityProperty: true })).to.equal(true);
  });

  it('nothing moves for ever', async () => {
    const portal = await SHOWN_STATES['loading']!();
    const moves = portal.element.shadowRoot!.getAnimations();
    expect(moves).not.to.deep.equal([]);
    for (const { effect } of moves) expect(effect!.getComputedTiming().endTime).to.be.at.most(1000);
  });
});
