/**
 * The link check with public test data: that of the URL standard as an oracle, and lists of addresses and scripts that
 * imitate a link. `test/corpora/README.md` has the sources.
 */
import { expect } from '@open-wc/testing';
import { PortalError } from '../../src/portal-error.js';
import { admitLink } from '../../src/portal-link.js';
import { asStandard, isLink, linesOf, LISTS, urlCases } from '../tools/link-corpora.ts';

const PORTAL = 'https://portal.example';

/** The link as the element uses it, or null if it is refused with LINK_REJECTED. */
function admitted(link: string, named?: string): URL | null {
  try {
    return admitLink(link, named, new Set());
  } catch (error) {
    if (error instanceof PortalError && error.code === 'LINK_REJECTED') return null;
    throw error;
  }
}

describe('the link check with public test data', () => {
  it('agrees with the test data of the URL standard', async () => {
    const cases = await urlCases();
    expect(cases.length).to.be.greaterThan(300);
    // Each engine parses some hosts in another way (Chromium 4, Firefox 21, WebKit 8), for example "https://xn--/".
    const standard = asStandard(cases);
    expect(cases.length - standard.length).to.be.at.most(25);
    const wrong = standard.filter((entry) => (admitted(entry.input) !== null) !== isLink(entry));
    expect(wrong.map(({ input }) => input)).to.deep.equal([]);
    const links = standard.filter(({ input }) => admitted(input));
    expect(links.length).to.be.greaterThan(20);
    expect(links.map(({ input }) => admitted(input)!.href)).to.deep.equal(links.map(({ href }) => href));
  });

  for (const file of LISTS) {
    it(`only admits https: URLs without credentials: ${file}`, async () => {
      const lines = await linesOf(file);
      expect(lines.length).to.be.greaterThan(10);
      for (const line of lines) {
        const url = admitted(line);
        if (!url) continue;
        expect([url.protocol, url.username, url.password], line).to.deep.equal(['https:', '', '']);
        expect(url.href.startsWith(`https://${url.host}/`), line).to.equal(true);
      }
    });

    it(`only admits links on the origin that "environment-url" names: ${file}`, async () => {
      for (const line of await linesOf(file)) {
        for (const link of [line, PORTAL + line, `${PORTAL}/${line}`, `${PORTAL}@${line}`, `https:${line}`]) {
          const url = admitted(link, PORTAL);
          if (url) expect(url.href.startsWith(`${PORTAL}/`), link).to.equal(true);
        }
      }
    });
  }
});
