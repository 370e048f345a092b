import { createEndpoint } from './shared/endpoint.mjs';
import { addTo, fromEnvironment, PATH, port } from './shared/start.mjs';

// Bun hands over its server.
const endpoint = createEndpoint((server) => server?.requestIP && 'ada', fromEnvironment);
Bun.serve({
  port,
  idleTimeout: 30,
  routes: { [PATH]: async (request, server) => addTo(await endpoint(request, server)) },
  fetch: () => new Response(null, { status: 404 }),
});
