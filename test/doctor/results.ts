/** What the last run has shown, in a file, for the table in `docs/doctor.md`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const fileOf = (part: string) => join(import.meta.dirname, `../../.tmp/doctor/${part}.json`);

export interface Result {
  readonly group: string;
  readonly fault: string;
  /** What the doctor said, each with its sentence. */
  readonly said: readonly { readonly id: string; readonly status: string; readonly sentence: string }[];
}

/** Each test file writes a part of its own: they run at the same time. */
export function writeResults(part: string, results: readonly Result[]): void {
  mkdirSync(dirname(fileOf(part)), { recursive: true });
  writeFileSync(fileOf(part), JSON.stringify(results));
}

export const readResults = (parts: readonly string[]): Result[] =>
  parts.flatMap((part) => JSON.parse(readFileSync(fileOf(part), 'utf8')) as Result[]);

export const saidBy = (findings: readonly { id: string; status: string; sentence: string }[]): Result['said'] =>
  findings
    .filter(({ status }) => status === 'fault' || status === 'warning')
    .map(({ id, status, sentence }) => ({ id, status, sentence }));
