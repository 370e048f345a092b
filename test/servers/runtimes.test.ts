/**
 * The handler in every server, framework and runtime, each in a process of its own that has to survive it all. What has
 * held becomes the table in `docs/server-runtimes.md`.
 */
import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { freePort } from '../tools/free-port.ts';
import { CHECKS, type Running } from './checks.ts';
import { http1Client, http2Client, type Client } from './client.ts';
import { installPackage } from './packed-package.ts';
import { writeResults } from './results.ts';
import { folderOf, headOf, RUNTIMES, type Runtime } from './runtimes.ts';
import { startUpstream, type Upstream } from './upstream.ts';

const run = promisify(execFile);
const ENV = { PATH: process.env['PATH'], HOME: process.env['HOME'], CI: '1', NO_COLOR: '1', NODE_ENV: 'production' };
const QUIET = { NEXT_TELEMETRY_DISABLED: '1', ASTRO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };

const wanted = process.env['PORTAL_TEST_RUNTIMES']?.split(',');
const results: Record<string, Record<string, boolean>> = {};
const builds = new Map<string, Promise<unknown>>();

/** Once for each folder; fails with what the builder said. */
function build(runtime: Runtime): Promise<unknown> {
  const folder = folderOf(runtime);
  const known = builds.get(folder);
  if (known || !runtime.build) return known ?? Promise.resolve();
  const [program = '', ...options] = runtime.build;
  const building = rm(join(folder, 'dist'), { recursive: true, force: true }).then(() =>
    run(program, options, { cwd: folder, env: { ...ENV, ...QUIET }, maxBuffer: 1e8 }).catch((error: unknown) => {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      throw new Error(`${program} failed: ${stdout}${stderr}`, { cause: error });
    }),
  );
  builds.set(folder, building);
  return building;
}

interface Started extends Running {
  readonly child: ChildProcess;
  readonly said: () => string;
}

const PROTOCOLS: Record<NonNullable<Runtime['protocol']>, typeof http1Client | typeof http2Client> = {
  'http/1.1': http1Client,
  h2c: http2Client,
  h2: http2Client,
};

async function start(runtime: Runtime, upstream: Upstream): Promise<Started> {
  await build(runtime);
  const port = await freePort();
  const { protocol = 'http/1.1', path = '/api/portal-link' } = runtime;
  const origin = `${protocol === 'h2' ? 'https' : 'http'}://localhost:${port}`;
  const [program = '', ...options] = runtime.start;
  const child = spawn(program, options, {
    cwd: folderOf(runtime),
    env: { ...ENV, ...QUIET, ...runtime.env, PORT: String(port), UPSTREAM: upstream.url },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  const running = { child, said: () => said, origin, path, upstream, isHttp2: protocol !== 'http/1.1' };
  const connected = (): Promise<Client> => {
    const client = PROTOCOLS[protocol](origin, path, runtime.client);
    return client.ask({}).then(
      () => client,
      (error: unknown) => {
        client.close();
        throw error;
      },
    );
  };
  for (;;) {
    try {
      return { ...running, client: await connected() };
    } catch {
      if (child.exitCode !== null) throw new Error(`It ended: ${said}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

before(installPackage, { timeout: 120_000 });

// Several at a time: they mostly wait for time limits to pass.
describe('the handler', { concurrency: 3 }, () => {
  for (const runtime of RUNTIMES.filter(({ name }) => wanted?.some((one) => name.startsWith(one)) ?? true)) {
    const head = headOf(runtime);
    describe(`in ${head}`, () => {
      let upstream: Upstream;
      let running: Started | undefined;
      const held: Record<string, boolean> = {};

      before(async () => {
        upstream = await startUpstream();
        running = await start(runtime, upstream);
      });
      after(async () => {
        results[head] = held;
        writeResults(results);
        upstream.close();
        if (!running) return;
        running.client.close();
        if (running.child.exitCode === null && running.child.signalCode === null) {
          process.kill(-running.child.pid!, 'SIGKILL');
          await once(running.child, 'close');
        }
      });

      for (const [name, { means, run: check }] of Object.entries(CHECKS)) {
        if (runtime.own?.[name] !== undefined) continue;
        test(means.replaceAll('`', ''), async () => {
          held[name] = false;
          try {
            await check(running!);
          } catch (error) {
            const { message } = error as Error;
            throw new Error(`${name}: ${message}\n${running!.said().slice(-2000)}`, { cause: error });
          }
          held[name] = true;
        });
      }

      test('the process has survived', () => {
        assert.equal(running!.child.exitCode, null, running!.said());
      });
    });
  }
});
