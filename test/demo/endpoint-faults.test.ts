/** All faults of the endpoint in HTTP, and the number of links that each of them mints. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { ENDPOINT_FAULTS, SLOW_MS, type EndpointFault } from '../../demo/host/endpoint-faults.ts';
import { startTestDemo, type TestDemo } from './test-demo.ts';
import { Visitor } from './visitor.ts';

const ENDPOINT = '/api/portal-link';

describe('the fault of the endpoint', () => {
  let demo: TestDemo;
  let visitor: Visitor;
  const tested = new Set<EndpointFault>();

  before(async () => {
    demo = await startTestDemo();
    visitor = await Visitor.signedIn(demo.url);
  });
  beforeEach(() => visitor.postJson('/demo/reset', {}));
  after(() => demo.close());

  const minted = (): number => demo.simulator.links.length;

  const choose = async (fault: EndpointFault): Promise<void> => {
    tested.add(fault);
    const response = await visitor.postJson('/demo/endpoint-fault', { fault });
    assert.equal(response.status, 200);
  };
  const status = async (): Promise<number> => (await visitor.get(ENDPOINT)).status;

  const isLink = (value: unknown): boolean =>
    typeof value === 'string' && value.startsWith(`${demo.simulator.url}/magicLink/`);

  test('none', async () => {
    await choose('status-500');
    await choose('none');
    assert.equal(await status(), 200);
  });

  for (const code of [401, 403, 404, 429, 500] as const) {
    test(`status ${code} answers each request with ${code}`, async () => {
      await choose(`status-${code}`);
      for (let request = 1; request <= 3; request++) {
        const response = await visitor.get(ENDPOINT);
        assert.equal(response.status, code);
        assert.equal(response.headers.get('Retry-After'), code === 429 ? '2' : null);
      }
      assert.equal(minted(), 0);
    });
  }

  test('status-503-once answers only the next request with 503', async () => {
    await choose('status-503-once');
    assert.deepEqual([await status(), await status(), await status()], [503, 200, 200]);
    assert.equal(minted(), 2);
    await choose('status-503-once');
    assert.equal(await status(), 503);
  });

  test('slow delays the answer', async () => {
    await choose('slow');
    const start = performance.now();
    assert.equal(await status(), 200);
    assert.ok(performance.now() - start >= SLOW_MS - 50);
  });

  // `launch.test.ts` shows that "slower" answers in the end.
  for (const fault of ['slower', 'hang'] as const) {
    test(`${fault} sends no answer within 500 ms`, async () => {
      await choose(fault);
      await assert.rejects(visitor.get(ENDPOINT, { signal: AbortSignal.timeout(500) }), { name: 'TimeoutError' });
      assert.equal(minted(), 0);
    });
  }

  test('drop closes the connection', async () => {
    await choose('drop');
    await assert.rejects(visitor.get(ENDPOINT), TypeError);
    assert.equal(minted(), 0);
  });

  test('login-redirect leads to HTML with 200, also after a POST', async () => {
    await choose('login-redirect');
    for (const method of ['GET', 'POST']) {
      // After a 303, the login page gets a GET. Other codes would repeat the POST.
      assert.equal((await visitor.get(ENDPOINT, { method })).status, 303);
      const response = await visitor.get(ENDPOINT, { method, redirect: 'follow' });
      assert.equal(response.status, 200);
      assert.equal(response.redirected, true);
      assert.match(response.headers.get('Content-Type') ?? '', /^text\/html/);
    }
    assert.equal(minted(), 0);
  });

  test('broken-json answers with invalid JSON', async () => {
    await choose('broken-json');
    const response = await visitor.get(ENDPOINT);
    assert.equal(response.status, 200);
    assert.match(response.headers.get('Content-Type') ?? '', /^application\/json/);
    await assert.rejects(response.json(), SyntaxError);
  });

  test('no-link answers with JSON without a link', async () => {
    await choose('no-link');
    assert.deepEqual(await visitor.json(ENDPOINT), { status: 'ok' });
  });

  test('unsafe-link answers with a javascript: URL', async () => {
    await choose('unsafe-link');
    const { location } = (await visitor.json(ENDPOINT)) as { location: string };
    assert.equal(new URL(location).protocol, 'javascript:');
  });

  test('foreign-link answers with a link of another origin', async () => {
    await choose('foreign-link');
    const { location } = (await visitor.json(ENDPOINT)) as { location: string };
    assert.equal(new URL(location).protocol, 'https:');
    assert.notEqual(new URL(location).origin, demo.simulator.url);
    assert.equal(minted(), 0);
  });

  test('same-link answers each request with the same link', async () => {
    await choose('same-link');
    const first = await visitor.json(ENDPOINT);
    assert.ok(isLink(first.location));
    assert.deepEqual(await visitor.json(ENDPOINT), first);
    assert.equal(minted(), 1);
  });

  const shapes: [EndpointFault, string[], (body: any) => unknown][] = [
    ['shape-documented', ['id', 'location', 'expireTime'], (body) => body.location],
    ['shape-rest', ['link'], (body) => body.link.location],
    ['shape-portal-url', ['portalUrl'], (body) => body.portalUrl],
    ['shape-link-string', ['link'], (body) => body.link],
  ];
  for (const [fault, keys, linkOf] of shapes) {
    test(`${fault} answers with a link in ${keys.join(', ')}`, async () => {
      await choose(fault);
      const body = (await visitor.json(ENDPOINT)) as object;
      assert.deepEqual(Object.keys(body), keys);
      assert.ok(isLink(linkOf(body)), JSON.stringify(body));
      assert.equal(minted(), 1);
    });
  }

  test('shape-bare-string answers with a link as a JSON string', async () => {
    await choose('shape-bare-string');
    const response = await visitor.get(ENDPOINT);
    assert.match(response.headers.get('Content-Type') ?? '', /^application\/json/);
    assert.ok(isLink(await response.json()));
  });

  test('shape-bare-string does not change a refusal', async () => {
    await choose('shape-bare-string');
    const response = await new Visitor(demo.url).get(ENDPOINT);
    assert.equal(response.status, 401);
    assert.deepEqual(await response.json(), { error: 'Sign in first.' });
  });

  test('has a test here, for each fault of the controls', () => {
    assert.deepEqual([...tested].sort(), Object.keys(ENDPOINT_FAULTS).sort());
  });
});
