/** What editors and other tools are told about the element: all that a page may use, with words, and nothing else. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { ScalekitAdminPortalElement as ElementClass } from '../../src/scalekit-admin-portal-element.ts';
import {
  findDeclaration,
  manifestProblems,
  namedFiles,
  readFacts,
  vsCodeProblems,
  webTypesProblems,
  type Manifest,
  type VsCodeData,
  type WebTypes,
} from '../tools/manifest.ts';

const ROOT = new URL('../../', import.meta.url);
const url = (path: string) => new URL(path, ROOT);
const readJson = async <T>(path: string): Promise<T> => JSON.parse(await readFile(url(path), 'utf8')) as T;

interface Package {
  name: string;
  version: string;
  customElements: string;
  'web-types': string;
}

const itself = await readJson<Package>('package.json');
const manifest = await readJson<Manifest>(itself.customElements);
const webTypes = await readJson<WebTypes>(itself['web-types']);
const vsCode = await readJson<VsCodeData>('dist/vscode.html-custom-data.json');
const { ScalekitAdminPortalElement } = (await import(url('dist/scalekit-admin-portal-element.js').href)) as {
  ScalekitAdminPortalElement: typeof ElementClass;
};
const facts = readFacts(ScalekitAdminPortalElement, await readFile(url('src/portal-events.ts'), 'utf8'));
const declaration = findDeclaration(manifest);

test('the manifest describes what the class has: no more, no less, each with words', () => {
  assert.deepEqual(manifestProblems(manifest, facts), []);
  // A reader that finds nothing would find nothing missing.
  for (const [what, names] of Object.entries(facts)) assert.ok(names.length > 3, what);
});

test('the manifest points to files that are published', () => {
  const missing = namedFiles(manifest).filter((path) => !path.startsWith('dist/') || !existsSync(url(path)));
  assert.deepEqual(missing, []);
});

test('attributes have their names, values and defaults; properties have theirs', () => {
  const attribute = (name: string) => declaration.attributes.find((other) => other.name === name);
  const property = (name: string) => declaration.members.find((other) => other.name === name);
  assert.equal(attribute('environment-url')?.fieldName, 'environmentUrl');
  assert.equal(attribute('endpoint')?.type.text, 'string');
  assert.equal(property('endpoint')?.default, 'null');
  assert.equal(attribute('credentials')?.type.text, "'include' | 'omit' | 'same-origin'");
  assert.equal(property('credentials')?.default, "'same-origin'");
  const texts = declaration.attributes.filter((other) => other.default).map((other) => [other.name, other.default]);
  assert.deepEqual(Object.fromEntries(texts), {
    method: 'GET',
    credentials: 'same-origin',
    mode: 'embed',
    loading: 'eager',
    'frame-title': 'Admin portal',
    'load-timeout': '20000',
    'csrf-header': 'X-CSRF-Token',
  });
});

test('VS Code knows the tag, its attributes and their values', () => {
  assert.deepEqual(vsCodeProblems(vsCode, declaration), []);
  const method = vsCode.tags[0]?.attributes.find(({ name }) => name === 'method');
  assert.deepEqual(
    method?.values.map(({ name }) => name),
    ['GET', 'POST'],
  );
});

test('JetBrains knows the tag with its attributes, properties, events, slots and parts, in this version', () => {
  assert.deepEqual(webTypesProblems(webTypes, declaration), []);
  assert.deepEqual([webTypes.name, webTypes.version], [itself.name, itself.version]);
});
