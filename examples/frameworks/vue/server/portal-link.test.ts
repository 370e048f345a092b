import { startSimulator } from 'scalekit-admin-portal/simulator';
import supertest from 'supertest';
import { afterAll, expect, test } from 'vitest';
import { createApp } from './app.ts';

const simulator = await startSimulator();
Object.assign(process.env, simulator.environment, { SESSION_SECRET: 'of these tests' });
afterAll(() => simulator.close());

async function askAs(name: string) {
  const person = supertest.agent(createApp());
  await person.post('/sign-in').type('form').send({ username: name, password: name });
  const { body } = await person.get('/api/session');
  return person.post('/api/portal-link').set('X-CSRF-Token', String(body.csrfToken));
}

test('an administrator gets a link that opens the portal', async () => {
  const { status, body } = await askAs('ada');
  expect(status).toBe(200);
  expect((await fetch(body.location)).status).toBe(200);
});

test('nobody else gets one', async () => {
  expect((await askAs('mel')).status).toBe(403);
  expect((await askAs('a stranger')).status).toBe(401);
  expect(simulator.links).toHaveLength(1);
});
