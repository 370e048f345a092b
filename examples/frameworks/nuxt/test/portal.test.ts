import { $fetch, setup, url } from '@nuxt/test-utils/e2e';
import { startSimulator } from 'scalekit-admin-portal/simulator';
import { afterAll, expect, test } from 'vitest';

const simulator = await startSimulator();
afterAll(() => simulator.close());
// Builds the application and starts it.
await setup({
  env: { ...simulator.environment, SESSION_SECRET: 'for tests, 32 characters or more' },
});

async function signIn(name: string): Promise<string> {
  const body = new URLSearchParams({ username: name, password: name });
  const answer = await fetch(url('/api/sign-in'), { method: 'POST', body, redirect: 'manual' });
  return answer.headers.getSetCookie().join('; ');
}

async function askForLink(cookie: string): Promise<Response> {
  const session = { headers: { cookie } };
  const { csrfToken = '' } = await $fetch<{ csrfToken?: string }>('/api/session', session);
  const headers = { cookie, 'X-CSRF-Token': csrfToken };
  return fetch(url('/api/portal-link'), { method: 'POST', headers });
}

test('an administrator has the portal in the page, and gets a link for it', async () => {
  const cookie = await signIn('ada');
  const page = await $fetch<string>('/settings', { headers: { cookie } });
  expect(page).toContain('<scalekit-admin-portal defer-hydration');
  const { location } = await (await askForLink(cookie)).json();
  expect((await fetch(location)).status).toBe(200);
});

test('nobody else gets a link', async () => {
  expect((await askForLink(await signIn('mel'))).status).toBe(403);
  expect((await askForLink('')).status).toBe(401);
  expect(simulator.links).toHaveLength(1);
});
