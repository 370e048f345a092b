/**
 * The tables in `docs/doctor.md` and `docs/doctor-faults.md`, made of what the last test run has shown: every planted fault, and what the doctor says.
 * Ends with 1 if a page has another table, or a table has a gap. `--write` puts them into the pages.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { CHECKS } from '../../doctor/diagnose.ts';
import { whyNoBrowser } from './browser.ts';
import { DEMO_ROWS } from './demo-faults.ts';
import { PLANTED_ROWS } from './planted-faults.ts';
import { readResults, type Result } from './results.ts';
import { NOT_VISIBLE } from './not-visible.ts';

const DOCS = join(import.meta.dirname, '../../docs');

const results = readResults(['demo', 'planted']);
const gaps: string[] = [];
const rows = [...DEMO_ROWS, ...PLANTED_ROWS];

/** The same in every run: ports and times are not. */
const steady = (sentence: string): string =>
  sentence
    .replace(/(localhost|127\.0\.0\.1):\d+/g, '$1:3000')
    .replace(/\d+\.\d s/g, '… s')
    .replace(/in \d+ s/g, 'in … s')
    .replace(/\d+ px/g, '… px')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;');

function cells({ group, fault }: { group: string; fault: string }): string[] {
  const result = results.find((each) => each.group === group && each.fault === fault);
  if (result === undefined) gaps.push(`${group}, ${fault}: was not run, or failed`);
  return [fault.replaceAll('<', '&lt;'), wordsOf(result?.said ?? [])];
}

const wordsOf = (said: Result['said']): string =>
  said
    .map(({ id, status, sentence }) => `\`${id}\`${status === 'warning' ? ' (warning)' : ''}: ${steady(sentence)}`)
    .join('<br>') || 'nothing';

const table = (head: readonly string[], body: readonly string[][]): string =>
  [head, head.map(() => '---'), ...body].map((row) => `| ${row.join(' | ')} |`).join('\n');

function faults(): string {
  const groups = [...new Set(rows.map(({ group }) => group))];
  const parts = groups.map((group) => {
    const hidden = NOT_VISIBLE.filter((each) => each.group === group).map(({ fault, why }) => [
      fault,
      `cannot be seen: ${why}`,
    ]);
    return `## ${group}\n\n${table(['planted', 'the doctor says'], [...rows.filter((row) => row.group === group).map(cells), ...hidden])}`;
  });
  return parts.join('\n\n');
}

/** Which planted faults a check has named. */
function checks(): string {
  const body = CHECKS.map(({ id, title }) => {
    const count = results.filter(({ said }) => said.some((each) => each.id === id)).length;
    return [`\`${id}\``, title, String(count)];
  });
  return table(['check', 'what must be right', 'planted faults that it names'], body);
}

/** Each table with its page, and where it stands there. */
const TABLES = [
  { page: join(DOCS, 'doctor.md'), place: /(?<=<!-- checks -->\n)[^]*(?=<!-- \/checks -->)/, markdown: checks() },
  {
    page: join(DOCS, 'doctor-faults.md'),
    place: /(?<=<!-- faults -->\n)[^]*(?=<!-- \/faults -->)/,
    markdown: faults(),
  },
];
const pages = await Promise.all(
  TABLES.map(async ({ page, place, markdown }) => {
    const text = `\n${await format(markdown, { ...(await resolveConfig(page)), parser: 'markdown' })}\n`;
    const before = readFileSync(page, 'utf8');
    return { page, before, made: before.replace(place, () => text) };
  }),
);

const isAboutBrowsers = (gap: string): boolean =>
  rows.some((row) => row.browser === true && gap.startsWith(`${row.group}, ${row.fault}:`));
if (gaps.length > 0 && whyNoBrowser !== false && gaps.every(isAboutBrowsers)) {
  console.log(`The table of planted faults was not made: ${whyNoBrowser}.`);
} else if (gaps.length > 0) {
  console.log(`The table of planted faults has gaps:\n${gaps.join('\n')}`);
  process.exitCode = 1;
} else if (process.argv.includes('--write')) {
  for (const { page, made } of pages) writeFileSync(page, made);
} else if (pages.some(({ before, made }) => before !== made)) {
  console.log('docs/doctor.md or docs/doctor-faults.md has another table. Run "node test/doctor/table.ts --write".');
  process.exitCode = 1;
}
