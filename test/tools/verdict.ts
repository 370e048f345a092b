/** The numbers of a test run, and the file through which a child process hands them to `run.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';

export interface SkippedTest {
  /** Its name and its file. */
  readonly test: string;
  /** Empty where the runner does not tell. */
  readonly reason: string;
}

export interface Verdict {
  passed: number;
  failed: number;
  skipped: SkippedTest[];
  /** Test files that something failed in, relative to the project. */
  failedFiles?: string[];
}

/** Names the file that a reporter writes its numbers to. Not set: nobody asked. */
export const VERDICT_VARIABLE = 'PORTAL_TEST_VERDICT';

export function writeVerdict(verdict: Verdict): void {
  const file = process.env[VERDICT_VARIABLE];
  if (file !== undefined) writeFileSync(file, JSON.stringify(verdict));
}

/** The numbers that were written, or null: the process ended before it had any. */
export function readVerdict(file: string): Verdict | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Verdict;
  } catch {
    return null;
  }
}

export function describeVerdict({ passed, failed, skipped }: Verdict): string {
  return `${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`;
}
