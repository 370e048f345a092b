/**
 * What an answer with a link in it looks like, and which URLs are safe to show. The element and the server entry share
 * it, so it knows neither a browser nor Node.
 */

/** Every answer that is understood; see the README for which backend gives which. */
export type PortalLinkAnswer =
  | string
  | URL
  | { location: string | URL }
  | { link: string | URL | { location: string | URL } }
  | { portalUrl: string | URL };

/** The string in an answer: an object may hold another one a level deeper, and a URL holds its `href`. */
export const linkIn = (answer: unknown, depth = 2): string | null => {
  if (typeof answer === 'string') return answer;
  const { location, link, portalUrl, href } = Object(answer) as Record<string, unknown>;
  return depth ? linkIn(location ?? link ?? portalUrl ?? href, depth - 1) : null;
};

/** The URL, or null for what is no absolute one. */
export const parseUrl = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null);

const LOOPBACK = /^((.+\.)?localhost|127(\.\d+){3}|\[::1\])$/;

/** Whether nobody on the way can read or change what this URL leads to: https:, or plain http: to this computer. */
export const isSecure = (url: URL | null): url is URL =>
  url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname));
