import { startSimulator } from 'scalekit-admin-portal/simulator';
import { createServer } from 'vite';
import { afterAll, expect, test } from 'vitest';

const simulator = await startSimulator();
const SESSION_SECRET = 'of these tests, 32 characters or more';
Object.assign(process.env, simulator.environment, { SESSION_SECRET, PORT: '4401' });
const server = await createServer();
await server.listen();
const [site = ''] = server.resolvedUrls?.local ?? [];
afterAll(() => Promise.all([server.close(), simulator.close()]));

/** Signs a user in. Returns the session cookie, and the CSRF token from the page's data. */
async function signIn(name: string): Promise<{ cookie: string; token: string }> {
  const body = new URLSearchParams({ username: name, password: name });
  const signedIn = await fetch(site, { method: 'POST', body, redirect: 'manual' });
  const cookie = signedIn.headers.getSetCookie().join('; ');
  const page = await (await fetch(`${site}settings`, { headers: { cookie } })).text();
  return { cookie, token: /csrfToken:"(.+?)"/.exec(page)?.[1] ?? '' };
}

function ask(cookie: string, token: string): Promise<Response> {
  const headers = { cookie, 'X-CSRF-Token': token };
  return fetch(`${site}api/portal-link`, { method: 'POST', headers });
}

test('an administrator gets a link that opens the portal', async () => {
  const { cookie, token } = await signIn('ada');
  const { location } = await (await ask(cookie, token)).json();
  expect((await fetch(location)).status).toBe(200);
  expect((await ask(cookie, 'another')).status).toBe(403);
});

test('nobody else gets one', async () => {
  const { cookie, token } = await signIn('mel');
  expect((await ask(cookie, token)).status).toBe(403);
  expect((await ask('', '')).status).toBe(401);
  expect(simulator.links).toHaveLength(1);
});
