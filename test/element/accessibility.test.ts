/** Assistive technology: axe finds no violation in any state; one live region; names, busy state, motion. */
import { expect } from '@open-wc/testing';
import 'axe-core/axe.min.js';
import type { AxeResults, RunOptions } from 'axe-core';
// The import registers the languages.
import { languages } from '../../src/languages/index.ts';
import { Backend } from '../tools/backend.ts';
import { mountPortal, PortalHarness, readyPortal } from '../tools/portal-harness.ts';
import { SHOWN_STATES } from '../tools/shown-states.ts';

declare const axe: { run(context: Element, options: RunOptions): Promise<AxeResults> };

/** The rules that the element violates, each with the first node. */
async function violations(element: Element): Promise<string[]> {
  // The portal's page is not part of this project, and axe would wait for its answer.
  const results = await axe.run(element, { iframes: false, resultTypes: ['violations'] });
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

const SCHEMES = ['light', 'dark'];

async function expectNoViolation(portal: PortalHarness, colorScheme: string, lang: string): Promise<void> {
  Object.assign(document.body.style, { colorScheme, background: 'Canvas', color: 'CanvasText' });
  portal.element.parentElement!.dir = ['ar', 'he', 'iw'].includes(lang) ? 'rtl' : 'ltr';
  await portal.setLanguage(lang);
  expect(await violations(portal.element), `${colorScheme}, ${lang}`).to.deep.equal([]);
}

describe('accessibility', () => {
  afterEach(() => document.body.removeAttribute('style'));

  // A language of each direction. Each state is brought about once, because its texts and colours follow the page.
  for (const [name, show] of Object.entries(SHOWN_STATES)) {
    it(`violates no rule of axe in English, Arabic or Japanese, on a light or dark page: ${name}`, async () => {
      const portal = await show();
      for (const scheme of SCHEMES)
        for (const lang of ['en', 'ar', 'ja']) await expectNoViolation(portal, scheme, lang);
    });
  }

  for (const scheme of SCHEMES) {
    it(`violates no rule of axe in any language on a ${scheme} page`, async () => {
      const portal = await SHOWN_STATES['ENDPOINT_UNAUTHORIZED']!();
      for (const lang of Object.keys(languages)) await expectNoViolation(portal, scheme, lang);
    });
  }

  it('has one live region, which is polite', async () => {
    const { portal } = await readyPortal();
    const regions = portal.element.shadowRoot!.querySelectorAll('[role], [aria-live]');
    expect([...regions].map((region) => region.getAttribute('role'))).to.deep.equal(['status']);
  });

  it('has a live region before there is text for it, and never replaces it', async () => {
    const { portal } = await readyPortal();
    const region = portal.element.shadowRoot!.querySelector('[role=status]');
    portal.post({ type: 'SESSION_EXPIRED' });
    await portal.event('portal-state-change', 4);
    await portal.state('ready');
    expect(portal.element.shadowRoot!.querySelector('[role=status]')).to.equal(region);
  });

  it('marks the frame area as busy while the portal loads, with the live region outside of it', async () => {
    const { portal } = await mountPortal({ answers: [{ hang: 'headers' }] });
    await portal.state('loading');
    const busy = portal.element.shadowRoot!.querySelector('[aria-busy=true]');
    expect(busy).not.to.equal(null);
    expect(busy!.querySelector('[role=status]')).to.equal(null);
    expect(portal.text).to.equal('Loading the admin portal…');
  });

  it('gives every button a text and a place in the tab order', async () => {
    const portal = await SHOWN_STATES['PORTAL_LOAD_TIMEOUT']!();
    const buttons = [...portal.element.shadowRoot!.querySelectorAll('button')];
    expect(buttons.map(({ textContent, tabIndex, type }) => ({ textContent, tabIndex, type }))).to.deep.equal([
      { textContent: 'Open in a new tab', tabIndex: 0, type: 'button' },
      { textContent: 'Try again', tabIndex: 0, type: 'button' },
    ]);
  });

  it('paints a frame that is still loading, but gives it neither focus nor clicks', async () => {
    const { backend, portal } = await mountPortal({ portal: { hang: true } });
    await backend.opened(1);
    const frame = portal.frame!;
    expect(frame.checkVisibility({ visibilityProperty: true, opacityProperty: true })).to.equal(true);
    frame.focus();
    expect(portal.element.shadowRoot!.activeElement).to.equal(null);
    frame.scrollIntoView();
    const { left, top } = frame.getBoundingClientRect();
    expect(portal.element.shadowRoot!.elementFromPoint(left + 9, top + 9)?.localName).not.to.equal('iframe');
  });

  it('shows its text until the frame has painted, also on a dark page', async () => {
    const backend = await Backend.create({ portal: { hang: true } });
    const portal = PortalHarness.create({ endpoint: backend.endpoint });
    portal.element.style.colorScheme = 'dark';
    await portal.connect();
    await backend.opened(1);
    // A frame is opaque if its scheme differs from that of its document, and an empty document is light. Yet the frame must
    // have the page's scheme from the start, for the portal.
    expect(getComputedStyle(portal.frame!).colorScheme).to.equal('dark');
    expect(portal.frame!.checkVisibility({ opacityProperty: true })).to.equal(false);
    expect(portal.text).not.to.equal('');
    await backend.portal({});
    await portal.element.reload();
    await portal.element.updateComplete;
    expect(portal.frame!.checkVisibility({ opacityProperty: true })).to.equal(true);
  });

  it('ends every animation', async () => {
    const portal = await SHOWN_STATES['loading']!();
    const animations = portal.element.shadowRoot!.getAnimations();
    expect(animations).not.to.deep.equal([]);
    for (const { effect } of animations) expect(effect!.getComputedTiming().endTime).to.be.at.most(1000);
  });
});
