/**
 * Text rules that the page sets for its own text and the element inherits: the text of the element stays legible and inside
 * its box.
 */
import { expect, fixtureSync } from '@open-wc/testing';
import { Backend, until, type BackendSetup } from '../tools/backend.ts';
import { reportTests } from '../tools/figures.ts';
import { pendingFetch, PortalHarness } from '../tools/portal-harness.ts';
import { loadSuccess, sessionWarning } from '../tools/sample-messages.ts';

reportTests('Host pages', 'text rules of the page');

/** Inherited rules other than colour and font. */
const RULES = [
  '',
  ...declarations('white-space', 'nowrap', 'pre', 'pre-wrap', 'pre-line', 'break-spaces'),
  ...declarations('text-wrap', 'nowrap', 'balance'),
  ...declarations('text-align', 'start', 'end', 'left', 'right', 'justify', 'justify; text-align-last: justify'),
  ...declarations('text-transform', 'uppercase', 'lowercase', 'capitalize', 'full-width'),
  ...declarations('line-height', '0', '0.5', '1px'),
  ...declarations('letter-spacing', '1em', '-0.3em'),
  ...declarations('word-spacing', '10em', '-1em'),
  ...declarations('font-size', '0', '1px'),
  ...declarations('text-indent', '200px', '-9999px', '100%; white-space: nowrap'),
  ...declarations('word-break', 'break-all', 'keep-all'),
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

function declarations(property: string, ...values: string[]): string[] {
  return values.map((value) => `${property}: ${value}`);
}

const createWith = async (setup: BackendSetup) =>
  PortalHarness.create({ endpoint: (await Backend.create(setup)).endpoint });

/** The texts of the element, and how to bring them about in a parent that is 320 px wide. */
const TEXTS: Readonly<Record<string, { text: string; create: () => Promise<PortalHarness> }>> = {
  'an error': {
    text: 'Try again. If the problem continues, contact support.',
    create: () => createWith({ answers: [{ status: 404 }] }),
  },
  'a notice': {
    text: 'Save your changes.',
    create: () => createWith({ portal: { onLoad: [loadSuccess(), sessionWarning()] } }),
  },
  'a launch button': {
    text: 'Open the admin portal',
    create: async () => PortalHarness.create({ endpoint: '/never-asked', mode: 'tab' }),
  },
  'a loading text': {
    text: 'Loading the admin portal…',
    create: async () => PortalHarness.create({ fetchPortalLink: pendingFetch().fetchPortalLink }),
  },
};

/** The boxes of the words in an element and its slots. */
function wordBoxes(root: Node): { word: string; box: DOMRect; style: CSSStyleDeclaration }[] {
  const found = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const { 0: word, index } of node.textContent!.matchAll(/\S+/g)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const style = getComputedStyle(node.parentElement!);
      // A broken word has several boxes.
      for (const box of range.getClientRects()) found.push({ word, box, style });
    }
  }
  return found;
}

/** Lowest height in px of a legible line, and lowest distance between two lines. */
const LEGIBLE = 9;

function faults({ element }: PortalHarness, text: string): string[] {
  const status = element.shadowRoot!.querySelector('[role=status]')!;
  const found = new Set<string>();
  if (!status.textContent.replace(/\s+/g, ' ').includes(text)) found.add(`the text is ${status.textContent}`);
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
    // Small text is a little lower in its line.
    if (apart > 3 && apart < LEGIBLE) found.add(`lines are ${apart} px apart`);
  });
  return [...found].slice(0, 6);
}

for (const [name, { text, create }] of Object.entries(TEXTS)) {
  describe(`${name} with text rules of the page`, () => {
    for (const rule of RULES) {
      it(`is legible and inside the element: ${rule || 'none (control)'}`, async () => {
        const parent = fixtureSync<HTMLElement>(document.createElement('div'));
        parent.style.cssText = `width: 320px; ${rule}`;
        const portal = await create();
        parent.append(portal.element);
        await portal.element.updateComplete;
        await until(text, () => portal.text.includes(text));
        await portal.element.updateComplete;
        expect(faults(portal, text)).to.deep.equal([]);
        if (portal.frame) {
          const { width, height } = portal.frame.getBoundingClientRect();
          expect([width, height], 'the frame').to.deep.equal([320, 600]);
        }
      });
    }
  });
}
