import { fastify } from 'fastify';
import { toNodeHandler } from 'scalekit-admin-portal/server';
import { createEndpoint } from './shared/endpoint.mjs';
import { COOKIE, fromEnvironment, PATH, port, SET_BEFORE } from './shared/start.mjs';

const application = fastify();
application.addHook('onRequest', async (request, reply) => {
  request.user = 'ada';
  reply.headers({ ...SET_BEFORE, 'Set-Cookie': COOKIE });
});
application.all(PATH, toNodeHandler(createEndpoint((request) => request.user, fromEnvironment)));
await application.listen({ port });
