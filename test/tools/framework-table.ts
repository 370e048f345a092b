/**
 * Makes the table of the applications of `demo/apps` in `docs/frameworks/README.md` from the last test run. `--write` puts it
 * into the page.
 */
import type { AppName } from '../../demo/host/apps.ts';
import { FRAMEWORKS, resultName, ROWS, type Row } from '../apps/matrix.ts';
import { markdownTable, updateTables } from './documented-tables.ts';
import { APP_RESULTS } from './framework-results.ts';

const apps = Object.keys(FRAMEWORKS) as AppName[];
const results = APP_RESULTS.readAll();
const gaps: string[] = [];

/** A row passes if it was tried and passed in each engine that tried it. */
function cell(app: AppName, row: Row): string {
  const name = resultName(app, row);
  const found = results.flatMap((result) => result[name] ?? []);
  if (found.length > 0 && found.every(Boolean)) return row.cells?.[app] ?? '✓';
  gaps.push(`${name}: ${found.length === 0 ? 'was not tried' : 'failed'}`);
  return ' ';
}

const rows = Object.values(ROWS).map((row: Row) => [row.words, ...apps.map((app) => cell(app, row))]);
const markdown = markdownTable([['', ...Object.values(FRAMEWORKS)], ...rows]);
const table = { page: 'docs/frameworks/README.md', name: 'frameworks', markdown };
await updateTables('test/tools/framework-table.ts', [table], gaps);
