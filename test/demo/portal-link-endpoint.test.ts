/** The endpoint that mints links, with the real SDK against the simulator. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startTestDemo, type TestDemo } from './test-demo.ts';
import { Visitor } from './visitor.ts';

const ENDPOINT = '/api/portal-link';

describe('the endpoint', () => {
  let demo: TestDemo;
  let visitor: Visitor;
  before(async () => {
    demo = await startTestDemo();
  });
  beforeEach(async () => {
    demo.simulator.reset();
    visitor = await Visitor.signedIn(demo.url);
  });
  after(() => demo.close());

  const minted = (): number => demo.simulator.links.length;

  test('answers an administrator with a link and nothing else', async () => {
    const response = await visitor.get(ENDPOINT);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('Cache-Control'), 'no-store');
    const body = (await response.json()) as { location: string };
    assert.deepEqual(Object.keys(body), ['location']);
    assert.equal(new URL(body.location).origin, demo.simulator.url);
    assert.equal(minted(), 1);
    assert.equal(demo.simulator.links[0]?.organizationId, demo.simulator.organizationId);
  });

  test('answers POST with another link', async () => {
    const [first, second] = [await visitor.get(ENDPOINT), await visitor.postJson(ENDPOINT, {})];
    assert.equal(second.status, 200);
    assert.notDeepEqual(await second.json(), await first.json());
    assert.equal(minted(), 2);
  });

  test('takes the organization from the user, and ignores that of the browser', async () => {
    await visitor.get(`${ENDPOINT}?organizationId=org_1&organization_id=org_1`);
    await visitor.postJson(ENDPOINT, { organizationId: 'org_1' });
    assert.deepEqual(
      demo.simulator.links.map(({ organizationId }) => organizationId),
      [demo.simulator.organizationId, demo.simulator.organizationId],
    );
  });

  test('answers a stranger with 401, and signs nobody in', async () => {
    const stranger = new Visitor(demo.url);
    for (const response of [await stranger.get(ENDPOINT), await stranger.get(ENDPOINT)]) {
      assert.equal(response.status, 401);
      assert.deepEqual(response.headers.getSetCookie(), []);
      assert.equal(response.headers.get('Cache-Control'), 'no-store');
    }
    assert.equal(minted(), 0);
  });

  test('answers 401 after the sign-out, also with the cookie from before', async () => {
    const first = await visitor.get('/settings/security');
    assert.equal(first.status, 200);
    await visitor.postForm('/sign-out', {});
    assert.equal((await visitor.get(ENDPOINT)).status, 401);
    assert.equal(minted(), 0);
  });

  test('answers a member who is no administrator with 403', async () => {
    assert.equal((await (await Visitor.member(demo.url)).get(ENDPOINT)).status, 403);
    assert.equal(minted(), 0);
  });

  test('answers a request of another site with 403', async () => {
    assert.equal((await visitor.get(ENDPOINT, { headers: { 'Sec-Fetch-Site': 'cross-site' } })).status, 403);
    assert.equal(minted(), 0);
    assert.equal((await visitor.get(ENDPOINT, { headers: { 'Sec-Fetch-Site': 'same-origin' } })).status, 200);
  });

  for (const method of ['HEAD', 'PUT', 'DELETE']) {
    test(`answers ${method} with 405`, async () => {
      const response = await visitor.get(ENDPOINT, { method });
      assert.equal(response.status, 405);
      assert.equal(response.headers.get('Allow'), 'GET, POST');
      assert.equal(minted(), 0);
    });
  }
});
