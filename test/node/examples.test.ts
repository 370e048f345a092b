/** The examples for adopters run as they stand, each with its own runner. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { chromiumLaunchOptions, whyNoChromium } from '../tools/chromium.ts';
import { freePort } from '../tools/free-port.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples');
const RUNNERS = join(EXAMPLES, '../node_modules/.bin');

const COMMAND = join(EXAMPLES, '../dist/simulator/command.js');

/** What the runner said; fails with it. */
async function run(folder: string, [runner = '', ...options]: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const child = spawn(process.execPath, [join(RUNNERS, runner), ...options], {
    cwd: join(EXAMPLES, folder),
    // Not the variables by which a test runner knows that it runs inside another.
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], CI: '1', NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  const [code] = (await once(child, 'close')) as [number];
  assert.equal(code, 0, said);
  return said;
}

test('the Vitest example passes', async () => {
  assert.match(await run('vitest', ['vitest', 'run']), /Tests +5 passed \(5\)/);
});

test('the Playwright example passes', { skip: whyNoChromium() }, async () => {
  const { executablePath, env = {} } = await chromiumLaunchOptions();
  const said = await run('playwright', ['playwright', 'test'], {
    ...(env as NodeJS.ProcessEnv),
    CHROMIUM: executablePath,
    // npx finds a command of the packages that are installed, and this one is at home here.
    SIMULATOR: `node ${COMMAND}`,
    SIMULATOR_PORT: String(await freePort()),
    PRODUCT_PORT: String(await freePort()),
  });
  assert.match(said, /^ *5 passed/m);
});
