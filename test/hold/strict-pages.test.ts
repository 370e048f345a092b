/**
 * Host pages with strict policies: what docs/csp-and-dashboard.md lists is enough, the element breaks none of it, and no browser has
 * anything to report. On each page: an error panel with its styles, then the portal.
 */
import { expect } from '@open-wc/testing';
import { Backend, target } from '../tools/backend.ts';
import { report } from '../tools/figures.ts';
import { PortalHarness } from '../tools/portal-harness.ts';
import { StrictPage } from './leak-strict-page.ts';

const TABLE = 'Strict host pages';
const PORTAL = `http://127.0.0.1:${location.port}`;

/** What docs/csp-and-dashboard.md lists, and nothing else. */
const LISTED = `default-src 'none'; script-src 'self'; connect-src 'self'; frame-src ${PORTAL}`;
const csp = (policy: string) => ({ 'content-security-policy': policy });
/** The one policy that docs/csp-and-dashboard.md names. The package's lit is the page's, and so is the name of its policy. */
const POLICY = target() === 'drop-in' ? 'scalekit-admin-portal' : 'lit-html';
/** What a page with a lit of its own lists. Beside the package there are two copies then, which take the same name. */
const BOTH_POLICIES = target() === 'drop-in' ? `${POLICY} lit-html` : `${POLICY} 'allow-duplicates'`;
const trustedTypes = (policies: string) =>
  csp(`${LISTED}; require-trusted-types-for 'script'; trusted-types ${policies}`);

interface StrictCase {
  readonly name: string;
  readonly kind?: string;
  readonly headers: Record<string, string>;
  /** The source modules import one another, and those imports carry no hash. */
  readonly dropInOnly?: true;
}

const INTEGRITY_POLICY = { 'integrity-policy': 'blocked-destinations=(script)' };

const CASES: readonly StrictCase[] = [
  { name: "default-src 'none' and what docs/csp-and-dashboard.md lists", headers: csp(LISTED) },
  { name: "the same with style-src 'self'", headers: csp(`${LISTED}; style-src 'self'`) },
  { name: "style-src 'self' alone", headers: csp("style-src 'self'") },
  { name: "Trusted Types with the element's policy alone", headers: trustedTypes(POLICY) },
  { name: 'Trusted Types, the script twice', kind: 'twice', headers: trustedTypes(POLICY) },
  ...['lit-before', 'lit-after'].flatMap((kind) => [
    { name: `the page's own lit: ${kind}`, kind, headers: csp(LISTED) },
    { name: `Trusted Types, the page's own lit: ${kind}`, kind, headers: trustedTypes(BOTH_POLICIES) },
  ]),
  { name: 'a hash on the script tag', kind: 'integrity', headers: csp(LISTED), dropInOnly: true },
  { name: 'Integrity-Policy', kind: 'integrity', headers: { ...csp(LISTED), ...INTEGRITY_POLICY }, dropInOnly: true },
  {
    name: 'Permissions-Policy that hands the clipboard on',
    headers: { 'permissions-policy': `clipboard-write=(self "${PORTAL}")` },
  },
  { name: 'Referrer-Policy: unsafe-url', headers: { 'referrer-policy': 'unsafe-url' } },
  { name: 'Referrer-Policy: no-referrer', headers: { 'referrer-policy': 'no-referrer' } },
  {
    name: 'sandbox allow-scripts allow-same-origin',
    headers: csp(`${LISTED}; sandbox allow-scripts allow-same-origin`),
  },
];

const isTested = ({ dropInOnly }: StrictCase) => !dropInOnly || target() === 'drop-in';

describe('a strict host page', () => {
  for (const { name, kind = 'recorded', headers } of CASES.filter(isTested)) {
    it(`shows the panel and the portal, and has nothing to report: ${name}`, async () => {
      const backend = await Backend.create();
      await backend.answers([{ status: 400 }, {}]);
      const page = await StrictPage.open(kind, headers);
      const element = page.create({ height: 700, endpoint: backend.endpoint });
      const portal = new PortalHarness(element);
      page.document.body.append(element);
      await portal.state('error');
      const style = page.view.getComputedStyle(portal.part('error')!);
      expect(style.borderTopWidth, 'its own styles apply').to.equal('1px');
      expect(portal.part('retry')!.clientHeight).to.be.greaterThan(10);
      portal.click('retry');
      await portal.event('portal-message');
      await portal.state('ready');
      expect(portal.frame!.clientHeight).to.equal(700);
      await page.settled();
      expect(page.reports).to.deep.equal([]);
      const pageLit = page.document.getElementById('page-lit');
      expect(pageLit?.textContent).to.equal(kind.startsWith('lit') ? 'rendered by the page' : undefined);
      const { minted, opened } = await backend.log();
      expect([minted, opened[0]?.times]).to.deep.equal([1, 1]);
      await report(TABLE, name, { pages: 1, portals: 1, violations: page.reports.length });
    });
  }

  it('shows the portal nothing but its origin in a Referer, whatever its own policy, and the endpoint no link', async () => {
    let seen = 0;
    for (const policy of ['unsafe-url', 'no-referrer-when-downgrade', 'origin-when-cross-origin', 'same-origin']) {
      const backend = await Backend.create();
      const page = await StrictPage.open('recorded', { 'referrer-policy': policy });
      const element = page.create({ endpoint: backend.endpoint });
      const portal = new PortalHarness(element);
      page.document.body.append(element);
      await portal.event('portal-message');
      await element.reload();
      await backend.opened(2);
      const { requests, opened } = await backend.log();
      expect(opened.map(({ referer }) => referer)).to.deep.equal([`${location.origin}/`, `${location.origin}/`]);
      const toEndpoint = requests.map(({ headers }) => headers['referer'] ?? '');
      expect(toEndpoint).to.deep.equal([page.url, page.url]);
      seen += opened.length + toEndpoint.length;
    }
    await report(TABLE, 'requests whose Referer was read', {
      requests: seen,
      'with more than the origin or a link': 0,
    });
  });

  it('that keeps the clipboard to itself shows the portal all the same; Chromium tells the page about the frame', async () => {
    for (const allowed of ['()', '(self)']) {
      const backend = await Backend.create();
      const page = await StrictPage.open('recorded', { 'permissions-policy': `clipboard-write=${allowed}` });
      const portal = new PortalHarness(page.create({ endpoint: backend.endpoint }));
      page.document.body.append(portal.element);
      await portal.event('portal-message');
      await page.settled();
      const other = page.reports.filter((report) => !report.startsWith('potential-permissions-policy-violation '));
      expect(other).to.deep.equal([]);
    }
  });

  if (target() === 'drop-in') {
    it('runs nothing of a script that is not the one that was hashed', async () => {
      const page = await StrictPage.open('wrong-integrity', csp(LISTED));
      expect(page.hasElement).to.equal(false);
      expect(page.reports).to.deep.equal([`error ${location.origin}/dist/scalekit-admin-portal.min.js`]);
      await report(TABLE, 'a wrong hash on the script tag', { pages: 1, 'scripts that ran': 0 });
    });

    it('with Integrity-Policy runs nothing without a hash: the policy is in force', async () => {
      const page = await StrictPage.open('recorded', INTEGRITY_POLICY);
      expect(page.hasElement).to.equal(false);
    });
  }
});
