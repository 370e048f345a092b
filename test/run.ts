/**
 * `npm test`: runs everything that decides whether a change is good, and says so in its last line,
 * `N passed, N failed`. A failing step does not stop the others. `npm test -- --help` lists the options.
 */
import { globSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { matchesGlob } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { applicationOf, applications, isInstalled } from './frameworks/applications.ts';
import { areServersInstalled } from './servers/packed-package.ts';
import { testsOfBuild, testsWithBrowser } from './tools/browser-tests.ts';
import { ENGINES, findEngines, FROM_NPM, type Engine, type MissingEngine } from './tools/engines.ts';
import { RUNS_HERE } from './tools/npm-chromium.ts';
import { packCommand } from './tools/pack.ts';
import { endSteps, runStep, tryAgain, type Outcome, type Step } from './tools/step.ts';
import { describeVerdict, filesOf, mayBeChance, type FailedTest, type Verdict } from './tools/verdict.ts';

const STEPS = [
  'build',
  'types',
  'lint',
  'format',
  'publint',
  'attw',
  'size',
  'knip',
  'prose',
  'node',
  'backends',
  'servers',
  'frameworks',
  'browser',
  'apps',
] as const;
type StepName = (typeof STEPS)[number];
const ELEMENT_TARGETS = ['source', 'drop-in'] as const;
const APP_TARGETS = ['development', 'packed'] as const;
const TARGETS = [...ELEMENT_TARGETS, ...APP_TARGETS] as const;

const HELP = `npm test [-- options]

Builds and checks the package and runs its tests in Node and in every browser engine of this machine.

  --only=NAMES             run these steps alone: ${STEPS.join(', ')}
  --engine=NAMES           run the browser tests in these engines alone: ${ENGINES.join(', ')}
  --target=NAMES           test these alone: ${TARGETS.join(', ')}. Default: what is shipped
                           (drop-in, packed), and in the first engine development, too
  --files=PATTERNS         run these test files alone, for example --files=test/element/session.test.ts
  --jobs=NUMBER            how many steps run at a time (default: one for each processor)
  --time-limit=SECONDS     for each step (default: 600)
  --require-all-engines    an engine, the servers, an application of a framework, or the toolchain of a
                           backend that this machine lacks are a failure, and so is a test that its
                           browser lacks an ability for
  --also-without-browsers  run the tests whose result can depend on the build of Chromium once more, as
                           on a machine without any browser: in the Chromium from npm. With --files,
                           all that these name
  --second-try             tests that fail are tried once more when nothing else runs, and named
                           if that passes: for machines that are slow at times. Not where more than
                           25 tests in more than 2 files of a step fail
  --help

NAMES and PATTERNS are separated by commas. Everything after the build tests what was built last, so with --only the
build is worth naming too. PORTAL_TEST_BROWSERS=npm ignores the browsers of this machine and takes the one from npm,
PORTAL_TEST_BROWSERS=none ignores that one, too.
`;

class UsageError extends Error {}

/** The names of an option, each one known; all of them if the option is not there. */
function names<T extends string>(option: string, value: string | undefined, known: readonly T[]): readonly T[] {
  if (value === undefined) return known;
  return value.split(',').map((name) => {
    const found = known.find((other) => other === name);
    if (found === undefined) throw new UsageError(`--${option}: ${name} is none of ${known.join(', ')}`);
    return found;
  });
}

function positive(option: string, value: string | undefined, otherwise: number): number {
  const number = Number(value ?? otherwise);
  if (!(number > 0)) throw new UsageError(`--${option}: ${value} is not a positive number`);
  return number;
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      engine: { type: 'string' },
      target: { type: 'string' },
      files: { type: 'string' },
      jobs: { type: 'string' },
      'time-limit': { type: 'string' },
      'require-all-engines': { type: 'boolean', default: false },
      'also-without-browsers': { type: 'boolean', default: false },
      'second-try': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values['also-without-browsers'] && !RUNS_HERE) {
    throw new UsageError('--also-without-browsers: the Chromium from npm runs on Linux on x64 alone');
  }
  return {
    help: values.help,
    only: names('only', values.only, STEPS),
    engines: names('engine', values.engine, ENGINES),
    // An engine that was asked for by name must be there.
    requireEngines: values['require-all-engines'] || values.engine !== undefined,
    requireAbilities: values['require-all-engines'],
    alsoWithoutBrowsers: values['also-without-browsers'],
    secondTry: values['second-try'],
    targets: names('target', values.target, TARGETS),
    /** Somebody wants to know more of less, or has the time: every target in every engine. */
    isThorough: values.target !== undefined || values.files !== undefined || 'PORTAL_TEST_LONG' in process.env,
    files: values.files?.split(','),
    jobs: positive('jobs', values.jobs, availableParallelism()),
    limit: positive('time-limit', values['time-limit'], 600) * 1000,
  };
}

