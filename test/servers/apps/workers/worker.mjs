import { createEndpoint } from '../shared/endpoint.mjs';
import { addTo, PATH } from '../shared/start.mjs';

let upstream;
// Workers hand over what they are configured with.
const endpoint = createEndpoint(
  (env) => env.USER,
  () => ({ upstream }),
);

export default {
  async fetch(request, env, context) {
    upstream = env.UPSTREAM;
    if (new URL(request.url).pathname !== PATH) return new Response(null, { status: 404 });
    const answered = endpoint(request, env, context);
    // Or the mint would not live to hear that the client has left.
    context.waitUntil(answered.then(() => new Promise((resolve) => setTimeout(resolve, 100))));
    return addTo(await answered);
  },
};
