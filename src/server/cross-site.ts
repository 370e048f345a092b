/**
 * Tells whether a browser sent a request for a page of another site. Such a page must not make the browser of a signed-in
 * administrator mint links.
 */
import { parseUrl } from '../link-answer.js';

/**
 * The hosts that the request may have been sent to. A proxy names the first one in `X-Forwarded-Host`, and no page of
 * another site can: a browser asks the server (a preflight) before it sends a header of that name.
 */
const hostsOf = (request: Request): string[] => {
  const named = ['host', 'x-forwarded-host'].flatMap((name) => request.headers.get(name)?.split(',') ?? []);
  return [...named.map((host) => host.trim()), parseUrl(request.url)?.host ?? ''];
};

const isOwnOrigin = (origin: string, request: Request): boolean => {
  const url = parseUrl(origin);
  if (url === null || !/^https?:$/.test(url.protocol)) return false;
  // A proxy may have ended TLS: the host decides, and the default port is that of the page.
  return hostsOf(request).some((host) => parseUrl(`${url.protocol}//${host}`)?.host === url.host);
};

/** `Sec-Fetch-Site` decides; where it is missing (Safari before 16.4, plain HTTP), the `Origin` does. */
export const isCrossSite = (request: Request, allowSameSite: boolean): boolean => {
  const sites = (request.headers.get('Sec-Fetch-Site') ?? '').toLowerCase().split(/\s*,\s*/);
  if (sites.includes('cross-site')) return true;
  if (sites.includes('same-site')) return !allowSameSite;
  if (sites.includes('same-origin') || sites.includes('none')) return false;
  const origin = request.headers.get('Origin');
  return origin !== null && !isOwnOrigin(origin, request);
};
