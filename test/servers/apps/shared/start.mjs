/** What the servers have in common. */

/** The path of the endpoint, in every server. */
export const PATH = '/api/portal-link';

export const fromEnvironment = () => ({ upstream: process.env.UPSTREAM });

export const port = Number(globalThis.process?.env.PORT ?? 0);

/** What an application, or a middleware of it, sets on the response. */
export const SET_BEFORE = {
  'X-Request-Id': 'of-the-application',
  Vary: 'Accept-Encoding',
  'Access-Control-Expose-Headers': 'X-Request-Id',
};
export const COOKIE = 'application=1; Path=/';

/** Before the handler, in everything that has Express's kind of middleware. */
export function before(request, response, next) {
  request.user = 'ada';
  for (const [name, value] of Object.entries(SET_BEFORE)) response.setHeader(name, value);
  response.setHeader('Set-Cookie', [COOKIE]);
  next();
}

/** After the handler, where what it answers is the application's to change. */
export function addTo(response) {
  for (const [name, value] of Object.entries(SET_BEFORE)) response.headers.append(name, value);
  response.headers.append('Set-Cookie', COOKIE);
  return response;
}
