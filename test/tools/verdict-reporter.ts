/**
 * Reports the browser tests: each failure with its error, all that the pages logged, and one line for each engine. A file
 * that fails to import or has no tests counts as a failure.
 */
import { relative } from 'node:path';
import { inspect } from 'node:util';
import type { Reporter, TestResult, TestResultError, TestSession, TestSuiteResult } from '@web/test-runner-core';
import { APP_RESULTS } from './framework-results.ts';
import { describeVerdict, writeVerdict, type SkippedTest, type Verdict } from './verdict.ts';

interface NamedResult {
  readonly name: string;
  readonly result: TestResult;
}

function flatten(suite: TestSuiteResult | undefined, prefix: readonly string[] = []): NamedResult[] {
  if (!suite) return [];
  const tests = suite.tests.map((result) => ({ name: [...prefix, result.name].join(' > '), result }));
  return [...tests, ...suite.suites.flatMap((inner) => flatten(inner, [...prefix, inner.name]))];
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '    ');
}

function describeError(error: TestResultError | undefined): string {
  if (!error) return 'no error was reported';
  const lines = [`${error.name ?? 'Error'}: ${error.message}`];
  if (error.expected !== undefined) lines.push(`expected: ${error.expected}`, `actual:   ${error.actual}`);
  if (error.stack !== undefined) lines.push(error.stack.trim());
  return lines.join('\n');
}

/** Errors of a session outside its tests: imports, hooks, time limits, a crashed browser. */
function sessionErrors(session: TestSession, tests: readonly NamedResult[]): TestResultError[] {
  if (session.errors.length > 0) return session.errors;
  if (tests.length === 0) return [{ message: 'The file has no tests, or they did not run.' }];
  const failed = tests.some(({ result }) => !result.passed && !result.skipped);
  return session.passed || failed ? [] : [{ message: 'The page failed without an error.' }];
}

function count(sessions: readonly TestSession[]): Verdict {
  const verdict = { passed: 0, failed: 0, skipped: [] as SkippedTest[] };
  const failedFiles = new Set<string>();
  for (const session of sessions) {
    const tests = flatten(session.testResults);
    const before = verdict.failed;
    const file = relative(process.cwd(), session.testFile);
    for (const { name, result } of tests) {
      if (result.skipped) verdict.skipped.push({ test: `${name} (${file}, ${session.group.name})`, reason: '' });
      else verdict[result.passed ? 'passed' : 'failed'] += 1;
    }
    if (sessionErrors(session, tests).length > 0) verdict.failed += 1;
    if (verdict.failed > before) failedFiles.add(file);
  }
  return { ...verdict, failedTests: [...failedFiles].map((file) => ({ file, path: [] })) };
}

function describeSession(session: TestSession): string[] {
  const tests = flatten(session.testResults);
  const where = `${relative(process.cwd(), session.testFile)} (${session.browser.name}, ${session.group.name})`;
  const lines = sessionErrors(session, tests).map((error) => `failed: ${where}\n${indent(describeError(error))}`);
  for (const { name, result } of tests) {
    if (result.passed || result.skipped) continue;
    lines.push(`failed: ${name}\n${indent(`${where}\n${describeError(result.error)}`)}`);
  }
  for (const log of session.logs) {
    lines.push(
      `logged: ${where}\n${indent(log.map((part) => (typeof part === 'string' ? part : inspect(part))).join(' '))}`,
    );
  }
  // The test backend answers 404 where a test wants that.
  const missing = session.request404s.filter((path) => !/^\/?(?:backend|portal)\//.test(path));
  for (const path of new Set(missing)) lines.push(`not found: ${path}, requested by ${where}`);
  return lines;
}

export function verdictReporter(): Reporter {
  const finished: TestSession[] = [];
  return {
    reportTestFileResults({ logger, sessionsForTestFile }) {
      for (const line of sessionsForTestFile.flatMap(describeSession)) logger.log(line);
      // After each file: a run that is stopped has at least these numbers.
      finished.push(...sessionsForTestFile);
      writeVerdict(count(finished));
    },
    onTestRunFinished({ sessions }) {
      const names = [...new Set(sessions.map((session) => session.browser.name))];
      for (const name of names) {
        const own = sessions.filter((session) => session.browser.name === name);
        console.log(`${name}: ${describeVerdict(count(own))}`);
      }
      writeVerdict(count(sessions));
      for (const session of sessions.filter(({ testFile }) => testFile.endsWith('/apps.test.ts'))) {
        const results = flatten(session.testResults).map(({ name, result }) => [name, result.passed] as const);
        APP_RESULTS.write(`${session.browser.name}-${session.group.name}`, Object.fromEntries(results));
      }
    },
  };
}
