/** Origins and sites of URLs, as browsers compare them. */
import { getDomain } from 'tldts';

const LOOPBACK = /^((.+\.)?localhost|127(\.\d+){3}|\[::1\])$/;

export const isLoopback = ({ hostname }: URL): boolean => LOOPBACK.test(hostname);

/** A secure context: nobody on the network can read or change the page. */
export const isSecureAddress = (url: URL): boolean => url.protocol === 'https:' || isLoopback(url);

/** The registrable domain, or the host itself if there is none. */
const siteOf = ({ hostname }: URL): string => getDomain(hostname, { allowPrivateDomains: true }) ?? hostname;

/** Whether the scheme and the registrable domain are the same. Cookies are then not third-party cookies. */
export const isSameSite = (one: URL, other: URL): boolean =>
  one.protocol === other.protocol && siteOf(one) === siteOf(other);

export function fetchSite(page: URL, url: URL): 'same-origin' | 'same-site' | 'cross-site' {
  if (page.origin === url.origin) return 'same-origin';
  return isSameSite(page, url) ? 'same-site' : 'cross-site';
}

/** Paths that look like a login page. */
export const LOGIN_PATH = /(^|[/_.-])(log-?in|sign-?in|signin|auth|oauth2?|sso|session\/new)([/_.?-]|$)/i;

/** The URL without its query and fragment, which may contain secrets. */
export const plainAddress = ({ origin, pathname, search }: URL): string =>
  `${origin}${pathname}${search === '' ? '' : '?…'}`;
