/** The variants of the applications in `examples/frameworks`: each replaces text that its application has. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

// Long variants, too.
process.env['PORTAL_TEST_LONG'] = '1';
const { applications } = await import('../frameworks/applications.ts');

const VARIANTS = applications().filter(({ variant }) => variant !== undefined);

test('there are variants', () => assert.ok(VARIANTS.length > 5));

for (const { name, source, variant } of VARIANTS) {
  test(`${name} finds what it replaces`, () => {
    for (const [file, changes] of Object.entries(variant?.changes ?? {})) {
      const text = readFileSync(join(source, file), 'utf8');
      for (const [from] of changes) assert.ok(text.includes(from), `${file} lacks: ${from}`);
    }
  });
}
