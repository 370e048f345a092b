/**
 * The table in `docs/sandbox.md`, in every engine of this machine: what it says of the list of tokens that the reference gives.
 * `node test/tools/sandbox-table.ts` tries all lists.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { drivenEngines } from '../tools/driven-page.ts';
import { documentedRows, sandboxRow } from '../tools/sandbox-table.ts';
import { DOCUMENTED_TOKENS, SandboxTrials } from '../tools/sandbox-trials.ts';

test('the reference gives the list of tokens that is tried here', () => {
  const reference = readFileSync(join(import.meta.dirname, '../../docs/reference.md'), 'utf8');
  assert.ok(reference.includes(`A portal needs \`${DOCUMENTED_TOKENS}\``));
});

for (const { engine, title, skip } of drivenEngines()) {
  test(`${title}: the documented sandbox tokens let a portal do what the table says`, { skip }, async () => {
    const trials = await SandboxTrials.start(engine);
    try {
      const row = sandboxRow(DOCUMENTED_TOKENS, title, await trials.try(DOCUMENTED_TOKENS));
      assert.ok(documentedRows().includes(row), `docs/sandbox.md lacks:\n${row}`);
      // The same click without a sandbox: the attempts are real.
      const free = await trials.try(null, ['script after a click']);
      assert.equal(free['script after a click'], true);
    } finally {
      await trials.close();
    }
  });
}
