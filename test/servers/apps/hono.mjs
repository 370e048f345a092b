import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createEndpoint } from './shared/endpoint.mjs';
import { COOKIE, fromEnvironment, PATH, port, SET_BEFORE } from './shared/start.mjs';

const endpoint = createEndpoint((context) => context.get('user'), fromEnvironment);
const application = new Hono();
application.use(async (context, next) => {
  context.set('user', 'ada');
  await next();
  for (const [name, value] of Object.entries(SET_BEFORE)) context.header(name, value, { append: true });
  context.header('Set-Cookie', COOKIE, { append: true });
});
application.all(PATH, (context) => endpoint(context.req.raw, context));
serve({ fetch: application.fetch, port });
