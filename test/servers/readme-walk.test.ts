/**
 * The quickstart's walk from an empty folder, as npm and pnpm really install it, on the lowest Node that it names, on
 * the lowest 22 and on the newest; and with a port that is taken.
 */
import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { freePort } from '../tools/free-port.ts';
import { quickstartRecipe } from '../tools/quickstart-recipe.ts';
import { packPackage } from './packed-package.ts';

const run = promisify(execFile);
const HERE = import.meta.dirname;
const MODULES = join(HERE, 'node_modules');
const PNPM = join(MODULES, '@pnpm/exe.linux-x64/pnpm');

const { text: recipe, files, commands } = await quickstartRecipe();
const [, testIt = '', simulate = '', look = ''] = commands;

test('the quickstart names the Node versions that are walked', () => {
  assert.match(recipe, /Node 20\.19, 22\.12 or newer/);
});

const NODES: [string, string][] = [
  ['Node 20.19', 'node20'],
  ['Node 22.12', 'node22'],
  ['the newest Node', 'node-newest'],
];
const MANAGERS: [string, (folder: string, file: string) => Promise<unknown>][] = [
  [
    'npm',
    async (folder, file) => {
      // Some npm is part of every Node; this one is that of the tests.
      const npm = (...options: string[]) => run('npm', [...options, '--no-audit', '--no-fund'], { cwd: folder });
      await npm('install', 'express', '@scalekit-sdk/node', file);
      await npm('install', '--save-dev', 'vitest');
    },
  ],
  [
    'pnpm',
    async (folder, file) => {
      const pnpm = (...options: string[]) =>
        run(PNPM, ['--config.strict-dep-builds=false', ...options], { cwd: folder });
      await pnpm('add', 'express', '@scalekit-sdk/node', file);
      await pnpm('add', '--save-dev', 'vitest');
    },
  ],
];

for (const [manager, install] of MANAGERS) {
  describe(`the quickstart's walk with ${manager}`, () => {
    let folder: string;
    before(
      async () => {
        // Below a folder whose name begins with a dot, as many checkouts of CI are.
        folder = join(await mkdtemp(join(tmpdir(), 'walk-')), '.checkout');
        await mkdir(folder);
        const packed = await packPackage();
        await copyFile(packed.file, join(folder, 'package.tgz'));
        await rm(packed.folder, { recursive: true });
        await writeFile(join(folder, 'package.json'), '{ "name": "my-product", "version": "1.0.0", "type": "module" }');
        await install(folder, './package.tgz').catch((error: unknown) => {
          const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
          throw new Error(`${manager}: ${stdout}${stderr}`, { cause: error });
        });
        for (const [name, code] of files) await writeFile(join(folder, name), code);
      },
      { timeout: 240_000 },
    );
    after(() => rm(join(folder, '..'), { recursive: true, force: true }));

    for (const [which, node] of NODES) {
      describe(`on ${which}`, () => {
        const children: ChildProcess[] = [];
        let bin: string;
        before(async () => {
          // Node of that version, and npx of any, whose programs run in the Node that is first in the path.
          bin = await mkdtemp(join(tmpdir(), 'walk-bin-'));
          await symlink(join(MODULES, node, 'bin/node'), join(bin, 'node'));
        });
        after(async () => {
          for (const child of children) {
            if (child.exitCode !== null || child.signalCode !== null) continue;
            process.kill(-child.pid!, 'SIGKILL');
            await once(child, 'close');
          }
          await rm(bin, { recursive: true });
        });

        const bash = (command: string, env: NodeJS.ProcessEnv = {}) => {
          // npx --no runs what is installed: the tests' own npx is not for every Node.
          const local = command.replace(/^npx (?:--no -- )?/, 'node_modules/.bin/');
          const child = spawn('bash', ['-c', local], {
            cwd: folder,
            env: {
              PATH: [bin, process.env['PATH']].join(delimiter),
              HOME: process.env['HOME'],
              CI: '1',
              NO_COLOR: '1',
              ...env,
            },
            stdio: ['ignore', 'pipe', 'pipe'],
            detached: true,
          });
          children.push(child);
          let said = '';
          for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
          const says = async (words: RegExp): Promise<RegExpExecArray> => {
            for (;;) {
              const found = words.exec(said);
              if (found) return found;
              if (child.exitCode !== null) throw new Error(said);
              await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), once(child, 'close')]);
            }
          };
          return { child, says, said: () => said };
        };

        test('its tests pass', { timeout: 120_000 }, async () => {
          const { child, said } = bash(testIt);
          const [code] = (await once(child, 'close')) as [number];
          assert.equal(code, 0, said());
          assert.match(said(), /Tests +2 passed \(2\)/);
        });

        test('its product serves the page, the drop-in and a link', { timeout: 120_000 }, async () => {
          const port = await freePort();
          const simulator = bash(simulate.replace(' > ', ` --port=${port} > `));
          await simulator.says(/runs at http/);
          const product = bash(look, { PORT: String(await freePort()) });
          const [address] = await product.says(/http:\/\/localhost:\d+\/settings/);
          const page = await (await fetch(address)).text();
          const [, script = ''] = /<script src="([^"]+)"/.exec(page) ?? [];
          const element = await fetch(new URL(script, address));
          assert.equal(element.status, 200);
          assert.match(await element.text(), /customElements/);
          const answer = await fetch(new URL('/api/portal-link', address));
          const { location } = (await answer.json()) as { location: string };
          assert.equal((await fetch(location)).status, 200);
        });

        test('a port that is taken is said, and no address is printed', { timeout: 120_000 }, async () => {
          const server = createServer().listen(0);
          await once(server, 'listening');
          const { port } = server.address() as { port: number };
          const taken = bash(simulate.replace(' > ', ` --port=${port} > taken`));
          const product = bash(look, { PORT: String(port) });
          const codes = await Promise.all([taken, product].map(({ child }) => once(child, 'close')));
          server.close();
          assert.match(taken.said(), new RegExp(`--port: ${port} is taken`));
          assert.match(product.said(), /EADDRINUSE/);
          assert.doesNotMatch(product.said(), /settings/);
          for (const [code] of codes as [number][]) assert.notEqual(code, 0);
        });
      });
    }
  });
}
