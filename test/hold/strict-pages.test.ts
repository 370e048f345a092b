/**
 * Host pages with strict policies: the sources in docs/csp-and-dashboard.md are enough, and no browser reports a violation. Each
 * page shows an error panel with its styles, and then the portal.
 */
import { expect } from '@open-wc/testing';
import { target } from '../tools/backend.ts';
import { report } from '../tools/figures.ts';
import { HostFrame } from '../tools/host-frame.ts';

const TABLE = 'Strict host pages';
const PORTAL = `http://127.0.0.1:${location.port}`;

/** The policy in docs/csp-and-dashboard.md. */
const LISTED = `default-src 'none'; script-src 'self'; connect-src 'self'; frame-src ${PORTAL}`;
const csp = (policy: string) => ({ 'content-security-policy': policy });
/** The name of the Trusted Types policy in docs/csp-and-dashboard.md. The package uses the page's lit, and its name. */
const POLICY = target() === 'drop-in' ? 'scalekit-admin-portal' : 'lit-html';
/** The names for a page with its own lit. With the package, two copies of lit use the same name. */
const BOTH_POLICIES = target() === 'drop-in' ? `${POLICY} lit-html` : `${POLICY} 'allow-duplicates'`;
const trustedTypes = (policies: string) =>
  csp(`${LISTED}; require-trusted-types-for 'script'; trusted-types ${policies}`);

interface StrictCase {
  readonly name: string;
  readonly kind?: string;
  readonly headers: Record<string, string>;
  /** The source modules import each other without a hash. */
  readonly dropInOnly?: true;
}

const INTEGRITY_POLICY = { 'integrity-policy': 'blocked-destinations=(script)' };

const CASES: readonly StrictCase[] = [
  { name: "default-src 'none' and the sources of docs/csp-and-dashboard.md", headers: csp(LISTED) },
  { name: "the same with style-src 'self'", headers: csp(`${LISTED}; style-src 'self'`) },
  { name: "only style-src 'self'", headers: csp("style-src 'self'") },
  { name: "Trusted Types with only the element's policy", headers: trustedTypes(POLICY) },
  { name: 'Trusted Types, the script twice', kind: 'twice', headers: trustedTypes(POLICY) },
  ...['lit-before', 'lit-after'].flatMap((kind) => [
    { name: `the page's own lit: ${kind}`, kind, headers: csp(LISTED) },
    { name: `Trusted Types, the page's own lit: ${kind}`, kind, headers: trustedTypes(BOTH_POLICIES) },
  ]),
  { name: 'a hash on the script tag', kind: 'integrity', headers: csp(LISTED), dropInOnly: true },
  { name: 'Integrity-Policy', kind: 'integrity', headers: { ...csp(LISTED), ...INTEGRITY_POLICY }, dropInOnly: true },
  {
    name: 'Permissions-Policy that allows the clipboard to the portal',
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

const openPage = (kind: string, headers: Record<string, string>) =>
  HostFrame.open(`/${kind}?${new URLSearchParams(headers)}`);

/** Waits for the browser's reports, which arrive in later tasks. */
const reported = () => new Promise((resolve) => setTimeout(resolve, 100));

describe('a strict host page', () => {
  for (const { name, kind = 'recorded', headers } of CASES.filter(isTested)) {
    it(`shows the panel and the portal without a violation: ${name}`, async () => {
      const host = await openPage(kind, headers);
      const { backend, portal } = await host.mountPortal({ answers: [{ status: 400 }, {}] }, { height: 700 });
      await portal.state('error');
      const style = host.view.getComputedStyle(portal.part('error')!);
      expect(style.borderTopWidth, 'the element’s styles apply').to.equal('1px');
      expect(portal.part('retry')!.clientHeight).to.be.greaterThan(10);
      portal.click('retry');
      await portal.ready();
      expect(portal.frame!.clientHeight).to.equal(700);
      await reported();
      expect(host.reports).to.deep.equal([]);
      const pageLit = host.page.getElementById('page-lit');
      expect(pageLit?.textContent).to.equal(kind.startsWith('lit') ? 'rendered by the page' : undefined);
      expect(await backend.openings()).to.deep.equal({ 1: 1 });
      expect(await backend.minted()).to.equal(1);
      await report(TABLE, name, { pages: 1, portals: 1, violations: host.reports.length });
    });
  }

  it('sends only its origin to the portal as Referer, whatever its policy, and no link to the endpoint', async () => {
    let requestCount = 0;
    for (const policy of ['unsafe-url', 'no-referrer-when-downgrade', 'origin-when-cross-origin', 'same-origin']) {
      const host = await openPage('recorded', { 'referrer-policy': policy });
      const { backend, portal } = await host.mountPortal();
      await portal.event('portal-message');
      await portal.element.reload();
      await backend.opened(2);
      const { requests, opened } = await backend.log();
      expect(opened.map(({ referer }) => referer)).to.deep.equal([`${location.origin}/`, `${location.origin}/`]);
      const toEndpoint = requests.map(({ headers }) => headers['referer'] ?? '');
      // The address of the page has a query that other sites must not get.
      expect(toEndpoint).to.deep.equal([host.frame.src, host.frame.src]);
      requestCount += opened.length + toEndpoint.length;
    }
    await report(TABLE, 'requests whose Referer was read', {
      requests: requestCount,
      'with more than the origin or a link': 0,
    });
  });

  it('that denies the clipboard shows the portal, with at most a report about the permission', async () => {
    for (const allowed of ['()', '(self)']) {
      const host = await openPage('recorded', { 'permissions-policy': `clipboard-write=${allowed}` });
      const { portal } = await host.mountPortal();
      await portal.event('portal-message');
      await reported();
      // From Chromium, about the attribute `allow` of the frame.
      const other = host.reports.filter((report) => !report.startsWith('potential-permissions-policy-violation '));
      expect(other).to.deep.equal([]);
    }
  });

  if (target() === 'drop-in') {
    it('does not run a script with a wrong hash', async () => {
      const host = await openPage('wrong-integrity', csp(LISTED));
      expect(host.hasElement).to.equal(false);
      expect(host.reports).to.deep.equal([`error ${location.origin}/dist/scalekit-admin-portal.min.js`]);
      await report(TABLE, 'a wrong hash on the script tag', { pages: 1, 'scripts that ran': 0 });
    });

    it('does not run a script without a hash under Integrity-Policy', async () => {
      const host = await openPage('recorded', INTEGRITY_POLICY);
      expect(host.hasElement).to.equal(false);
    });
  }
});
