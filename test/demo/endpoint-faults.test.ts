/**
 * Every fault of the endpoint, as it comes over the wire, and how many links each of them costs.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { ENDPOINT_FAULTS, SLOW_MS, type EndpointFault } from '../../demo/host/endpoint-faults.ts';
import { startDemo, type Demo } from '../../demo/host/start-demo.ts';
import { Visitor } from './visitor.ts';

const ENDPOINT = '/api/portal-link';

describe('faults of the endpoint', () => {
  let demo: Demo;
  let visitor: Visitor;
  const tested = new Set<EndpointFault>();

  before(async () => {
    demo = await startDemo({ hostPort: 0, simulatorPort: 0, environment: {} });
    visitor = await Visitor.signedIn(demo.url);
  });
  beforeEach(() => visitor.postJson('/demo/reset', {}));
  after(() => demo.close());

  const minted = (): number => demo.simulator?.links.length ?? NaN;

  const choose = async (fault: EndpointFault): Promise<void> => {
    tested.add(fault);
    const response = await visitor.postJson('/demo/endpoint-fault', { fault });
    assert.equal(response.status, 200);
  };

  const isLink = (value: unknown): boolean =>
    typeof value === 'string' && value.startsWith(`${demo.simulator?.url}/magicLink/`);

  test('none', async () => {
    await choose('status-500');
    await choose('none');
    assert.equal((await visitor.get(ENDPOINT)).status, 200);
  });

  for (const status of [401, 403, 404, 429, 500] as const) {
    test(`status ${status}, always`, async () => {
      await choose(`status-${status}`);
      for (let request = 1; request <= 3; request++) {
        const response = await visitor.get(ENDPOINT);
        assert.equal(response.status, status);
        assert.equal(response.headers.get('Retry-After'), status === 429 ? '2' : null);
      }
      assert.equal(minted(), 0);
    });
  }

  test('503 once', async () => {
    await choose('status-503-once');
    assert.equal((await visitor.get(ENDPOINT)).status, 503);
    assert.equal((await visitor.get(ENDPOINT)).status, 200);
    assert.equal((await visitor.get(ENDPOINT)).status, 200);
    assert.equal(minted(), 2);
    await choose('status-503-once');
    assert.equal((await visitor.get(ENDPOINT)).status, 503);
  });

  test('slow', async () => {
    await choose('slow');
    const start = performance.now();
    assert.equal((await visitor.get(ENDPOINT)).status, 200);
    assert.ok(performance.now() - start >= SLOW_MS - 50);
  });

  // That it answers in the end is seen in `launch.test.ts`.
  test('slower', async () => {
    await choose('slower');
    await assert.rejects(visitor.get(ENDPOINT, { signal: AbortSignal.timeout(500) }), { name: 'TimeoutError' });
    assert.equal(minted(), 0);
  });

  test('hang', async () => {
    await choose('hang');
    await assert.rejects(visitor.get(ENDPOINT, { signal: AbortSignal.timeout(500) }), { name: 'TimeoutError' });
    assert.equal(minted(), 0);
  });

  test('drop', async () => {
    await choose('drop');
    await assert.rejects(visitor.get(ENDPOINT), TypeError);
    assert.equal(minted(), 0);
  });

  test('login-redirect ends at 200 and HTML, also after a POST', async () => {
    await choose('login-redirect');
    for (const method of ['GET', 'POST']) {
      // 303 makes a GET of a POST; the others would post to the login page.
      assert.equal((await visitor.get(ENDPOINT, { method })).status, 303);
      const response = await visitor.get(ENDPOINT, { method, redirect: 'follow' });
      assert.equal(response.status, 200);
      assert.equal(response.redirected, true);
      assert.match(response.headers.get('Content-Type') ?? '', /^text\/html/);
    }
    assert.equal(minted(), 0);
  });

  test('broken-json', async () => {
    await choose('broken-json');
    const response = await visitor.get(ENDPOINT);
    assert.equal(response.status, 200);
    assert.match(response.headers.get('Content-Type') ?? '', /^application\/json/);
    await assert.rejects(response.json(), SyntaxError);
  });

  test('no-link', async () => {
    await choose('no-link');
    assert.deepEqual(await (await visitor.get(ENDPOINT)).json(), { status: 'ok' });
  });

  test('unsafe-link', async () => {
    await choose('unsafe-link');
    const { location } = (await (await visitor.get(ENDPOINT)).json()) as { location: string };
    assert.equal(new URL(location).protocol, 'javascript:');
  });

  test('foreign-link', async () => {
    await choose('foreign-link');
    const { location } = (await (await visitor.get(ENDPOINT)).json()) as { location: string };
    assert.equal(new URL(location).protocol, 'https:');
    assert.notEqual(new URL(location).origin, demo.simulator?.url);
    assert.equal(minted(), 0);
  });

  test('same-link', async () => {
    await choose('same-link');
    const first = await (await visitor.get(ENDPOINT)).json();
    assert.ok(isLink(first.location));
    assert.deepEqual(await (await visitor.get(ENDPOINT)).json(), first);
    assert.equal(minted(), 1);
  });

  const shapes: [EndpointFault, string[], (body: any) => unknown][] = [
    ['shape-documented', ['id', 'location', 'expireTime'], (body) => body.location],
    ['shape-rest', ['link'], (body) => body.link.location],
    ['shape-portal-url', ['portalUrl'], (body) => body.portalUrl],
    ['shape-link-string', ['link'], (body) => body.link],
  ];
  for (const [fault, keys, linkOf] of shapes) {
    test(fault, async () => {
      await choose(fault);
      const body = (await (await visitor.get(ENDPOINT)).json()) as object;
      assert.deepEqual(Object.keys(body), keys);
      assert.ok(isLink(linkOf(body)), JSON.stringify(body));
      assert.equal(minted(), 1);
    });
  }

  test('shape-bare-string', async () => {
    await choose('shape-bare-string');
    const response = await visitor.get(ENDPOINT);
    assert.match(response.headers.get('Content-Type') ?? '', /^application\/json/);
    assert.ok(isLink(await response.json()));
  });

  test('a shape leaves a refusal as it is', async () => {
    await choose('shape-bare-string');
    const stranger = new Visitor(demo.url);
    const response = await stranger.get(ENDPOINT);
    assert.equal(response.status, 401);
    assert.deepEqual(await response.json(), { error: 'Sign in first.' });
  });

  test('every fault that the controls offer has been tested here', () => {
    assert.deepEqual([...tested].sort(), Object.keys(ENDPOINT_FAULTS).sort());
  });
});
