/**
 * The row of the table in `docs/sandbox.md` for the tokens of the reference, in each engine of this machine.
 * `node test/tools/sandbox-table.ts` tries all lists of tokens.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { drivenEngines } from '../tools/driven-page.ts';
import { documentedRows, sandboxRow } from '../tools/sandbox-table.ts';
import { DOCUMENTED_TOKENS, SandboxTrials } from '../tools/sandbox-trials.ts';

test('the reference has the tokens that are tried here', () => {
  const reference = readFileSync(join(import.meta.dirname, '../../docs/reference.md'), 'utf8');
  assert.ok(reference.includes(`A portal needs \`${DOCUMENTED_TOKENS}\``));
});

for (const { engine, title, skip } of drivenEngines()) {
  test(`${title}: the documented sandbox tokens allow what the table says`, { skip }, async () => {
    const trials = await SandboxTrials.start(engine);
    try {
      const row = sandboxRow(DOCUMENTED_TOKENS, title, await trials.try(DOCUMENTED_TOKENS));
      const documented = documentedRows().find(([tokens, engine]) => tokens === row[0] && engine === row[1]);
      assert.deepEqual(documented, row);
      // Without a sandbox, the same click works: the trial is real.
      const unrestricted = await trials.try(null, ['script after a click']);
      assert.equal(unrestricted['script after a click'], true);
    } finally {
      await trials.close();
    }
  });
}
