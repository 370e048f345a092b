/**
 * What the builds and the browser tests of the applications found out, in files: they run in processes of their own, and
 * the table in docs/frameworks/README.md is made of all of them.
 */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const DIRECTORY = join(import.meta.dirname, '../../.tmp/apps/results');

/** Whether what a name says has held. */
export type Results = Readonly<Record<string, boolean>>;

export function clearResults(): void {
  rmSync(DIRECTORY, { recursive: true, force: true });
}

export function writeResults(source: string, results: Results): void {
  mkdirSync(DIRECTORY, { recursive: true });
  writeFileSync(join(DIRECTORY, `${source}.json`), JSON.stringify(results));
}

export function readResults(): Results[] {
  return globSync('*.json', { cwd: DIRECTORY }).map(
    (file) => JSON.parse(readFileSync(join(DIRECTORY, file), 'utf8')) as Results,
  );
}
