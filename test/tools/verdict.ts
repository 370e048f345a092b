/** The numbers of a test run, and the file in which a child process passes them to `run.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';

export interface SkippedTest {
  /** Its name and its file. */
  readonly test: string;
  /** Empty if the runner does not report it. */
  readonly reason: string;
}

export interface FailedTest {
  /** The test file that was started, relative to the project. It may import the test. */
  readonly file: string;
  /** The names of its suites and of the test. Empty if the runner only reports files. */
  readonly path: readonly string[];
}

export interface Verdict {
  passed: number;
  failed: number;
  skipped: SkippedTest[];
  failedTests?: readonly FailedTest[];
}

export const filesOf = (failed: readonly FailedTest[]): string[] => [...new Set(failed.map(({ file }) => file))];

/** A slow machine may cause so many failures of a step, in so many files. */
const CHANCE_FAILURES = 25;
const CHANCE_FILES = 2;

/**
 * Whether a second try is worth its time. A machine does not cause failures in many files. Many failures in one file may have
 * one cause, a hook that exceeded its time limit.
 */
export function mayBeChance({ failed, failedTests = [] }: Verdict): boolean {
  const files = filesOf(failedTests).length;
  return failed > 0 && (failed <= CHANCE_FAILURES || (files > 0 && files <= CHANCE_FILES));
}

/** The variable with the file for the numbers. Without it, they are not written. */
export const VERDICT_VARIABLE = 'PORTAL_TEST_VERDICT';

export function writeVerdict(verdict: Verdict): void {
  const file = process.env[VERDICT_VARIABLE];
  if (file !== undefined) writeFileSync(file, JSON.stringify(verdict));
}

/** The numbers, or null if the process ended before it had any. */
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

/** The verdict after a second try of the failed tests. A second try that ran no test changes nothing. */
export function correctVerdict(first: Verdict, second: Verdict): Verdict {
  const failed = second.passed + second.failed > 0 ? second.failed : first.failed;
  return { ...first, passed: first.passed + Math.max(0, first.failed - failed), failed };
}
