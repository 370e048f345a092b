/**
 * The table in `docs/sandbox.md`, in every engine of this machine: what it says of the list of tokens that the README gives.
 * `node test/tools/sandbox-table.ts` tries all lists.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { drivenEngines } from '../tools/driven-page.ts';
import { documentedRows, sandboxRow } from '../tools/sandbox-table.ts';
import { README_TOKENS, SandboxTrials } from '../tools/sandbox-trials.ts';

test('the README gives the list of tokens that is tried here', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  assert.ok(readme.includes(`A portal needs \`${README_TOKENS}\``));
});

for (const { engine, title, skip } of drivenEngines()) {
  test(`${title}: the README's sandbox tokens let a portal do what the table says`, { skip }, async () => {
    const trials = await SandboxTrials.start(engine);
    try {
      const row = sandboxRow(README_TOKENS, title, await trials.try(README_TOKENS));
      assert.ok(documentedRows().includes(row), `docs/sandbox.md lacks:\n${row}`);
      // The same click without a sandbox: the attempts are real.
      const free = await trials.try(null, ['script after a click']);
      assert.equal(free['script after a click'], true);
    } finally {
      await trials.close();
    }
  });
}
