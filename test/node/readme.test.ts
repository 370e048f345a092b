/** The README's code is what runs in the demo's applications, and its links lead somewhere. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { APPS } from '../../demo/host/apps.ts';
import { README, withCode } from '../tools/readme-code.ts';

const readme = await readFile(README, 'utf8');

test('the README has the code of the applications (if not: node test/tools/readme-code.ts)', () => {
  assert.equal(readme, withCode(readme));
  for (const app of Object.keys(APPS)) assert.match(readme, new RegExp(`<!-- from demo/apps/${app}/`));
});

test('every link in the README to a heading or a file leads there', () => {
  const anchors = [...readme.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
  const targets = [...readme.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  for (const target of targets.filter((target) => !/^https?:/.test(target))) {
    const [file = '', anchor] = target.split('#');
    if (file !== '') assert.ok(existsSync(join(README, '..', file)), target);
    else assert.ok(anchors.includes(anchor ?? ''), target);
  }
});
