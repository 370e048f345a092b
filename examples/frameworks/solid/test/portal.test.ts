import { startSimulator } from 'scalekit-admin-portal/simulator';
import { createServer } from 'vite';
import { afterAll, expect, test } from 'vitest';

const simulator = await startSimulator();
const SESSION_SECRET = 'of these tests, 32 characters or more';
Object.assign(process.env, simulator.environment, { SESSION_SECRET, PORT: '4402' });
const server = await createServer();
await server.listen();
const [site = ''] = server.resolvedUrls?.local ?? [];
afterAll(() => Promise.all([server.close(), simulator.close()]));

/** Sends the form, and gives the session's cookie. */
async function signIn(name: string): Promise<string> {
  const form = await (await fetch(site)).text();
  const action = /action="(.+?)"/.exec(form)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const body = new URLSearchParams({ username: name, password: name });
  const answer = await fetch(new URL(action, site), { method: 'POST', body, redirect: 'manual' });
  return answer.headers.getSetCookie().join('; ');
}

/** The settings page, and the answer to a request with the token in it. */
async function visit(cookie: string) {
  const page = await (await fetch(`${site}settings`, { headers: { cookie } })).text();
  const token = /csrfToken:"(.+?)"/.exec(page)?.[1] ?? '';
  const headers = { cookie, 'X-CSRF-Token': token };
  const answer = await fetch(`${site}api/portal-link`, { method: 'POST', headers });
  return { page, answer };
}

test('an administrator has the portal in the page, and gets a link for it', async () => {
  const { page, answer } = await visit(await signIn('ada'));
  expect(page).toMatch(/<scalekit-admin-portal [^>]*defer-hydration/);
  const { location } = await answer.json();
  expect((await fetch(location)).status).toBe(200);
});

test('nobody else gets one', async () => {
  const { page, answer } = await visit(await signIn('mel'));
  expect(page).not.toContain('<scalekit-admin-portal');
  expect(answer.status).toBe(403);
  expect((await visit('')).answer.status).toBe(401);
  expect(simulator.links).toHaveLength(1);
});
