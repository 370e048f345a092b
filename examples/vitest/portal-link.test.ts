/** Tests the product's endpoint end to end without Scalekit: the product's server, the real SDK, the simulator. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSimulator, type Simulator } from 'scalekit-admin-portal/simulator';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createProduct } from '../product/product.ts';

let simulator: Simulator;
let server: Server;

beforeAll(async () => {
  simulator = await startSimulator();
  server = createProduct({ ...simulator.environment }).listen(0);
  await once(server, 'listening');
});
beforeEach(() => simulator.reset());
afterAll(async () => {
  server.close();
  await simulator.close();
});

function askAs(user: string): Promise<Response> {
  const { port } = server.address() as AddressInfo;
  return fetch(`http://localhost:${port}/api/portal-link`, { headers: { cookie: `user=${user}` } });
}

async function linkFor(user: string): Promise<string> {
  const { location } = (await (await askAs(user)).json()) as { location: string };
  return location;
}

test('an administrator gets a link of their own organization, each time a new one', async () => {
  const links = [await linkFor('ada'), await linkFor('ada')];
  expect(new Set(links).size).toBe(2);
  expect(simulator.links).toMatchObject([
    { organizationId: simulator.organizationId, openedAt: null },
    { organizationId: simulator.organizationId, openedAt: null },
  ]);
});

test('nobody else gets one', async () => {
  expect((await askAs('ben')).status).toBe(403);
  expect((await askAs('')).status).toBe(401);
  expect(simulator.links).toHaveLength(0);
});

test('the link opens the portal once', async () => {
  const link = await linkFor('ada');
  expect((await fetch(link)).status).toBe(200);
  expect(simulator.links[0]?.openedAt).toBeInstanceOf(Date);
  expect((await fetch(link)).status).toBe(410);
});

test('a session may end after a second instead of six hours', async () => {
  simulator.behave({ sessionSeconds: 1 });
  const portal = await fetch(await linkFor('ada'));
  expect(portal.status).toBe(200);
  const session = { headers: { cookie: portal.headers.getSetCookie().join('; ') } };
  await vi.waitFor(async () => expect((await fetch(portal.url, session)).status).toBe(403), 5000);
});

test('when Scalekit fails, the answer says nothing of why', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  simulator.failNextLink();
  const answer = await askAs('ada');
  expect(answer.status).toBe(502);
  expect(await answer.json()).toEqual({ error: 'portal_link_failed' });
  expect(log).toHaveBeenCalledOnce();
  expect((await askAs('ada')).status).toBe(200);
});
