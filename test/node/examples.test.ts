/** The examples for adopters, each with its test runner. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { chromiumLaunchOptions, whyNoChromium } from '../tools/chromium.ts';
import { freePort } from '../tools/free-port.ts';
import { StartedProgram } from '../tools/started-program.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Runs an example in its folder, and returns the output. */
function run(folder: string, [runner = '', ...options]: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const command = [process.execPath, join(ROOT, 'node_modules/.bin', runner), ...options];
  // Without the variables that tell a test runner that it runs in another one.
  const { PATH, HOME } = process.env;
  const cwd = join(ROOT, 'examples', folder);
  return new StartedProgram(command, { cwd, env: { PATH, HOME, CI: '1', NO_COLOR: '1', ...env } }).succeeded();
}

test('the Vitest example passes', async () => {
  assert.match(await run('vitest', ['vitest', 'run']), /Tests +8 passed \(8\)/);
});

test('the Playwright example passes', { skip: whyNoChromium() }, async () => {
  const { executablePath, env = {} } = await chromiumLaunchOptions();
  const output = await run('playwright', ['playwright', 'test'], {
    ...(env as NodeJS.ProcessEnv),
    CHROMIUM: executablePath,
    // Adopters run it with npx, which only finds commands of installed packages.
    SIMULATOR: `node ${join(ROOT, 'dist/simulator/command.js')}`,
    SIMULATOR_PORT: String(await freePort()),
    PRODUCT_PORT: String(await freePort()),
  });
  assert.match(output, /^ *5 passed/m);
});
