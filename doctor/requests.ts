/** The headers that a browser would send, and whom they are from. */
import type { Call } from './call.ts';
import { maySendSecrets } from './call.ts';
import { fetchSite } from './sites.ts';

declare const __VERSION__: string | undefined;

export const VERSION = typeof __VERSION__ === 'string' ? __VERSION__ : 'source';
const AGENT = `Mozilla/5.0 (compatible; scalekit-admin-portal-doctor/${VERSION})`;
/** RFC 2606: a site that nobody has. */
export const OTHER_SITE = 'https://another-site.invalid';

/** Headers by which servers tell tokens of forms from other headers. */
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

/** What a request to the endpoint carries. `token`: what the tag's `csrf-token` makes of itself. */
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
    ...carried(administrator(call, url), sender, token),
  };
}

function carried(all: Record<string, string>, sender: Sender, token: Record<string, string>): Record<string, string> {
  switch (sender) {
    case 'stranger':
      return {};
    case 'administrator':
      return { ...token, ...all };
    case 'without-token':
      return pick(all, (name) => !isTokenHeader(name) && !(name in token));
    case 'other-site':
      // A browser adds these by itself, whoever asks; no other site can add anything else.
      return pick(all, (name, value) => name === 'Cookie' || (name === 'authorization' && /^basic /i.test(value)));
  }
}

const pick = (
  all: Record<string, string>,
  isWanted: (name: string, value: string) => boolean,
): Record<string, string> => Object.fromEntries(Object.entries(all).filter(([name, value]) => isWanted(name, value)));

/** As the frame of the page asks for a link. */
export const frameHeaders = (page: URL, url: URL, cookies: string | null): Record<string, string> => ({
  'User-Agent': AGENT,
  Accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8',
  Referer: `${page.origin}/`,
  'Sec-Fetch-Site': fetchSite(page, url),
  'Sec-Fetch-Mode': 'navigate',
  'Sec-Fetch-Dest': 'iframe',
  ...(cookies !== null && { Cookie: cookies }),
});
