/** The layout of the code: imports point down, and no two files import each other, types included. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';

/** CONTRIBUTING.md has the same table, with what each floor knows. */
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
const FILES = ['src/**/*.ts', 'demo/{host,simulator}/**/*.ts', 'demo/*.ts', 'bench/**/*.ts', 'test/**/*.ts'];

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

/** The first circle that a walk from this file finds, as a path. */
function findCircle(file: string, path: readonly string[], done: Set<string>): string[] | undefined {
  if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
  if (done.has(file)) return undefined;
  for (const other of graph.get(file) ?? []) {
    const circle = findCircle(other, [...path, file], done);
    if (circle) return circle;
  }
  done.add(file);
  return undefined;
}

test('no file imports another that imports it', () => {
  assert.ok(graph.size > 200, 'the files were found');
  const done = new Set<string>();
  for (const file of graph.keys()) assert.equal(findCircle(file, [], done)?.join(' → '), undefined);
});

const floorOf = (file: string): number => FLOORS.findIndex((names) => names.includes(basename(file, '.ts')));
const isFlat = (file: string): boolean => dirname(file) === 'src';

test('every file of the element has its floor, and imports from its own floor or from one below', () => {
  for (const [file, imports] of graph) {
    if (!isFlat(file)) continue;
    assert.notEqual(floorOf(file), -1, `${file} is on no floor: add it here and in CONTRIBUTING.md`);
    for (const other of imports) {
      assert.ok(isFlat(other), `${file} imports ${other}, which is no part of the element`);
      assert.ok(floorOf(other) <= floorOf(file), `${file} imports ${other}, which is above it`);
    }
  }
});
