/**
 * Inputs that nobody here wrote, for the link check: the URL standard's own test data as an oracle, and lists of
 * addresses and scripts that try to pass for a link. See `test/corpora/README.md` for where they come from.
 */

export const LISTS = [
  'Open-Redirect-payloads.txt',
  'open_redirect_wordlist.txt',
  'openredirects.txt',
  'xss_payloads_quick.txt',
  'RSNAKE_XSS.txt',
  'JHADDIX_XSS.txt',
  'XSS_Polyglots.txt',
] as const;

/** A URL of the standard's test data, and what the standard makes of it. */
export interface UrlCase {
  readonly input: string;
  readonly base: string | null;
  readonly failure?: boolean;
  readonly protocol?: string;
  readonly username?: string;
  readonly password?: string;
  readonly hostname?: string;
  readonly href?: string;
}

async function load(file: string): Promise<string> {
  const response = await fetch(`/test/corpora/${file}`);
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  return response.text();
}

export async function linesOf(list: (typeof LISTS)[number]): Promise<string[]> {
  return (await load(list)).split('\n').filter(Boolean);
}

/** A link has no base: the cases that need one say nothing of links. */
export async function urlCases(): Promise<UrlCase[]> {
  const data = JSON.parse(await load('urltestdata.json')) as (string | UrlCase)[];
  return data.filter((entry): entry is UrlCase => typeof entry === 'object' && entry.base === null);
}

/** The cases that this engine takes apart as the standard does. The few others are the engines' to mend. */
export function asStandard(cases: readonly UrlCase[]): UrlCase[] {
  return cases.filter(({ input, failure }) => URL.canParse(input) !== (failure ?? false));
}

/** What a registered name, an IPv4 address and an IPv6 address are made of. */
const PLAIN_HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/;

/** What the contract says of a URL that has been taken apart. */
export function isLink({
  failure,
  protocol,
  username,
  password,
  hostname = '',
}: Omit<UrlCase, 'input' | 'base'>): boolean {
  if (failure === true || username !== '' || password !== '' || !PLAIN_HOST.test(hostname)) return false;
  const isLoopback = hostname === '[::1]' || hostname.endsWith('localhost') || hostname.startsWith('127.');
  return protocol === 'https:' || (protocol === 'http:' && isLoopback);
}
