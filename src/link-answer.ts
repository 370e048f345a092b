/**
 * The shapes of an answer that holds a link, and which URLs are safe to show. The element and the server entry share this
 * file, so it uses neither browser nor Node APIs.
 */

/** Every answer that the element understands. `docs/backends/README.md` lists which backend gives which. */
export type PortalLinkAnswer =
  | string
  | URL
  | { location: string | URL }
  | { link: string | URL | { location: string | URL } }
  | { portalUrl: string | URL }
  | { portalLink: string | URL }
  | { url: string | URL };

/** The keys that may hold the link. */
const KEYS = ['location', 'link', 'portalUrl', 'portalLink', 'url'] as const;

/** Reads an own property. Properties of `Object.prototype` never count as part of an answer or a message. */
export const ownProperty = (value: unknown, key: string): unknown => {
  const object = Object(value) as Record<string, unknown>;
  return Object.prototype.hasOwnProperty.call(object, key) ? object[key] : undefined;
};

/** Also true for a `URL` of another window. */
const isUrl = (value: unknown): value is URL => Object.prototype.toString.call(value) === '[object URL]';

/** The link in an answer, as a string. An answer may hold it up to two levels deep. */
export const linkIn = (answer: unknown, depth = 2): string | null => {
  if (typeof answer === 'string') return answer;
  if (isUrl(answer)) return answer.href;
  const [link] = KEYS.map((key) => ownProperty(answer, key)).filter((value) => value != null);
  return depth ? linkIn(link, depth - 1) : null;
};

/** The URL, or null if the text is not an absolute URL. */
export const parseUrl = (text: string): URL | null => {
  try {
    return new URL(text);
  } catch {
    return null;
  }
};

/** The part that identifies a link. The fragment is not sent to the portal, so it makes no difference. */
export const withoutFragment = (link: string): string => link.replace(/#.*$/s, '');

/** A URL may have `;` and `*` in its host, but they have a meaning in a frame's `allow`. No registered name contains them. */
const HOST = /^[\w.-]+$|^\[[\da-f:.]+\]$/;
const LOOPBACK = /^((.+\.)?localhost|127(\.\d+){3}|\[::1\])$/;

/** Whether the host can be written into policies and attributes without escaping. */
export const hasPlainHost = ({ hostname }: URL): boolean => HOST.test(hostname);

/** Whether nobody on the network can read or change the page behind this URL: https:, or http: to a loopback host. */
export const isSecure = (url: URL | null): url is URL =>
  url !== null &&
  hasPlainHost(url) &&
  (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname)));
