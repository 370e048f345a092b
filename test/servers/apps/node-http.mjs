import { createServer } from 'node:http';
import { toNodeHandler } from 'scalekit-admin-portal/server';
import { createEndpoint } from './shared/endpoint.mjs';
import { before, fromEnvironment, port } from './shared/start.mjs';

const handler = toNodeHandler(createEndpoint((request) => request.user, fromEnvironment));
createServer((request, response) => before(request, response, () => handler(request, response))).listen(port);
