/**
 * The table of `docs/frameworks/README.md` on the applications of `demo/apps`, made of what the last test run has shown. Ends
 * with 1 if the page has another table, or the table a gap. `--write` puts the table into the page.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { AppName } from '../../demo/host/apps.ts';
import { FRAMEWORKS, resultName, ROWS, type Row } from '../apps/matrix.ts';
import { readResults } from './framework-results.ts';

const PAGE = join(import.meta.dirname, '../../docs/frameworks/README.md');
const PLACE = /(?<=<!-- frameworks -->\n)[^]*(?=<!-- \/frameworks -->)/;

const apps = Object.keys(FRAMEWORKS) as AppName[];
const results = readResults();
const gaps: string[] = [];

/** A row holds where it was tried, and it has to have been tried. */
function cell(app: AppName, row: Row): string {
  const name = resultName(app, row);
  const found = results.flatMap((result) => result[name] ?? []);
  if (found.length > 0 && found.every(Boolean)) return row.cells?.[app] ?? '✓';
  gaps.push(`${name}: ${found.length === 0 ? 'was not tried' : 'failed'}`);
  return ' ';
}

const rows = Object.values(ROWS).map((row: Row) => [row.words, ...apps.map((app) => cell(app, row))]);
const lines = [['', ...Object.values(FRAMEWORKS)], ['---', ...apps.map(() => '---')], ...rows];
const markdown = `\n${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n\n`;
const table = `\n${await format(markdown, { ...(await resolveConfig(PAGE)), parser: 'markdown' })}\n`;

const page = readFileSync(PAGE, 'utf8');
if (gaps.length > 0) {
  console.log(`The table of frameworks has gaps:\n${gaps.join('\n')}`);
  process.exitCode = 1;
} else if (process.argv.includes('--write')) {
  writeFileSync(
    PAGE,
    page.replace(PLACE, () => table),
  );
} else if (PLACE.exec(page)?.[0] !== table) {
  console.log(
    `docs/frameworks/README.md has another table. Run "node test/tools/framework-table.ts --write".\n${table}`,
  );
  process.exitCode = 1;
}
