import { toNodeHandler } from 'scalekit-admin-portal/server';
import { createEndpoint } from '../../../shared/endpoint.mjs';
import { before, fromEnvironment } from '../../../shared/start.mjs';

const handler = toNodeHandler(createEndpoint((request) => request.user, fromEnvironment));
export default (request, response) =>
  new Promise((resolve) => {
    before(request, response, () => resolve(handler(request, response)));
  });
