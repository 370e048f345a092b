/**
 * `node test/tools/build-apps.ts [application …]` builds each application of `demo/apps` twice for the tests:
 * - `development`: in place, against the workspace, with the framework's development warnings;
 * - `packed`: in a copy, against the package as npm installs it from the tarball. Its types are checked, too.
 * Both builds are in `.tmp/apps/<build>/built/<application>`.
 */
import { execFile } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { APPS, isAppName, type AppName } from '../../demo/host/apps.ts';
import { resultName, ROWS } from '../apps/matrix.ts';
import { APP_RESULTS } from './framework-results.ts';
import { installPackage } from './pack.ts';

const ROOT = join(import.meta.dirname, '../..');
const SOURCES = join(ROOT, 'demo/apps');
const TARGET = join(ROOT, '.tmp/apps');
/** In the project, whose node_modules has all other packages. */
const PACKED = join(TARGET, 'packed');

const run = promisify(execFile);
const env = {
  ...process.env,
  NO_COLOR: '1',
  PATH: [join(ROOT, 'node_modules/.bin'), process.env['PATH']].join(delimiter),
};

type Build = 'development' | 'packed';

async function runScript(cwd: string, script: string, args: readonly string[] = [], environment = {}): Promise<void> {
  await run('npm', ['run', '--silent', script, '--', ...args], { cwd, env: { ...env, ...environment } });
}

async function install(): Promise<void> {
  const installed = await installPackage(join(PACKED, 'node_modules'));
  cpSync(SOURCES, join(PACKED, 'apps'), {
    recursive: true,
    filter: (source) => !/^(?:dist|node_modules|\.angular)$/.test(basename(source)),
  });
  // Packages that npm installed beside an application instead of in the root.
  for (const modules of globSync('*/node_modules', { cwd: SOURCES })) {
    symlinkSync(join(SOURCES, modules), join(PACKED, 'apps', modules));
  }
  // Without it, files beside the applications would resolve the package's name to the workspace.
  writeFileSync(join(PACKED, 'package.json'), '{ "private": true, "type": "module" }\n');
  const found = createRequire(join(PACKED, 'apps/shared/portal-event-names.ts')).resolve('scalekit-admin-portal');
  if (!found.startsWith(installed)) throw new Error(`The packed applications would be built with ${found}.`);
}

/** Makes the recorder the first script of each page. */
function addRecorder(directory: string): void {
  for (const file of globSync('*.html', { cwd: directory })) {
    const path = join(directory, file);
    const page = readFileSync(path, 'utf8');
    writeFileSync(path, page.replace(/<head>/, '$&<script src="/test/apps/recorder.js"></script>'));
  }
}

async function build(app: AppName, kind: Build): Promise<void> {
  const sources = kind === 'development' ? SOURCES : join(PACKED, 'apps');
  const cwd = join(sources, app);
  if (kind === 'packed') await runScript(cwd, 'check');
  const mode = kind === 'development' ? 'development' : 'production';
  // Angular has an option for the mode. The others read the variable.
  await runScript(cwd, 'build', app === 'angular' ? ['--configuration', mode] : [], { NODE_ENV: mode });
  const directory = join(TARGET, kind, 'built', app);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(join(directory, '..'), { recursive: true });
  renameSync(join(cwd, 'dist'), directory);
  addRecorder(directory);
}

const wanted = process.argv.slice(2).filter(isAppName);
const apps = wanted.length > 0 ? wanted : (Object.keys(APPS) as AppName[]);
APP_RESULTS.clear();
rmSync(PACKED, { recursive: true, force: true });
await install();

const jobs = apps.flatMap((app) => (['development', 'packed'] as const).map((kind) => ({ app, kind }))).values();
const worker = async () => {
  for (const { app, kind } of jobs) {
    const start = performance.now();
    const rows = kind === 'packed' ? [ROWS.types, ROWS.packed] : [];
    const report = (passed: boolean) =>
      APP_RESULTS.write(`build-${app}-${kind}`, Object.fromEntries(rows.map((row) => [resultName(app, row), passed])));
    try {
      await build(app, kind);
      report(true);
      console.log(`${app}, ${kind}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
    } catch (error) {
      process.exitCode = 1;
      report(false);
      const { message, stdout = '', stderr = '' } = error as Error & { stdout?: string; stderr?: string };
      console.log(`${app}, ${kind}: failed\n${[message, stdout, stderr].join('\n').trim()}`);
    }
  }
};
await Promise.all(Array.from({ length: availableParallelism() }, worker));
