/** Which addresses belong together, as browsers see it. */
import { getDomain } from 'tldts';

const LOOPBACK = /^((.+\.)?localhost|127(\.\d+){3}|\[::1\])$/;

export const isLoopback = ({ hostname }: URL): boolean => LOOPBACK.test(hostname);

/** A secure context: nobody on the way can read or change it. */
export const isSecureAddress = (url: URL): boolean => url.protocol === 'https:' || isLoopback(url);

/** The registrable domain, or the host itself where there is none. */
const siteOf = ({ hostname }: URL): string => getDomain(hostname, { allowPrivateDomains: true }) ?? hostname;

/** The same scheme and the same registrable domain: cookies do not count as a third party's then. */
export const isSameSite = (one: URL, other: URL): boolean =>
  one.protocol === other.protocol && siteOf(one) === siteOf(other);

export function fetchSite(page: URL, url: URL): 'same-origin' | 'same-site' | 'cross-site' {
  if (page.origin === url.origin) return 'same-origin';
  return isSameSite(page, url) ? 'same-site' : 'cross-site';
}

/** Where people are sent to sign in, as far as a path tells. */
export const LOGIN_PATH = /(^|[/_.-])(log-?in|sign-?in|signin|auth|oauth2?|sso|session\/new)([/_.?-]|$)/i;

/** Without its query and fragment, which may hold what belongs into no report. */
export const plainAddress = ({ origin, pathname, search }: URL): string =>
  `${origin}${pathname}${search === '' ? '' : '?…'}`;
