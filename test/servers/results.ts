/** What the last run has shown, in a file, for the table in `docs/server-runtimes.md`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FILE = join(import.meta.dirname, '../../.tmp/servers/results.json');

/** By the head of a row, by the name of a check: whether it held. */
export type Results = Readonly<Record<string, Readonly<Record<string, boolean>>>>;

export function writeResults(results: Results): void {
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, JSON.stringify(results));
}

export function readResults(): Results {
  return JSON.parse(readFileSync(FILE, 'utf8')) as Results;
}
