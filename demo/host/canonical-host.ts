/**
 * Serves the demo under one name, `localhost`: the portal knows the host page by its whole origin, and a page of another
 * site that has its own name resolve to this machine gets nothing.
 */
import type { Request, RequestHandler } from 'express';

export function originOf(request: Request): string {
  return `http://localhost:${request.socket.localPort}`;
}

export const canonicalHost: RequestHandler = (request, response, next) => {
  const origin = originOf(request);
  if (`http://${request.headers.host}` === origin) next();
  else if (request.method === 'GET' || request.method === 'HEAD') response.redirect(origin);
  else response.status(421).type('text').send(`This demo answers at ${origin} alone.`);
};
