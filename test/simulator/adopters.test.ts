/** What adopters do wrong, and what happens around them: bad options, typos, nobody there, a parent that is killed. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { connectSimulator } from '../../demo/simulator/connect-simulator.ts';
import type { Simulator } from '../../demo/simulator/simulator-api.ts';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import { freePort } from '../tools/free-port.ts';

const COMMAND = join(import.meta.dirname, '../../dist/simulator/command.js');

const listeners = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;

describe('an option that is wrong', () => {
  const wrong: [string, object, RegExp][] = [
    ['organizationIds as a string', { organizationIds: 'org_1' }, /The value of organizationIds is invalid/],
    ['no organization', { organizationIds: [] }, /The value of organizationIds is invalid/],
    ['a typo', { organisationIds: ['org_1'] }, /Unknown: organisationIds\. Known: port, hostOrigins/],
    ['a host origin without a scheme', { hostOrigins: ['localhost:3000'] }, /The value of hostOrigins is invalid/],
    ['a host origin as a string', { hostOrigins: 'http://localhost:3000' }, /The value of hostOrigins is invalid/],
    ['a port that is none', { port: 70_000 }, /The value of port is invalid/],
    ['a typo in the behaviour', { behaviour: { sesionSeconds: 1 } }, /Unknown: sesionSeconds\. Known:/],
    ['a behaviour that there is not', { behaviour: { fault: 'brocken' } }, /The value of fault is invalid/],
    ['an empty secret', { clientSecret: '' }, /The value of clientSecret is invalid/],
  ];
  for (const [name, options, message] of wrong) {
    it(`is refused, and nothing is left listening: ${name}`, async () => {
      const before = listeners();
      await assert.rejects(startSimulator(options), { name: 'RangeError', message });
      assert.equal(listeners(), before);
    });
  }
});

describe('a simulator that runs', () => {
  let simulator: Simulator;
  before(async () => (simulator = await startSimulator()));
  after(() => simulator.close());

  const wrong: [string, () => unknown][] = [
    ['a typo in behave', () => simulator.behave({ sesionSeconds: 1 } as object)],
    ['a negative time', () => simulator.behave({ delay: -1 })],
    ['a status that no link fails with', () => simulator.failNextLink(418 as never)],
    ['a number of times that is none', () => simulator.failNextLink(500, '2' as never)],
    ['a typo in configure', () => simulator.configure({ scim: true } as object)],
    ['seconds as text', () => simulator.warnSession('60' as never)],
    ['a host origin without a scheme', () => (simulator.hostOrigins = ['app.example'])],
  ];
  for (const [name, call] of wrong) {
    it(`refuses in the process what it refuses over HTTP: ${name}`, () => {
      const { behaviour, hostOrigins } = simulator;
      assert.throws(call, RangeError);
      assert.deepEqual([simulator.behaviour, simulator.hostOrigins], [behaviour, hostOrigins]);
    });
  }

  for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', 'evil.example:80']) {
    it(`does not answer to the host "${host}", on any path`, async () => {
      for (const path of ['/simulator', '/oauth/token', '/']) {
        const [response] = (await once(get(`${simulator.url}${path}`, { headers: { host } }), 'response')) as [
          IncomingMessage,
        ];
        let said = '';
        for await (const chunk of response) said += String(chunk);
        assert.ok([400, 421].includes(response.statusCode ?? 0), String(response.statusCode));
        assert.ok(!said.includes(simulator.clientSecret));
      }
    });
  }
});

describe('connectSimulator', () => {
  it('says in one sentence that nobody is there, and what to do', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    await assert.rejects(connectSimulator(url), {
      message: new RegExp(`^No simulator answers at ${url}\\. Start one with "npx --no -- scalekit-portal-simulator"`),
    });
  });

  it('says that somebody else is there', async () => {
    const server = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await assert.rejects(connectSimulator(url), { message: /^The server at .* is not a simulator/ });
    server.closeAllConnections();
    server.close();
  });

  for (const url of ['', '127.0.0.1:4601/', undefined as never]) {
    it(`says that ${JSON.stringify(url)} is no address`, async () => {
      await assert.rejects(connectSimulator(url), { message: /not the URL of a simulator|No simulator answers/ });
    });
  }
});

describe('the command', () => {
  const parents: Record<string, string[]> = {
    'its parent': [process.execPath, COMMAND],
    'the parent of a shell between them, whose standard input it has': [
      'sh',
      '-c',
      `"${process.execPath}" "${COMMAND}" --port=0; true`,
    ],
  };
  for (const [name, [program = '', ...options]] of Object.entries(parents)) {
    it(`ends when ${name} is killed`, async (test) => {
      const command = program === 'sh' ? options : [...options, '--port=0'];
      const script = `
        const child = require('node:child_process').spawn(${JSON.stringify(program)}, ${JSON.stringify(command)}, {
          stdio: ['pipe', 'inherit', 'inherit'],
        });
        setInterval(() => undefined, 1e6);`;
      const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
      test.after(() => {
        try {
          process.kill(-parent.pid!, 'SIGKILL');
        } catch {
          // All of them have ended.
        }
      });
      let said = '';
      while (!/SCALEKIT_ENVIRONMENT_URL=\S+\n/.test(said)) said += String((await once(parent.stdout, 'data'))[0]);
      const url = /SCALEKIT_ENVIRONMENT_URL=(\S+)/.exec(said)?.[1] ?? '';
      assert.equal((await fetch(`${url}/simulator`)).status, 200);
      // Later than what a pipe that was closed from the start is taken for.
      await new Promise((resolve) => setTimeout(resolve, 1000));
      // The one process alone, and by a signal that it cannot hear.
      process.kill(parent.pid!, 'SIGKILL');
      // Its output closes with the last process that has it: the simulator.
      await once(parent, 'close');
      await assert.rejects(fetch(`${url}/simulator`));
    });
  }

  it('lives on when its standard input was closed from the start', async (test) => {
    const child = spawn(process.execPath, [COMMAND, '--port=0'], { stdio: ['pipe', 'pipe', 'pipe'] });
    test.after(() => child.kill('SIGKILL'));
    child.stdin.end();
    const [text] = (await once(child.stdout, 'data')) as [Buffer];
    const url = /SCALEKIT_ENVIRONMENT_URL=(\S+)/.exec(String(text))?.[1] ?? '';
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal((await fetch(`${url}/simulator`)).status, 200);
  });
});
