/** The built command in a separate process, and the built entry of the package. */

import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { connectSimulator, startSimulator } from 'scalekit-admin-portal/simulator';
import { Scalekit } from '@scalekit-sdk/node';
import { StartedProgram } from '../tools/started-program.ts';

const ROOT = join(import.meta.dirname, '../..');
const { bin } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { bin: Record<string, string> };
const COMMAND = join(ROOT, bin['scalekit-portal-simulator'] ?? '');

const start = (command: readonly string[], cwd = ROOT) => new StartedProgram([process.execPath, ...command], { cwd });

/** Runs a program of Node to its end. */
async function runToEnd(command: readonly string[], cwd?: string) {
  const program = start(command, cwd);
  const [code] = await program.ended;
  return { code, stdout: program.stdout, stderr: program.stderr };
}

/** Starts the command, and reads its variables as a shell does. */
async function run(test: TestContext, options: readonly string[], command = COMMAND) {
  const program = start([command, ...options]);
  test.after(() => program.stop('SIGKILL'));
  await program.printed(/SCALEKIT_ORGANIZATION_ID=.*\n/);
  const lines = program.stdout.trim().split('\n');
  const environment = Object.fromEntries(lines.map((line) => line.split(/=(.*)/, 2))) as Record<string, string>;
  return { program, environment };
}

describe('scalekit-portal-simulator', () => {
  it('prints the variables of a backend, serves the SDK, uses its options, and ends on Ctrl-C', async (test) => {
    const { program, environment } = await run(test, [
      ...['--port=0', '--organization=org_a', '--organization=org_b', '--client-secret=of my=own'],
      ...['--session-seconds=60', '--host-origin=http://localhost:3000'],
    ]);
    const { SCALEKIT_ENVIRONMENT_URL: url = '', SCALEKIT_CLIENT_ID: id = '' } = environment;
    assert.equal(environment['SCALEKIT_CLIENT_SECRET'], 'of my=own');
    assert.equal(environment['SCALEKIT_ORGANIZATION_ID'], 'org_a');
    const roots = environment['GRPC_DEFAULT_SSL_ROOTS_FILE_PATH'] ?? '';
    assert.match(await readFile(roots, 'utf8'), /^-----BEGIN CERTIFICATE-----/);
    const { location } = await new Scalekit(url, id, 'of my=own').organization.generatePortalLink('org_b');
    const policy = (await fetch(location)).headers.get('content-security-policy') ?? '';
    assert.match(policy, /frame-ancestors http:\/\/localhost:3000$/);
    const simulator = await connectSimulator(url);
    const [link] = await simulator.links;
    assert.equal(link?.organizationId, 'org_b');
    assert.ok(link.openedAt);
    program.process.kill('SIGINT');
    assert.deepEqual(await program.ended, [0, null]);
    assert.equal(program.stdout.trim().split('\n').length, 5, 'only the variables');
    assert.match(program.stderr, /Java +run keytool -importcert .*\n +and .*: -Djavax\.net\.ssl\.trustStore=/);
    await assert.rejects(readFile(roots), { code: 'ENOENT' });
  });

  it('ends with 2 if its port is taken', async () => {
    await using first = await startSimulator();
    const { port } = new URL(first.url);
    const { code, stderr, stdout } = await runToEnd([COMMAND, `--port=${port}`]);
    assert.equal(code, 2);
    assert.match(stderr, new RegExp(`${port} is taken`));
    assert.equal(stdout, '');
  });

  for (const option of ['--port=x', '--nonsense', '--host-origin=localhost', '--session-seconds=soon']) {
    it(`ends with 2 and prints its options for ${option}`, async () => {
      const { code, stderr } = await runToEnd([COMMAND, option]);
      assert.equal(code, 2);
      assert.match(stderr, /--port=NUMBER/);
    });
  }

  it('prints its help', async () => {
    const { code, stdout } = await runToEnd([COMMAND, '--help']);
    assert.equal(code, 0);
    assert.match(stdout, /scalekit-portal-simulator \[options\]/);
  });
});

describe('the simulator without its packages', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'simulator-'));
    await cp(join(ROOT, 'dist/simulator'), join(folder, 'simulator'), { recursive: true });
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('names the packages to install', async () => {
    const { code, stderr } = await runToEnd(['simulator/command.js', '--port=0'], folder);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      'The simulator needs @scalekit-sdk/node and express: npm install --save-dev @scalekit-sdk/node express\n',
    );
  });

  it('runs without TLS if only the package for certificates is missing, and names it', async (test) => {
    const modules = join(folder, 'node_modules');
    await mkdir(join(modules, '@scalekit-sdk'), { recursive: true });
    test.after(() => rm(modules, { recursive: true }));
    for (const name of ['express', '@scalekit-sdk/node']) {
      await symlink(join(ROOT, 'node_modules', name), join(modules, name));
    }
    const { program, environment } = await run(test, ['--port=0'], join(folder, 'simulator/command.js'));
    const { SCALEKIT_ENVIRONMENT_URL: url = '', ...others } = environment;
    assert.deepEqual(Object.keys(others), ['SCALEKIT_CLIENT_ID', 'SCALEKIT_CLIENT_SECRET', 'SCALEKIT_ORGANIZATION_ID']);
    const { trust } = await connectSimulator(url);
    assert.equal(trust, null);
    await assert.rejects(fetch(url.replace('http:', 'https:')));
    await program.stop('SIGINT');
    const { stderr } = program;
    assert.match(stderr, /^\nThe Python and the Java SDK use TLS, which needs one more package: npm install/);
    assert.match(stderr, /A client used TLS.* needs selfsigned for that: npm install --save-dev selfsigned\n/);
  });

  it('can steer a simulator in another process', async () => {
    await using simulator = await startSimulator();
    const script = `
      const { connectSimulator } = await import('./simulator/index.js');
      const simulator = await connectSimulator('${simulator.url}');
      await simulator.behave({ delay: 7 });
      console.log((await simulator.links).length);`;
    const { stdout, stderr } = await runToEnd(['--input-type=module', '--eval', script], folder);
    assert.equal(stderr, '');
    assert.equal(stdout, '0\n');
    assert.equal(simulator.behaviour.delay, 7);
  });
});

it('no file that a page loads contains the simulator', async () => {
  const page = await readFile(join(ROOT, 'dist/scalekit-admin-portal.min.js'), 'utf8');
  assert.doesNotMatch(page, /magicLink|portal_simulator/);
  const loaded = new Set<string>();
  const visit = async (file: string): Promise<void> => {
    if (loaded.has(file)) return;
    loaded.add(file);
    const code = await readFile(file, 'utf8');
    for (const [, path = ''] of code.matchAll(/from\s*'(\.[^']+)'/g)) await visit(join(file, '..', path));
  };
  await visit(join(ROOT, 'dist/index.js'));
  assert.ok(loaded.size > 5);
  assert.deepEqual(
    [...loaded].filter((file) => file.includes('/simulator/') || file.includes('/server/')),
    [],
  );
});
