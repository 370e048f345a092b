/**
 * `npm run mutants`: checks that the unit tests notice mistakes in the code. See the README beside this file. Ends with 1 if a
 * mutant survives that is not listed, if a listed one does not, or if too many do.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compare, readSurvivors } from './listed-survivors.ts';
import { runMutantPages } from './mutant-pages.ts';
import { MUTATED_FILES, plantMutants, type Mutation } from './planted-mutants.ts';
import { percentage, scoreTable } from './score-table.ts';

const ROOT = join(import.meta.dirname, '../..');
const BUNDLE = join(ROOT, '.tmp/mutants/unit-tests.js');
const LOWEST_SCORE = 90;

const print = (title: string, mutations: readonly Mutation[]) => {
  for (const { file, code, becomes } of mutations) {
    console.log(`${title}:\n  ${JSON.stringify({ file, code, becomes }, null, 2).replaceAll('\n', '\n  ')}`);
  }
};

const { values } = parseArgs({ options: { file: { type: 'string', multiple: true } } });
const files = values.file ?? MUTATED_FILES;
const start = performance.now();
const mutants = await plantMutants(ROOT, files, BUNDLE);
const fates = await runMutantPages(
  ROOT,
  BUNDLE,
  mutants.map(({ id }) => id),
);
const { unlisted, stale } = compare(mutants, fates, readSurvivors(files));
const score = percentage(mutants, fates);

console.table(scoreTable(mutants, fates));
print('survived, and is not in survivors.json', unlisted);
print('is in survivors.json, and did not survive', stale);
if (score < LOWEST_SCORE) console.log(`Too few mutants were killed: the minimum is ${LOWEST_SCORE} %.`);
console.log(
  `${mutants.length} mutants, ${score.toFixed(1)} % killed, ${unlisted.length} survivors unlisted, ` +
    `${stale.length} entries stale, ${((performance.now() - start) / 1000).toFixed(0)} s`,
);
process.exitCode = unlisted.length + stale.length > 0 || score < LOWEST_SCORE ? 1 : 0;
