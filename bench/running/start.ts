/** The start-up cost of the element: evaluating its script, and its first render. */
import { spreadText, median } from '../tools/spread.ts';
import type { Table } from '../tools/table.ts';
import type { TestBed } from '../tools/test-bed.ts';
import { ms, traceOf } from './trace.ts';

const LOADS = 60;
const RENDER_ROUNDS = 40;
/** One render is shorter than the resolution of the page's clock, so it measures many at once. */
const RENDERS = 100;

const DROP_IN = 'scalekit-admin-portal.js';
const TRIVIAL = 'trivial-element.js';

/** CPU ms for compiling and running each script, one value per page load. */
async function evaluations(bed: TestBed): Promise<Record<string, number[]>> {
  const { page, cdp } = await bed.open();
  const variants = [DROP_IN, TRIVIAL];
  const events = await traceOf(cdp, async () => {
    for (let load = 0; load < LOADS; load++) for (const variant of variants) await page.goto(bed.pageUrl(variant));
  });
  await page.close();
  const found = variants.map((variant) => {
    const runs = events.filter(({ name, args }) => name === 'EvaluateScript' && args?.data?.url?.endsWith(variant));
    if (runs.length !== LOADS) throw new Error(`${variant} was evaluated ${runs.length} times in ${LOADS} loads`);
    return [variant, runs.map(ms)] as const;
  });
  return Object.fromEntries(found);
}

/** ms from the creation of an element to the end of its first render, one value per round. */
async function firstRenders(bed: TestBed): Promise<Record<string, number[]>> {
  const { page } = await bed.open(DROP_IN, TRIVIAL);
  const times = await page.evaluate(
    async (rounds, renders) => {
      type Rendering = HTMLElement & { updateComplete: Promise<boolean>; fetchPortalLink?: () => Promise<string> };
      const measure = async (tag: string) => {
        const start = performance.now();
        for (let index = 0; index < renders; index++) {
          const element = document.createElement(tag) as Rendering;
          // A source of links that never answers: this only measures the render.
          if (tag !== 'trivial-element') element.fetchPortalLink = () => new Promise(() => undefined);
          document.body.append(element);
          await element.updateComplete;
          if (!element.shadowRoot?.firstElementChild) throw new Error(`${tag} did not render`);
          element.remove();
        }
        return (performance.now() - start) / renders;
      };
      const result: Record<string, number[]> = { 'scalekit-admin-portal': [], 'trivial-element': [] };
      for (let round = 0; round < rounds; round++) {
        for (const [tag, list] of Object.entries(result)) {
          list.push(await measure(tag));
          await new Promise((resolve) => setTimeout(resolve));
        }
      }
      return result;
    },
    RENDER_ROUNDS,
    RENDERS,
  );
  await page.close();
  return times;
}

const ratio = (ours: number[], theirs: number[]): string => (median(ours) / median(theirs)).toFixed(2);

export async function startTable(bed: TestBed): Promise<Table> {
  const evaluated = await evaluations(bed);
  const rendered = await firstRenders(bed);
  const ours = evaluated[DROP_IN]!;
  const trivial = evaluated[TRIVIAL]!;
  const ourRender = rendered['scalekit-admin-portal']!;
  const trivialRender = rendered['trivial-element']!;
  return {
    title: 'Start: ms on the main thread',
    note:
      'Compared with a trivial element of lit (one property, one paragraph) in a drop-in that is built in the same way. Median, and in ' +
      `brackets the 10th and 90th percentile, of ${LOADS} page loads without cached code, and of ${RENDER_ROUNDS} rounds of ` +
      `${RENDERS} elements, both in turn.`,
    columns: ['what', 'the element', 'trivial element', 'ratio'],
    rows: [
      ['compiling and running the script', spreadText(ours, 2), spreadText(trivial, 2), ratio(ours, trivial)],
      ['first render', spreadText(ourRender, 3), spreadText(trivialRender, 3), ratio(ourRender, trivialRender)],
    ],
  };
}
