import { startSimulator } from 'scalekit-admin-portal/simulator';
import supertest from 'supertest';
import { afterAll, expect, test } from 'vitest';
import { createApp } from '../server/app.ts';
import { render } from '../src/entry-server.tsx';

const simulator = await startSimulator();
Object.assign(process.env, simulator.environment, { SESSION_SECRET: 'of these tests' });
afterAll(() => simulator.close());

/** The page as this person sees it, and the answer to a request with the token of the person's session. */
async function visit(name: string) {
  let csrfToken = '';
  const app = createApp(async (path, session) => {
    csrfToken = session?.csrfToken ?? '';
    return render(path, session);
  });
  const person = supertest.agent(app);
  await person.post('/sign-in').type('form').send({ username: name, password: name });
  const page = await person.get('/settings');
  const answer = await person.post('/api/portal-link').set('X-CSRF-Token', csrfToken);
  return { page, answer };
}

test('an administrator has the portal in the page, and gets a link for it', async () => {
  const { page, answer } = await visit('ada');
  expect(page.text).toMatch(/<scalekit-admin-portal [^>]*defer-hydration/);
  expect(answer.status).toBe(200);
  expect((await fetch(answer.body.location)).status).toBe(200);
});

test('nobody else gets one', async () => {
  const { page, answer } = await visit('mel');
  expect(page.text).not.toContain('<scalekit-admin-portal');
  expect(answer.status).toBe(403);
  expect((await visit('a stranger')).answer.status).toBe(401);
  expect(simulator.links).toHaveLength(1);
});
