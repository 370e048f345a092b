/** Reports the tests that run in Node: the failures with their errors, one line for all, and the numbers for `run.ts`. */
import { relative } from 'node:path';
import { inspect } from 'node:util';
import type { TestEvent } from 'node:test/reporters';
import { describeVerdict, writeVerdict, type SkippedTest } from './verdict.ts';

export default async function* nodeReporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const verdict = { passed: 0, failed: 0, skipped: [] as SkippedTest[], failedFiles: [] as string[] };
  const failure = (name: string, file: string | undefined, why: unknown): string => {
    verdict.failed += 1;
    const where = file === undefined ? [] : [relative(process.cwd(), file)];
    verdict.failedFiles.push(...where);
    const text = [...where, typeof why === 'string' ? why : inspect(why)].join('\n');
    return `failed: ${name}\n${text.replace(/^(?=.)/gm, '    ')}\n`;
  };
  for await (const { type, data } of events) {
    if (type === 'test:stdout' || type === 'test:stderr') yield data.message;
    if (type === 'test:diagnostic' && data.level !== 'info') yield `${data.message}\n`;
    if (type === 'test:interrupted') {
      for (const { name, file } of data.tests) {
        yield failure(name, file, 'It did not end by itself: something in it still runs, or was left open.');
      }
      writeVerdict(verdict);
    }
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const { name, file, details } = data;
    if (data.skip !== undefined || data.todo !== undefined) {
      const where = file === undefined ? '' : ` (${relative(process.cwd(), file)})`;
      const reason = data.skip ?? data.todo;
      verdict.skipped.push({ test: name + where, reason: typeof reason === 'string' ? reason : '' });
    } else if ('error' in details) {
      // A suite fails with its tests, and is not one of them; but a hook of it can fail all by itself.
      const { error } = details;
      if (details.type === 'suite' && 'failureType' in error && error.failureType === 'subtestsFailed') continue;
      yield failure(name, file, error.cause);
    } else if (details.type !== 'suite') {
      // Node takes a file without tests for a test that passed.
      if (name.endsWith('.test.ts')) yield failure(name, file, 'The file holds no test.');
      else verdict.passed += 1;
    }
    // Each time: a run that is ended from outside has at least the numbers so far.
    writeVerdict(verdict);
  }
  yield `Node: ${describeVerdict(verdict)}\n`;
}
