/** The README: short, with the commands at the top and the current size. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { test } from 'node:test';
import { page, README } from '../tools/readme-code.ts';

const readme = await readFile(README, 'utf8');
const lines = readme.trimEnd().split('\n');

test('the README has at most 200 lines', () => {
  assert.ok(lines.length <= 200, String(lines.length));
});

test('the README has the tag and both commands in its first 25 lines', () => {
  const start = lines.slice(0, 25).join('\n');
  for (const text of ['<scalekit-admin-portal endpoint=', 'npm ci && npm start', 'npm ci && npm test']) {
    assert.ok(start.includes(text), text);
  }
});

for (const path of ['README.md', 'docs/performance.md']) {
  test(`${path} names the current size of the drop-in`, async () => {
    const { length } = gzipSync(await readFile(page('dist/scalekit-admin-portal.min.js')), { level: 9 });
    const size = `${(length / 1000).toFixed(1)} kB`;
    const text = (await readFile(page(path), 'utf8')).replaceAll('*', '');
    assert.ok(text.includes(`The drop-in is ${size}`), size);
  });
}
