/** The status that the product requests from its server when a person comes back from a portal in a tab. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestDemo } from './test-demo.ts';
import { Visitor } from './visitor.ts';

const STATUS = '/api/sign-on-status';

test('the status is the current configuration', async () => {
  await using demo = await startTestDemo();
  const { simulator } = demo;
  const visitor = await Visitor.signedIn(demo.url);
  assert.deepEqual(await visitor.json(STATUS), { sso: false, directory: false });
  simulator.configure({ sso: true });
  assert.deepEqual(await visitor.json(STATUS), { sso: true, directory: false });
  simulator.configure({ sso: false, directory: true });
  assert.deepEqual(await visitor.json(STATUS), { sso: false, directory: true });
  assert.equal(simulator.links.length, 0, 'the request has minted a link');
});

test('the status is never cached, and only for administrators', async () => {
  await using demo = await startTestDemo();
  const response = await (await Visitor.signedIn(demo.url)).get(STATUS);
  assert.equal(response.headers.get('Cache-Control'), 'no-store');
  assert.equal((await new Visitor(demo.url).get(STATUS)).status, 401);
  assert.equal((await (await Visitor.member(demo.url)).get(STATUS)).status, 403);
});

test('the status is 502 without a reason while Scalekit is down', async (context) => {
  context.mock.method(console, 'error', () => undefined);
  await using demo = await startTestDemo();
  const visitor = await Visitor.signedIn(demo.url);
  await demo.simulator.close();
  const response = await visitor.get(STATUS);
  assert.equal(response.status, 502);
  assert.deepEqual(await response.json(), { error: 'The status request failed.' });
});
