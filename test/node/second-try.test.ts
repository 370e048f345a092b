/** The second try of failed tests, in `test/tools` and `test/frameworks`. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { applicationOf, applications } from '../frameworks/applications.ts';
import { readResults, ResultsWriter } from '../frameworks/results.ts';
import { runStep, tryAgain, type Step } from '../tools/step.ts';
import { filesOf, mayBeChance } from '../tools/verdict.ts';

const LIMIT = 60_000;
const REPORTER = ['--test-reporter=./test/tools/node-reporter.ts', '--test-reporter-destination=stdout'];

const HELPER = `
import { existsSync, writeFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
const failOnce = (mark) => () => {
  if (existsSync(mark)) return;
  writeFileSync(mark, '');
  throw new Error('the first time');
};
export const defineTests = (mark) => describe('suite', () => {
  it('fails once', failOnce(mark));
  it('passes', () => undefined);
});
export const defineFailure = () => describe('suite', () => {
  it('fails', () => {
    throw new Error('each time');
  });
});
export const defineHook = (mark) => describe('suite', () => {
  before(failOnce(mark));
  it('passes', () => undefined);
});
`;

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'second-try-'));
  // With this variable, a runner runs no tests.
  delete process.env['NODE_TEST_CONTEXT'];
  writeFileSync(join(folder, 'helper.mjs'), HELPER);
});
after(() => rmSync(folder, { recursive: true }));

/** A step with test files of these texts. */
function stepOf(files: Readonly<Record<string, string>>): Step {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const stepWith = (paths: readonly string[]): Step => ({
    name: 'Files',
    commands: [['node', '--test', ...REPORTER, ...paths]],
    countsTests: true,
    narrow: (failed) => stepWith(filesOf(failed)),
  });
  return stepWith(Object.keys(files).map((name) => relative(process.cwd(), join(folder, name))));
}

const calling = (name: string, mark = ''): string =>
  `import { ${name} } from './helper.mjs';\n${name}(${JSON.stringify(join(folder, mark))});\n`;

describe('the second try', () => {
  for (const [failed, files, expected] of [
    [0, 0, false],
    [25, 25, true],
    [26, 3, false],
    [60, 2, true],
    [60, 0, false],
  ] as const) {
    it(`${expected ? 'is made' : 'is not made'} after ${failed} failures in ${files} files`, () => {
      const failedTests = Array.from({ length: files }, (_, index) => ({ file: `${index}.test.ts`, path: [] }));
      assert.equal(mayBeChance({ passed: 1, failed, skipped: [], failedTests }), expected);
    });
  }

  it('runs the test file again, not the file that defines the test', async () => {
    const step = stepOf({
      'once.test.mjs': calling('defineTests', 'once'),
      'good.test.mjs': calling('defineTests', ''),
    });
    const { verdict } = await runStep(step, LIMIT);
    assert.deepEqual(verdict.failedTests, [
      { file: relative(process.cwd(), join(folder, 'once.test.mjs')), path: ['suite', 'fails once'] },
    ]);
    assert.equal(verdict.passed, 3);
    const second = await tryAgain(step, verdict, LIMIT);
    assert.equal(second.outcome.verdict.passed, 2, 'tests of the second try');
    assert.equal(second.verdict.failed, 0);
    assert.equal(second.verdict.passed, 4);
  });

  it('does not correct a test that fails each time', async () => {
    const step = stepOf({ 'never.test.mjs': calling('defineFailure') });
    const { verdict } = await runStep(step, LIMIT);
    const second = await tryAgain(step, verdict, LIMIT);
    assert.equal(second.verdict.failed, 1);
  });

  it('corrects a failed hook, and the tests that did not run because of it', async () => {
    const step = stepOf({ 'hook.test.mjs': calling('defineHook', 'hook') });
    const { verdict } = await runStep(step, LIMIT);
    assert.equal(verdict.failed, 2);
    const second = await tryAgain(step, verdict, LIMIT);
    assert.equal(second.verdict.failed, 0);
  });

  it('corrects nothing if it runs no test, whatever the name of the file', async () => {
    const step = stepOf({ 'never.test.mjs': calling('defineFailure') });
    writeFileSync(join(folder, 'empty.mjs'), 'export {};\n');
    writeFileSync(
      join(folder, 'hollow.mjs'),
      "import { describe } from 'node:test';\ndescribe('nothing', () => undefined);\n",
    );
    const { verdict } = await runStep(step, LIMIT);
    for (const name of ['empty.mjs', 'hollow.mjs']) {
      const narrow = (): Step => stepOf({ [name]: readFileSync(join(folder, name), 'utf8') });
      const second = await tryAgain({ ...step, narrow }, verdict, LIMIT);
      assert.equal(second.verdict.failed, 1, name);
    }
  });
});

describe('a file without tests', () => {
  for (const name of ['none.test.mjs', 'none.mjs']) {
    it(`fails as ${name}`, async () => {
      const { verdict, output } = await runStep(stepOf({ [name]: 'export {};\n' }), LIMIT);
      assert.deepEqual([verdict.passed, verdict.failed], [0, 1]);
      assert.match(output, /has no tests/);
    });
  }
});

describe('the second try of frameworks', () => {
  /** Makes the applications of Next look installed. */
  function installed() {
    const next = applications(['next', 'next-uncached']).map((one) => ({ ...one, folder: join(folder, one.name) }));
    for (const one of next) {
      mkdirSync(join(one.folder, 'node_modules/next'), { recursive: true });
      writeFileSync(join(one.folder, 'node_modules/next/package.json'), '{ "version": "16.4.3" }');
    }
    return next;
  }

  it('finds the application of a test', () => {
    const nameOf = (...path: string[]) => applicationOf(path, installed())?.name;
    assert.equal(nameOf('applications …', 'Next 16.4 in firefox', 'at full speed', 'Nothing moves'), 'next');
    assert.equal(nameOf('applications …', 'Next 16.4, Cache Components off in firefox'), 'next-uncached');
    assert.equal(nameOf('Next 16.4 by itself', 'passes its check'), 'next');
    assert.equal(nameOf('applications …'), undefined);
  });

  it('replaces the results of the applications that it runs, and keeps the others', () => {
    const results = join(folder, 'results');
    const written = () => readResults(results).get('chromium');
    const cell = { passed: 10, of: 10 };
    const first = new ResultsWriter('chromium', ['next', 'vue'], results);
    first.add('next', 'still', { passed: 9, of: 10 });
    first.add('vue', 'still', cell);
    const second = new ResultsWriter('chromium', ['next'], results);
    assert.deepEqual(written(), { vue: { still: [cell] } });
    second.add('next', 'still', cell);
    assert.deepEqual(written(), { vue: { still: [cell] }, next: { still: [cell] } });
  });
});