type Options = ReturnType<typeof readOptions>;

/** The test files that a pattern and the option `--files` name both. */
function testFiles(pattern: string, wanted: readonly string[] | undefined): string[] {
  return globSync(pattern, { exclude: (path) => path.includes('node_modules') })
    .filter((file) => wanted?.some((other) => matchesGlob(file, other)) ?? true)
    .sort();
}

const PACK = packCommand('{folder}');
const { name, version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  name: string;
  version: string;
};
const DROP_IN = './dist/scalekit-admin-portal.min.js';
const LANGUAGES = './dist/scalekit-admin-portal.languages.min.js';
const FOR_NODE = ['./server', './simulator'];
const TARBALL = `{folder}/${name}-${version}.tgz`;

// Each step that needs the packed package packs it itself: a step can be run alone.
const TYPE_TESTS = ['plain', 'react', 'preact', 'solid'].map((framework) => `test/types/${framework}`);
const typescript = (name: 'oldest' | 'newest') => `./test/types/${name}/node_modules/.bin/tsc`;
const [OLDEST, NEWEST] = [typescript('oldest'), typescript('newest')];

const CHECKS: Record<
  Exclude<StepName, 'build' | 'node' | 'backends' | 'servers' | 'frameworks' | 'browser' | 'apps'>,
  Step['commands']
> = {
  types: [
    // The build has checked `src`; for what is never shipped, the fastest compiler will do.
    ...['test', 'demo', 'demo/simulator', 'doctor', 'bench', 'examples'].map((project) => [
      NEWEST,
      '--noEmit',
      '-p',
      project,
    ]),
    ...[OLDEST, 'tsc', NEWEST]
      .flatMap((tsc) => TYPE_TESTS.map((project) => [tsc, '--noEmit', '-p', project]))
      // Solid's own types need TypeScript 5.6.
      .map((command) => (/oldest.*solid$/.test(command.join(' ')) ? [...command, '--skipLibCheck'] : command)),
    ['vue-tsc', '-p', 'test/types/vue'],
    ['vue-tsc', '-p', 'docs-site'],
    ['svelte-check', '--workspace', 'test/types/svelte', '--tsconfig', './tsconfig.json', '--fail-on-warnings'],
  ],
  lint: [['eslint', '.', '--max-warnings=0']],
  format: [['prettier', '--check', '--log-level=warn', '.']],
  publint: [PACK, ['publint', 'run', TARBALL, '--strict']],
  // The drop-in and the languages beside it are for script elements: they have no types, and nobody imports them.
  // What Node loads is for CommonJS too, and for every way in which TypeScript finds modules.
  attw: [
    PACK,
    ['attw', TARBALL, '--profile=esm-only', '--no-emoji', '--exclude-entrypoints', DROP_IN, LANGUAGES],
    ['attw', TARBALL, '--profile=strict', '--no-emoji', '--entrypoints', ...FOR_NODE],
  ],
  size: [['node', 'test/tools/size.ts']],
  knip: [['knip', '--no-progress']],
  prose: [['node', 'test/tools/prose.ts']],
};

function nodeStep(files: readonly string[], options: Options): Step {
  const reporter = ['--test-reporter=./test/tools/node-reporter.ts', '--test-reporter-destination=stdout'];
  // Two at a time: many of these tests wait for something, and keep no processor busy meanwhile.
  const command = ['node', '--test', '--test-concurrency=2', '--test-timeout=120000', ...reporter, ...files];
  const env = {
    PORTAL_TEST_ENGINES: options.engines.join(),
    ...(options.requireAbilities && { PORTAL_TEST_REQUIRE_ABILITIES: '1' }),
  };
  const narrow = (failed: readonly FailedTest[]) => nodeStep(filesOf(failed), options);
  return { name: 'Node', commands: [command], env, countsTests: true, narrow };
}

/** The backends of the examples, one after the other: most of the time, a compiler or a package manager is at work. */
function backendsStep(files: readonly string[], options: Options): Step {
  const reporter = ['--test-reporter=./test/tools/node-reporter.ts', '--test-reporter-destination=stdout'];
  const command = ['node', '--test', '--test-concurrency=1', '--test-timeout=900000', ...reporter, ...files];
  const env = { ...(options.requireAbilities && { PORTAL_TEST_REQUIRE_ABILITIES: '1' }) };
  const narrow = (failed: readonly FailedTest[]) => backendsStep(filesOf(failed), options);
  return { name: 'Backends', commands: [command], env, countsTests: true, narrow };
}

