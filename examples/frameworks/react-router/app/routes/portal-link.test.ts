import { startSimulator } from 'scalekit-admin-portal/simulator';
import { afterAll, expect, test } from 'vitest';
import { readSession, signIn } from '../session.server';
import { action } from './portal-link';

const simulator = await startSimulator();
Object.assign(process.env, simulator.environment, {
  SESSION_SECRET: 'a secret of the tests alone',
});
afterAll(() => simulator.close());

async function ask(user: string) {
  const { headers } = await signIn(user, user);
  const cookie = headers.get('Set-Cookie') ?? '';
  const request = new Request('http://localhost', { method: 'POST', headers: { cookie } });
  request.headers.set('X-CSRF-Token', (await readSession(request))?.csrfToken ?? '');
  return action({ request });
}

test('an administrator gets a link of their own organization', async () => {
  const { location } = await (await ask('ada')).json();
  expect((await fetch(location)).status).toBe(200);
  expect(simulator.links[0]?.organizationId).toBe(simulator.organizationId);
});
test('nobody else gets one', async () => {
  expect((await ask('mel')).status).toBe(403);
  expect((await ask('a stranger')).status).toBe(401);
});
