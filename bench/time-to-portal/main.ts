/**
 * Time to the portal: the time from the navigation to the portal's first paint, with and without the element.
 *
 *   node bench/time-to-portal/main.ts [--quick] [--recipes] [--against=DROP-IN]
 *
 * `--quick` measures only a part. `--recipes` measures other ways to include the element instead. `--against` compares the
 * built drop-in with another one.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { DROP_IN } from '../tools/paths.ts';
import { printTable, type Table } from '../tools/table.ts';
import { BenchServer } from './bench-server.ts';
import { Rounds } from './rounds.ts';
import { launchQuietly } from './tab.ts';
import { comparison, portals, QUICK, REAL, recipes, twoDropIns } from './tables.ts';

const OPTIONS = { quick: { type: 'boolean' }, recipes: { type: 'boolean' }, against: { type: 'string' } } as const;
const ROUNDS = 15;

export async function run(): Promise<Table[]> {
  const { values } = parseArgs({ options: OPTIONS, strict: false });
  const { quick, recipes: asksRecipes, against } = values;
  const paths = typeof against === 'string' ? [DROP_IN, against] : [DROP_IN];
  const server = await BenchServer.start(await Promise.all(paths.map((path) => readFile(path, 'utf8'))));
  const browser = await launchQuietly();
  try {
    const rounds = new Rounds(await browser.target().createCDPSession(), server);
    if (paths.length > 1) return [await twoDropIns(rounds, ROUNDS)];
    if (asksRecipes) return await recipes(rounds, ROUNDS);
    if (quick) return [await comparison(rounds, QUICK)];
    return [await comparison(rounds, REAL), await portals(rounds, ROUNDS)];
  } finally {
    await browser.close();
    server.stop();
  }
}

if (import.meta.main) {
  for (const table of await run()) printTable(table);
}
