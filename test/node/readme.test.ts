/** The code in the README and in the pages on backends is what runs, and their links lead somewhere. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, test } from 'node:test';
import { APPS } from '../../demo/host/apps.ts';
import { PAGES, README, withCode } from '../tools/readme-code.ts';

const ROOT = join(README, '..');

function anchorsOf(page: string): string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

for (const file of PAGES) {
  const text = await readFile(file, 'utf8');

  describe(file.slice(ROOT.length + 1), () => {
    test('has the code of the applications (if not: node test/tools/readme-code.ts)', () => {
      assert.equal(text, withCode(text));
    });

    test('leads somewhere with every link to a heading or a file', async () => {
      const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
      for (const target of targets.filter((target) => !/^https?:/.test(target))) {
        const [path = '', anchor] = target.split('#');
        const linked = path === '' ? file : join(file, '..', path);
        assert.ok(existsSync(linked), target);
        if (anchor !== undefined) assert.ok(anchorsOf(await readFile(linked, 'utf8')).includes(anchor), target);
      }
    });
  });
}

test('the README has the code of every application', async () => {
  const text = await readFile(README, 'utf8');
  for (const app of Object.keys(APPS)) assert.match(text, new RegExp(`<!-- from demo/apps/${app}/`));
});

test('every backend has its page, short, with its code', async () => {
  for (const backend of readdirSync(join(ROOT, 'examples/backends'))) {
    const page = PAGES.find((file) => basename(file, '.md') === backend);
    assert.ok(page, `docs/backends has no page on ${backend}`);
    const text = await readFile(page, 'utf8');
    assert.match(text, new RegExp(`<!-- from examples/backends/${backend}/`));
    assert.ok(text.trimEnd().split('\n').length <= 150, `${backend}: more than 150 lines`);
  }
});
