/**
 * Tries every list of `sandbox` tokens in every engine of this machine and writes the table into `docs/sandbox.md`:
 * `node test/tools/sandbox-table.ts`. `test/demo/sandbox.test.ts` checks that what stands there still holds.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { drivenEngines } from './driven-page.ts';
import { ATTACKS, SandboxTrials, TOKEN_LISTS, WORKS, type Outcome } from './sandbox-trials.ts';

const FILE = join(import.meta.dirname, '../../docs/sandbox.md');
const [BEGIN, END] = ['<!-- sandbox -->', '<!-- /sandbox -->'];
const COLUMNS = [...WORKS, ...Object.keys(ATTACKS)] as (keyof Outcome)[];

/** One line of the table. */
export function sandboxRow(tokens: string | null, title: string, outcome: Outcome): string {
  // Wherever a browser comes from, it is the same engine.
  const engine = title.replace(/ \(.*\)$/, '');
  const name = tokens === null ? 'no `sandbox`' : `\`${tokens}\``;
  return `| ${[name, engine, ...COLUMNS.map((column) => (outcome[column] ? 'yes' : 'no'))].join(' | ')} |`;
}

/** The lines of the table in the document, with single spaces. */
export function documentedRows(): string[] {
  const text = readFileSync(FILE, 'utf8');
  return text
    .slice(text.indexOf(BEGIN), text.indexOf(END))
    .split('\n')
    .map((line) => line.replace(/ +/g, ' '));
}

if (import.meta.main) {
  const rows = new Map<string | null, string[]>(TOKEN_LISTS.map((tokens) => [tokens, []]));
  for (const { engine, title, skip } of drivenEngines()) {
    if (skip) continue;
    const trials = await SandboxTrials.start(engine);
    for (const tokens of TOKEN_LISTS) {
      const row = sandboxRow(tokens, title, await trials.try(tokens));
      console.log(row);
      rows.get(tokens)!.push(row);
    }
    await trials.close();
  }
  const head = ['`sandbox`', 'engine', ...COLUMNS];
  const table = [head, head.map(() => '---')]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .concat([...rows.values()].flat());
  const text = readFileSync(FILE, 'utf8');
  const changed = `${text.slice(0, text.indexOf(BEGIN) + BEGIN.length)}\n\n${table.join('\n')}\n\n${text.slice(text.indexOf(END))}`;
  writeFileSync(FILE, await format(changed, { parser: 'markdown', printWidth: 140 }));
}
