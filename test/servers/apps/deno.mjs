import { createEndpoint } from './shared/endpoint.mjs';
import { addTo, PATH } from './shared/start.mjs';

// Deno hands over where the connection comes from.
const endpoint = createEndpoint(
  (info) => info?.remoteAddr && 'ada',
  () => ({ upstream: Deno.env.get('UPSTREAM') }),
);
Deno.serve({ port: Number(Deno.env.get('PORT')), onListen: () => undefined }, async (request, info) =>
  new URL(request.url).pathname === PATH ? addTo(await endpoint(request, info)) : new Response(null, { status: 404 }),
);
