/** Starting the demo in this process: its ports, the real Scalekit instead of the simulator, and its end. */
import assert from 'node:assert/strict';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { SetupError } from '../../demo/host/configuration.ts';
import { startDemo } from '../../demo/host/start-demo.ts';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import { freePort } from '../tools/free-port.ts';
import { listen } from '../tools/test-server.ts';
import { accessTo, startTestDemo } from './test-demo.ts';
import { Visitor } from './visitor.ts';

for (const address of ['127.0.0.1', '::1']) {
  test(`uses free ports if the wanted ones are taken on ${address}`, async (context) => {
    const others = await Promise.all([1, 2].map(() => listen(createServer(), address))).catch(() => null);
    if (others === null) return context.skip(`no ${address} on this machine`);
    context.after(() => Promise.all(others.map((other) => other.close())));
    const [hostPort, simulatorPort] = others.map(({ port }) => port) as [number, number];
    await using demo = await startTestDemo({ hostPort, simulatorPort });
    assert.notEqual(Number(new URL(demo.url).port), hostPort);
    assert.notEqual(Number(new URL(demo.environmentUrl).port), simulatorPort);
    const visitor = await Visitor.signedIn(demo.url);
    assert.equal((await visitor.get('/api/portal-link')).status, 200);
  });
}

test('uses the wanted port on both loopback addresses, and releases it', async () => {
  const hostPort = await freePort();
  // The second demo gets another port if the first has not released it.
  for (let start = 1; start <= 2; start++) {
    await using demo = await startTestDemo({ hostPort });
    assert.equal(demo.url, `http://localhost:${hostPort}`);
    assert.equal(await statusAt('127.0.0.1', hostPort), 302);
    // A machine without IPv6 has one address.
    assert.ok([302, 'EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(await statusAt('::1', hostPort)));
  }
});

test('registers the host page with the simulator', async () => {
  await using demo = await startTestDemo();
  assert.deepEqual(demo.simulator.hostOrigins, [demo.url]);
});

test('stops at once, even with an open request', async () => {
  const demo = await startTestDemo();
  const visitor = await Visitor.signedIn(demo.url);
  await visitor.postJson('/demo/endpoint-fault', { fault: 'hang' });
  const failed = assert.rejects(visitor.get('/api/portal-link'), TypeError);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const start = performance.now();
  await demo.close();
  await failed;
  assert.ok(performance.now() - start < 1000);
});

test('has no simulator and no controls with a real Scalekit', async () => {
  // A simulator plays the real Scalekit, because the host application only knows its address.
  await using scalekit = await startSimulator({ hostOrigins: [] });
  const { url } = scalekit;
  await using demo = await startDemo({ hostPort: 0, environment: accessTo(scalekit) });
  assert.equal(demo.simulator, null);
  assert.equal(demo.environmentUrl, url);
  const visitor = await Visitor.signedIn(demo.url);
  const response = await visitor.get('/settings/security');
  assert.match(response.headers.get('Content-Security-Policy') ?? '', new RegExp(`frame-src ${url};`));
  const page = await response.text();
  assert.match(page, new RegExp(`environment-url="${url}"`));
  assert.match(page, /Connected to the real Scalekit/);
  assert.match(page, new RegExp(`<code>${demo.url}</code>`));
  assert.match(page, /id="demo-entries"/);
  assert.doesNotMatch(page, /demo-controls|demo-links-minted|WorkOS/);
  assert.equal(demo.workOs, null);
  for (const path of ['/settings/workos', '/demo/state']) assert.equal((await visitor.get(path)).status, 404);
  assert.equal((await visitor.postJson('/demo/expire', {})).status, 404);
  assert.equal((await visitor.get('/api/portal-link')).status, 200);
  assert.equal(scalekit.links.length, 1);
});

test('does not start with an incomplete configuration', async () => {
  await assert.rejects(startDemo({ hostPort: 0, environment: { SCALEKIT_CLIENT_ID: 'skc_1' } }), SetupError);
});

/** Not with `fetch`, which would reuse a connection of a server that has stopped. */
function statusAt(host: string, port: number): Promise<number | string> {
  return new Promise((resolve) => {
    get({ host, port, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 'no status');
    }).on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}
