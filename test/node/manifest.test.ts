/** The descriptions of the element for editors and other tools: complete, correct, and each with a text. */
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

const ownPackage = await readJson<Package>('package.json');
const manifest = await readJson<Manifest>(ownPackage.customElements);
const webTypes = await readJson<WebTypes>(ownPackage['web-types']);
const vsCode = await readJson<VsCodeData>('dist/vscode.html-custom-data.json');
const { ScalekitAdminPortalElement } = (await import(url('dist/scalekit-admin-portal-element.js').href)) as {
  ScalekitAdminPortalElement: typeof ElementClass;
};
const facts = readFacts(ScalekitAdminPortalElement, await readFile(url('src/portal-events.ts'), 'utf8'));
const declaration = findDeclaration(manifest);

test('the manifest describes all members of the class and no others, each with a text', () => {
  assert.deepEqual(manifestProblems(manifest, facts), []);
  // With empty facts, nothing would be missing.
  for (const [list, names] of Object.entries(facts)) assert.ok(names.length > 3, list);
});

test('the manifest only points to published files', () => {
  const missing = namedFiles(manifest).filter((path) => !path.startsWith('dist/') || !existsSync(url(path)));
  assert.deepEqual(missing, []);
});

test('the manifest has the names, types and defaults of attributes and properties', () => {
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
  assert.deepEqual([webTypes.name, webTypes.version], [ownPackage.name, ownPackage.version]);
});
