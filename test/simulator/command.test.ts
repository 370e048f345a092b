/** The command, and the entry of the package, as adopters have them: built, in a process of their own. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { connectSimulator, startSimulator } from 'scalekit-admin-portal/simulator';
import { Scalekit } from '@scalekit-sdk/node';

const ROOT = join(import.meta.dirname, '../..');
const { bin } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { bin: Record<string, string> };
const COMMAND = join(ROOT, bin['scalekit-portal-simulator'] ?? '');

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(command: readonly string[], cwd = ROOT) {
  const child = spawn(process.execPath, command, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (said.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (said.stderr += String(chunk)));
  const ended = once(child, 'close').then(([code]): Ended => ({ code: code as number | null, ...said }));
  return { child, ended };
}

/** The variables that the command prints, as a shell would read them. */
async function run(test: TestContext, options: readonly string[], command = COMMAND) {
  const { child, ended } = start([command, ...options]);
  test.after(() => child.kill('SIGKILL'));
  const [text] = (await Promise.race([
    once(child.stdout, 'data'),
    ended.then(({ stderr }) => Promise.reject(new Error(stderr))),
  ])) as [Buffer];
  const environment = Object.fromEntries(
    String(text)
      .trim()
      .split('\n')
      .map((line) => line.split(/=(.*)/, 2)),
  ) as Record<string, string>;
  return { child, ended, environment };
}

describe('scalekit-portal-simulator', () => {
  it('prints what a backend needs, serves the SDK, obeys, and ends on Ctrl-C', async (test) => {
    const { child, ended, environment } = await run(test, [
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
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    assert.equal(code, 0);
    assert.equal(stdout.trim().split('\n').length, 5, 'variables and nothing else');
    assert.match(stderr, /Java +run keytool -importcert .*\n +and .*: -Djavax\.net\.ssl\.trustStore=/);
    await assert.rejects(readFile(roots), { code: 'ENOENT' });
  });

  it('takes no other port than the one that others were told', async (test) => {
    await using first = await startSimulator();
    const { port } = new URL(first.url);
    const { child, ended } = start([COMMAND, `--port=${port}`]);
    test.after(() => child.kill('SIGKILL'));
    const { code, stderr, stdout } = await ended;
    assert.equal(code, 2);
    assert.match(stderr, new RegExp(`${port} is taken`));
    assert.equal(stdout, '');
  });

  for (const option of ['--port=x', '--nonsense', '--host-origin=localhost', '--session-seconds=soon']) {
    it(`says what is wrong with ${option}, and how it is used`, async () => {
      const { code, stderr } = await start([COMMAND, option]).ended;
      assert.equal(code, 2);
      assert.match(stderr, /--port=NUMBER/);
    });
  }

  it('explains itself', async () => {
    const { code, stdout } = await start([COMMAND, '--help']).ended;
    assert.equal(code, 0);
    assert.match(stdout, /scalekit-portal-simulator \[options\]/);
  });
});

describe('the simulator without the packages that it is made of', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'simulator-'));
    await cp(join(ROOT, 'dist/simulator'), join(folder, 'simulator'), { recursive: true });
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('says which to install', async () => {
    const { code, stderr } = await start(['simulator/command.js', '--port=0'], folder).ended;
    assert.equal(code, 1);
    assert.equal(
      stderr,
      'The simulator needs @scalekit-sdk/node and express: npm install --save-dev @scalekit-sdk/node express\n',
    );
  });

  it('runs without TLS where only the package for certificates is missing, and says what to install', async (test) => {
    const modules = join(folder, 'node_modules');
    await mkdir(join(modules, '@scalekit-sdk'), { recursive: true });
    test.after(() => rm(modules, { recursive: true }));
    for (const name of ['express', '@scalekit-sdk/node']) {
      await symlink(join(ROOT, 'node_modules', name), join(modules, name));
    }
    const { child, ended, environment } = await run(test, ['--port=0'], join(folder, 'simulator/command.js'));
    const { SCALEKIT_ENVIRONMENT_URL: url = '', ...others } = environment;
    assert.deepEqual(Object.keys(others), ['SCALEKIT_CLIENT_ID', 'SCALEKIT_CLIENT_SECRET', 'SCALEKIT_ORGANIZATION_ID']);
    const { trust } = await connectSimulator(url);
    assert.equal(trust, null);
    await assert.rejects(fetch(url.replace('http:', 'https:')));
    child.kill('SIGINT');
    const { stderr } = await ended;
    assert.match(stderr, /^\nThe Python and the Java SDK use TLS, which needs one more package: npm install/);
    assert.match(stderr, /A client used TLS.* needs selfsigned for that: npm install --save-dev selfsigned\n/);
  });

  it('still steers one that runs elsewhere', async () => {
    await using simulator = await startSimulator();
    const script = `
      const { connectSimulator } = await import('./simulator/index.js');
      const simulator = await connectSimulator('${simulator.url}');
      await simulator.behave({ delay: 7 });
      console.log((await simulator.links).length);`;
    const { stdout, stderr } = await start(['--input-type=module', '--eval', script], folder).ended;
    assert.equal(stderr, '');
    assert.equal(stdout, '0\n');
    assert.equal(simulator.behaviour.delay, 7);
  });
});

it('nothing of the simulator is in what a page loads', async () => {
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
