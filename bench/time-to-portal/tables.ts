/** The comparisons, their conditions and their tables. */
import { median, spreadText } from '../tools/spread.ts';
import type { Table } from '../tools/table.ts';
import type { Variant } from './host-pages.ts';
import type { PortalKind } from './portal-page.ts';
import type { Cell, Contender, Moments, Rounds } from './rounds.ts';

/** The extent of the comparison. */
export interface Extent {
  readonly cached: readonly boolean[];
  readonly slowdowns: readonly number[];
  readonly latencies: readonly number[];
  readonly rounds: number;
}

export const REAL: Extent = { cached: [true, false], slowdowns: [1, 6], latencies: [0, 50, 200], rounds: 15 };
export const QUICK: Extent = { cached: [true], slowdowns: [1], latencies: [0, 50], rounds: 4 };

const FOUR: readonly Variant[] = ['element, endpoint', 'hand-written', 'element, src', 'bare iframe'];
const ENDPOINT_RECIPES: readonly Variant[] = [
  'element, endpoint',
  'endpoint, defer',
  'endpoint, async',
  'endpoint, after the tag',
  'endpoint, preload',
  'firstResponse, defer',
  'hand-written',
];
const SRC_RECIPES: readonly Variant[] = [
  'element, src',
  'src, defer',
  'src, async',
  'src, after the tag',
  'bare iframe',
];
const PORTALS: readonly PortalKind[] = ['app', 'shell', 'page'];

const describe = ({ cached, slowdown, latency }: Cell): string =>
  `${cached ? 'cached' : 'not cached'}, CPU ${slowdown}×, ${latency} ms`;

const painted = (moments: readonly Moments[]): number[] => moments.map((moment) => moment.painted);
const started = (moments: readonly Moments[]): number[] => moments.map((moment) => moment.frameStarted);

/** The median of the ratios per round: a slow round affects both of its values. */
const ratio = (measured: readonly number[], against: readonly number[]): number =>
  median(measured.map((ms, round) => ms / against[round]!));

const ofDropIn = (variants: readonly Variant[], dropIn = 0): Contender[] =>
  variants.map((variant) => ({ variant, dropIn }));

/** The element compared with hand-written code, in every cell. */
export async function comparison(rounds: Rounds, extent: Extent): Promise<Table> {
  const rows: string[][] = [];
  for (const cached of extent.cached) {
    for (const slowdown of extent.slowdowns) {
      for (const latency of extent.latencies) {
        const cell: Cell = { cached, slowdown, latency, portal: 'app' };
        // Short visits need more rounds for a stable ratio.
        const count = extent.rounds * (latency === 0 && slowdown === 1 ? 2 : 1);
        const measured = await rounds.run(cell, ofDropIn(FOUR), count);
        const [a = [], c = [], b = [], d = []] = measured.map(painted);
        rows.push([
          describe(cell),
          ...[a, c].map((ms) => spreadText(ms, 0)),
          ratio(a, c).toFixed(2),
          ...[b, d].map((ms) => spreadText(ms, 0)),
          ratio(b, d).toFixed(2),
        ]);
      }
    }
  }
  return {
    title: 'Time to the portal, ms from the navigation to its first paint',
    note:
      'Chromium, with and without the drop-in in the cache. The latency applies to endpoint, script, portal and the script of the ' +
      'portal, not to the host page. Median (10th to 90th percentile), and the median of the ratios per round. The goal is 1.03.',
    columns: [
      'script, CPU, latency',
      'element, endpoint',
      'hand-written',
      'ratio',
      'element, src',
      'bare iframe',
      'ratio',
    ],
    rows,
  };
}

/** Ways to include the element, each compared with hand-written code. */
export async function recipes(rounds: Rounds, count: number): Promise<Table[]> {
  const tables: Table[] = [];
  for (const cell of [
    { cached: true, slowdown: 1, latency: 50, portal: 'app' },
    { cached: true, slowdown: 6, latency: 50, portal: 'app' },
    { cached: false, slowdown: 1, latency: 50, portal: 'app' },
  ] satisfies Cell[]) {
    const rows: string[][] = [];
    for (const variants of [ENDPOINT_RECIPES, SRC_RECIPES]) {
      const measured = await rounds.run(cell, ofDropIn(variants), count);
      const rival = measured.at(-1)!;
      for (const [index, variant] of variants.entries()) {
        const moments = measured[index]!;
        rows.push([
          variant,
          spreadText(started(moments), 0),
          spreadText(painted(moments), 0),
          ratio(painted(moments), painted(rival)).toFixed(2),
        ]);
      }
    }
    tables.push({
      title: `Recipes: ${describe(cell)}`,
      note: 'The ratio is to the hand-written snippet, or to the bare iframe.',
      columns: ['recipe', 'frame starts, ms', 'first paint, ms', 'ratio'],
      rows,
    });
  }
  return tables;
}

/** The element compared with hand-written code, for each kind of portal. */
export async function portals(rounds: Rounds, count: number): Promise<Table> {
  const rows: string[][] = [];
  for (const portal of PORTALS) {
    const cell: Cell = { cached: true, slowdown: 1, latency: 200, portal };
    const [a = [], c = [], b = [], d = []] = (await rounds.run(cell, ofDropIn(FOUR), count)).map(painted);
    rows.push([portal, ...[a, c, b, d].map((ms) => spreadText(ms, 0)), ratio(a, c).toFixed(2), ratio(b, d).toFixed(2)]);
  }
  return {
    title: 'Kinds of portal: cached, CPU 1×, 200 ms',
    note: '`app`: empty until its script has run; `shell`: shows something before that; `page`: no script file.',
    columns: ['portal', ...FOUR, 'ratio endpoint', 'ratio src'],
    rows,
  };
}

/** Compares two drop-ins. */
export async function twoDropIns(rounds: Rounds, count: number): Promise<Table> {
  const contenders: Contender[] = [
    ...ofDropIn(['element, endpoint', 'element, src'], 0),
    ...ofDropIn(['element, endpoint', 'element, src'], 1),
    ...ofDropIn(['hand-written', 'bare iframe']),
  ];
  const rows: string[][] = [];
  for (const slowdown of [1, 6]) {
    for (const portal of PORTALS) {
      const cell: Cell = { cached: true, slowdown, latency: 50, portal };
      const measured = await rounds.run(cell, contenders, count);
      const [a = [], b = [], a2 = [], b2 = [], c = [], d = []] = measured.map(painted);
      for (const [name, old, young, rival] of [
        ['endpoint', a, a2, c],
        ['src', b, b2, d],
      ] as const) {
        rows.push([
          `${portal}, CPU ${slowdown}×, ${name}`,
          ...[old, young, rival].map((ms) => spreadText(ms, 0)),
          ratio(old, rival).toFixed(2),
          ratio(young, rival).toFixed(2),
        ]);
      }
    }
  }
  return {
    title: 'Two drop-ins: cached, 50 ms',
    columns: ['portal', 'dist, ms', 'other, ms', 'without element, ms', 'ratio of dist', 'ratio of other'],
    rows,
  };
}