/** The server entry in servers, frameworks and runtimes, one after the other: each is a process of its own. */
function serversStep(files: readonly string[]): Step {
  const reporter = ['--test-reporter=./test/tools/node-reporter.ts', '--test-reporter-destination=stdout'];
  const command = ['node', '--test', '--test-concurrency=1', '--test-timeout=240000', ...reporter, ...files];
  const narrow = (failed: readonly FailedTest[]) => serversStep(filesOf(failed));
  return { name: 'Servers', commands: [command], countsTests: true, narrow };
}

/** The applications of the frameworks in all engines at a time: a browser that is slowed down stands still most of the time. */
function frameworksStep(files: readonly string[], options: Options, driven?: readonly string[]): Step {
  const reporter = ['--test-reporter=./test/tools/node-reporter.ts', '--test-reporter-destination=stdout'];
  const commands = [
    ['node', 'test/frameworks/install.ts', '--installed'],
    ['node', '--test', '--test-concurrency=4', '--test-timeout=1200000', ...reporter, ...files],
  ];
  const env = {
    PORTAL_TEST_ENGINES: options.engines.join(),
    ...(driven && { PORTAL_TEST_APPLICATIONS: driven.join() }),
  };
  // A whole file takes minutes: only the applications that something failed in, where all that failed has one.
  const narrow = (failed: readonly FailedTest[]) => {
    const found = failed.map(({ path }) => applicationOf(path)?.name);
    const names = found.filter((name) => name !== undefined);
    return frameworksStep(filesOf(failed), options, names.length < found.length ? driven : [...new Set(names)]);
  };
  return { name: 'Frameworks', commands, env, countsTests: true, narrow };
}

/** Of `examples/frameworks`, in `docs/frameworks/README.md`. */
const TABLE_OF_FRAMEWORKS: Step = { name: 'table of frameworks', commands: [['node', 'test/frameworks/table.ts']] };
/** In `docs/server-runtimes.md`. */
const TABLE_OF_SERVERS: Step = { name: 'table of servers', commands: [['node', 'test/servers/server-table.ts']] };
/** In `docs/doctor.md` and `docs/doctor-faults.md`. */
const TABLE_OF_FAULTS: Step = { name: 'table of faults', commands: [['node', 'test/doctor/table.ts']] };

const APP_BUILDS: Step = { name: 'app builds', commands: [['node', 'test/tools/build-apps.ts']] };
/** Of `demo/apps`, in `docs/frameworks/README.md`. */
const TABLE_OF_APPS: Step = { name: 'table of apps', commands: [['node', 'test/tools/framework-table.ts']] };

const BROWSER_TESTS = [['wtr', '--static-logging']];

function browserStep(engine: Engine, title: string, files: readonly string[], options: Options): Step {
  const env = {
    PORTAL_TEST_ENGINES: engine,
    PORTAL_TEST_TARGETS: options.targets.join(),
    PORTAL_TEST_FILES: files.join(),
    ...(!options.isThorough && { PORTAL_TEST_SHIPPED_ONLY: '1' }),
  };
  const narrow = (failed: readonly FailedTest[]) => browserStep(engine, title, filesOf(failed), options);
  return { name: title, commands: BROWSER_TESTS, env, countsTests: true, narrow };
}

/** The applications in one engine, once they are built. */
function appSteps(engine: Engine, title: string, isFirst: boolean, options: Options, builds: Step): Step[] {
  // What frameworks do in development alone, they do in every engine.
  const targets = isFirst || options.isThorough ? APP_TARGETS : APP_TARGETS.filter((target) => target === 'packed');
  return targets
    .filter((target) => options.targets.includes(target))
    .map((target) => ({
      name: `${title}, ${target} apps`,
      commands: BROWSER_TESTS,
      env: { PORTAL_TEST_ENGINES: engine, PORTAL_TEST_APPS: target },
      countsTests: true,
      after: builds,
    }));
}

/** A step as on a machine without any browser: in the Chromium from npm. */
function withoutBrowsers(step: Step): Step {
  return {
    ...step,
    env: { ...step.env, PORTAL_TEST_BROWSERS: 'npm' },
    ...(step.narrow && { narrow: (failed: readonly FailedTest[]) => withoutBrowsers(step.narrow!(failed)) }),
  };
}

