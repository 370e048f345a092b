/**
 * The link check against inputs that nobody here wrote: the URL standard's own test data as an oracle, and lists of
 * addresses and scripts that try to pass for a link. See `test/corpora/README.md` for where they come from.
 */
import { expect } from '@open-wc/testing';
import { PortalError } from '../../src/portal-error.js';
import { admitLink } from '../../src/portal-link.js';
import { asStandard, isLink, linesOf, LISTS, urlCases } from '../tools/link-corpora.ts';

const PORTAL = 'https://portal.example';

/** The link as it would be used, or null if it was refused in the one way that a link may be refused. */
function verdict(link: string, named?: string): URL | null {
  try {
    return admitLink(link, named, new Set());
  } catch (error) {
    if (error instanceof PortalError && error.code === 'LINK_REJECTED') return null;
    throw error;
  }
}

describe('the link check and other people’s inputs', () => {
  it('agrees with the URL standard’s own test data', async () => {
    const cases = await urlCases();
    expect(cases.length).to.be.greaterThan(300);
    // Each engine takes some hosts apart in its own way (Chromium 4, Firefox 21, WebKit 8, "https://xn--/" for one): theirs to mend.
    const standard = asStandard(cases);
    expect(cases.length - standard.length).to.be.at.most(25);
    const wrong = standard.filter((entry) => (verdict(entry.input) !== null) !== isLink(entry));
    expect(wrong.map(({ input }) => input)).to.deep.equal([]);
    const admitted = standard.filter(({ input }) => verdict(input));
    expect(admitted.length).to.be.greaterThan(20);
    expect(admitted.map(({ input }) => verdict(input)!.href)).to.deep.equal(admitted.map(({ href }) => href));
  });

  for (const file of LISTS) {
    it(`${file}: whatever is admitted is an https: URL without credentials`, async () => {
      const lines = await linesOf(file);
      expect(lines.length).to.be.greaterThan(10);
      for (const line of lines) {
        const url = verdict(line);
        if (!url) continue;
        expect([url.protocol, url.username, url.password], line).to.deep.equal(['https:', '', '']);
        expect(url.href.startsWith(`https://${url.host}/`), line).to.equal(true);
      }
    });

    it(`${file}: nothing leads away from an origin that "environment-url" names`, async () => {
      const lines = await linesOf(file);
      for (const line of lines) {
        for (const link of [line, PORTAL + line, `${PORTAL}/${line}`, `${PORTAL}@${line}`, `https:${line}`]) {
          const url = verdict(link, PORTAL);
          if (url) expect(url.href.startsWith(`${PORTAL}/`), link).to.equal(true);
        }
      }
    });
  }
});
