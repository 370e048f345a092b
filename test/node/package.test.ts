/** The published package: its entries in Node, its drop-in, and the tarball in an empty folder. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join, posix } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type * as Languages from '../../src/languages/index.ts';
import { installWith } from '../tools/pack.ts';

const run = promisify(execFile);
/** Runs a line of code in the repository. */
const evaluate = (code: string, ...options: readonly string[]) =>
  run(process.execPath, [...options, '--eval', code], { cwd: ROOT });
const evaluateModule = (code: string, ...options: readonly string[]) =>
  evaluate(code, '--input-type=module', ...options);
const ROOT = new URL('../../', import.meta.url);
const DROP_IN = 'dist/scalekit-admin-portal.min.js';
const LANGUAGES = 'dist/scalekit-admin-portal.languages.min.js';

interface Manifest {
  name: string;
  sideEffects: string[];
  bin: Record<string, string>;
  exports: Record<string, string | Target | { import: Target; require: Target }>;
}

interface Target {
  types: string;
  default: string;
}

const read = (path: string) => readFile(new URL(path, ROOT));
const manifest = JSON.parse(String(await read('package.json'))) as Manifest;

/** An entry with a pattern becomes one entry for each file that it matches. */
const entries = Object.entries(manifest.exports).flatMap(
  ([entry, target]): [string, (typeof manifest.exports)[string]][] => {
    if (typeof target === 'string' || !('types' in target) || !entry.endsWith('*')) return [[entry, target]];
    const names = globSync(target.default, { cwd: ROOT }).map((file) => basename(file, '.js'));
    assert.ok(names.length > 14, entry);
    const fill = (text: string, name: string) => text.replace('*', name);
    return names.map((name) => [
      fill(entry, name),
      { types: fill(target.types, name), default: fill(target.default, name) },
    ]);
  },
);

const modules = entries.flatMap(([entry, target]) =>
  typeof target === 'string'
    ? []
    : [{ name: entry.replace('.', manifest.name), ...('import' in target ? target.import : target) }],
);
const inCommonJs = Object.entries(manifest.exports).flatMap(([entry, target]) =>
  typeof target === 'object' && 'require' in target
    ? [{ name: entry.replace('.', manifest.name), ...target.require }]
    : [],
);

for (const { name, types } of modules) {
  test(`${name} can be imported in Node without output, and has types`, async () => {
    const { stdout, stderr } = await evaluateModule(`await import(${JSON.stringify(name)})`);
    assert.equal(stdout + stderr, '');
    assert.match(String(await read(types)), /^export /m);
  });
}

test('a Server Component that imports the element gets a hint, and the same names', async () => {
  const names = (...options: string[]) =>
    evaluateModule(`console.log(Object.keys(await import(${JSON.stringify(manifest.name)})).join())`, ...options);
  const { stdout, stderr } = await names('--conditions=react-server');
  assert.match(stderr, /Use <ScalekitAdminPortal> from 'scalekit-admin-portal\/react'/);
  assert.equal(stdout, (await names()).stdout);
});

test('CommonJS has the entries for Node, too', () => {
  assert.deepEqual(
    inCommonJs.map(({ name }) => name),
    ['scalekit-admin-portal/server', 'scalekit-admin-portal/simulator'],
  );
});

for (const { name, types } of inCommonJs) {
  test(`require('${name}') has no output, returns the exports of import, and has types`, async () => {
    const { stdout, stderr } = await evaluate(`
      const required = Object.keys(require(${JSON.stringify(name)}));
      import(${JSON.stringify(name)}).then((imported) => console.log(JSON.stringify([required, Object.keys(imported)])));`);
    assert.equal(stderr, '');
    const [required, imported] = JSON.parse(stdout) as [string[], string[]];
    assert.deepEqual(required.sort(), imported.filter((key) => key !== 'module.exports').sort());
    assert.match(String(await read(types)), /^export /m);
  });
}

test('the root entry registers the element, and the entry of the class does not', async () => {
  const registered = async (name: string) => {
    const code = `await import(${JSON.stringify(name)}); console.log(typeof customElements.get('scalekit-admin-portal'))`;
    return (await evaluateModule(code)).stdout.trim();
  };
  assert.equal(await registered(manifest.name), 'function');
  assert.equal(await registered(`${manifest.name}/element`), 'undefined');
});

test('the modules that register the element are listed as side effects', () => {
  assert.deepEqual(manifest.sideEffects, [
    './dist/*.js',
    './dist/frameworks/react-server.js',
    './dist/languages/index.js',
  ]);
});