/** The steps after the build, the longest first: they fill the processors best in that order. */
function planSteps(options: Options): { steps: Step[]; missing: string[]; triesApps: boolean } {
  const steps: Step[] = [];
  const tested = testFiles('test/**/*.test.ts', options.files);
  if (tested.length === 0) throw new UsageError(`--files: no test file matches ${options.files?.join(', ')}`);
  const filesIn = (pattern: string) => tested.filter((file) => matchesGlob(file, pattern));

  const { found, missing } = findEngines(options.engines);
  const slowestFirst = found.toSorted((a, b) => Number(b.engine === 'firefox') - Number(a.engine === 'firefox'));
  const isOnceMore = options.alsoWithoutBrowsers && found.every(({ title }) => title !== FROM_NPM);

  const testsApps = options.only.includes('apps') && filesIn('test/apps/**').length > 0;
  if (testsApps) steps.push(APP_BUILDS);

  const elementFiles = filesIn('test/{unit,element,hold,random}/**');
  const testsElement =
    options.only.includes('browser') &&
    elementFiles.length > 0 &&
    ELEMENT_TARGETS.some((name) => options.targets.includes(name));
  if (testsElement) {
    steps.push(...slowestFirst.map(({ engine, title }) => browserStep(engine, title, elementFiles, options)));
    const again = options.files ? elementFiles : testsOfBuild(elementFiles);
    if (isOnceMore) steps.push(withoutBrowsers(browserStep('chromium', FROM_NPM, again, options)));
  }

  const nodeFiles = options.only.includes('node') ? filesIn('test/{simulator,demo,doctor,node}/**') : [];
  const node = nodeStep(nodeFiles, options);
  if (nodeFiles.length > 0) steps.push(node);

  const backendFiles = options.only.includes('backends') ? filesIn('test/backends/*') : [];
  if (backendFiles.length > 0) steps.push(backendsStep(backendFiles, options));

  const notInstalled: string[] = [];
  const serverFiles = options.only.includes('servers') ? filesIn('test/servers/*') : [];
  if (serverFiles.length > 0) {
    if (areServersInstalled()) steps.push(serversStep(serverFiles));
    else notInstalled.push('skipped: Servers, which are not installed. Install them: npm ci --prefix test/servers.');
  }
  const last: Step[] = [];
  const frameworkFiles = options.only.includes('frameworks') ? filesIn('test/frameworks/*') : [];
  if (frameworkFiles.length > 0) {
    const [there, lacking] = partition(applications(), isInstalled);
    if (there.length > 0) {
      // Some applications are built anew by their own tests: these come last, and no lane waits for them meanwhile.
      // An engine that nobody asked for has nothing to test in its file.
      const others = ENGINES.filter((engine) => !options.engines.includes(engine));
      const wanted = frameworkFiles.filter((file) => !others.some((engine) => file.endsWith(`/${engine}.test.ts`)));
      const [own, driving] = partition(wanted, (file) => file.endsWith('/own.test.ts'));
      const frameworks = frameworksStep(driving, options);
      if (driving.length > 0) steps.push(frameworks);
      const byThemselves = { ...frameworksStep(own, options), name: 'Frameworks by themselves' };
      if (own.length > 0) last.push(driving.length > 0 ? { ...byThemselves, after: frameworks } : byThemselves);
    }
    const names = lacking.filter(({ base }) => base === undefined).map(({ name }) => name);
    const install = `node test/frameworks/install.ts ${names.join(' ')}`;
    if (names.length > 0) notInstalled.push(`skipped: Frameworks, ${names.join(', ')}. Install them: ${install}.`);
  }
  for (const [name, commands] of Object.entries(CHECKS)) {
    if (options.only.includes(name as StepName)) steps.push({ name, commands });
  }

  if (testsApps) {
    const first = found[0]?.engine;
    steps.push(
      ...slowestFirst.flatMap(({ engine, title }) => appSteps(engine, title, engine === first, options, APP_BUILDS)),
    );
    if (isOnceMore && options.files)
      steps.push(...appSteps('chromium', FROM_NPM, false, options, APP_BUILDS).map(withoutBrowsers));
  }
  const withBrowser = isOnceMore && nodeFiles.length > 0 ? testsWithBrowser(nodeFiles) : [];
  if (withBrowser.length > 0) {
    const again = nodeStep(withBrowser, { ...options, engines: ['chromium'], requireAbilities: false });
    // Some of these tests write into the project: no test runs twice at a time.
    steps.push({ ...withoutBrowsers(again), name: `Node, ${FROM_NPM}`, after: node });
  }
  steps.push(...last);
  const uses = testsElement || testsApps || nodeFiles.length > 0 || frameworkFiles.length > 0;
  const lacks = uses ? missing.map(describeMissing) : [];
  return { steps, missing: [...lacks, ...notInstalled], triesApps: testsApps && found.length > 0 };
}

