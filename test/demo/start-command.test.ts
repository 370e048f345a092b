/**
 * The command behind `npm start`, as a process of its own: what it prints, what it never prints, and how it ends.
 */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import { Visitor } from './visitor.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const NO_CONFIGURATION = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('SCALEKIT_') && !name.startsWith('NODE_TEST')),
);

class Command {
  readonly process: ChildProcess;
  output = '';
  readonly #closed: Promise<unknown[]>;

  constructor(environment: Record<string, string> = {}, root = ROOT) {
    this.process = spawn(process.execPath, ['demo/start.ts'], {
      cwd: root,
      env: { ...NO_CONFIGURATION, ...environment },
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    this.#closed = once(this.process, 'close');
  }

  /** Its address, once it has printed it. */
  async url(): Promise<string> {
    while (this.process.exitCode === null) {
      const [, url] = /Open\s+(http:\/\/localhost:\d+)/.exec(this.output) ?? [];
      if (url !== undefined) return url;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.fail(`It ended without an address: ${this.output}`);
  }

  /** Exit code and signal. */
  async end(): Promise<unknown[]> {
    return this.#closed;
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`prints its address, and ends well and soon on ${signal}`, { timeout: 120_000 }, async () => {
    const command = new Command();
    const visitor = await Visitor.signedIn(await command.url());
    assert.equal((await visitor.get('/api/portal-link')).status, 200);
    assert.match(command.output, /simulated, works offline/);
    assert.match(command.output, /Ctrl-C/);

    const start = performance.now();
    command.process.kill(signal);
    assert.deepEqual(await command.end(), [0, null]);
    assert.ok(performance.now() - start < 1500);
  });
}

test('a second Ctrl-C, as npm passes it on, changes nothing', { timeout: 120_000 }, async () => {
  const command = new Command();
  const visitor = await Visitor.signedIn(await command.url());
  await visitor.get('/api/portal-link');
  // Many more than two, so that one of them comes while it is closing.
  while (command.process.exitCode === null && command.process.kill('SIGINT')) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.deepEqual(await command.end(), [0, null]);
});

test('two at once: the second takes free ports and says so', { timeout: 120_000 }, async () => {
  const first = new Command();
  const firstUrl = await first.url();
  const second = new Command();
  const secondUrl = await second.url();
  assert.notEqual(secondUrl, firstUrl);
  assert.match(second.output, /\(port 4600 was taken\)/);
  for (const command of [first, second]) command.process.kill('SIGINT');
  await Promise.all([first.end(), second.end()]);
});

test('ends with 1 and names what is missing, without the secret', { timeout: 120_000 }, async () => {
  const command = new Command({ SCALEKIT_CLIENT_SECRET: 'test_secret_4711', SCALEKIT_CLIENT_ID: '' });
  assert.deepEqual(await command.end(), [1, null]);
  assert.match(command.output, /SCALEKIT_CLIENT_ID is empty/);
  assert.match(command.output, /SCALEKIT_ENVIRONMENT_URL is not set/);
  assert.doesNotMatch(command.output, /test_secret_4711|\n\s+at /);
});

test('ends with 1 and says so when the element is not built', { timeout: 120_000 }, async (context) => {
  const root = await mkdtemp(join(tmpdir(), 'demo-'));
  context.after(() => rm(root, { recursive: true }));
  // The applications have packages of their own, and nothing to do with it.
  const filter = (path: string) => path !== join(ROOT, 'demo/apps');
  await cp(join(ROOT, 'demo'), join(root, 'demo'), { recursive: true, filter });
  await cp(join(ROOT, 'package.json'), join(root, 'package.json'));
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  const command = new Command({}, root);
  assert.deepEqual(await command.end(), [1, null]);
  assert.match(command.output, /npm run build/);
});

test(
  'with a real Scalekit it says so, and logs failures without secrets or links',
  { timeout: 120_000 },
  async (context) => {
    const scalekit = await startSimulator({ hostOrigins: [] });
    context.after(() => scalekit.close());
    const access = {
      SCALEKIT_ENVIRONMENT_URL: scalekit.url,
      SCALEKIT_CLIENT_ID: scalekit.clientId,
      SCALEKIT_CLIENT_SECRET: scalekit.clientSecret,
      SCALEKIT_ORGANIZATION_ID: scalekit.organizationId,
    };

    const attempt = async (
      change: Partial<typeof access>,
    ): Promise<{ status: number; body: string; output: string }> => {
      const command = new Command({ ...access, ...change });
      const url = await command.url();
      const visitor = await Visitor.signedIn(url);
      const response = await visitor.get('/api/portal-link');
      const body = await response.text();
      command.process.kill('SIGINT');
      assert.deepEqual(await command.end(), [0, null]);
      assert.match(command.output, /the real Scalekit/);
      assert.ok(command.output.includes(`Add ${url} in the Scalekit dashboard`), command.output);
      return { status: response.status, body, output: command.output };
    };

    const well = await attempt({});
    assert.equal(well.status, 200);
    assert.match(well.body, /magicLink/);
    assert.doesNotMatch(well.output, /magicLink|minted/);
    assert.ok(!well.output.includes(scalekit.clientSecret));

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
  },
);
