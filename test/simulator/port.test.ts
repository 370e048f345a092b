/** One port for two protocols: another one if it is taken, on both names, and released at once. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect, createServer } from 'node:net';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Scalekit } from '@scalekit-sdk/node';
import type { Simulator, SimulatorOptions } from '../../demo/simulator/simulator-api.ts';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import { freePort } from '../tools/free-port.ts';
import { listen } from '../tools/test-server.ts';
import { portalEvents } from './portal-events.ts';
import { openPortal } from './visitor.ts';

const occupyPort = (host: string) =>
  listen(
    createServer((socket) => socket.destroy()),
    host,
  );

/** A simulator that ends with its test, because an open port keeps the process alive. */
async function open(test: TestContext, options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await startSimulator({ hostOrigins: ['http://localhost:1'], ...options });
  test.after(() => simulator.close());
  return simulator;
}

/** For waits that would not end otherwise. */
const timeLimit = () => ({ signal: AbortSignal.timeout(60_000) });

const hasIpv6 = await occupyPort('::1').then(
  (server) => server.close().then(() => true),
  () => false,
);

describe('the port of the simulator', () => {
  it('is the wanted one if it is free', async (test) => {
    const port = await freePort();
    const simulator = await open(test, { port });
    assert.equal(simulator.url, `http://127.0.0.1:${port}`);
    assert.equal(simulator.customDomainUrl, `http://localhost:${port}`);
  });

  for (const host of ['127.0.0.1', ...(hasIpv6 ? ['::1'] : [])]) {
    it(`is another one if it is taken on ${host}`, async (test) => {
      await using taken = await occupyPort(host);
      const simulator = await open(test, { port: taken.port });
      assert.notEqual(simulator.url, `http://127.0.0.1:${taken.port}`);
      assert.equal((await fetch(`${simulator.url}/magicLink/none`)).status, 410);
    });
  }

  it('is open on each loopback address', async (test) => {
    const simulator = await open(test);
    const { port } = new URL(simulator.url);
    for (const host of ['127.0.0.1', ...(hasIpv6 ? ['[::1]'] : [])]) {
      assert.equal((await fetch(`http://${host}:${port}/magicLink/none`)).status, 410);
    }
  });

  it('detects the protocol when the first bytes arrive one by one', async (test) => {
    const simulator = await open(test);
    const port = Number(new URL(simulator.url).port);

    // PUT and PRI have the same first byte.
    const http1 = connect(port, '127.0.0.1').setNoDelay();
    await once(http1, 'connect');
    for (const part of ['P', 'UT /oauth/token HTTP/1.1\r\nHost: localhost\r\n', '\r\n']) {
      http1.write(part);
      await sleep(20);
    }
    const [answer] = (await once(http1, 'data', timeLimit())) as [Buffer];
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
    const [frame] = (await once(http2, 'data', timeLimit())) as [Buffer];
    assert.equal(frame[3], 4, 'the server answers with its SETTINGS');
    http2.destroy();
  });

  it('is released at once, even with open connections', async (test) => {
    const simulator = await open(test);
    const port = Number(new URL(simulator.url).port);
    const sdk = new Scalekit(simulator.url, simulator.clientId, simulator.clientSecret);
    await sdk.organization.generatePortalLink(simulator.organizationId);
    const { visitor, page } = await openPortal(simulator, { referer: 'http://localhost:1/' });
    const events = await portalEvents(visitor, page);
    simulator.behave({ fault: 'hang' });
    const client = new AbortController();
    const hanging = fetch(`${simulator.url}/magicLink/none`, { signal: client.signal });
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
    client.abort();
    quiet.destroy();
    idle.destroy();
    assert.equal(isLate, false, 'closing took more than a second');
    await assert.rejects(fetch(simulator.url));
    await once(createServer().listen(port, '127.0.0.1').unref(), 'listening');
  });
});
