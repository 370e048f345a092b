/** A small simulation of WorkOS: its API and its Admin Portal. Both are on one origin; WorkOS uses two. */
import express, { type ErrorRequestHandler, type Express } from 'express';
import { apiRoutes } from './api.ts';
import type { WorkOsEnvironment } from './environment.ts';
import { portalRoutes } from './portal.ts';

export function workOsApp(environment: WorkOsEnvironment): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use('/assets', express.static(`${import.meta.dirname}/public`));
  app.use(portalRoutes(environment));
  app.use(apiRoutes(environment));
  app.use(failure);
  return app;
}

/**
 * Express recognizes an error handler by its four parameters. The default one writes the error to the console and, as HTML, to
 * the client. Code and message of a 400 are those of the OpenAPI document.
 */
const failure: ErrorRequestHandler = (error: { status?: number; message?: string }, _request, response, next) => {
  if (response.headersSent) return next(error);
  const status = error.status ?? 500;
  if (status >= 500) console.error(`The simulated WorkOS failed. ${error.message}`);
  response.status(status).json({ message: 'Request could not be processed.', code: 'bad_request' });
};
