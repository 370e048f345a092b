/**
 * The table in `docs/sandbox.md`: what each list of `sandbox` tokens lets a portal do, in every engine of this machine. The short form tries
 * the frame without a sandbox and the list that the README gives.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { drivenEngines } from '../tools/driven-page.ts';
import { documentedRows, sandboxRow } from '../tools/sandbox-table.ts';
import { SandboxTrials, TOKEN_LISTS } from '../tools/sandbox-trials.ts';

const isLong = Boolean(process.env['PORTAL_TEST_LONG']);

test('the README gives a list of tokens that is in the table', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  assert.ok(TOKEN_LISTS.some((tokens) => tokens !== null && readme.includes(`A portal needs \`${tokens}\``)));
});

for (const { engine, title, skip } of drivenEngines()) {
  test(`${title}: sandbox tokens let a portal do what the table says`, { timeout: 600_000, skip }, async () => {
    const trials = await SandboxTrials.start(engine);
    try {
      for (const tokens of isLong ? TOKEN_LISTS : [TOKEN_LISTS[0]!, TOKEN_LISTS[2]!]) {
        const row = sandboxRow(tokens, title, await trials.try(tokens));
        assert.ok(documentedRows().includes(row), `docs/sandbox.md lacks:\n${row}`);
      }
    } finally {
      await trials.close();
    }
  });
}
