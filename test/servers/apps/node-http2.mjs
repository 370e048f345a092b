import { createSecureServer, createServer } from 'node:http2';
import { toNodeHandler } from 'scalekit-admin-portal/server';
import { generate } from 'selfsigned';
import { createEndpoint } from './shared/endpoint.mjs';
import { before, fromEnvironment, port } from './shared/start.mjs';

const handler = toNodeHandler(createEndpoint((request) => request.user, fromEnvironment));
const listener = (request, response) => before(request, response, () => handler(request, response));

async function secureServer() {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
  return createSecureServer({ key, cert, allowHTTP1: true }, listener);
}
(process.env.TLS ? await secureServer() : createServer(listener)).listen(port);
