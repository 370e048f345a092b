/** The code in the documentation is what runs, its tables are those of the element, and its links lead somewhere. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { describe, test } from 'node:test';
import { APPS } from '../../demo/host/apps.ts';
import { anchorsOf, linksOf } from '../tools/markdown.ts';
import { page, PAGES, withCode } from '../tools/readme-code.ts';
import { tablesOf, withTables } from '../tools/reference-tables.ts';

const ROOT = page('.');
const lengthOf = (text: string) => text.trimEnd().split('\n').length;

for (const file of PAGES) {
  const text = await readFile(file, 'utf8');

  describe(relative(ROOT, file), () => {
    test('has the code of the applications (if not: node test/tools/readme-code.ts)', () => {
      assert.equal(text, withCode(text));
    });

    test('has the tables of the element (if not: node test/tools/reference-tables.ts)', async () => {
      assert.equal(text, await withTables(text));
    });

    test('is short enough to be read at once', () => {
      assert.ok(lengthOf(text) <= 250, `${lengthOf(text)} lines`);
    });
  });
}

/** Every page of this repository; what others wrote for their own is not ours to mend. */
const ALL = globSync('**/*.md', {
  cwd: ROOT,
  exclude: (path) => /(?:^|\/)(?:node_modules|\.tmp|dist|corpora)(?:\/|$)/.test(path),
});

test('all pages are looked at', () => {
  assert.ok(ALL.length > 60, String(ALL.length));
});

for (const path of ALL) {
  test(`${path}: every link leads to a file or a heading`, async () => {
    const file = join(ROOT, path);
    for (const target of linksOf(await readFile(file, 'utf8'))) {
      const [to = '', anchor] = target.split('#');
      const linked = to === '' ? file : join(file, '..', to);
      assert.ok(existsSync(linked), target);
      if (anchor !== undefined) assert.ok(anchorsOf(await readFile(linked, 'utf8')).includes(anchor), target);
    }
  });
}

test('the pictures are small: the package has them (if not: node test/tools/small-png.ts FILE)', () => {
  const pictures = globSync('docs/**/*.{png,svg,webp}', { cwd: ROOT });
  assert.ok(pictures.length > 1);
  for (const picture of pictures) assert.ok(statSync(page(picture)).size < 100_000, picture);
});

test('every page of docs is in its index or in that of its folder', async () => {
  for (const file of PAGES.filter((path) => path.includes('/docs/'))) {
    const folder = dirname(file);
    const indexes = [join(folder, 'README.md'), page('docs/README.md')];
    const linked = await Promise.all(
      indexes.map(async (index) =>
        linksOf(await readFile(index, 'utf8')).map((target) => join(index, '..', target.replace(/#.*/, ''))),
      ),
    );
    assert.ok(linked.flat().includes(file) || file === indexes[1], relative(ROOT, file));
  }
});

test('the reference has all tables, and the page on events has theirs', async () => {
  const reference = tablesOf(await readFile(page('docs/reference.md'), 'utf8'));
  const wanted = ['attributes', 'properties', 'methods', 'slots', 'parts', 'states', 'custom-properties'];
  assert.deepEqual(reference, wanted);
  assert.deepEqual(tablesOf(await readFile(page('docs/events.md'), 'utf8')), ['events']);
});

test('docs/errors.md has a heading for every error code', async () => {
  const source = await readFile(page('src/portal-error.ts'), 'utf8');
  const [, union = ''] = /type PortalErrorCode =([^;]+);/.exec(source) ?? [];
  const codes = [...union.matchAll(/'(\w+)'/g)].map(([, code = '']) => code);
  assert.ok(codes.length > 10);
  const anchors = anchorsOf(await readFile(page('docs/errors.md'), 'utf8'));
  for (const code of codes) assert.ok(anchors.includes(code.toLowerCase()), code);
});

test('the pages on frameworks have the code of every application', async () => {
  const files = PAGES.filter((file) => dirname(file).endsWith('frameworks'));
  const text = (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n');
  // React's is that of its component.
  for (const app of Object.keys(APPS)) {
    assert.match(text, new RegExp(`<!-- from (?:demo/apps|examples/frameworks)/${app}/`));
  }
});

test('every framework has its page, short, with its code', async () => {
  for (const file of globSync('*/package.json', { cwd: page('examples/frameworks') })) {
    const framework = dirname(file);
    const path = PAGES.find((path) => path.endsWith(join('frameworks', `${framework}.md`)));
    assert.ok(path, `docs/frameworks has no page on ${framework}`);
    const text = await readFile(path, 'utf8');
    assert.match(text, new RegExp(`<!-- from examples/frameworks/${framework}/`));
    assert.ok(lengthOf(text) < 80, `${framework}: 80 lines or more`);
  }
});

test('the quickstart has the files of every framework: its page and its endpoint', async () => {
  const quickstart = await readFile(page('docs/quickstart.md'), 'utf8');
  const [, table = ''] = quickstart.split('<!-- tabs: Framework -->');
  for (const file of globSync('*/package.json', { cwd: page('examples/frameworks') })) {
    const framework = dirname(file);
    const row = table.split('\n').find((line) => line.includes(`](frameworks/${framework}.md)`)) ?? '';
    const [, , ...cells] = row.split('|');
    const complete = cells.filter((cell) => cell.includes(`](../examples/frameworks/${framework}/`));
    assert.equal(complete.length, 2, `the table of docs/quickstart.md needs a row with both cells for ${framework}`);
  }
});

test('every backend has its page, short, with its code', async () => {
  for (const backend of readdirSync(page('examples/backends'))) {
    const path = PAGES.find((file) => basename(file, '.md') === backend);
    assert.ok(path, `docs/backends has no page on ${backend}`);
    const text = await readFile(path, 'utf8');
    assert.match(text, new RegExp(`<!-- from examples/backends/${backend}/`));
    assert.ok(lengthOf(text) <= 150, `${backend}: more than 150 lines`);
  }
});
