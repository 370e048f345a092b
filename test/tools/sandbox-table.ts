/**
 * `node test/tools/sandbox-table.ts` tries each list of `sandbox` tokens in each engine of this machine, and writes the table
 * into `docs/sandbox.md`. `test/demo/sandbox.test.ts` checks the table.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { markdownTable } from './documented-tables.ts';
import { drivenEngines } from './driven-page.ts';
import { ATTACKS, SandboxTrials, TOKEN_LISTS, WORKS, type Outcome } from './sandbox-trials.ts';

const FILE = join(import.meta.dirname, '../../docs/sandbox.md');
const [BEGIN, END] = ['<!-- sandbox -->', '<!-- /sandbox -->'];
const COLUMNS = [...WORKS, ...Object.keys(ATTACKS)] as (keyof Outcome)[];

/** The cells of one row. */
export function sandboxRow(tokens: string | null, title: string, outcome: Outcome): string[] {
  // Without the origin of the browser, as in "Chromium (from npm)".
  const engine = title.replace(/ \(.*\)$/, '');
  const name = tokens === null ? 'no `sandbox`' : `\`${tokens}\``;
  return [name, engine, ...COLUMNS.map((column) => (outcome[column] ? 'yes' : 'no'))];
}

/** The cells of the rows in the document. */
export function documentedRows(): string[][] {
  const text = readFileSync(FILE, 'utf8');
  return text
    .slice(text.indexOf(BEGIN), text.indexOf(END))
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

if (import.meta.main) {
  const rows = new Map<string | null, string[][]>(TOKEN_LISTS.map((tokens) => [tokens, []]));
  for (const { engine, title, skip } of drivenEngines()) {
    if (skip) continue;
    const trials = await SandboxTrials.start(engine);
    for (const tokens of TOKEN_LISTS) {
      const row = sandboxRow(tokens, title, await trials.try(tokens));
      console.log(row.join(' | '));
      rows.get(tokens)!.push(row);
    }
    await trials.close();
  }
  const table = markdownTable([['`sandbox`', 'engine', ...COLUMNS], ...[...rows.values()].flat()]);
  const text = readFileSync(FILE, 'utf8');
  const changed = `${text.slice(0, text.indexOf(BEGIN) + BEGIN.length)}\n\n${table}\n\n${text.slice(text.indexOf(END))}`;
  writeFileSync(FILE, await format(changed, { parser: 'markdown', printWidth: 140 }));
}
