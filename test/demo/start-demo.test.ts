/**
 * Starting the demo in this process: its ports, the real Scalekit in place of the simulator, and the end of it all.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { SetupError } from '../../demo/host/configuration.ts';
import { startDemo } from '../../demo/host/start-demo.ts';
import { Visitor } from './visitor.ts';

for (const address of ['127.0.0.1', '::1']) {
  test(`takes free ports when the wanted ones are taken on ${address}`, async (context) => {
    const others = [createServer(), createServer()];
    for (const other of others) {
      const listening = once(other.listen(0, address), 'listening');
      const works = await listening.catch(() => null);
      if (works === null) return context.skip(`no ${address} on this machine`);
    }
    const [hostPort, simulatorPort] = others.map((other) => (other.address() as AddressInfo).port) as [number, number];
    const demo = await startDemo({ hostPort, simulatorPort, environment: {} });
    try {
      assert.notEqual(Number(new URL(demo.url).port), hostPort);
      assert.notEqual(Number(new URL(demo.environmentUrl).port), simulatorPort);
      const visitor = await Visitor.signedIn(demo.url);
      assert.equal((await visitor.get('/api/portal-link')).status, 200);
    } finally {
      await demo.close();
      for (const other of others) other.close();
    }
  });
}

test('takes the wanted port, on both loopback addresses, and gives it back', async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const hostPort = (probe.address() as AddressInfo).port;
  probe.close();
  await once(probe, 'close');

  // Twice in a row: a port that was not given back would be another one the second time.
  for (let start = 1; start <= 2; start++) {
    const demo = await startDemo({ hostPort, simulatorPort: 0, environment: {} });
    try {
      assert.equal(demo.url, `http://localhost:${hostPort}`);
      assert.equal(await statusAt('127.0.0.1', hostPort), 302);
      // A machine without IPv6 has one address.
      assert.ok([302, 'EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(await statusAt('::1', hostPort)));
    } finally {
      await demo.close();
    }
  }
});

test('registers the host page with the simulator', async () => {
  const demo = await startDemo({ hostPort: 0, simulatorPort: 0, environment: {} });
  try {
    assert.deepEqual(demo.simulator?.hostOrigins, [demo.url]);
  } finally {
    await demo.close();
  }
});

test('stops at once, although an answer is still owed', async () => {
  const demo = await startDemo({ hostPort: 0, simulatorPort: 0, environment: {} });
  const visitor = await Visitor.signedIn(demo.url);
  await visitor.postJson('/demo/endpoint-fault', { fault: 'hang' });
  const owed = assert.rejects(visitor.get('/api/portal-link'), TypeError);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const start = performance.now();
  await demo.close();
  await owed;
  assert.ok(performance.now() - start < 1000);
});

test('with a real Scalekit there is no simulator and nothing to switch', async () => {
  // The simulator plays the real one: to the host application it is an address like any other.
  const scalekit = await startDemo({ hostPort: 0, simulatorPort: 0, environment: {} });
  const { url, clientId, clientSecret, organizationId } = scalekit.simulator!;
  const environment = {
    SCALEKIT_ENVIRONMENT_URL: url,
    SCALEKIT_CLIENT_ID: clientId,
    SCALEKIT_CLIENT_SECRET: clientSecret,
    SCALEKIT_ORGANIZATION_ID: organizationId,
  };
  const demo = await startDemo({ hostPort: 0, environment });
  try {
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
    assert.equal((await visitor.get('/settings/workos')).status, 404);
    assert.equal((await visitor.get('/demo/state')).status, 404);
    assert.equal((await visitor.postJson('/demo/expire', {})).status, 404);
    assert.equal((await visitor.get('/api/portal-link')).status, 200);
    assert.equal(scalekit.simulator?.links.length, 1);
  } finally {
    await demo.close();
    await scalekit.close();
  }
});

test('starts nothing with half a configuration', async () => {
  await assert.rejects(startDemo({ hostPort: 0, environment: { SCALEKIT_CLIENT_ID: 'skc_1' } }), SetupError);
});

/** Over a connection of its own: `fetch` would use one again that belongs to a server that has stopped. */
function statusAt(host: string, port: number): Promise<number | string> {
  return new Promise((resolve) => {
    get({ host, port, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 'no status');
    }).on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}
