/** The numbers of a test run, and the file through which a child process hands them to `run.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';

export interface SkippedTest {
  /** Its name and its file. */
  readonly test: string;
  /** Empty where the runner does not tell. */
  readonly reason: string;
}

export interface FailedTest {
  /** The test file that was started, relative to the project. The test itself may be defined in another. */
  readonly file: string;
  /** The names of the suites around it, and its own. Empty where the runner tells files alone. */
  readonly path: readonly string[];
}

export interface Verdict {
  passed: number;
  failed: number;
  skipped: SkippedTest[];
  /** What can be tried again. */
  failedTests?: readonly FailedTest[];
}

/** Each file once. */
export const filesOf = (failed: readonly FailedTest[]): string[] => [...new Set(failed.map(({ file }) => file))];

/** Failures of a step, and files that they are in: as many as a slow machine may cause. */
const CHANCE_FAILURES = 25;
const CHANCE_FILES = 2;

/**
 * Whether a second try is worth its time. Failures all over are no machine's fault. Many failures in one file may be one
 * hook that ran out of time.
 */
export function mayBeChance({ failed, failedTests = [] }: Verdict): boolean {
  const files = filesOf(failedTests).length;
  return failed > 0 && (failed <= CHANCE_FAILURES || (files > 0 && files <= CHANCE_FILES));
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

/** What is left of a verdict when what failed was tried again. Where nothing ran, nothing is mended. */
export function correctVerdict(first: Verdict, second: Verdict): Verdict {
  const failed = second.passed + second.failed > 0 ? second.failed : first.failed;
  return { ...first, passed: first.passed + Math.max(0, first.failed - failed), failed };
}
