import { build, preview } from 'astro';
import { startSimulator } from 'scalekit-admin-portal/simulator';
import { afterAll, expect, test } from 'vitest';

const simulator = await startSimulator();
Object.assign(process.env, simulator.environment);
await build({});
const server = await preview({ server: { port: 4400 } });
const site = `http://localhost:${server.port}`;
afterAll(async () => {
  await server.stop();
  await simulator.close();
});

async function signIn(name: string): Promise<string> {
  const body = new URLSearchParams({ username: name, password: name });
  const headers = { origin: site };
  const answer = await fetch(site, { method: 'POST', body, headers, redirect: 'manual' });
  return answer.headers.getSetCookie().join('; ');
}

const pageFor = async (cookie: string): Promise<string> =>
  (await fetch(`${site}/settings`, { headers: { cookie } })).text();

async function askForLink(cookie: string, csrfToken: string): Promise<Response> {
  const headers = { origin: site, cookie, 'X-CSRF-Token': csrfToken };
  return fetch(`${site}/api/portal-link`, { method: 'POST', headers });
}

test('an administrator has the portal in the page, and gets a link for it', async () => {
  const cookie = await signIn('ada');
  const page = await pageFor(cookie);
  const [, token = ''] = /<scalekit-admin-portal .*data-token="(.+?)"/.exec(page) ?? [];
  const { location } = await (await askForLink(cookie, token)).json();
  expect((await fetch(location)).status).toBe(200);
  expect((await askForLink(cookie, 'another')).status).toBe(403);
});

test('nobody else gets a link', async () => {
  expect((await askForLink(await signIn('mel'), '')).status).toBe(403);
  expect((await askForLink('', '')).status).toBe(401);
  expect(simulator.links).toHaveLength(1);
});
