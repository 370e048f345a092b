/** The code of the README and of the backends' pages is what runs in the applications, and their links lead somewhere. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { APPS } from '../../demo/host/apps.ts';
import { DOCUMENTS, README, withCode } from '../tools/readme-code.ts';

const readme = await readFile(README, 'utf8');

test('the README has the code of the applications', () => {
  for (const app of Object.keys(APPS)) assert.match(readme, new RegExp(`<!-- from demo/apps/${app}/`));
});

function anchorsOf(document: string): string[] {
  return [...document.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

for (const file of DOCUMENTS) {
  const name = relative(dirname(README), file);
  const text = await readFile(file, 'utf8');

  test(`${name} has the code that runs (if not: node test/tools/readme-code.ts)`, () => {
    assert.equal(text, withCode(text));
  });

  test(`every link in ${name} to a heading or a file leads there`, async () => {
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    for (const target of targets.filter((target) => !/^https?:/.test(target))) {
      const [path = '', anchor] = target.split('#');
      const linked = path === '' ? file : join(dirname(file), path);
      assert.ok(existsSync(linked), target);
      if (anchor !== undefined) assert.ok(anchorsOf(await readFile(linked, 'utf8')).includes(anchor), target);
    }
  });
}
