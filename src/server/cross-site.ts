/**
 * Detects requests that a browser sent for a page of another site. Such a page must not be able to mint links with the
 * browser of a signed-in administrator.
 */
import { parseUrl } from '../link-answer.js';

/**
 * The hosts that the request may have been sent to. A proxy names the original host in `X-Forwarded-Host`. A page of another
 * site cannot set this header: the browser would send a preflight request first.
 */
const hostsOf = (request: Request): string[] => {
  const named = ['host', 'x-forwarded-host'].flatMap((name) => request.headers.get(name)?.split(',') ?? []);
  return [...named.map((host) => host.trim()), parseUrl(request.url)?.host ?? ''];
};

const isOwnOrigin = (origin: string, request: Request): boolean => {
  const url = parseUrl(origin);
  if (url === null || !/^https?:$/.test(url.protocol)) return false;
  // A proxy may have terminated TLS, so only the host counts, with the default port of the page's scheme.
  return hostsOf(request).some((host) => parseUrl(`${url.protocol}//${host}`)?.host === url.host);
};

/** `Sec-Fetch-Site` decides. If it is missing (Safari before 16.4, plain HTTP), `Origin` decides. */
export const isCrossSite = (request: Request, allowSameSite: boolean): boolean => {
  const sites = (request.headers.get('Sec-Fetch-Site') ?? '').toLowerCase().split(/\s*,\s*/);
  if (sites.includes('cross-site')) return true;
  if (sites.includes('same-site')) return !allowSameSite;
  if (sites.includes('same-origin') || sites.includes('none')) return false;
  const origin = request.headers.get('Origin');
  return origin !== null && !isOwnOrigin(origin, request);
};
