/**
 * The application for HTTP/1.1: the API for backends, the portal pages for people, and the control API for tests.
 */

import express from 'express';
import type { ErrorRequestHandler, Express, RequestHandler } from 'express';
import { apiRoutes } from './api-routes.ts';
import type { Environment } from './environment.ts';
import { portalRoutes } from './portal-routes.ts';
import type { Simulator } from './simulator-api.ts';
import { steeringRoutes } from './steering-routes.ts';

/** Express's own handler would send the stack to the client. */
const answerError: ErrorRequestHandler = (error: { status?: unknown }, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const status = typeof error.status === 'number' ? error.status : 500;
  if (status >= 500) console.error('The portal simulator failed:', error);
  response
    .status(status)
    .type('text/plain')
    .send(status >= 500 ? 'Internal error' : 'Bad request');
};

const LOOPBACK = /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/i;

/** A page whose host name resolves to this computer (DNS rebinding) must not read the secret. */
const refuseForeignHosts: RequestHandler = (request, response, next) => {
  if (LOOPBACK.test(request.get('host') ?? '')) next();
  else response.status(421).type('text/plain').send('The simulator only answers at localhost and 127.0.0.1.');
};

export function httpApplication(environment: Environment, simulator: Simulator): Express {
  const application = express();
  application.disable('x-powered-by');
  application.disable('etag');
  application.use((_request, response, next) => {
    response.set('X-Content-Type-Options', 'nosniff');
    next();
  });
  application.use(refuseForeignHosts);
  application.use('/simulator', steeringRoutes(simulator));
  application.use(apiRoutes(environment));
  application.use(portalRoutes(environment));
  application.use((_request, response) => {
    response.status(404).type('text/plain').send('Not found');
  });
  application.use(answerError);
  return application;
}
