/** Reports the tests that run in Node: the failures with their errors, one line for all, and the numbers for `run.ts`. */
import { relative } from 'node:path';
import { inspect } from 'node:util';
import type { TestEvent } from 'node:test/reporters';
import { describeVerdict, writeVerdict } from './verdict.ts';

export default async function* nodeReporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const verdict = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of events) {
    if (type === 'test:stdout' || type === 'test:stderr') yield data.message;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    // A suite fails with its tests, and is not one of them.
    if (data.details.type === 'suite') continue;
    if (data.skip !== undefined || data.todo !== undefined) {
      verdict.skipped += 1;
      continue;
    }
    verdict[type === 'test:pass' ? 'passed' : 'failed'] += 1;
    if (type === 'test:pass') continue;
    const { error } = data.details;
    const where = data.file === undefined ? '' : `${relative(process.cwd(), data.file)}\n`;
    yield `failed: ${data.name}\n${`${where}${inspect(error.cause)}`.replace(/^(?=.)/gm, '    ')}\n`;
  }
  writeVerdict(verdict);
  yield `Node: ${describeVerdict(verdict)}\n`;
}
