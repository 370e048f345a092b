/**
 * The page for Flask, followed on a machine without Node: an empty folder, the commands of the page, and the Node of PyPI. npm
 * installs the tarball of the last build.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { connectSimulator } from '../../demo/simulator/connect-simulator.ts';
import { openChromium, whyNoChromium } from '../tools/chromium.ts';
import { freePort } from '../tools/free-port.ts';
import { packInto } from '../tools/pack.ts';
import { portalOutcome } from '../tools/portal-outcome.ts';
import { commandsOf } from '../tools/recipe.ts';
import { StartedProgram } from '../tools/started-program.ts';
import { UNREACHED, whyNoPython } from './python-toolchain.ts';
import { skipIf } from './toolchains.ts';

const ROOT = join(import.meta.dirname, '../..');
/** The programs that the commands of the page, venv, pip and npm run besides Python. */
const PROGRAMS = ['sh', 'env', 'cp'];
const INSTALL_MS = 480_000;

const page = await readFile(join(ROOT, 'docs/backends/flask.md'), 'utf8');
const commands = commandsOf(page);

/** The first block also does this, for later blocks in the same terminal. */
const ACTIVATE = '. .venv/bin/activate\n';

const needsPython = skipIf(whyNoPython());

/** A folder for PATH with Python and without Node. */
async function pathWithoutNode(folder: string): Promise<string> {
  await mkdir(folder);
  const { stdout } = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' });
  // Not a link: Python looks for its home in the folder of the started file.
  await writeFile(join(folder, 'python3'), `#!/bin/sh\nexec "${stdout.trim()}" "$@"\n`, { mode: 0o755 });
  for (const name of PROGRAMS) {
    const { stdout } = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
    await symlink(stdout.trim(), join(folder, name));
  }
  return folder;
}

/** Variables of the tests, and those with which npm would use this project. */
const NOT_INHERITED =
  /^(?:PATH|PORT|NODE_(?!EXTRA_CA_CERTS)|npm_(?!config_registry)|GRPC_|SCALEKIT_|PYTHON|VIRTUAL_ENV)/i;

describe('the page for Flask, without Node', () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;
  let unreached: string | undefined;

  const start = (command: string, more: NodeJS.ProcessEnv = {}) =>
    new StartedProgram(['sh', '-ec', command], { cwd: join(folder, 'my-product'), env: { ...env, ...more } });

  before(
    async () => {
      if (needsPython.skip !== undefined) return;
      folder = await mkdtemp(join(tmpdir(), 'flask-walk-'));
      await mkdir(join(folder, 'my-product'));
      const inherited = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.test(name));
      env = { ...Object.fromEntries(inherited), PATH: await pathWithoutNode(join(folder, 'bin')), NO_COLOR: '1' };
      await assert.rejects(start('node --version').succeeded(), /not found/);

      const install = commands[0]!.replace(' scalekit-admin-portal ', ` ${await packInto(folder)} `);
      assert.notEqual(install, commands[0]);
      await start(install)
        .succeeded()
        .catch((error: unknown) => {
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
  test('leads to a portal, and to tests that pass', { skip, timeout: 120_000 }, async (context) => {
    if (unreached !== undefined) return context.skip(skipIf(unreached).skip);
    assert.equal(commands.length, 4);
    // Free ports, because other tests run at the same time.
    const port = await freePort();
    const simulator = start(ACTIVATE + commands[1]!.replace(' > ', ` --port=${port} > `));
    context.after(() => simulator.stop());
    await simulator.printed(new RegExp(`runs at http://127.0.0.1:${port},`));
    const product = start(commands[2]!, { PORT: String(await freePort()) });
    context.after(() => product.stop());
    const [address] = await product.printed(/http:\/\/localhost:\d+\/settings/);

    const tab = await openChromium(context);
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

    assert.match(await start(commands[3]!).succeeded(), /7 passed/);
  });
});
