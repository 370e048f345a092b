/**
 * The link check against inputs that nobody here wrote: the URL standard's own test data as an oracle, and lists of
 * addresses and scripts that try to pass for a link. See `test/corpora/README.md` for where they come from.
 */
import { expect } from '@open-wc/testing';
import { PortalError } from '../../src/portal-error.js';
import { admitLink } from '../../src/portal-link.js';

const PORTAL = 'https://portal.example';
const LISTS = [
  'Open-Redirect-payloads.txt',
  'open_redirect_wordlist.txt',
  'openredirects.txt',
  'xss_payloads_quick.txt',
  'RSNAKE_XSS.txt',
  'JHADDIX_XSS.txt',
  'XSS_Polyglots.txt',
];

interface UrlCase {
  input: string;
  base: string | null;
  failure?: boolean;
  protocol?: string;
  username?: string;
  password?: string;
  hostname?: string;
  href?: string;
}

async function load(file: string): Promise<string> {
  const response = await fetch(`/test/corpora/${file}`);
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  return response.text();
}

/** The link as it would be used, or null if it was refused in the one way that a link may be refused. */
function verdict(link: string, origins: string[] | null = null): URL | null {
  try {
    return admitLink(link, origins, new Set());
  } catch (error) {
    if (error instanceof PortalError && error.code === 'LINK_REJECTED') return null;
    throw error;
  }
}

/** What the contract says of a URL that the standard has taken apart. */
function isLink({ failure, protocol, username, password, hostname = '' }: UrlCase): boolean {
  if (failure === true || username !== '' || password !== '') return false;
  const isLoopback = hostname === '[::1]' || hostname.endsWith('localhost') || hostname.startsWith('127.');
  return protocol === 'https:' || (protocol === 'http:' && isLoopback);
}

describe('the link check and other people’s inputs', () => {
  it('agrees with the URL standard’s own test data', async () => {
    const data = JSON.parse(await load('urltestdata.json')) as (string | UrlCase)[];
    // A link has no base: the cases that need one say nothing of links.
    const cases = data.filter((entry): entry is UrlCase => typeof entry === 'object' && entry.base === null);
    expect(cases.length).to.be.greaterThan(300);
    // Each engine takes some hosts apart in its own way (Chromium 4, Firefox 21, WebKit 8, "https://xn--/" for one): theirs to mend.
    const standard = cases.filter(({ input, failure }) => URL.canParse(input) !== (failure ?? false));
    expect(cases.length - standard.length).to.be.at.most(25);
    const wrong = standard.filter((entry) => (verdict(entry.input) !== null) !== isLink(entry));
    expect(wrong.map(({ input }) => input)).to.deep.equal([]);
    const admitted = standard.filter(({ input }) => verdict(input));
    expect(admitted.length).to.be.greaterThan(20);
    expect(admitted.map(({ input }) => verdict(input)!.href)).to.deep.equal(admitted.map(({ href }) => href));
  });

  for (const file of LISTS) {
    it(`${file}: whatever is admitted is an https: URL without credentials`, async () => {
      const lines = (await load(file)).split('\n').filter(Boolean);
      expect(lines.length).to.be.greaterThan(10);
      for (const line of lines) {
        const url = verdict(line);
        if (!url) continue;
        expect([url.protocol, url.username, url.password], line).to.deep.equal(['https:', '', '']);
        expect(url.href.startsWith(`https://${url.host}/`), line).to.equal(true);
      }
    });

    it(`${file}: nothing leads away from an origin that "environment-url" names`, async () => {
      const lines = (await load(file)).split('\n').filter(Boolean);
      for (const line of lines) {
        for (const link of [line, PORTAL + line, `${PORTAL}/${line}`, `${PORTAL}@${line}`, `https:${line}`]) {
          const url = verdict(link, [PORTAL]);
          if (url) expect(url.href.startsWith(`${PORTAL}/`), link).to.equal(true);
        }
      }
    });
  }
});
