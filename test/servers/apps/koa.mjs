import Koa from 'koa';
import { toNodeHandler } from 'scalekit-admin-portal/server';
import { createEndpoint } from './shared/endpoint.mjs';
import { COOKIE, fromEnvironment, PATH, port, SET_BEFORE } from './shared/start.mjs';

const endpoint = createEndpoint((context) => context.state.user, fromEnvironment);
const application = new Koa();
application.use((context, next) => {
  context.state.user = 'ada';
  context.set({ ...SET_BEFORE, 'Set-Cookie': COOKIE });
  return next();
});
application.use((context, next) => {
  if (context.path !== PATH) return next();
  return toNodeHandler((request) => endpoint(request, context))(context.req, context.res);
});
application.listen(port);
