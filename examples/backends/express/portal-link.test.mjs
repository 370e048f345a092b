/** Tests the endpoint as a browser reaches it: the server in its own process, the real SDK, the simulator. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, beforeEach, test } from 'node:test';
import { startSimulator } from 'scalekit-admin-portal/simulator';

let simulator, server, site;

before(async () => {
  simulator = await startSimulator();
  const env = { ...process.env, ...simulator.environment, PORT: '0' };
  const stdio = ['ignore', 'pipe', 'inherit'];
  server = spawn(process.execPath, ['server.mjs'], { cwd: import.meta.dirname, env, stdio });
  const [address] = await once(server.stdout, 'data');
  site = new URL(String(address)).origin;
});
beforeEach(() => simulator.reset());
after(async () => {
  server.kill();
  await simulator.close();
});

/** Sends the form. Returns the session's cookie, and the CSRF token of the settings page. */
async function signIn(name) {
  const form = await fetch(`${site}/login`);
  const [, csrfToken] = /name="csrfToken" value="(.+?)"/.exec(await form.text());
  const answer = await fetch(`${site}/login`, {
    method: 'POST',
    body: new URLSearchParams({ csrfToken, username: name, password: name }),
    headers: { cookie: cookieOf(form) },
    redirect: 'manual',
  });
  const cookie = cookieOf(answer);
  const page = await (await fetch(`${site}/settings`, { headers: { cookie } })).text();
  return { cookie, token: /csrf-token="(.+?)"/.exec(page)?.[1] ?? '' };
}

const cookieOf = (answer) => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';

const requestLink = ({ cookie, token }) =>
  fetch(`${site}/api/portal-link`, { method: 'POST', headers: { cookie, 'X-CSRF-Token': token } });

test('an administrator gets a link of their own organization', async () => {
  const { location } = await (await requestLink(await signIn('ada'))).json();
  assert.equal((await fetch(location)).status, 200);
  assert.deepEqual(
    simulator.links.map(({ organizationId }) => organizationId),
    [simulator.organizationId],
  );
});

test('nobody else gets one', async () => {
  assert.equal((await requestLink(await signIn('mel'))).status, 403);
  assert.equal((await requestLink({ ...(await signIn('ada')), token: 'another' })).status, 403);
  assert.equal((await requestLink({ cookie: '', token: '' })).status, 401);
  assert.equal(simulator.links.length, 0);
});
