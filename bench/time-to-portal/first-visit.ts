/**
 * First and later visits of a page, in every installed engine: the time of each way to include the element, compared with the
 * hand-written snippet, and the number of links that it mints.
 *
 *   node bench/time-to-portal/first-visit.ts [--engines=chromium,firefox,webkit] [--rounds=15] [--latencies=0,50,200] [--write]
 *
 * `--write` writes the tables into docs/first-visit.md.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openPage } from '../../test/tools/driven-page.ts';
import { ENGINES, findEngines, type Engine } from '../../test/tools/engines.ts';
import { DROP_IN, ROOT } from '../tools/paths.ts';
import { median } from '../tools/spread.ts';
import { markdown, type Table } from '../tools/table.ts';
import { BenchServer, type Conditions } from './bench-server.ts';
import type { Variant } from './host-pages.ts';
import { launchQuietly, Tab } from './tab.ts';

const PAGE = join(ROOT, 'docs/first-visit.md');
const TABLES = /(<!-- tables -->\n)[^]*(<!-- \/tables -->)/;

/** The others are compared with the last one. */
const WAYS: readonly Variant[] = [
  'element, endpoint',
  'endpoint, defer',
  'endpoint, async',
  'endpoint, preload',
  'endpoint, preload and async',
  'endpoint, modulepreload',
  'endpoint, its answer preloaded',
  'firstResponse',
  'firstResponse, defer',
  'firstResponse, async',
  'firstResponse, after the tag',
  'hand-written',
];
const NAMES: Partial<Record<Variant, string>> = {
  'element, endpoint': 'script in the head',
  'endpoint, defer': '`defer` in the head',
  'endpoint, async': '`async` in the head',
  'endpoint, preload': '`preload as=script`, script at the end',
  'endpoint, preload and async': '`preload as=script`, `async` in the head',
  'endpoint, modulepreload': '`modulepreload`, module at the end',
  'endpoint, its answer preloaded': '`preload as=fetch` of the endpoint, `async`',
  firstResponse: '`firstResponse`, script in the head',
  'firstResponse, defer': '**`firstResponse`, `defer` in the head**',
  'firstResponse, async': '`firstResponse`, `async` in the head',
  'firstResponse, after the tag': '`firstResponse`, `async` after the tag',
};

/** From the third visit on, the script and its compiled code are cached. */
const WARM_UPS = 2;
/** ms. */
const TIME_LIMIT = 30_000;
const ONE_FRAME = 1000 / 60;

interface Window {
  go(url: string): Promise<void>;
  close(): Promise<void>;
}

async function openWindow(engine: Engine): Promise<Window> {
  if (engine !== 'chromium') {
    const page = await openPage(engine);
    return { go: (url) => page.goTo(url), close: () => page.close() };
  }
  const browser = await launchQuietly();
  const tab = await Tab.open(await browser.target().createCDPSession(), 1);
  return { go: (url) => tab.go(url), close: () => browser.close() };
}

interface Visited {
  /** ms from the navigation to the portal's first paint. */
  readonly painted: number;
  readonly links: number;
}

async function visit(window: Window, server: BenchServer, conditions: Conditions): Promise<Visited> {
  await window.go(server.blankUrl);
  // Random, so that visits start at all phases of the screen's refresh.
  await sleep(20 + Math.random() * ONE_FRAME);
  const expected = server.expect(conditions);
  const late = new AbortController();
  const silence = sleep(TIME_LIMIT, undefined, { signal: late.signal }).then(() => {
    throw new Error(`${conditions.variant}: the portal was not painted within ${TIME_LIMIT} ms.`);
  });
  silence.catch(() => undefined);
  await window.go(expected.url);
  // The page reports its navigation last. By then, superfluous requests have arrived, too.
  const [{ painted }, navigated] = await Promise.race([Promise.all([expected.report, expected.navigated]), silence]);
  late.abort();
  return { painted: painted - navigated, links: expected.links() };
}

interface Extent {
  readonly rounds: number;
  readonly latencies: readonly number[];
}

/** Measures the ways in turn, so that other work of the machine affects all of them equally. */
async function measure(window: Window, server: BenchServer, cached: boolean, latency: number, rounds: number) {
  const visits = WAYS.map((): Visited[] => []);
  for (let round = cached ? -WARM_UPS : -1; round < rounds; round++) {
    for (const [index, variant] of WAYS.entries()) {
      const visited = await visit(window, server, { variant, dropIn: 0, latency, portal: 'app', newScript: !cached });
      if (round >= 0) visits[index]!.push(visited);
    }
  }
  return visits;
}

async function tableOf(
  engine: Engine,
  title: string,
  server: BenchServer,
  { rounds, latencies }: Extent,
): Promise<Table> {
  const rows = WAYS.map((way) => [NAMES[way] ?? 'hand-written snippet']);
  const most = WAYS.map(() => 0);
  const window = await openWindow(engine);
  try {
    for (const cached of [false, true]) {
      for (const latency of latencies) {
        const visits = await measure(window, server, cached, latency, rounds);
        const rival = visits.at(-1)!.map(({ painted }) => painted);
        for (const [index, visited] of visits.entries()) {
          // The ratio is per round: a slow round affects both of its values.
          const ratio = median(visited.map(({ painted }, round) => painted / rival[round]!));
          const ms = median(visited.map(({ painted }) => painted)).toFixed(0);
          rows[index]!.push(index === WAYS.length - 1 ? `${ms} ms` : `${ratio.toFixed(2)} (${ms})`);
          most[index] = Math.max(most[index]!, ...visited.map(({ links }) => links));
        }
      }
    }
  } finally {
    await window.close();
  }
  const columns = ['first visit', 'cached'].flatMap((kind) => latencies.map((latency) => `${kind}, ${latency} ms`));
  return {
    title,
    columns: ['way', ...columns, 'links a visit'],
    rows: rows.map((row, index) => [...row, most[index]!]),
  };
}

const { values } = parseArgs({
  options: {
    engines: { type: 'string', default: ENGINES.join() },
    rounds: { type: 'string', default: '15' },
    latencies: { type: 'string', default: '0,50,200' },
    write: { type: 'boolean', default: false },
  },
});
const extent: Extent = { rounds: Number(values.rounds), latencies: values.latencies.split(',').map(Number) };
const server = await BenchServer.start([await readFile(DROP_IN, 'utf8')]);
const tables: string[] = [];
for (const { engine, title } of findEngines(values.engines.split(',') as Engine[]).found) {
  const start = performance.now();
  tables.push(markdown(await tableOf(engine, title, server, extent)));
  console.log(`${tables.at(-1)!}\n(${title} took ${Math.round((performance.now() - start) / 1000)} s)\n`);
}
server.stop();
if (values.write) {
  const page = await readFile(PAGE, 'utf8');
  await writeFile(
    PAGE,
    page.replace(TABLES, (_all, begin: string, end: string) => `${begin}\n${tables.join('\n')}\n${end}`),
  );
}
