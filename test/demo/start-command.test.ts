/** The command of `npm start` as a process: its output, the secrets that are never in it, and its end. */
import assert from 'node:assert/strict';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import { StartedProgram } from '../tools/started-program.ts';
import { accessTo } from './test-demo.ts';
import { Visitor } from './visitor.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const NO_CONFIGURATION = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('SCALEKIT_') && !name.startsWith('NODE_TEST')),
);

const start = (environment: Record<string, string> = {}, cwd = ROOT) =>
  new StartedProgram([process.execPath, 'demo/start.ts'], { cwd, env: { ...NO_CONFIGURATION, ...environment } });

async function startOpen(environment?: Record<string, string>): Promise<{ command: StartedProgram; url: string }> {
  const command = start(environment);
  const [, url = ''] = await command.printed(/Open\s+(http:\/\/localhost:\d+)/);
  return { command, url };
}

const options = { timeout: 120_000 };

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`prints its address, and ends soon with 0 on ${signal}`, options, async () => {
    const { command, url } = await startOpen();
    const visitor = await Visitor.signedIn(url);
    assert.equal((await visitor.get('/api/portal-link')).status, 200);
    assert.match(command.output, /simulated, works offline/);
    assert.match(command.output, /Ctrl-C/);

    const start = performance.now();
    command.process.kill(signal);
    assert.deepEqual(await command.ended, [0, null]);
    assert.ok(performance.now() - start < 1500);
  });
}

test('ends with 0 after a second Ctrl-C, as npm passes it on', options, async () => {
  const { command, url } = await startOpen();
  const visitor = await Visitor.signedIn(url);
  await visitor.get('/api/portal-link');
  // Many signals, so that one of them arrives while the command closes.
  while (command.isRunning && command.process.kill('SIGINT')) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.deepEqual(await command.ended, [0, null]);
});

test('uses free ports and names the taken one if another demo runs', options, async () => {
  const first = await startOpen();
  const second = await startOpen();
  assert.notEqual(second.url, first.url);
  assert.match(second.command.output, /\(port 4600 was taken\)/);
  await Promise.all([first, second].map(({ command }) => command.stop('SIGINT')));
});

test('ends with 1 and names the missing variables, without the secret', options, async () => {
  const command = start({ SCALEKIT_CLIENT_SECRET: 'test_secret_4711', SCALEKIT_CLIENT_ID: '' });
  assert.deepEqual(await command.ended, [1, null]);
  assert.match(command.output, /SCALEKIT_CLIENT_ID is empty/);
  assert.match(command.output, /SCALEKIT_ENVIRONMENT_URL is not set/);
  assert.doesNotMatch(command.output, /test_secret_4711|\n\s+at /);
});

test('ends with 1 and names the build command if the element is not built', options, async (context) => {
  const root = await mkdtemp(join(tmpdir(), 'demo-'));
  context.after(() => rm(root, { recursive: true }));
  // Without the applications, which have many packages.
  const filter = (path: string) => path !== join(ROOT, 'demo/apps');
  await cp(join(ROOT, 'demo'), join(root, 'demo'), { recursive: true, filter });
  await cp(join(ROOT, 'package.json'), join(root, 'package.json'));
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  const command = start({}, root);
  assert.deepEqual(await command.ended, [1, null]);
  assert.match(command.output, /npm run build/);
});

test('names the real Scalekit, and logs failures without secrets and links', options, async (context) => {
  const scalekit = await startSimulator({ hostOrigins: [] });
  context.after(() => scalekit.close());

  const attempt = async (change: Record<string, string> = {}) => {
    const { command, url } = await startOpen({ ...accessTo(scalekit), ...change });
    const response = await (await Visitor.signedIn(url)).get('/api/portal-link');
    const body = await response.text();
    command.process.kill('SIGINT');
    assert.deepEqual(await command.ended, [0, null]);
    assert.match(command.output, /the real Scalekit/);
    assert.ok(command.output.includes(`Add ${url} in the Scalekit dashboard`), command.output);
    return { status: response.status, body, output: command.output };
  };

  const success = await attempt();
  assert.equal(success.status, 200);
  assert.match(success.body, /magicLink/);
  assert.doesNotMatch(success.output, /magicLink|minted/);
  assert.ok(!success.output.includes(scalekit.clientSecret));

  const failures = [
    { SCALEKIT_CLIENT_SECRET: 'test_wrong_secret_4711' },
    { SCALEKIT_ORGANIZATION_ID: 'org_that_does_not_exist' },
  ];
  for (const change of failures) {
    const { status, body, output } = await attempt(change);
    assert.equal(status, 502);
    assert.deepEqual(JSON.parse(body), { error: 'portal_link_failed' });
    assert.match(output, /A portal link could not be minted\. \w+: /);
    assert.doesNotMatch(output, /test_wrong_secret_4711|magicLink|client_secret|Bearer/);
    assert.ok(!output.includes(scalekit.clientSecret));
  }
  assert.equal(scalekit.links.length, 1);
});
