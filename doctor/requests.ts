/** The headers that a browser would send, for each sender. */
import type { Call } from './call.ts';
import { maySendSecrets } from './call.ts';
import { fetchSite } from './sites.ts';

declare const __VERSION__: string | undefined;

export const VERSION = typeof __VERSION__ === 'string' ? __VERSION__ : 'source';
const AGENT = `Mozilla/5.0 (compatible; scalekit-admin-portal-doctor/${VERSION})`;
/** A site that cannot exist (RFC 2606). */
export const OTHER_SITE = 'https://another-site.invalid';

/** Names of headers with CSRF tokens. */
const TOKEN_HEADER = /csrf|xsrf|anti-?forgery|requestverificationtoken/;

export const isTokenHeader = (name: string): boolean => TOKEN_HEADER.test(name);

export function pageHeaders(call: Call, url: URL): Record<string, string> {
  return {
    'User-Agent': AGENT,
    Accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8',
    'Sec-Fetch-Site': 'none',
    'Sec-Fetch-Mode': 'navigate',
    'Sec-Fetch-Dest': 'document',
    ...administrator(call, url),
  };
}

export const scriptHeaders = (call: Call, url: URL): Record<string, string> => ({
  'User-Agent': AGENT,
  Accept: '*/*',
  'Sec-Fetch-Site': fetchSite(call.page, url),
  'Sec-Fetch-Mode': 'no-cors',
  'Sec-Fetch-Dest': 'script',
  ...administrator(call, url),
});

function administrator(call: Call, url: URL): Record<string, string> {
  if (!maySendSecrets(call, url)) return {};
  return { ...call.headers, ...(call.cookie !== null && { Cookie: call.cookie }) };
}

export type Sender = 'stranger' | 'administrator' | 'other-site' | 'without-token';

/** The headers of a request to the endpoint. `token`: the header from the tag's `csrf-token`. */
export function endpointHeaders(
  call: Call,
  {
    url,
    page,
    method,
    sender,
    token,
  }: { url: URL; page: URL; method: string; sender: Sender; token: Record<string, string> },
): Record<string, string> {
  const site = fetchSite(page, url);
  const origin = sender === 'other-site' ? OTHER_SITE : page.origin;
  return {
    'User-Agent': AGENT,
    Accept: 'application/json',
    Referer: `${origin}/`,
    'Sec-Fetch-Site': sender === 'other-site' ? 'cross-site' : site,
    'Sec-Fetch-Mode': 'cors',
    'Sec-Fetch-Dest': 'empty',
    ...((method === 'POST' || site !== 'same-origin' || sender === 'other-site') && { Origin: origin }),
    ...credentialsOf(sender, administrator(call, url), token),
  };
}

function credentialsOf(
  sender: Sender,
  all: Record<string, string>,
  token: Record<string, string>,
): Record<string, string> {
  switch (sender) {
    case 'stranger':
      return {};
    case 'administrator':
      return { ...token, ...all };
    case 'without-token':
      return pick(all, (name) => !isTokenHeader(name) && !(name in token));
    case 'other-site':
      // Browsers add these to requests of any site. Another site cannot add other headers.
      return pick(all, (name, value) => name === 'Cookie' || (name === 'authorization' && /^basic /i.test(value)));
  }
}

const pick = (
  all: Record<string, string>,
  isWanted: (name: string, value: string) => boolean,
): Record<string, string> => Object.fromEntries(Object.entries(all).filter(([name, value]) => isWanted(name, value)));

/** The headers of the page's frame that opens a link. */
export const frameHeaders = (page: URL, url: URL, cookies: string | null): Record<string, string> => ({
  'User-Agent': AGENT,
  Accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8',
  Referer: `${page.origin}/`,
  'Sec-Fetch-Site': fetchSite(page, url),
  'Sec-Fetch-Mode': 'navigate',
  'Sec-Fetch-Dest': 'iframe',
  ...(cookies !== null && { Cookie: cookies }),
});
