// Runs the browser tests: test/unit once per engine, test/element against the drop-in and against the source modules, test/hold
// against the drop-in, test/apps against the applications of demo/apps as PORTAL_TEST_APPS says: `development` or `packed`.
// `npm test` starts it once for each engine; by itself (`npx wtr`) it takes all that the machine has.
// The page is on http://localhost, the portal's frames come from http://127.0.0.1: two sites on one port.
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { appHost } from './test/tools/app-host.ts';
import { ENGINES, findEngines } from './test/tools/engines.ts';
import { fakeBackend } from './test/tools/fake-backend.ts';
import { figureSink } from './test/tools/figure-sink.ts';
import { freshHistory } from './test/tools/fresh-history.ts';
import { freePort } from './test/tools/free-port.ts';
import { testPage } from './test/tools/host-page.ts';
import { verdictReporter } from './test/tools/verdict-reporter.ts';

/** A list in an environment variable, as `test/run.ts` hands its options over. */
const list = (name, otherwise) => process.env[name]?.split(',').filter(Boolean) ?? otherwise;

const apps = process.env.PORTAL_TEST_APPS;
const wanted = list('PORTAL_TEST_FILES', [`test/${apps ? 'apps' : '{unit,element,hold,random}'}/**/*.test.ts`]);
const files = globSync(wanted);

const target = (name, folders) => ({
  name,
  files: files.filter((file) => folders.some((folder) => file.startsWith(`test/${folder}/`))),
  testRunnerHtml: (testFramework) => testPage(name, testFramework),
});

const isLong = Boolean(process.env.PORTAL_TEST_LONG);
const isShippedOnly = Boolean(process.env.PORTAL_TEST_SHIPPED_ONLY);
const targets = [
  // Attacks and faults go against what is shipped; the long form tries both.
  target('source', ['unit', 'random', ...(isShippedOnly ? [] : ['element']), ...(isLong ? ['hold'] : [])]),
  target('drop-in', ['element', 'hold']),
].filter(({ name, files }) => files.length > 0 && list('PORTAL_TEST_TARGETS', [name]).includes(name));
const port = await freePort();

export default {
  rootDir: import.meta.dirname,
  port,
  groups: apps ? [{ name: apps, files }] : targets,
  browsers: await Promise.all(
    findEngines(list('PORTAL_TEST_ENGINES', ENGINES)).found.map((engine) => engine.launcher()),
  ),
  // Each launcher has a number of its own; WebKit's reads this one, and would use frames for more than one page.
  concurrency: 1,
  concurrentBrowsers: 3,
  nodeResolve: { exportConditions: ['browser', 'production'] },
  // Any other target would have JavaScript rewritten as well, and the drop-in must be tested as it is.
  plugins: [esbuildPlugin({ ts: true, target: 'esnext', tsconfig: 'tsconfig.json' }), freshHistory()],
  middleware: [
    apps ? appHost(port, join(import.meta.dirname, '.tmp/apps', apps, 'built')) : fakeBackend(),
    figureSink(list('PORTAL_TEST_ENGINES', ENGINES).join('-'), isLong),
  ],
  reporters: [verdictReporter()],
  testFramework: { config: { timeout: 60_000, forbidOnly: Boolean(process.env.CI) } },
  testsFinishTimeout: isLong ? 1_800_000 : 400_000,
};
