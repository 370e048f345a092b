/** The code in the README and in the pages on backends is what runs, and their links lead somewhere. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
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
  // React's is that of its component.
  for (const app of Object.keys(APPS)) {
    assert.match(text, new RegExp(`<!-- from (?:demo/apps|examples/frameworks)/${app}/`));
  }
});

test('the README names the size of the drop-in', async () => {
  const { length } = gzipSync(await readFile(join(ROOT, 'dist/scalekit-admin-portal.min.js')), { level: 9 });
  assert.ok(
    (await readFile(README, 'utf8')).includes(`The drop-in is **${(length / 1000).toFixed(1)} kB**`),
    String(length),
  );
});

test('every framework has its page, short, with its code', async () => {
  for (const file of globSync('*/package.json', { cwd: join(ROOT, 'examples/frameworks') })) {
    const framework = dirname(file);
    const page = PAGES.find((path) => path.endsWith(join('frameworks', `${framework}.md`)));
    assert.ok(page, `docs/frameworks has no page on ${framework}`);
    const text = await readFile(page, 'utf8');
    assert.match(text, new RegExp(`<!-- from examples/frameworks/${framework}/`));
    assert.ok(text.trimEnd().split('\n').length < 80, `${framework}: 80 lines or more`);
  }
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
