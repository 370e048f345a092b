/**
 * Many tabs, one backend: the requests that a backend gets when the sessions of all its portals end, from the element's real
 * code and from a typical hand-written snippet, in simulated time.
 *
 *     node bench/many-tabs/main.ts [--quick] [--src=FOLDER]
 *
 * `--src` is the path of a copy of `src`, for trying another policy.
 */
import { parseArgs } from 'node:util';
import { printTable, type Table } from '../tools/table.ts';
import type { Summary } from './ledger.ts';
import { loadRealCode, SOURCE, type RealCode } from './real-code.ts';
import { endingEvenly, EVENLY, HEALTHY, limited, outages, REFUSED_SHORTLY, TOLD_TO_WAIT } from './scenarios.ts';
import { simulateElement, simulateNaive, type Scenario } from './simulation.ts';
import { NAIVE_DELAY, PEOPLE } from './tabs.ts';

const COLUMNS = [
  'the backend',
  'code',
  'requests per link',
  'peak while down',
  'peak',
  'ideal peak',
  'peak / ideal',
  'peak / ideal in 0.1 s',
  '99 % back after',
  'pressed Try again',
];

const MODEL =
  `Time, randomness (seeded) and backend are simulated; an answer takes 100 ms. ${PEOPLE.hidden * 100} % of the tabs are hidden. People ` +
  `return to them after ${PEOPLE.returnsAfter / 60_000} min on average (exponential). On an error panel, they press Try again after ` +
  `${PEOPLE.pressesAfter / 1000} s (median, lognormal, sigma ${PEOPLE.pressesSigma}). Snippet: on the expiry message, it sends a fetch at once and sets the ` +
  `frame's src. After a failure, it tries again ${NAIVE_DELAY} ms later. It ignores whether a tab is hidden. ` +
  'Peaks: requests in the busiest second, as a share of the open portals. "While down" is for a backend that answers with refusals only. ' +
  'Refused connections do not reach the backend and only count as requests. ' +
  'Ideal: one request per link, evenly spread from the time it can succeed (session ended and tab visible, or Try again pressed; backend up; ' +
  'Retry-After over) until 99 % of those who began to wait in the same ten seconds have sent theirs, and over at least half of their wait. The ' +
  'ideal knows when the backend returns, which no policy does, and it does not show how long people wait: see the last columns. ' +
  '99 % back: from the earliest possible time of each.';

function share(part: number, whole: number): string {
  const percent = (part / whole) * 100;
  return `${percent < 10 ? percent.toPrecision(2) : percent.toFixed(0)} %`;
}

function row({ title }: Scenario, code: string, summary: Summary, open: number): string[] {
  const { links, requests, peakDown, peak, idealPeak, peakTenth, idealPeakTenth, pressed, backAfter } = summary;
  return [
    title,
    code,
    (requests / links).toFixed(2),
    peakDown ? share(peakDown, open) : '',
    share(peak, open),
    share(idealPeak, open),
    (peak / idealPeak).toFixed(2),
    (peakTenth / idealPeakTenth).toFixed(2),
    `${(backAfter / 1000).toFixed(1)} s`,
    pressed ? share(pressed, links) : '',
  ];
}

async function rows(scenarios: readonly Scenario[], ending: number, code: RealCode, open = ending) {
  const all: string[][] = [];
  for (const scenario of scenarios) {
    all.push(row(scenario, 'element', await simulateElement(scenario, ending, code), open));
    all.push(row(scenario, 'snippet', await simulateNaive(scenario, ending), open));
  }
  return all;
}

const count = (portals: number): string => portals.toLocaleString('en');

async function tables(quick: boolean, source: string): Promise<Table[]> {
  const code = await loadRealCode(source);
  const many = quick ? 1000 : 10_000;
  const most = quick ? 10_000 : 1_000_000;
  const together = [HEALTHY, ...outages(quick ? ['1 s', '30 s'] : undefined)];
  return [
    {
      title: `${count(many)} portals whose sessions end together`,
      note: MODEL,
      columns: COLUMNS,
      rows: await rows(together, many, code),
    },
    {
      title: `${count(most)} portals whose sessions end together`,
      note: 'The same shares as above, with less noise.',
      columns: COLUMNS,
      rows: await rows([HEALTHY, REFUSED_SHORTLY, TOLD_TO_WAIT], most, code),
    },
    {
      title: `${count(many)} portals whose sessions end together, and a backend of limited capacity`,
      note:
        'Only the first requests show that there are too many. No policy can know this before, but the ideal does. After ' +
        'that, the time in Retry-After decides.',
      columns: COLUMNS,
      rows: await rows(limited(many), many, code),
    },
    {
      title: `${count(most)} portals whose sessions of 6 h end evenly over time`,
      note: 'Shares of all open portals. Waits begin with the return of the backend, also for sessions that ended before.',
      columns: COLUMNS,
      rows: await rows([EVENLY], endingEvenly(most), code, most),
    },
  ];
}

export const run = (): Promise<Table[]> => tables(false, SOURCE);

if (import.meta.main) {
  const { values } = parseArgs({
    options: { quick: { type: 'boolean', default: false }, src: { type: 'string', default: SOURCE } },
  });
  for (const table of await tables(values.quick, values.src)) printTable(table);
}
