/** Prints the figures of the last run of `test/hold` and `test/random`, all engines together. */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { formatFor, markdownTable } from './documented-tables.ts';
import { FIGURES_DIRECTORY } from './figure-sink.ts';
import type { Figure } from './figures.ts';

/** Adds numbers, and joins different texts. */
function merge(values: readonly (number | string)[]): string {
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
    ...columns.map((column) => merge(ofRow.flatMap((figure) => figure.figures[column] ?? []))),
  ]);
  console.log(await formatFor('docs/security.md', `## ${table}\n\n${markdownTable([['', ...columns], ...rows])}\n`));
}
