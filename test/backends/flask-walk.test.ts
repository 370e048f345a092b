/**
 * The page for Flask, walked on a machine with Python alone: an empty folder, the commands of the page, and no Node but
 * the one that comes from PyPI. The package, which npm would fetch, is the one that was built last.
 */
import assert from 'node:assert/strict';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { launch } from 'puppeteer-core';
import { connectSimulator } from '../../demo/simulator/connect-simulator.ts';
import { chromiumLaunchOptions, whyNoChromium } from '../tools/chromium.ts';
import { freePort } from '../tools/free-port.ts';
import { packCommand } from '../tools/pack.ts';
import { portalOutcome } from '../tools/portal-outcome.ts';
import { UNREACHED, whyNoPython } from './python-toolchain.ts';
import { skipIf } from './toolchains.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
/** What the commands of the page, venv, pip and npm run besides Python. */
const PROGRAMS = ['sh', 'env', 'cp'];
const INSTALL_MS = 480_000;

const page = await readFile(join(ROOT, 'docs/backends/flask.md'), 'utf8');
const commands = [...page.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, command = '']) => command);

/** What the first block does to the terminal, for the blocks that go on in it. */
const ACTIVATE = '. .venv/bin/activate\n';

const needsPython = skipIf(whyNoPython());

/** A folder for PATH with Python in it and no Node. */
async function pathOfPythonAlone(folder: string): Promise<string> {
  await mkdir(folder);
  const { stdout } = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' });
  // Not a link: Python takes the folder that it is started from for its home.
  await writeFile(join(folder, 'python3'), `#!/bin/sh\nexec "${stdout.trim()}" "$@"\n`, { mode: 0o755 });
  for (const name of PROGRAMS) {
    const { stdout } = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
    await symlink(stdout.trim(), join(folder, name));
  }
  return folder;
}

/** Who tests with npm has its settings in the environment: they would lead npm back into this project. */
const NOT_INHERITED =
  /^(?:PATH|PORT|NODE_(?!EXTRA_CA_CERTS)|npm_(?!config_registry)|GRPC_|SCALEKIT_|PYTHON|VIRTUAL_ENV)/i;

describe('the page for Flask, with Python alone', () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;
  let unreached: string | undefined;

  /** Runs in the folder, in a group of its own, so that what it starts ends with it. */
  const start = (command: string, more: NodeJS.ProcessEnv = {}) =>
    spawn('sh', ['-ec', command], {
      cwd: join(folder, 'my-product'),
      env: { ...env, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });

  type Child = ReturnType<typeof start>;

  const listen = (child: Child, hear: (said: string) => void) => {
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => hear((said += text)));
    }
    return () => said;
  };

  /** To its end. @throws with what it said, if it fails. */
  const perform = async (command: string): Promise<string> => {
    const child = start(command);
    const said = listen(child, () => undefined);
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(said());
    return said();
  };

  /** Until it says these words. @throws with what it said instead. */
  const says = (child: Child, words: RegExp): Promise<string> => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const said = listen(child, (text) => {
      const found = words.exec(text);
      if (found) resolve(found[0]);
    });
    child.on('close', () => reject(new Error(said())));
    return promise;
  };

  const stop = async (child: Child) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    process.kill(-child.pid!, 'SIGTERM');
    await once(child, 'close');
  };

  before(
    async () => {
      if (needsPython.skip !== undefined) return;
      folder = await mkdtemp(join(tmpdir(), 'flask-walk-'));
      await mkdir(join(folder, 'my-product'));
      const inherited = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.test(name));
      env = { ...Object.fromEntries(inherited), PATH: await pathOfPythonAlone(join(folder, 'bin')), NO_COLOR: '1' };
      await assert.rejects(perform('node --version'), /not found/);

      const [npm, ...pack] = packCommand(folder);
      const { stdout } = await run(npm, pack, { cwd: ROOT });
      const install = commands[0]!.replace(' scalekit-admin-portal ', ` ${join(folder, stdout.trim())} `);
      assert.notEqual(install, commands[0]);
      await perform(install).catch((error: unknown) => {
        if (!UNREACHED.test(String(error))) throw error;
        unreached = 'pip reaches no package index';
      });
    },
    { timeout: INSTALL_MS },
  );
  after(async () => {
    if (needsPython.skip === undefined) await rm(folder, { recursive: true, force: true });
  });

  const skip = needsPython.skip ?? whyNoChromium();
  test('shows the portal, and its tests pass', { skip, timeout: 120_000 }, async (context) => {
    if (unreached !== undefined) return context.skip(skipIf(unreached).skip);
    assert.equal(commands.length, 4);
    // Its own ports: others test at the same time.
    const port = await freePort();
    const simulator = start(ACTIVATE + commands[1]!.replace(' > ', ` --port=${port} > `));
    context.after(() => stop(simulator));
    await says(simulator, new RegExp(`runs at http://127.0.0.1:${port},`));
    const product = start(commands[2]!, { PORT: String(await freePort()) });
    context.after(() => stop(product));
    const address = await says(product, /http:\/\/localhost:\d+\/settings/);

    const browser = await launch(await chromiumLaunchOptions());
    context.after(() => browser.close());
    const tab = await browser.newPage();
    await tab.goto(address);
    const [, name, password] = /as `(\w+)` with the password `(\w+)`/.exec(page) ?? [];
    await tab.type('[name=username]', name!);
    await tab.type('[name=password]', password!);
    await Promise.all([tab.waitForNavigation(), tab.click('button')]);
    assert.equal(tab.url(), address);
    assert.equal(await portalOutcome(tab), 'ready');
    const minted = await (await connectSimulator(`http://127.0.0.1:${port}`)).links;
    assert.equal(minted.length, 1);
    assert.ok(minted[0]?.openedAt);

    assert.match(await perform(commands[3]!), /7 passed/);
  });
});
