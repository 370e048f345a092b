/**
 * The quickstart's way from an empty folder to a tested portal, walked: its files, its commands, and the package as npm
 * would have installed it. Only what npm would have fetched besides is taken from here.
 */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { launch } from 'puppeteer-core';
import { chromiumLaunchOptions, whyNoChromium } from '../tools/chromium.ts';
import { freePort } from '../tools/free-port.ts';
import { packCommand } from '../tools/pack.ts';
import { portalOutcome } from '../tools/portal-outcome.ts';
import { quickstartRecipe } from '../tools/quickstart-recipe.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
/** What the recipe installs, and lit, which comes with the package. */
const BESIDES = ['express', '@scalekit-sdk/node', 'vitest', 'lit'];

const { files, commands } = await quickstartRecipe();

describe('the recipe of the quickstart', () => {
  let folder: string;
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], CI: '1', NO_COLOR: '1' };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'my-product-'));
    const modules = join(folder, 'node_modules');
    const own = join(modules, 'scalekit-admin-portal');
    await mkdir(own, { recursive: true });
    const [npm, ...pack] = packCommand(folder);
    const { stdout } = await run(npm, pack, { cwd: ROOT });
    await run('tar', ['-xzf', join(folder, stdout.trim()), '-C', own, '--strip-components=1']);
    for (const name of BESIDES) {
      await mkdir(dirname(join(modules, name)), { recursive: true });
      await symlink(join(ROOT, 'node_modules', name), join(modules, name));
    }
    const manifest = JSON.parse(await readFile(join(own, 'package.json'), 'utf8')) as { bin: Record<string, string> };
    await mkdir(join(modules, '.bin'));
    for (const [name, file] of Object.entries(manifest.bin)) {
      await symlink(join('../scalekit-admin-portal', file), join(modules, '.bin', name));
    }
    await symlink(join(ROOT, 'node_modules/.bin/vitest'), join(modules, '.bin/vitest'));
    await writeFile(join(folder, 'package.json'), '{ "name": "my-product", "type": "module" }');
    for (const [file, code] of files) await writeFile(join(folder, file), code);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const bash = (command: string, environment: NodeJS.ProcessEnv = {}) =>
    spawn('bash', ['-c', command], {
      cwd: folder,
      env: { ...env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });

  /** Waits for these words; fails with what it said instead. */
  const says = async (child: ReturnType<typeof bash>, words: RegExp): Promise<string> => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        said += String(chunk);
        const found = words.exec(said);
        if (found) resolve(found[0]);
      });
    }
    child.on('close', () => reject(new Error(said)));
    return promise;
  };

  /** Its end, and that of what it started. */
  const stop = async (child: ReturnType<typeof bash>) => {
    if (child.exitCode !== null) return;
    process.kill(-child.pid!, 'SIGINT');
    await once(child, 'close');
  };

  test('installs what the walk below has', () => {
    const [install = '', ...others] = commands;
    const installed = [...install.matchAll(/^npm install (?:--save-dev )?(.+)$/gm)].flatMap(([, names = '']) =>
      names.split(' '),
    );
    assert.deepEqual(installed.sort(), ['scalekit-admin-portal', ...BESIDES.filter((name) => name !== 'lit')].sort());
    assert.equal(others.length, 4);
  });

  test('its tests pass', async () => {
    const child = bash(commands[1]!);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
    const [code] = (await once(child, 'close')) as [number];
    assert.equal(code, 0, said);
    assert.match(said, /Tests +2 passed \(2\)/);
  });

  test('its page shows the portal', { skip: whyNoChromium() }, async (context) => {
    // Its own port: others test at the same time.
    const port = await freePort();
    const simulator = bash(commands[2]!.replace(' > ', ` --port=${port} > `));
    context.after(() => stop(simulator));
    await says(simulator, new RegExp(`runs at http://127.0.0.1:${port},`));
    const product = bash(commands[3]!, { PORT: String(await freePort()) });
    context.after(() => stop(product));
    const address = await says(product, /http:\/\/localhost:\d+\/settings/);

    const browser = await launch(await chromiumLaunchOptions());
    context.after(() => browser.close());
    const page = await browser.newPage();
    await page.goto(address);
    assert.equal(await portalOutcome(page), 'ready');
  });

  test('the doctor says of it, first of all, that anybody gets a link, and nothing else', async (context) => {
    const port = await freePort();
    const simulator = bash(commands[2]!.replace(' > ', ` --port=${port} > `));
    context.after(() => stop(simulator));
    await says(simulator, new RegExp(`runs at http://127.0.0.1:${port},`));
    const product = bash(commands[3]!, { PORT: String(await freePort()) });
    context.after(() => stop(product));
    const address = await says(product, /http:\/\/localhost:\d+\/settings/);

    const doctor = bash(commands[4]!.replace('http://localhost:3000/settings', address));
    let said = '';
    doctor.stdout.on('data', (chunk) => (said += String(chunk)));
    const [code] = (await once(doctor, 'close')) as [number];
    assert.equal(code, 1);
    assert.match(
      said,
      /^scalekit-admin-portal doctor [^\n]+\n\n {2}FAULT +It refuses people who are not signed in +ANYBODY GETS A LINK/,
    );
    assert.match(said, /\n1 fault, 0 warnings,/);
  });
});
