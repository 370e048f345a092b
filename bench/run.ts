/**
 * `npm run bench`: measures `dist/`, prints tables, and writes each part's figures to `.tmp/bench/<part>.json`.
 * `--only=download,running` selects parts. It checks nothing: `npm test` checks the bounds.
 */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DROP_IN, RESULTS } from './tools/paths.ts';
import { printTable, type Table } from './tools/table.ts';

const PARTS: Readonly<Record<string, () => Promise<{ run: () => Promise<readonly Table[]> }>>> = {
  download: () => import('./download/main.ts'),
  running: () => import('./running/main.ts'),
  'time-to-portal': () => import('./time-to-portal/main.ts'),
  'many-tabs': () => import('./many-tabs/main.ts'),
};

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const wanted = values.only?.split(',') ?? Object.keys(PARTS);
const unknown = wanted.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  throw new Error(`unknown part: ${unknown.join(', ')}; the parts are ${Object.keys(PARTS).join(', ')}`);
}
if (!existsSync(DROP_IN)) throw new Error('the drop-in is not built: npm run build');

const cores = cpus();
console.log(`Node ${process.version}, ${cores.length} × ${cores[0]?.model.trim() ?? 'unknown processor'}\n`);
await mkdir(RESULTS, { recursive: true });
for (const name of wanted) {
  const start = performance.now();
  const { run } = await PARTS[name]!();
  const tables = await run();
  console.log(`## ${name}\n`);
  for (const table of tables) printTable(table);
  await writeFile(join(RESULTS, `${name}.json`), `${JSON.stringify(tables, null, 2)}\n`);
  console.log(`(${name} took ${Math.round((performance.now() - start) / 1000)} s)\n`);
}
