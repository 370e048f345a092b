// Runs the browser tests: test/unit once per engine, test/element against the drop-in and against the source modules, test/hold
// against the drop-in, test/apps against the builds of demo/apps that PORTAL_TEST_APPS names: `development` or `packed`.
// `npm test` starts it once for each engine. Started directly (`npx wtr`), it uses all engines of the machine.
// The page is on http://localhost, the portal's frames are on http://127.0.0.1: two sites on one port.
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

/** A list from an environment variable. `test/run.ts` passes its options this way. */
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
  // The tests of attacks and faults run against the shipped drop-in. The long form runs them against the source, too.
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
  // Only the launcher of WebKit reads this number. With more than one page, it would use frames.
  concurrency: 1,
  concurrentBrowsers: 3,
  nodeResolve: { exportConditions: ['browser', 'production'] },
  // With any other target, the plugin would also rewrite JavaScript, but the drop-in must be tested unchanged.
  plugins: [esbuildPlugin({ ts: true, target: 'esnext', tsconfig: 'tsconfig.json' }), freshHistory()],
  middleware: [
    apps ? appHost(port, join(import.meta.dirname, '.tmp/apps', apps, 'built')) : fakeBackend(),
    figureSink(list('PORTAL_TEST_ENGINES', ENGINES).join('-'), isLong),
  ],
  reporters: [verdictReporter()],
  testFramework: { config: { timeout: 60_000, forbidOnly: Boolean(process.env.CI) } },
  testsFinishTimeout: isLong ? 1_800_000 : 400_000,
};
