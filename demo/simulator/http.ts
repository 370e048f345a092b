/**
 * Everything that is served over HTTP/1.1, put together: the API for backends, the portal for people, and the steering
 * for tests.
 */

import express from 'express';
import type { ErrorRequestHandler, Express } from 'express';
import { apiRoutes } from './api-routes.ts';
import type { Environment } from './environment.ts';
import { portalRoutes } from './portal-routes.ts';
import type { Simulator } from './simulator-api.ts';
import { steeringRoutes } from './steering-routes.ts';

/** Express's own handler would show the stack to whoever asked. */
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

export function httpApplication(environment: Environment, simulator: Simulator): Express {
  const application = express();
  application.disable('x-powered-by');
  application.disable('etag');
  application.use((_request, response, next) => {
    response.set('X-Content-Type-Options', 'nosniff');
    next();
  });
  application.use('/simulator', steeringRoutes(simulator));
  application.use(apiRoutes(environment));
  application.use(portalRoutes(environment));
  application.use((_request, response) => {
    response.status(404).type('text/plain').send('Not found');
  });
  application.use(answerError);
  return application;
}
