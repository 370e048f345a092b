/**
 * The table of frameworks in `docs/frameworks/README.md`, made of what the last run has shown in all engines and of the
 * development servers. Ends with 1 if the page has another table, or the table a gap. `--write` puts it into the page.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { ENGINES } from '../tools/engines.ts';
import { applications, enginesOf, headOf, type Application } from './applications.ts';
import { readResults } from './results.ts';
import { CHECKS, DEVELOPMENT, ROWS, type Cell } from './rows.ts';

const PAGE = join(import.meta.dirname, '../../docs/frameworks/README.md');
const PLACE = /(?<=<!-- table -->\n)[^]*(?=<!-- \/table -->)/;

const all = applications();
const results = readResults();
const gaps: string[] = [];

const cellsOf = (process: string, { name }: Application, row: string): readonly Cell[] =>
  results.get(process)?.[name]?.[row] ?? [];

/** In how many loads it held, of all engines and speeds. It has to have held in each one. */
function cell(application: Application, row: string, processes: readonly string[], times: number): string {
  const found = processes.map((process) => cellsOf(process, application, row));
  const missing = processes.filter((_, index) => found[index]?.length !== times);
  const cells = found.flat();
  const of = cells.reduce((sum, one) => sum + one.of, 0);
  const held = cells.reduce((sum, one) => sum + one.held, 0);
  if (missing.length === 0 && held === of) return `✓ ${of}`;
  gaps.push(`${application.name}, ${row}: ${held} of ${of}${missing.map((name) => `, not tried in ${name}`).join('')}`);
  return ' ';
}

/** Made once, in one engine, whatever the number of its steps. */
function check(application: Application, row: string): string {
  const found = ENGINES.flatMap((engine) => cellsOf(engine, application, row));
  if (found.length > 0 && found.every(({ held, of }) => held === of)) return '✓';
  gaps.push(`${application.name}, ${row}: ${found.length === 0 ? 'was not tried' : 'failed'}`);
  return ' ';
}

/** An application that has nothing of the kind has no mark. */
function development(application: Application, row: keyof typeof DEVELOPMENT): string {
  if (application.variant !== undefined) return '';
  if (row === 'loads') return cell(application, row, ['development'], Object.keys(ROWS).length);
  const [links] = cellsOf('development', application, row);
  if (links !== undefined) return String(links.held);
  gaps.push(`${application.name}, ${row}: was not tried`);
  return ' ';
}

const speeds = 2;
const rows = [
  ...Object.entries(ROWS).map(([row, { words }]) => [
    words,
    ...all.map((one) => cell(one, row, enginesOf(one), speeds)),
  ]),
  ...Object.entries(CHECKS)
    .filter(([row]) => row !== 'elsewhere')
    .map(([row, { words }]) => [words, ...all.map((one) => check(one, row))]),
  ...(['loads', 'edit'] as const).map((row) => [
    DEVELOPMENT[row].words,
    ...all.map((application) => development(application, row)),
  ]),
];
const further = all.filter(({ alsoAt, variant }) => alsoAt !== undefined && variant === undefined);
for (const application of further) check(application, 'elsewhere');

// A line for each application: there are more of them than of what is looked at.
const heads = ['', ...rows.map(([words]) => words)];
const lines = [
  heads,
  heads.map(() => '---'),
  ...all.map((one, index) => [headOf(one), ...rows.map((row) => row[index + 1])]),
];
const meanings = Object.values({ ...ROWS, ...CHECKS, ...DEVELOPMENT }).map(
  ({ words, means }) => `- **${words}**: ${means}.`,
);
const edits = all.flatMap(({ title, edit, variant }) => (edit && !variant ? [`- ${title}: ${edit.why}.`] : []));
const kept = all.flatMap(({ title, keepsPages }) => (keepsPages === undefined ? [] : [`- ${title}: ${keepsPages}.`]));
const notes = edits.length > 0 ? ['Where an edit mints a link:', edits.join('\n')] : [];
if (kept.length > 0) notes.push('Where coming back needs no new link, and gets none:', kept.join('\n'));
const table = lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const markdown = `\n${[table, meanings.join('\n'), ...notes].join('\n\n')}\n\n`;
const formatted = `\n${await format(markdown, { ...(await resolveConfig(PAGE)), parser: 'markdown' })}\n`;

const page = readFileSync(PAGE, 'utf8');
if (gaps.length > 0) {
  console.log(`The table of frameworks has gaps:\n${gaps.join('\n')}`);
  process.exitCode = 1;
} else if (process.argv.includes('--write')) {
  writeFileSync(
    PAGE,
    page.replace(PLACE, () => formatted),
  );
} else if (PLACE.exec(page)?.[0] !== formatted) {
  console.log(`${PAGE} has another table. Run "node test/frameworks/table.ts --write".\n${formatted}`);
  process.exitCode = 1;
}
