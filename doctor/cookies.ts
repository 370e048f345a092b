/** The portal's cookies, and whether browsers keep them in a frame on a page of another site. */
import { parseSetCookie, type Cookie } from 'set-cookie-parser';
import { isSameSite } from './sites.ts';

export interface SetCookie extends Cookie {
  /** The URL whose response set it. */
  readonly from: URL;
}

export const readCookies = (lines: readonly string[], from: URL): SetCookie[] =>
  parseSetCookie([...lines], { decodeValues: false }).map((cookie) => ({ ...cookie, from }));

/** The Cookie header that a browser would send to this URL. A later cookie of the same name and path replaces an earlier one. */
export function cookieHeader(cookies: readonly SetCookie[], url: URL): string | null {
  const kept = new Map<string, SetCookie>();
  for (const cookie of cookies) {
    const path = cookie.path ?? '/';
    const domain = cookie.domain?.replace(/^\./, '').toLowerCase();
    const isForHost =
      domain === undefined
        ? url.hostname === cookie.from.hostname
        : url.hostname === domain || url.hostname.endsWith(`.${domain}`);
    const isForPath = url.pathname === path || url.pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
    if (isForHost && isForPath) kept.set(`${cookie.name} ${path}`, cookie);
  }
  const pairs = [...kept.values()].map(({ name, value }) => `${name}=${value}`);
  return pairs.length === 0 ? null : pairs.join('; ');
}

/**
 * - `always`: not a third-party cookie, because the portal is on the page's own site
 * - `partitioned`: Chromium and Firefox keep it even if third-party cookies are blocked
 * - `while-allowed`: works as long as the browser does not block third-party cookies
 * - `never`: no browser sends it from a frame on another site
 */
export type Survival = 'always' | 'partitioned' | 'while-allowed' | 'never';

export function survivalOf(cookie: SetCookie, page: URL): Survival {
  if (isSameSite(page, cookie.from)) return 'always';
  const crosses = cookie.sameSite?.toLowerCase() === 'none' && cookie.secure === true;
  if (!crosses) return 'never';
  return cookie.partitioned === true ? 'partitioned' : 'while-allowed';
}

const ORDER: readonly Survival[] = ['always', 'partitioned', 'while-allowed', 'never'];

/** The best result of all cookies: a portal may set several for different browsers. Null: there are none. */
export function bestSurvival(cookies: readonly SetCookie[], page: URL): Survival | null {
  const found = new Set(cookies.map((cookie) => survivalOf(cookie, page)));
  return ORDER.find((survival) => found.has(survival)) ?? null;
}
