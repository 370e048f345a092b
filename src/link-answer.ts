/**
 * What an answer with a link in it looks like, and which URLs are safe to show. The element and the server entry share
 * it, so it knows neither a browser nor Node.
 */

/** Every answer that is understood; see `docs/backends/README.md` for which backend gives which. */
export type PortalLinkAnswer =
  | string
  | URL
  | { location: string | URL }
  | { link: string | URL | { location: string | URL } }
  | { portalUrl: string | URL }
  | { portalLink: string | URL }
  | { url: string | URL };

/** Where an answer may have its link. */
const KEYS = ['location', 'link', 'portalUrl', 'portalLink', 'url'] as const;

/** An own property: an answer or a message cannot borrow from `Object.prototype`. */
export const ownProperty = (value: unknown, key: string): unknown => {
  const object = Object(value) as Record<string, unknown>;
  return Object.prototype.hasOwnProperty.call(object, key) ? object[key] : undefined;
};

/** A `URL`, also of another window. */
const isUrl = (value: unknown): value is URL => Object.prototype.toString.call(value) === '[object URL]';

/** The string in an answer. An object may hold another one a level deeper. What is on `Object.prototype` is no part of it. */
export const linkIn = (answer: unknown, depth = 2): string | null => {
  if (typeof answer === 'string') return answer;
  if (isUrl(answer)) return answer.href;
  const [link] = KEYS.map((key) => ownProperty(answer, key)).filter((value) => value != null);
  return depth ? linkIn(link, depth - 1) : null;
};

/** The URL, or null for what is no absolute one. */
export const parseUrl = (text: string): URL | null => {
  try {
    return new URL(text);
  } catch {
    return null;
  }
};

/** What makes two links the same one: a fragment is not sent to the portal. */
export const withoutFragment = (link: string): string => link.replace(/#.*$/s, '');

/** A URL may have `;` and `*` in its host, which say something else in a frame's `allow`. No registered name has them. */
const HOST = /^[\w.-]+$|^\[[\da-f:.]+\]$/;
const LOOPBACK = /^((.+\.)?localhost|127(\.\d+){3}|\[::1\])$/;

/** Whether the host is one that can be named in policies and attributes as it is. */
export const hasPlainHost = ({ hostname }: URL): boolean => HOST.test(hostname);

/** Whether nobody on the way can read or change what this URL leads to: https:, or plain http: to this computer. */
export const isSecure = (url: URL | null): url is URL =>
  url !== null &&
  hasPlainHost(url) &&
  (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname)));
