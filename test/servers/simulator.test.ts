/** The simulator beside what adopters really have installed: other versions of the SDK, and Bun. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { installPackage } from './packed-package.ts';

const run = promisify(execFile);
const MODULES = join(import.meta.dirname, 'node_modules');

before(installPackage, { timeout: 120_000 });

/** Starts a simulator, and lets the SDK beside it mint a link. */
const SCRIPT = `
  import { startSimulator } from 'scalekit-admin-portal/simulator';
  try {
    const simulator = await startSimulator();
    const sdk = await import('@scalekit-sdk/node');
    const { url, clientId, clientSecret, organizationId } = simulator;
    const { location } = await new sdk.ScalekitClient(url, clientId, clientSecret).organization.generatePortalLink(organizationId);
    console.log((await fetch(location)).status);
    await simulator.close();
  } catch (error) {
    console.log(error.message);
  }`;

describe('the simulator', () => {
  const folders: string[] = [];
  after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

  /** A folder below the servers, so that it finds all that is installed there; its SDK is its own. */
  const folderWith = async (sdk: string): Promise<string> => {
    const folder = await mkdtemp(join(MODULES, '.simulator-'));
    folders.push(folder);
    const modules = join(folder, 'node_modules');
    await mkdir(join(modules, '@scalekit-sdk'), { recursive: true });
    await cp(join(MODULES, 'scalekit-admin-portal'), join(modules, 'scalekit-admin-portal'), { recursive: true });
    await cp(join(MODULES, sdk), join(modules, '@scalekit-sdk/node'), { recursive: true });
    return folder;
  };

  test('works with the oldest SDK that it says it needs', async () => {
    const cwd = await folderWith('sdk-oldest');
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', SCRIPT], { cwd });
    assert.equal(stdout, '200\n');
  });

  test('says in one sentence which SDK it needs beside an older one', async () => {
    const cwd = await folderWith('sdk-too-old');
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', SCRIPT], { cwd });
    assert.equal(
      stdout,
      'The simulator needs @scalekit-sdk/node 2.2 or newer, but found 2.1.9: npm install @scalekit-sdk/node@latest\n',
    );
  });

  test('says in one sentence what to do in Bun', async () => {
    const bun = join(MODULES, '@oven/bun-linux-x64-baseline/bin/bun');
    const { stdout } = await run(bun, ['--eval', SCRIPT], { cwd: await folderWith('sdk-oldest') });
    assert.match(stdout, /^The simulator only runs in Node: start it with .*connectSimulator\(url\)\.\n$/);
  });
});
