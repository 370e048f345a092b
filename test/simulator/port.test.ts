/** One port for two protocols: found when it is taken, reached under both names, and given back at once. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Scalekit } from '@scalekit-sdk/node';
import type { Simulator, SimulatorOptions } from '../../demo/simulator/simulator-api.ts';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import { mint } from './backend.ts';
import { portalEvents } from './portal-events.ts';
import { Visitor } from './visitor.ts';

async function listen(host: string, port = 0): Promise<Server & AsyncDisposable> {
  const server = createServer((socket) => socket.destroy());
  server.listen(port, host);
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** A simulator that ends with its test, also when that fails: an open port would keep the process alive. */
async function open(test: TestContext, options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await startSimulator({ hostOrigins: ['http://localhost:1'], ...options });
  test.after(() => simulator.close());
  return simulator;
}

/** Lets a wait fail instead of lasting for ever. */
function soon(): { signal: AbortSignal } {
  return { signal: AbortSignal.timeout(60_000) };
}

const hasIpv6 = await listen('::1').then(
  (server) => server.close(),
  () => null,
);

describe('the port of the simulator', () => {
  it('is the wanted one if it is free', async (test) => {
    const probe = await listen('127.0.0.1');
    const port = portOf(probe);
    probe.close();
    await once(probe, 'close');
    const simulator = await open(test, { port });
    assert.equal(simulator.url, `http://127.0.0.1:${port}`);
    assert.equal(simulator.customDomainUrl, `http://localhost:${port}`);
  });

  for (const host of ['127.0.0.1', ...(hasIpv6 ? ['::1'] : [])]) {
    it(`is another one if it is taken on ${host}`, async (test) => {
      await using taken = await listen(host);
      const simulator = await open(test, { port: portOf(taken) });
      assert.notEqual(simulator.url, `http://127.0.0.1:${portOf(taken)}`);
      assert.equal((await fetch(`${simulator.url}/magicLink/none`)).status, 410);
    });
  }

  it('is reached as localhost over every loopback address', async (test) => {
    const simulator = await open(test);
    const { port } = new URL(simulator.url);
    for (const host of ['127.0.0.1', ...(hasIpv6 ? ['[::1]'] : [])]) {
      assert.equal((await fetch(`http://${host}:${port}/magicLink/none`)).status, 410);
    }
  });

  it('tells the protocols apart when their first bytes come one by one', async (test) => {
    const simulator = await open(test);
    const port = Number(new URL(simulator.url).port);

    // PUT and PRI begin alike.
    const http1 = connect(port, '127.0.0.1').setNoDelay();
    await once(http1, 'connect');
    for (const part of ['P', 'UT /oauth/token HTTP/1.1\r\nHost: localhost\r\n', '\r\n']) {
      http1.write(part);
      await sleep(20);
    }
    const [answer] = (await once(http1, 'data', soon())) as [Buffer];
    assert.match(answer.toString(), /^HTTP\/1\.1 404 /);
    http1.destroy();

    const http2 = connect(port, '127.0.0.1').setNoDelay();
    await once(http2, 'connect');
    const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    for (const part of [preface.subarray(0, 2), preface.subarray(2, 20), preface.subarray(20)]) {
      http2.write(part);
      await sleep(20);
    }
    http2.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]));
    const [frame] = (await once(http2, 'data', soon())) as [Buffer];
    assert.equal(frame[3], 4, 'the server answers with its SETTINGS');
    http2.destroy();
  });

  it('is given back at once, whatever is still open', async (test) => {
    const simulator = await open(test);
    const port = Number(new URL(simulator.url).port);
    const sdk = new Scalekit(simulator.url, simulator.clientId, simulator.clientSecret);
    await sdk.organization.generatePortalLink(simulator.organizationId);
    const visitor = new Visitor({ referer: 'http://localhost:1/' });
    const events = await portalEvents(visitor, await visitor.open(await mint(simulator)));
    simulator.behave({ fault: 'hang' });
    const given = new AbortController();
    const hanging = fetch(`${simulator.url}/magicLink/none`, { signal: given.signal });
    const quiet = connect(port, '127.0.0.1');
    await once(quiet, 'connect');
    const idle = connectHttp2(simulator.url);
    await once(idle, 'connect');
    idle.on('error', () => undefined);
    await sleep(20);

    const everythingEnds = Promise.all([
      simulator.close(),
      assert.rejects(hanging),
      assert.rejects(events.next()),
      once(quiet.resume(), 'close'),
      once(idle, 'close'),
    ]);
    const isLate = await Promise.race([everythingEnds.then(() => false), sleep(1000, true)]);
    given.abort();
    quiet.destroy();
    idle.destroy();
    assert.equal(isLate, false, 'closing took more than a second');
    await assert.rejects(fetch(simulator.url));
    await using again = await listen('127.0.0.1', port);
    assert.equal(portOf(again), port);
  });
});
