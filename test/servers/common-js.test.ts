/** The entries for Node in CommonJS: in every Node that the package is for, in Jest, and for every way to find modules. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { startSimulator } from 'scalekit-admin-portal/simulator';
import { installPackage } from './packed-package.ts';

const run = promisify(execFile);
const HERE = import.meta.dirname;
const PRODUCT = join(HERE, 'apps/common-js');
const MODULES = join(HERE, 'node_modules');
const ROOT = join(HERE, '../..');

const NODES: Record<string, string> = {
  'the oldest, 20.0': 'node20-oldest',
  'the newest 20 that cannot require ES modules': 'node20-last-without-require',
  'the first 20 that can': 'node20',
  'the first 22 that can without a flag': 'node22',
  'the newest': 'node-newest',
};

before(installPackage, { timeout: 120_000 });

const said = ({ stdout = '', stderr = '' }: { stdout?: string; stderr?: string }): string => stdout + stderr;

for (const [which, name] of Object.entries(NODES)) {
  test(`require('scalekit-admin-portal/server') serves in Node: ${which}`, async () => {
    const answer = said(await run(join(MODULES, name, 'bin/node'), ['server.js'], { cwd: PRODUCT }));
    assert.equal(answer, '200 {"location":"https://env.example/ada?signal=false"}\n');
  });
}

test('a Jest suite in CommonJS steers a simulator that runs elsewhere', async () => {
  const simulator = await startSimulator();
  try {
    const jest = [join(MODULES, 'jest/bin/jest.js'), '--testRegex=steering', '--rootDir=.', '--ci'];
    const env = { ...process.env, SIMULATOR_URL: simulator.url, NODE_OPTIONS: '', NODE_TEST_CONTEXT: '' };
    const answer = await run(process.execPath, jest, { cwd: PRODUCT, env }).catch((error: unknown) => {
      throw new Error(said(error as object));
    });
    assert.match(said(answer), /Tests: +3 passed, 3 total/);
  } finally {
    await simulator.close();
  }
});

describe('the types are found', () => {
  const ways: [string, string[]][] = [
    ['node10', ['--module', 'commonjs', '--moduleResolution', 'node10']],
    ['node16', ['--module', 'node16', '--moduleResolution', 'node16']],
    ['nodenext', ['--module', 'nodenext', '--moduleResolution', 'nodenext']],
    ['bundler', ['--module', 'esnext', '--moduleResolution', 'bundler']],
  ];
  const compilers: [string, string, string[]][] = [
    ['5.0', 'test/types/oldest/node_modules/typescript/bin/tsc', []],
    ['6.0', 'node_modules/typescript/bin/tsc', ['--ignoreConfig', '--ignoreDeprecations', '6.0']],
  ];
  for (const [version, compiler, more] of compilers) {
    for (const [name, way] of ways) {
      test(`with moduleResolution ${name} in TypeScript ${version}`, async () => {
        const options = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--lib', 'es2022,dom'];
        const types = ['--types', 'node', '--typeRoots', join(ROOT, 'node_modules/@types')];
        const tsc = [join(ROOT, compiler), ...options, ...types, ...way, ...more, 'product.ts'];
        await run(process.execPath, tsc, { cwd: PRODUCT }).catch((error: unknown) => {
          throw new Error(said(error as object));
        });
      });
    }
  }
});
