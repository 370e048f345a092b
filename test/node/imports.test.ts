/** The layout of the code: imports point down, and there are no cycles. Imports of types count, too. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';

/** CONTRIBUTING.md has the same table, with the dependencies of each floor. */
const FLOORS: readonly (readonly string[])[] = [
  ['portal-error', 'portal-messages', 'portal-labels', 'link-answer', 'host-page', 'link-pace', 'notice-room'],
  ['retry', 'portal-link', 'portal-listener', 'portal-events', 'portal-frame', 'portal-tab', 'page-listener'],
  [
    'late-source',
    'link-supply',
    'portal-lifecycle',
    'portal-view',
    'portal-words',
    'portal-launcher',
    'focus-restorer',
    'presence',
    'event-dispatcher',
    'frame-like-element',
    'portal-properties',
  ],
  ['scalekit-admin-portal-element.styles', 'scalekit-admin-portal-element'],
  ['define', 'index'],
];
const FILES = [
  'src/**/*.ts',
  'demo/{host,simulator}/**/*.ts',
  'demo/*.ts',
  'doctor/**/*.ts',
  'bench/**/*.ts',
  'test/**/*.ts',
];

/** The files of this project that a file imports. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true);
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => join(dirname(file), name).replace(/\.js$/, '.ts'));
}

const graph = new Map(
  globSync(FILES, { exclude: (name) => /node_modules|dist/.test(name) }).map((file) => [file, importsOf(file)]),
);

/** The first cycle of imports that starts at this file, as a path. */
function findCycle(file: string, path: readonly string[], done: Set<string>): string[] | undefined {
  if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
  if (done.has(file)) return undefined;
  for (const other of graph.get(file) ?? []) {
    const cycle = findCycle(other, [...path, file], done);
    if (cycle) return cycle;
  }
  done.add(file);
  return undefined;
}

test('there are no cycles of imports', () => {
  assert.ok(graph.size > 200, 'the files were found');
  const done = new Set<string>();
  for (const file of graph.keys()) assert.equal(findCycle(file, [], done)?.join(' → '), undefined);
});

const floorOf = (file: string): number => FLOORS.findIndex((names) => names.includes(basename(file, '.ts')));
const isFlat = (file: string): boolean => dirname(file) === 'src';

test('each file of the element has a floor, and only imports from the same floor or below', () => {
  for (const [file, imports] of graph) {
    if (!isFlat(file)) continue;
    assert.notEqual(floorOf(file), -1, `${file} is on no floor: add it here and in CONTRIBUTING.md`);
    for (const other of imports) {
      assert.ok(isFlat(other), `${file} imports ${other}, which does not belong to the element`);
      assert.ok(floorOf(other) <= floorOf(file), `${file} imports ${other}, which is above it`);
    }
  }
});
