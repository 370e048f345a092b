/**
 * The quickstart, followed from an empty folder to a tested portal: its files, its commands, and the package as npm installs
 * it. The other packages are links to those of this repository.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test, type TestContext } from 'node:test';
import { openChromium, whyNoChromium } from '../tools/chromium.ts';
import { freePort } from '../tools/free-port.ts';
import { installWith } from '../tools/pack.ts';
import { portalOutcome } from '../tools/portal-outcome.ts';
import { quickstartRecipe } from '../tools/quickstart-recipe.ts';
import { StartedProgram } from '../tools/started-program.ts';

const ROOT = join(import.meta.dirname, '../..');
/** The packages that the recipe installs, without this one. */
const PACKAGES = ['express', '@scalekit-sdk/node', 'vitest'];

const { files, commands } = await quickstartRecipe();
const [install = '', runTests = '', startSimulator = '', startServer = '', runDoctor = ''] = commands;

describe('the recipe of the quickstart', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'my-product-'));
    await installWith(folder, [...PACKAGES, 'lit']);
    await symlink(join(ROOT, 'node_modules/.bin/vitest'), join(folder, 'node_modules/.bin/vitest'));
    await writeFile(join(folder, 'package.json'), '{ "name": "my-product", "type": "module" }');
    for (const [file, code] of files) await writeFile(join(folder, file), code);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const bash = (command: string, environment: NodeJS.ProcessEnv = {}) => {
    const { PATH, HOME } = process.env;
    const env = { PATH, HOME, CI: '1', NO_COLOR: '1', ...environment };
    return new StartedProgram(['bash', '-c', command], { cwd: folder, env });
  };

  /** Starts the simulator and the product on free ports, and returns the address of the settings page. */
  const startProduct = async (context: TestContext): Promise<string> => {
    const port = await freePort();
    const simulator = bash(startSimulator.replace(' > ', ` --port=${port} > `));
    context.after(() => simulator.stop('SIGINT'));
    await simulator.printed(new RegExp(`runs at http://127.0.0.1:${port},`));
    const product = bash(startServer, { PORT: String(await freePort()) });
    context.after(() => product.stop('SIGINT'));
    const [address] = await product.printed(/http:\/\/localhost:\d+\/settings/);
    return address;
  };

  test('installs the packages that this test links', () => {
    const installed = [...install.matchAll(/^npm install (?:--save-dev )?(.+)$/gm)].flatMap(([, names = '']) =>
      names.split(' '),
    );
    assert.deepEqual(installed.sort(), ['scalekit-admin-portal', ...PACKAGES].sort());
    assert.equal(commands.length, 5);
  });

  test('its tests pass', async () => {
    assert.match(await bash(runTests).succeeded(), /Tests +2 passed \(2\)/);
  });

  test('its page shows the portal', { skip: whyNoChromium() }, async (context) => {
    const address = await startProduct(context);
    const page = await openChromium(context);
    await page.goto(address);
    assert.equal(await portalOutcome(page), 'ready');
  });

  test('the doctor only reports that everybody gets a link', async (context) => {
    const address = await startProduct(context);
    const doctor = bash(runDoctor.replace('http://localhost:3000/settings', address));
    const [code] = await doctor.ended;
    assert.equal(code, 1);
    const { stdout } = doctor;
    assert.match(
      stdout,
      /^scalekit-admin-portal doctor [^\n]+\n\n {2}FAULT +It refuses people who are not signed in +ANYBODY GETS A LINK/,
    );
    assert.match(stdout, /\n1 fault, 0 warnings,/);
  });
});
