/**
 * Serves the demo under one name, `localhost`: the portal identifies the host page by its full origin. It also stops pages of
 * other sites whose host name resolves to this machine (DNS rebinding).
 */
import type { Request, RequestHandler } from 'express';

export function originOf(request: Request): string {
  return `http://localhost:${request.socket.localPort}`;
}

export const canonicalHost: RequestHandler = (request, response, next) => {
  const origin = originOf(request);
  if (`http://${request.headers.host}` === origin) next();
  else if (request.method === 'GET' || request.method === 'HEAD') response.redirect(origin);
  else response.status(421).type('text').send(`This demo only answers at ${origin}.`);
};
