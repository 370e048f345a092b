/** Prints what the tests in `test/hold` and `test/random` have counted in their last run, all engines together. */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { format } from 'prettier';
import { FIGURES_DIRECTORY } from './figure-sink.ts';
import type { Figure } from './figures.ts';

/** Numbers add up; of texts, each different one is kept. */
function together(values: readonly (number | string)[]): string {
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length === values.length) return numbers.reduce((sum, value) => sum + value, 0).toLocaleString('en');
  return [...new Set(values)].join(' to ');
}

const files = globSync('*.json', { cwd: FIGURES_DIRECTORY });
const figures = files.flatMap((file) => JSON.parse(readFileSync(join(FIGURES_DIRECTORY, file), 'utf8')) as Figure[]);

console.log(`Engines: ${files.map((file) => basename(file, '.json')).join(', ')}\n`);
for (const [table, all] of Map.groupBy(figures, (figure) => figure.table)) {
  const columns = [...new Set(all.flatMap((figure) => Object.keys(figure.figures)))];
  const rows = [...Map.groupBy(all, ({ row }) => row)].map(([row, ofRow]) => [
    row,
    ...columns.map((column) => together(ofRow.flatMap((figure) => figure.figures[column] ?? []))),
  ]);
  const cells = [['', ...columns], ['---', ...columns.map(() => '---')], ...rows];
  // A bar would end its cell.
  const lines = cells.map((line) => `| ${line.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
  console.log(await format(`## ${table}\n\n${lines.join('\n')}\n`, { parser: 'markdown' }));
}
