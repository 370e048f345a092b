/** Mistakes of adopters and their environment: wrong options, typos, no simulator, a parent process that is killed. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { connectSimulator } from '../../demo/simulator/connect-simulator.ts';
import type { Simulator } from '../../demo/simulator/simulator-api.ts';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import { freePort } from '../tools/free-port.ts';
import { StartedProgram } from '../tools/started-program.ts';
import { startServer } from '../tools/test-server.ts';

const COMMAND = join(import.meta.dirname, '../../dist/simulator/command.js');

const listeners = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;

/** Waits until a command has printed its variables, and returns its URL. */
async function urlOf(command: StartedProgram): Promise<string> {
  const [, url = ''] = await command.printed(/SCALEKIT_ENVIRONMENT_URL=(\S+)\n/);
  return url;
}

describe('a wrong option', () => {
  const wrong: [string, object, RegExp][] = [
    ['organizationIds as a string', { organizationIds: 'org_1' }, /The value of organizationIds is invalid/],
    ['no organization', { organizationIds: [] }, /The value of organizationIds is invalid/],
    ['a typo', { organisationIds: ['org_1'] }, /Unknown: organisationIds\. Known: port, hostOrigins/],
    ['a host origin without a scheme', { hostOrigins: ['localhost:3000'] }, /The value of hostOrigins is invalid/],
    ['a host origin as a string', { hostOrigins: 'http://localhost:3000' }, /The value of hostOrigins is invalid/],
    ['an invalid port', { port: 70_000 }, /The value of port is invalid/],
    ['a typo in the behaviour', { behaviour: { sesionSeconds: 1 } }, /Unknown: sesionSeconds\. Known:/],
    ['an unknown behaviour', { behaviour: { fault: 'brocken' } }, /The value of fault is invalid/],
    ['an empty secret', { clientSecret: '' }, /The value of clientSecret is invalid/],
  ];
  for (const [name, options, message] of wrong) {
    it(`is refused, and no server is left: ${name}`, async () => {
      const before = listeners();
      await assert.rejects(startSimulator(options), { name: 'RangeError', message });
      assert.equal(listeners(), before);
    });
  }
});

describe('a running simulator', () => {
  let simulator: Simulator;
  before(async () => (simulator = await startSimulator()));
  after(() => simulator.close());

  const wrong: [string, () => unknown][] = [
    ['a typo in behave', () => simulator.behave({ sesionSeconds: 1 } as object)],
    ['a negative time', () => simulator.behave({ delay: -1 })],
    ['an invalid status of a failure', () => simulator.failNextLink(418 as never)],
    ['an invalid number of failures', () => simulator.failNextLink(500, '2' as never)],
    ['a typo in configure', () => simulator.configure({ scim: true } as object)],
    ['seconds as a string', () => simulator.warnSession('60' as never)],
    ['a host origin without a scheme', () => (simulator.hostOrigins = ['app.example'])],
  ];
  for (const [name, call] of wrong) {
    it(`refuses ${name}, in this process as over HTTP`, () => {
      const { behaviour, hostOrigins } = simulator;
      assert.throws(call, RangeError);
      assert.deepEqual([simulator.behaviour, simulator.hostOrigins], [behaviour, hostOrigins]);
    });
  }

  for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', 'evil.example:80']) {
    it(`does not answer to the host "${host}", on any path`, async () => {
      for (const path of ['/simulator', '/oauth/token', '/']) {
        const request = get(`${simulator.url}${path}`, { headers: { host } });
        const [response] = (await once(request, 'response')) as [IncomingMessage];
        let text = '';
        for await (const chunk of response) text += String(chunk);
        assert.ok([400, 421].includes(response.statusCode ?? 0), String(response.statusCode));
        assert.ok(!text.includes(simulator.clientSecret));
      }
    });
  }
});

describe('connectSimulator', () => {
  it('says in one sentence that no simulator runs, and how to start one', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    await assert.rejects(connectSimulator(url), {
      message: new RegExp(`^No simulator answers at ${url}\\. Start one with "npx --no -- scalekit-portal-simulator"`),
    });
  });

  it('says that another server runs', async () => {
    await using server = await startServer((_request, response) => response.end('hello'), '127.0.0.1');
    await assert.rejects(connectSimulator(server.origin), { message: /^The server at .* is not a simulator/ });
  });

  for (const url of ['', '127.0.0.1:4601/', undefined as never]) {
    it(`says that ${JSON.stringify(url)} is not the URL of a simulator`, async () => {
      await assert.rejects(connectSimulator(url), { message: /not the URL of a simulator|No simulator answers/ });
    });
  }
});

describe('the command', () => {
  const parents: Record<string, string[]> = {
    'its parent': [process.execPath, COMMAND, '--port=0'],
    'the parent of the shell that started it': ['sh', '-c', `"${process.execPath}" "${COMMAND}" --port=0; true`],
  };
  for (const [name, [program = '', ...options]] of Object.entries(parents)) {
    it(`ends when ${name} is killed`, async (test) => {
      // The child inherits the outputs of the parent, and has a pipe as its standard input.
      const script = `
        const child = require('node:child_process').spawn(${JSON.stringify(program)}, ${JSON.stringify(options)}, {
          stdio: ['pipe', 'inherit', 'inherit'],
        });
        setInterval(() => undefined, 1e6);`;
      const parent = new StartedProgram([process.execPath, '-e', script]);
      test.after(() => {
        try {
          process.kill(-parent.process.pid!, 'SIGKILL');
        } catch {
          // All of them have ended.
        }
      });
      const url = await urlOf(parent);
      assert.equal((await fetch(`${url}/simulator`)).status, 200);
      // The command ignores a standard input that closes within its first second.
      await new Promise((resolve) => setTimeout(resolve, 1000));
      // Only this process, with a signal that it cannot handle.
      process.kill(parent.process.pid!, 'SIGKILL');
      // The outputs close with their last process, the simulator.
      await parent.ended;
      await assert.rejects(fetch(`${url}/simulator`));
    });
  }

  it('does not end if its standard input was closed from the start', async (test) => {
    const command = new StartedProgram([process.execPath, COMMAND, '--port=0'], { input: '' });
    test.after(() => command.stop('SIGKILL'));
    const url = await urlOf(command);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal((await fetch(`${url}/simulator`)).status, 200);
  });
});
