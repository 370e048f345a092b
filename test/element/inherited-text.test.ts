/**
 * Text rules that the page sets around the element, for its own text: what the element says stays readable, and inside.
 */
import { expect, fixtureSync } from '@open-wc/testing';
import { Backend, until } from '../tools/backend.ts';
import { reportTests } from '../tools/figures.ts';
import { PortalHarness } from '../tools/portal-harness.ts';
import { loadSuccess, sessionWarning } from '../tools/sample-messages.ts';

reportTests('Host pages', 'text rules of the page');

/** Rules that children inherit, beyond colour and font. */
const RULES = [
  '',
  'white-space: nowrap',
  'white-space: pre',
  'white-space: pre-wrap',
  'white-space: pre-line',
  'white-space: break-spaces',
  'text-wrap: nowrap',
  'text-wrap: balance',
  'text-align: start',
  'text-align: end',
  'text-align: left',
  'text-align: right',
  'text-align: justify',
  'text-align: justify; text-align-last: justify',
  'text-transform: uppercase',
  'text-transform: lowercase',
  'text-transform: capitalize',
  'text-transform: full-width',
  'line-height: 0',
  'line-height: 0.5',
  'line-height: 1px',
  'letter-spacing: 1em',
  'letter-spacing: -0.3em',
  'word-spacing: 10em',
  'word-spacing: -1em',
  'font-size: 0',
  'font-size: 1px',
  'text-indent: 200px',
  'text-indent: -9999px',
  'text-indent: 100%; white-space: nowrap',
  'word-break: break-all',
  'word-break: keep-all',
  'overflow-wrap: anywhere',
  'hyphens: auto',
  'font-variant-caps: all-small-caps',
  'tab-size: 100',
  '-webkit-text-fill-color: transparent',
  'direction: rtl',
  'direction: rtl; text-align: left',
  'font-size: 0; line-height: 0; letter-spacing: -0.3em',
  'white-space: nowrap; text-transform: uppercase; letter-spacing: 0.5em',
];

/** What an element says, in a place that is 320 px wide. */
const SAYINGS: Readonly<Record<string, { words: string; bring: () => Promise<PortalHarness> }>> = {
  'an error': {
    words: 'Try again. If the problem continues, contact support.',
    bring: async () => {
      const backend = await Backend.create();
      await backend.answers([{ status: 404 }]);
      const portal = PortalHarness.create({ endpoint: backend.endpoint });
      return portal;
    },
  },
  'a notice': {
    words: 'Save your changes.',
    bring: async () => {
      const backend = await Backend.create();
      await backend.portal({ onLoad: [loadSuccess(), sessionWarning()] });
      return PortalHarness.create({ endpoint: backend.endpoint });
    },
  },
  'a button': {
    words: 'Open the admin portal',
    bring: async () => PortalHarness.create({ endpoint: '/never-asked', mode: 'tab' }),
  },
  'that it loads': {
    words: 'Loading the admin portal…',
    bring: async () => PortalHarness.create({ fetchPortalLink: () => new Promise(() => undefined) }),
  },
};

/** The boxes of the words in an element, its slots included. */
function wordBoxes(root: Node): { word: string; box: DOMRect; style: CSSStyleDeclaration }[] {
  const found = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const { 0: word, index } of node.textContent!.matchAll(/\S+/g)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const style = getComputedStyle(node.parentElement!);
      // A word that is broken has several boxes.
      for (const box of range.getClientRects()) found.push({ word, box, style });
    }
  }
  return found;
}

/** Least height in px of a line that can be read, and of the distance between two lines. */
const LEGIBLE = 9;

function faults({ element }: PortalHarness, words: string): string[] {
  const status = element.shadowRoot!.querySelector('[role=status]')!;
  const found = new Set<string>();
  if (!status.textContent.replace(/\s+/g, ' ').includes(words)) found.add(`says ${status.textContent}`);
  const outer = element.getBoundingClientRect();
  if (outer.width > 320.5) found.add(`the element is ${Math.round(outer.width)} px wide`);
  const boxes = wordBoxes(status);
  const heights = boxes.map(({ box }) => Math.round(box.height));
  if (Math.min(...heights) < LEGIBLE) found.add(`words are ${Math.min(...heights)} px high`);
  const lines = [...new Set(boxes.map(({ box }) => Math.round(box.top + box.height / 2)))].sort((a, b) => a - b);
  for (const { word, box, style } of boxes) {
    if (box.left < outer.left - 1 || box.right > outer.right + 1) {
      found.add(
        `"${word}" is from ${Math.round(box.left)} to ${Math.round(box.right)} in ${outer.left} to ${outer.right}`,
      );
    }
    if (parseFloat(style.fontSize) < LEGIBLE) found.add(`"${word}" is ${style.fontSize} high`);
    const fill = (style as unknown as { webkitTextFillColor: string }).webkitTextFillColor;
    if (/^rgba.*, 0\)$/.test(fill)) found.add(`"${word}" has no colour`);
    if (style.textTransform !== 'none') found.add(`"${word}" is in ${style.textTransform}`);
    if (parseFloat(style.letterSpacing) || parseFloat(style.wordSpacing))
      found.add(`"${word}" has spaced letters or words`);
  }
  lines.forEach((line, index) => {
    const apart = line - (lines[index - 1] ?? -Infinity);
    // Small text sits a little lower in its line.
    if (apart > 3 && apart < LEGIBLE) found.add(`lines are ${apart} px apart`);
  });
  return [...found].slice(0, 6);
}

for (const [name, { words, bring }] of Object.entries(SAYINGS)) {
  describe(`${name}, with the text rules of the page`, () => {
    for (const rule of RULES) {
      it(`is readable and inside: ${rule || 'none (control)'}`, async () => {
        const parent = fixtureSync<HTMLElement>(document.createElement('div'));
        parent.style.cssText = `width: 320px; ${rule}`;
        const portal = await bring();
        parent.append(portal.element);
        await portal.element.updateComplete;
        await until(words, () => portal.words.includes(words));
        await portal.element.updateComplete;
        expect(faults(portal, words)).to.deep.equal([]);
        if (portal.frame) {
          const { width, height } = portal.frame.getBoundingClientRect();
          expect([width, height], 'the frame').to.deep.equal([320, 600]);
        }
      });
    }
  });
}
