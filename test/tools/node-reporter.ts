/** Reports the tests that run in Node: the failures with their errors, one line with the sums, and the numbers for `run.ts`. */
import { relative, resolve } from 'node:path';
import { inspect } from 'node:util';
import type { TestEvent } from 'node:test/reporters';
import { describeVerdict, writeVerdict, type FailedTest, type SkippedTest } from './verdict.ts';

/** What each event of a test has. The types of Node lack `entryFile`, the file that was started: it may import the test. */
interface Reported {
  readonly name: string;
  readonly file?: string | undefined;
  readonly entryFile?: string;
  readonly testId: number;
  readonly parentId?: number | undefined;
}

const entryOf = ({ entryFile, file }: Reported): string | undefined => entryFile ?? file;

/** Whether it is a whole test file, which Node counts as a test. */
const isFile = ({ name, file, entryFile }: Reported): boolean =>
  entryFile === undefined && file !== undefined && resolve(name) === file;

export default async function* nodeReporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const verdict = { passed: 0, failed: 0, skipped: [] as SkippedTest[], failedTests: [] as FailedTest[] };
  // Each process counts its tests from 1.
  const known = new Map<string, Reported>();
  const keyOf = (test: Reported, id: number | undefined): string => `${id} ${test.entryFile}`;
  const pathOf = (test: Reported): string[] => {
    const parent = known.get(keyOf(test, test.parentId));
    return [...(parent ? pathOf(parent) : []), test.name];
  };
  const failure = (test: Reported, reason: unknown): string => {
    verdict.failed += 1;
    const path = pathOf(test);
    const entry = entryOf(test);
    const where = entry === undefined ? [] : [relative(process.cwd(), entry)];
    for (const file of where) verdict.failedTests.push({ file, path });
    const text = [...where, typeof reason === 'string' ? reason : inspect(reason)].join('\n');
    return `failed: ${path.join(' > ')}\n${text.replace(/^(?=.)/gm, '    ')}\n`;
  };
  for await (const { type, data } of events) {
    if (type === 'test:stdout' || type === 'test:stderr') yield data.message;
    if (type === 'test:diagnostic' && data.level !== 'info') yield `${data.message}\n`;
    if (type === 'test:enqueue') known.set(keyOf(data, data.testId), data);
    if (type === 'test:interrupted') {
      for (const test of data.tests) {
        yield failure(test, 'It did not end: something in it still runs, or was left open.');
      }
      writeVerdict(verdict);
    }
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const { details } = data;
    if (data.skip !== undefined || data.todo !== undefined) {
      const entry = entryOf(data);
      const where = entry === undefined ? '' : ` (${relative(process.cwd(), entry)})`;
      const reason = data.skip ?? data.todo;
      verdict.skipped.push({ test: data.name + where, reason: typeof reason === 'string' ? reason : '' });
    } else if ('error' in details) {
      // A suite that fails because of its tests is no failure beside them. A hook of it can fail without them.
      const { error } = details;
      if (details.type === 'suite' && 'failureType' in error && error.failureType === 'subtestsFailed') continue;
      yield failure(data, error.cause);
    } else if (details.type !== 'suite') {
      // Node counts a file without tests as a test that passed.
      if (isFile(data)) yield failure(data, 'The file has no tests.');
      else verdict.passed += 1;
    }
    // After each test: a run that is stopped has at least these numbers.
    writeVerdict(verdict);
  }
  yield `Node: ${describeVerdict(verdict)}\n`;
}
