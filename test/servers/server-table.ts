/**
 * The table of servers and checks in `docs/server-runtimes.md`, made of what the last test run has shown. Ends with 1 if
 * the page has another table, or the table a gap. `--write` puts the table into the page.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { CHECKS } from './checks.ts';
import { readResults } from './results.ts';
import { headOf, RUNTIMES, type Runtime } from './runtimes.ts';

const PAGE = join(import.meta.dirname, '../../docs/server-runtimes.md');
const PLACE = /(?<=<!-- servers -->\n)[^]*(?=<!-- \/servers -->)/;

const results = readResults();
const gaps: string[] = [];

/** A check holds where it was run and passed; what the server itself answers is said. */
function cell(runtime: Runtime, check: string): string {
  const own = runtime.own?.[check];
  if (own !== undefined) return own;
  const held = results[headOf(runtime)]?.[check];
  if (held === true) return '✓';
  gaps.push(`${headOf(runtime)}, ${check}: ${held === false ? 'failed' : 'was not run'}`);
  return ' ';
}

const names = Object.keys(CHECKS);
const rows = RUNTIMES.map((runtime) => [headOf(runtime), ...names.map((name) => cell(runtime, name))]);
const lines = [['', ...Object.values(CHECKS).map(({ words }) => words)], ['---', ...names.map(() => '---')], ...rows];
const meanings = Object.values(CHECKS).map(({ words, means }) => `- **${words}**: ${means}.`);
const markdown = `\n${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n\n${meanings.join('\n')}\n\n`;
const table = `\n${await format(markdown, { ...(await resolveConfig(PAGE)), parser: 'markdown' })}\n`;

const page = readFileSync(PAGE, 'utf8');
if (gaps.length > 0) {
  console.log(`The table of servers has gaps:\n${gaps.join('\n')}`);
  process.exitCode = 1;
} else if (process.argv.includes('--write')) {
  writeFileSync(
    PAGE,
    page.replace(PLACE, () => table),
  );
} else if (PLACE.exec(page)?.[0] !== table) {
  console.log(`docs/server-runtimes.md has another table. Run "node test/servers/server-table.ts --write".\n${table}`);
  process.exitCode = 1;
}
