/**
 * `npm test`: runs everything that decides whether a change is good, and says so in its last line,
 * `N passed, N failed`. A failing step does not stop the others. `npm test -- --help` lists the options.
 */
import { globSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { matchesGlob } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ENGINES, findEngines, type Engine } from './tools/engines.ts';
import { endSteps, runStep, type Outcome, type Step } from './tools/step.ts';
import { describeVerdict, type Verdict } from './tools/verdict.ts';

const STEPS = ['build', 'types', 'lint', 'format', 'publint', 'attw', 'size', 'knip', 'node', 'browser'] as const;
type StepName = (typeof STEPS)[number];
const TARGETS = ['source', 'drop-in'] as const;

const HELP = `npm test [-- options]

Builds and checks the package and runs its tests in Node and in every browser engine of this machine.

  --only=NAMES             run these steps alone: ${STEPS.join(', ')}
  --engine=NAMES           run the browser tests in these engines alone: ${ENGINES.join(', ')}
  --target=NAMES           test these alone: ${TARGETS.join(', ')}
  --files=PATTERNS         run these test files alone, for example --files=test/element/session.test.ts
  --jobs=NUMBER            how many steps run at a time (default: one for each processor)
  --time-limit=SECONDS     for each step (default: 600)
  --require-all-engines    an engine that this machine lacks is a failure
  --help

NAMES and PATTERNS are separated by commas. Everything after the build tests what was built last, so with --only the
build is worth naming too. PORTAL_TEST_BROWSERS=npm ignores the browsers of this machine and takes the one from npm.
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
      help: { type: 'boolean', default: false },
    },
  });
  return {
    help: values.help,
    only: names('only', values.only, STEPS),
    engines: names('engine', values.engine, ENGINES),
    // An engine that was asked for by name must be there.
    requireEngines: values['require-all-engines'] || values.engine !== undefined,
    targets: names('target', values.target, TARGETS),
    files: values.files?.split(','),
    jobs: positive('jobs', values.jobs, availableParallelism()),
    limit: positive('time-limit', values['time-limit'], 600) * 1000,
  };
}

type Options = ReturnType<typeof readOptions>;

/** The test files that a pattern and the option `--files` name both. */
function testFiles(pattern: string, wanted: readonly string[] | undefined): string[] {
  return globSync(pattern)
    .filter((file) => wanted?.some((other) => matchesGlob(file, other)) ?? true)
    .sort();
}

const PACK = ['npm', 'pack', '--ignore-scripts', '--silent', '--pack-destination', '{folder}'];
const { name, version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  name: string;
  version: string;
};
const DROP_IN = './dist/scalekit-admin-portal.min.js';
const TARBALL = `{folder}/${name}-${version}.tgz`;

// Each step that needs the packed package packs it itself: a step can be run alone.
const CHECKS: Record<Exclude<StepName, 'build' | 'node' | 'browser'>, Step['commands']> = {
  types: [
    ...['tsconfig.json', 'test', 'demo', 'test/types/plain', 'test/types/react'].map((project) => [
      'tsc',
      '--noEmit',
      '-p',
      project,
    ]),
    ['vue-tsc', '-p', 'test/types/vue'],
    ['svelte-check', '--workspace', 'test/types/svelte', '--tsconfig', './tsconfig.json', '--fail-on-warnings'],
  ],
  lint: [['eslint', '.', '--max-warnings=0']],
  format: [['prettier', '--check', '--log-level=warn', '.']],
  publint: [PACK, ['publint', 'run', TARBALL, '--strict']],
  // The drop-in is for script elements: it has no types, and nobody imports it.
  attw: [PACK, ['attw', TARBALL, '--profile=esm-only', '--no-emoji', '--exclude-entrypoints', DROP_IN]],
  size: [['node', 'test/tools/size.ts']],
  knip: [['knip', '--no-progress']],
};

function nodeStep(files: readonly string[]): Step {
  const reporter = ['--test-reporter=./test/tools/node-reporter.ts', '--test-reporter-destination=stdout'];
  const command = ['node', '--test', '--test-timeout=120000', ...reporter, ...files];
  return { name: 'Node', commands: [command], countsTests: true };
}

function browserStep(engine: Engine, title: string, files: readonly string[], { targets }: Options): Step {
  const env = {
    PORTAL_TEST_ENGINES: engine,
    PORTAL_TEST_TARGETS: targets.join(),
    PORTAL_TEST_FILES: files.join(),
  };
  return { name: title, commands: [['wtr', '--static-logging']], env, countsTests: true };
}

/** The steps after the build, the longest first: they fill the processors best in that order. */
function planSteps(options: Options): { steps: Step[]; skipped: string[] } {
  const steps: Step[] = [];
  const skipped: string[] = [];
  if (testFiles('test/**/*.test.ts', options.files).length === 0) {
    throw new UsageError(`--files: no test file matches ${options.files?.join(', ')}`);
  }
  if (options.only.includes('browser')) {
    const files = testFiles('test/{unit,element}/**/*.test.ts', options.files);
    const { found, missing } = findEngines(options.engines);
    if (files.length > 0 || options.files === undefined) {
      const slowestFirst = found.toSorted((a, b) => Number(b.engine === 'firefox') - Number(a.engine === 'firefox'));
      steps.push(...slowestFirst.map(({ engine, title }) => browserStep(engine, title, files, options)));
      skipped.push(
        ...missing.map((engine) => `${engine.title}: skipped, ${engine.missing}. Install ${engine.install}.`),
      );
    }
  }
  if (options.only.includes('node')) {
    const files = testFiles('test/{simulator,demo,node}/**/*.test.ts', options.files);
    if (files.length > 0 || options.files === undefined) steps.push(nodeStep(files));
  }
  for (const [name, commands] of Object.entries(CHECKS)) {
    if (options.only.includes(name as StepName)) steps.push({ name, commands });
  }
  return { steps, skipped };
}

function print({ name }: Step, { verdict, output, seconds }: Outcome, countsTests = false): void {
  const word = verdict.failed > 0 ? 'FAILED' : 'ok';
  const numbers = countsTests ? `  ${describeVerdict(verdict)}` : '';
  console.log(`${word.padEnd(7)} ${name.padEnd(20)} ${seconds.toFixed(1).padStart(6)} s${numbers}`);
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
  const total: Verdict = { passed: 0, failed: 0, skipped: 0 };
  const perform = async (step: Step) => {
    const outcome = await runStep(step, options.limit);
    print(step, outcome, step.countsTests);
    total.passed += outcome.verdict.passed;
    total.failed += outcome.verdict.failed;
    total.skipped += outcome.verdict.skipped;
  };
  if (options.only.includes('build')) await perform({ name: 'build', commands: [['npm', 'run', '--silent', 'build']] });
  const { steps, skipped } = planSteps(options);
  const waiting = steps.values();
  const lane = async () => {
    for (const step of waiting) await perform(step);
  };
  await Promise.all(Array.from({ length: options.jobs }, lane));
  for (const line of skipped) console.log(line);
  if (options.requireEngines) total.failed += skipped.length;
  return total;
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
    if (skipped > 0) console.log(`${skipped} skipped`);
    console.log(`${passed} passed, ${failed} failed`);
    process.exitCode = failed > 0 ? 1 : 0;
  }
} catch (error) {
  const isUsage = error instanceof UsageError || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
  if (!isUsage) throw error;
  console.error(`${(error as Error).message}\n\n${HELP}`);
  process.exitCode = 2;
}