function partition<T>(all: readonly T[], holds: (one: T) => boolean): [T[], T[]] {
  return [all.filter(holds), all.filter((one) => !holds(one))];
}

function describeMissing({ title, missing, install }: MissingEngine): string {
  return `skipped: ${title}, ${missing}. Install ${install}.`;
}

/** Each skipped test by its name, below the step that skipped it and the reason. */
function describeSkipped(verdicts: ReadonlyMap<Step, Verdict>): string[] {
  const tests = new Map<string, string[]>();
  for (const [{ name }, { skipped }] of verdicts) {
    for (const { test, reason } of skipped) {
      const heading = `skipped in ${name}${reason && `, ${reason}`}:`;
      tests.set(heading, [...(tests.get(heading) ?? []), test]);
    }
  }
  return [...tests].flatMap(([heading, names]) => [heading, ...names.map((test) => `    ${test}`)]);
}

function print({ name }: Step, { verdict, output, seconds }: Outcome, countsTests = false): void {
  const word = verdict.failed > 0 ? 'FAILED' : 'ok';
  const numbers = countsTests ? `  ${describeVerdict(verdict)}` : '';
  console.log(`${word.padEnd(7)} ${name.padEnd(26)} ${seconds.toFixed(1).padStart(6)} s${numbers}`);
  // What a page logs, or misses, is worth a look even where every test passed.
  if (verdict.failed > 0 || /^(?:logged|not found):/m.test(output)) {
    console.log(
      output
        .replace(/\n{2,}/g, '\n')
        .trim()
        .replace(/^(?=.)/gm, '    '),
    );
  }
}

async function run(options: Options): Promise<Verdict> {
  const verdicts = new Map<Step, Verdict>();
  const performed = new Map<Step, Promise<void>>();
  const perform = async (step: Step) => {
    if (step.after) await performed.get(step.after);
    const outcome = await runStep(step, options.limit);
    print(step, outcome, step.countsTests);
    verdicts.set(step, outcome.verdict);
  };
  if (options.only.includes('build')) await perform({ name: 'build', commands: [['npm', 'run', '--silent', 'build']] });
  const { steps, missing, triesApps } = planSteps(options);
  const waiting = steps.values();
  const lane = async () => {
    for (const step of waiting) {
      const work = perform(step);
      performed.set(step, work);
      await work;
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, lane));
  const failed = [...verdicts].filter(([step, verdict]) => step.countsTests && mayBeChance(verdict));
  for (const [step, verdict] of options.secondTry ? failed : []) {
    const second = await tryAgain(step, verdict, options.limit);
    print({ ...step, name: `${step.name}, second try` }, second.outcome, step.countsTests);
    verdicts.set(step, second.verdict);
    const mended = verdict.failed - second.verdict.failed;
    if (mended > 0) console.log(`${mended} of ${step.name} failed at first: it depends on time or chance. Mend it.`);
  }
  // Of what all the others have shown; a part of them would leave gaps.
  if (triesApps && options.files === undefined) await perform(TABLE_OF_APPS);
  if (options.files === undefined && steps.some(({ name }) => name === 'Servers')) await perform(TABLE_OF_SERVERS);
  if (options.files === undefined && steps.some(({ name }) => name === 'Node')) await perform(TABLE_OF_FAULTS);
  const drivesAll = missing.length === 0 && options.engines.length === ENGINES.length;
  const drives = steps.some(({ name }) => name === 'Frameworks');
  if (drives && drivesAll && options.files === undefined) await perform(TABLE_OF_FRAMEWORKS);
  for (const line of [...missing, ...describeSkipped(verdicts)]) console.log(line);
  const sum = (count: (verdict: Verdict) => number) => [...verdicts.values()].reduce((n, one) => n + count(one), 0);
  return {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed) + (options.requireEngines ? missing.length : 0),
    skipped: [...verdicts.values()].flatMap(({ skipped }) => skipped),
  };
}

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => {
    endSteps();
    process.exit(1);
  });
}

try {
  const options = readOptions();
  if (options.help) {
    console.log(HELP);
  } else {
    const { passed, failed, skipped } = await run(options);
    if (skipped.length > 0) console.log(`${skipped.length} skipped`);
    console.log(`${passed} passed, ${failed} failed`);
    process.exitCode = failed > 0 ? 1 : 0;
  }
} catch (error) {
  const isUsage = error instanceof UsageError || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
  if (!isUsage) throw error;
  console.error(`${(error as Error).message}\n\n${HELP}`);
  process.exitCode = 2;
}
