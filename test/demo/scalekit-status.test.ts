/**
 * What the product asks its own server when somebody comes back from Scalekit's portal in a tab: with the real SDK
 * against the simulator.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDemo } from '../../demo/host/start-demo.ts';
import { Visitor } from './visitor.ts';

const STATUS = '/api/sign-on-status';

test('the status is what is set up by now', async () => {
  await using demo = await startDemo({ hostPort: 0, simulatorPort: 0, environment: {} });
  const simulator = demo.simulator!;
  const visitor = await Visitor.signedIn(demo.url);
  const status = async () => (await visitor.get(STATUS)).json();
  assert.deepEqual(await status(), { sso: false, directory: false });
  simulator.configure({ sso: true });
  assert.deepEqual(await status(), { sso: true, directory: false });
  simulator.configure({ sso: false, directory: true });
  assert.deepEqual(await status(), { sso: false, directory: true });
  assert.equal(simulator.links.length, 0, 'to ask mints nothing');
});

test('the status is never cached, and for administrators alone', async () => {
  await using demo = await startDemo({ hostPort: 0, simulatorPort: 0, environment: {} });
  const visitor = await Visitor.signedIn(demo.url);
  assert.equal((await visitor.get(STATUS)).headers.get('Cache-Control'), 'no-store');
  assert.equal((await new Visitor(demo.url).get(STATUS)).status, 401);
  await visitor.postForm('/sign-in', { person: 'jonas' });
  assert.equal((await visitor.get(STATUS)).status, 403);
});

test('the status is 502 while Scalekit cannot be asked, and says nothing of why', async (context) => {
  context.mock.method(console, 'error', () => undefined);
  await using demo = await startDemo({ hostPort: 0, simulatorPort: 0, environment: {} });
  const visitor = await Visitor.signedIn(demo.url);
  await demo.simulator!.close();
  const response = await visitor.get(STATUS);
  assert.equal(response.status, 502);
  assert.deepEqual(await response.json(), { error: 'The status request failed.' });
});
