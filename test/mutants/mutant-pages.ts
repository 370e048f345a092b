/** Runs the unit tests in Chromium once for every mutant, each on a new page, until the first test fails. */
import { relative } from 'node:path';
import { startTestRunner } from '@web/test-runner';
import type { TestSession, TestSuiteResult } from '@web/test-runner-core';
import { findEngines } from '../tools/engines.ts';
import { fakeBackend } from '../tools/fake-backend.ts';
import { freePort } from '../tools/free-port.ts';
import { testPage } from '../tools/host-page.ts';

/** Pages without a mutant. If their tests fail, or the browser has crashed, no failure counts. */
const FIRST = 'none, first';
const LAST = 'none, last';
/** A mutant that is reached more often is in an endless loop. */
const HIT_LIMIT = 1_000_000;

/** How the tests noticed a mutant; `survived` if they did not. */
export type Fate = 'survived' | 'failed a test' | 'broke the page' | 'ran out of time';

const testsIn = ({ tests, suites }: TestSuiteResult): TestSuiteResult['tests'] => [
  ...tests,
  ...suites.flatMap(testsIn),
];

function fateOf({ passed, errors, testResults }: TestSession): Fate {
  if (passed) return 'survived';
  const failure = testResults && testsIn(testResults).find((test) => !test.passed && !test.skipped);
  const { message = '' } = failure?.error ?? errors[0] ?? {};
  if (/^Timeout of|did not finish within/.test(message)) return 'ran out of time';
  return failure ? 'failed a test' : 'broke the page';
}

/** The page of one mutant. The code reads the active mutant from this object. */
function mutantPage(mutant: string, testFramework: string): string {
  const stryker = JSON.stringify({ activeMutant: mutant, hitCount: 0, hitLimit: HIT_LIMIT });
  return testPage('source', testFramework).replace('<body>', `<body>\n<script>__stryker__ = ${stryker};</script>`);
}

/** Returns the fate of each mutant, by its id. Throws if the tests fail without any. */
export async function runMutantPages(
  root: string,
  bundle: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Fate>> {
  const [chromium] = findEngines(['chromium']).found;
  if (!chromium) throw new Error('There is no Chromium.');
  const runner = await startTestRunner({
    readCliArgs: false,
    readFileConfig: false,
    autoExitProcess: false,
    config: {
      rootDir: root,
      port: await freePort(),
      groups: [FIRST, ...ids, LAST].map((name) => ({
        name,
        files: [relative(root, bundle)],
        testRunnerHtml: (testFramework: string) => mutantPage(name, testFramework),
      })),
      browsers: [await chromium.launcher()],
      middleware: [fakeBackend()],
      reporters: [{}],
      testFramework: { config: { timeout: 2000, bail: true } },
      testsFinishTimeout: 10_000,
    },
  });
  if (!runner) throw new Error('The test runner did not start.');

  const sessions = new Map<string, TestSession>();
  runner.sessions.on('session-status-updated', (session) => {
    if (session.status !== 'FINISHED') return;
    sessions.set(session.group.name, session);
    // Shows the progress of a run that takes minutes.
    if (sessions.size % 100 === 0) console.log(`${sessions.size} of ${ids.length} mutants`);
  });
  await new Promise((resolve) => runner.on('stopped', resolve));

  for (const name of [FIRST, LAST]) {
    const session = sessions.get(name);
    const count = session?.testResults ? testsIn(session.testResults).length : 0;
    if (!session?.passed || count === 0) throw new Error(`The unit tests fail without a mutant (${name}).`);
  }
  return new Map(ids.map((id) => [id, fateOf(sessions.get(id)!)]));
}
