/** The code, the tables and the links of the documentation. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
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
    test('has the current code of its files (otherwise run node test/tools/readme-code.ts)', () => {
      assert.equal(text, withCode(text));
    });

    test('has the current tables (otherwise run node test/tools/reference-tables.ts)', async () => {
      assert.equal(text, await withTables(text));
    });

    test('has at most 250 lines', () => {
      assert.ok(lengthOf(text) <= 250, `${lengthOf(text)} lines`);
    });
  });
}

/** All pages of this repository, without those of other projects. */
const ALL = globSync('**/*.md', {
  cwd: ROOT,
  exclude: (path) => /(?:^|\/)(?:node_modules|\.tmp|dist|corpora)(?:\/|$)/.test(path),
});

test('the pages were found', () => {
  assert.ok(ALL.length > 60, String(ALL.length));
});

for (const path of ALL) {
  test(`${path}: each link leads to a file or a heading`, async () => {
    const file = join(ROOT, path);
    for (const target of linksOf(await readFile(file, 'utf8'))) {
      const [to = '', anchor] = target.split('#');
      const linked = to === '' ? file : join(file, '..', to);
      assert.ok(existsSync(linked), target);
      if (anchor !== undefined) assert.ok(anchorsOf(await readFile(linked, 'utf8')).includes(anchor), target);
    }
  });
}

test('each file that a page copies from the package is in it', async () => {
  const copied: string[] = [];
  for (const file of PAGES) {
    const text = await readFile(file, 'utf8');
    const commands = text.matchAll(/\bcp -r node_modules\/scalekit-admin-portal\/(\S+?)(?:\{(\S+)\})? /g);
    for (const [, folder = '', names = ''] of commands) {
      copied.push(...names.split(',').map((name) => folder + name));
    }
  }
  assert.ok(copied.length > 20, String(copied.length));
  for (const path of copied) assert.ok(globSync(path, { cwd: ROOT }).length > 0, path);
});

/** Packages that the scaffolds have installed. */
const IN_SCAFFOLDS = [
  /^(?:next|react|react-dom|react-router|isbot|nuxt|vue|vue-router|vue-tsc|rxjs|tslib|jsdom)$/,
  /^(?:astro|svelte|svelte-check|vite|typescript|@types\/(?:node|express|react|react-dom))$/,
  /^(?:@angular\/.+|@solidjs\/.+|solid-js|nitro|@react-router\/.+|@sveltejs\/vite-plugin-svelte|@astrojs\/check)$/,
];

test('each page that begins with a scaffold installs the other packages of its application', async () => {
  const pages = PAGES.filter((file) => dirname(file).endsWith('frameworks'));
  let count = 0;
  for (const file of pages) {
    const text = await readFile(file, 'utf8');
    const [, name] = /cp -r node_modules\/scalekit-admin-portal\/examples\/frameworks\/([\w-]+)\//.exec(text) ?? [];
    if (name === undefined) continue;
    count += 1;
    const commands = [...text.matchAll(/^npm install (.+)$/gm)].map(([, names = '']) => names).join(' ');
    const installed = commands.split(' ').map((word) => word.replace(/(?<=.)@\d+$/, ''));
    const project = JSON.parse(await readFile(page(`examples/frameworks/${name}/package.json`), 'utf8')) as {
      dependencies: Record<string, string>;
      devDependencies: Record<string, string>;
    };
    const needed = Object.keys({ ...project.dependencies, ...project.devDependencies, express: 'for the simulator' });
    // Angular's scaffold has a server in Express and tests in Vitest.
    const other = name === 'angular' ? [/^express$/, /^vitest$/] : [];
    const missing = needed.filter(
      (one) => !installed.includes(one) && ![...IN_SCAFFOLDS, ...other].some((pattern) => pattern.test(one)),
    );
    assert.deepEqual(missing, [], name);
  }
  assert.ok(count > 5, String(count));
});

test('each picture has less than 100 kB (otherwise run node test/tools/small-png.ts FILE)', () => {
  const pictures = globSync('docs/**/*.{png,svg,webp}', { cwd: ROOT });
  assert.ok(pictures.length > 1);
  for (const picture of pictures) assert.ok(statSync(page(picture)).size < 100_000, picture);
});

test('each page of docs is in the index of docs or of its folder', async () => {
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

test('the reference has all tables, except for the events, which have a page', async () => {
  const reference = tablesOf(await readFile(page('docs/reference.md'), 'utf8'));
  const expected = ['attributes', 'properties', 'methods', 'slots', 'parts', 'states', 'custom-properties'];
  assert.deepEqual(reference, expected);
  assert.deepEqual(tablesOf(await readFile(page('docs/events.md'), 'utf8')), ['events']);
});

test('docs/errors.md has a heading for each error code', async () => {
  const source = await readFile(page('src/portal-error.ts'), 'utf8');
  const [, union = ''] = /type PortalErrorCode =([^;]+);/.exec(source) ?? [];
  const codes = [...union.matchAll(/'(\w+)'/g)].map(([, code = '']) => code);
  assert.ok(codes.length > 10);
  const anchors = anchorsOf(await readFile(page('docs/errors.md'), 'utf8'));
  for (const code of codes) assert.ok(anchors.includes(code.toLowerCase()), code);
});

test('the pages on frameworks have the code of each application', async () => {
  const files = PAGES.filter((file) => dirname(file).endsWith('frameworks'));
  const text = (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n');
  // The code of React is that of its component.
  for (const app of Object.keys(APPS)) {
    assert.match(text, new RegExp(`<!-- from (?:demo/apps|examples/frameworks)/${app}/`));
  }
});

const EXAMPLES: [string, readonly string[], number][] = [
  ['frameworks', globSync('*/package.json', { cwd: page('examples/frameworks') }).map(dirname), 79],
  ['backends', readdirSync(page('examples/backends')), 150],
];
for (const [folder, names, limit] of EXAMPLES) {
  test(`each project of examples/${folder} has a page with its code and at most ${limit} lines`, async () => {
    assert.ok(names.length > 3);
    for (const name of names) {
      const path = PAGES.find((path) => path.endsWith(join(folder, `${name}.md`)));
      assert.ok(path, `docs/${folder} has no page on ${name}`);
      const text = await readFile(path, 'utf8');
      assert.match(text, new RegExp(`<!-- from examples/${folder}/${name}/`));
      assert.ok(lengthOf(text) <= limit, `${name}: more than ${limit} lines`);
    }
  });
}

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