for (const script of [DROP_IN, LANGUAGES]) {
  test(`${script}.integrity has the hash of ${script}`, async () => {
    const hash = createHash('sha384')
      .update(await read(script))
      .digest('base64');
    assert.equal(String(await read(`${script}.integrity`)), `sha384-${hash}\n`);
  });

  test(`${script} is ASCII, for pages without a charset`, async () => {
    assert.match(String(await read(script)), /^[\x00-\x7f]+$/);
  });
}

test('the drop-in contains no translation', async () => {
  const { languages } = (await import(new URL('dist/languages/index.js', ROOT).href)) as typeof Languages;
  // A script in ASCII has escapes for other letters.
  const plain = String(await read(DROP_IN)).replace(/\\u([0-9a-f]{4})/g, (_, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  );
  const words = Object.values(languages).flatMap((labels) => Object.values(labels));
  assert.ok(words.length > 14 * 18);
  assert.deepEqual(
    words.filter((word) => plain.includes(word)),
    [],
  );
});

test('the drop-in has a source map with the sources', async () => {
  assert.match(String(await read(DROP_IN)), /\n\/\/# sourceMappingURL=scalekit-admin-portal\.min\.js\.map\s*$/);
  const map = JSON.parse(String(await read(`${DROP_IN}.map`))) as { sources: string[]; sourcesContent: string[] };
  const index = map.sources.findIndex((source) => source.endsWith('src/portal-lifecycle.ts'));
  assert.match(map.sourcesContent[index] ?? '', /class PortalLifecycle/);
});

test('the source map of the drop-in maps words to the same words, in lit and in our code', async () => {
  const payload = JSON.parse(String(await read(`${DROP_IN}.map`))) as SourceMapPayload;
  const map = new SourceMap(payload);
  const code = String(await read(DROP_IN));
  const words = ['getAttributeNames', 'scheduleUpdate', 'hostDisconnected', 'toLocaleTimeString', 'referrerPolicy'];
  for (const word of words) {
    const found = [...code.matchAll(new RegExp(`\\b${word}\\b`, 'g'))];
    assert.ok(found.length > 0, word);
    for (const { index } of found) {
      const line = code.slice(0, index).split('\n').length - 1;
      const entry = map.findEntry(line, index - (code.lastIndexOf('\n', index) + 1));
      assert.ok('originalSource' in entry, word);
      const source = payload.sourcesContent[payload.sources.indexOf(entry.originalSource)] ?? '';
      assert.ok(source.split('\n')[entry.originalLine]?.startsWith(word, entry.originalColumn), word);
    }
  }
});

/** Links to files that only the repository has. */
const FOR_CONTRIBUTORS = ['CONTRIBUTING.md: test/tools/README.md'];

test('each link in a page of the package leads to a file of the package', async () => {
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--script-shell=true'], {
    cwd: ROOT,
  });
  const [packed] = Object.values(JSON.parse(stdout) as Record<string, { files: { path: string }[] }>);
  const paths = packed!.files.map(({ path }) => path);
  const pages = paths.filter((path) => path.endsWith('.md'));
  assert.ok(pages.includes('README.md'));
  const missing: string[] = [];
  for (const page of pages) {
    const links = [...String(await read(page)).matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(([, target = '']) => target);
    const relative = links.filter((target) => !/^https?:/.test(target)).map((target) => posix.join(page, '..', target));
    const lost = relative.filter((target) => !paths.some((path) => path === target || path.startsWith(`${target}/`)));
    missing.push(...lost.map((target) => `${page}: ${target}`));
  }
  assert.deepEqual(missing, FOR_CONTRIBUTORS);
});

describe('the package in an empty folder, tried by test/tools/try-package.mjs', () => {
  const script = fileURLToPath(new URL('test/tools/try-package.mjs', ROOT));
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'empty-'));
    // The dependency, and React for its entry.
    await installWith(folder, ['lit', 'react']);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  test('has all entries and commands', async () => {
    const { stdout } = await run(process.execPath, [script, folder]);
    for (const { name } of modules) assert.match(stdout, new RegExp(`^ok +import ${name}$`, 'm'));
    for (const { name } of inCommonJs) assert.match(stdout, new RegExp(`^ok +require ${name}$`, 'm'));
    for (const command of Object.keys(manifest.bin)) assert.match(stdout, new RegExp(`^ok +${command} --help$`, 'm'));
    assert.doesNotMatch(stdout, /FAILED/);
  });

  test('fails if a file is missing', async () => {
    const file = join(folder, 'node_modules', manifest.name, 'dist/server/index.js');
    await rename(file, `${file}.away`);
    const failed = await run(process.execPath, [script, folder]).catch((error: unknown) => error as { stdout: string });
    await rename(`${file}.away`, file);
    assert.match(failed.stdout, /^FAILED +files of scalekit-admin-portal\/server: /m);
    assert.match(failed.stdout, /^FAILED +import scalekit-admin-portal\/server: /m);
  });
});
