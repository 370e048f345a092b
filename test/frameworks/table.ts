/**
 * Makes the table of frameworks in `docs/frameworks/README.md` from the last run in all engines and of the development
 * servers. `--write` puts it into the page.
 */
import { markdownTable, updateTables } from '../tools/documented-tables.ts';
import { ENGINES } from '../tools/engines.ts';
import { applications, enginesOf, headOf, type Application } from './applications.ts';
import { readResults } from './results.ts';
import { CHECKS, DEVELOPMENT, ROWS, type Cell } from './rows.ts';

const all = applications();
const results = readResults();
const gaps: string[] = [];

const cellsOf = (process: string, { name }: Application, row: string): readonly Cell[] =>
  results.get(process)?.[name]?.[row] ?? [];

/** The number of loads in all engines and at all speeds. Each of them has to have passed. */
function cell(application: Application, row: string, processes: readonly string[], times: number): string {
  const found = processes.map((process) => cellsOf(process, application, row));
  const missing = processes.filter((_, index) => found[index]?.length !== times);
  const cells = found.flat();
  const of = cells.reduce((sum, one) => sum + one.of, 0);
  const passed = cells.reduce((sum, one) => sum + one.passed, 0);
  if (missing.length === 0 && passed === of) return `✓ ${of}`;
  gaps.push(
    `${application.name}, ${row}: ${passed} of ${of}${missing.map((name) => `, not tried in ${name}`).join('')}`,
  );
  return ' ';
}

/** A check, which may have run in one engine only. */
function check(application: Application, row: string): string {
  const found = ENGINES.flatMap((engine) => cellsOf(engine, application, row));
  if (found.length > 0 && found.every(({ passed, of }) => passed === of)) return '✓';
  gaps.push(`${application.name}, ${row}: ${found.length === 0 ? 'was not tried' : 'failed'}`);
  return ' ';
}

/** A variant has no development server. */
function development(application: Application, row: keyof typeof DEVELOPMENT): string {
  if (application.variant !== undefined) return '';
  if (row === 'loads') return cell(application, row, ['development'], Object.keys(ROWS).length);
  const [links] = cellsOf('development', application, row);
  if (links !== undefined) return String(links.passed);
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

// One line for each application, because there are more applications than rows.
const lines = [
  ['', ...rows.map(([words = '']) => words)],
  ...all.map((one, index) => [headOf(one), ...rows.map((row) => row[index + 1] ?? '')]),
];
const meanings = Object.values({ ...ROWS, ...CHECKS, ...DEVELOPMENT }).map(
  ({ words, means }) => `- **${words}**: ${means}.`,
);
const edits = all.flatMap(({ title, edit, variant }) => (edit && !variant ? [`- ${title}: ${edit.why}.`] : []));
const kept = all.flatMap(({ title, keepsPages }) => (keepsPages === undefined ? [] : [`- ${title}: ${keepsPages}.`]));
const notes = edits.length > 0 ? ['Where an edit mints a link:', edits.join('\n')] : [];
if (kept.length > 0) notes.push('Where coming back needs no new link, and gets none:', kept.join('\n'));
const markdown = [markdownTable(lines), meanings.join('\n'), ...notes].join('\n\n');
const table = { page: 'docs/frameworks/README.md', name: 'table', markdown };
await updateTables('test/frameworks/table.ts', [table], gaps);
