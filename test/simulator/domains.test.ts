/** The third section of the portal: domain verification. */

import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { Scalekit } from '@scalekit-sdk/node';
import { VerificationStatus } from '@scalekit-sdk/node/lib/pkg/grpc/scalekit/v1/domains/domains_pb.js';
import { connectSimulator } from '../../demo/simulator/connect-simulator.ts';
import type { Simulator } from '../../demo/simulator/simulator-api.ts';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import { portalEvents } from './portal-events.ts';
import { formWith, has, openPortal, type Page, type Visitor } from './visitor.ts';

const HOST = 'http://localhost:1';

describe('domain verification', () => {
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({ hostOrigins: [HOST] });
  });
  beforeEach(() => simulator.reset());
  after(() => simulator.close());

  const open = (features?: string[]) => openPortal(simulator, { referer: `${HOST}/`, ...(features && { features }) });

  /** Opens the section for an organization that has it. */
  async function openSection(): Promise<{ visitor: Visitor; section: Page }> {
    simulator.configure({ domainVerification: true });
    const { visitor, page } = await open();
    return { visitor, section: await visitor.click(page, 'domains-open') };
  }

  const add = (visitor: Visitor, section: Page, domain: string): Promise<Page> =>
    visitor.send(section, formWith(section, 'domain-add'), { domain });

  const domainsOfSdk = async () => {
    const { url, clientId, clientSecret, organizationId } = simulator;
    const { domains } = await new Scalekit(url, clientId, clientSecret).domain.listDomains(organizationId);
    return domains.map(({ domain, verificationStatus }) => [domain, VerificationStatus[verificationStatus]]);
  };

  it('is only in the portal while it is on for the organization', async () => {
    const { visitor, page } = await open();
    assert.ok(!has(page, 'domains-card'));
    assert.equal((await visitor.go(page, `${page.url.pathname}/domains`)).status, 404);
    const events = await portalEvents(visitor, page);
    simulator.configure({ domainVerification: true });
    assert.equal((await events.next()).kind, 'outdated');
    assert.ok(has(await visitor.go(page, ''), 'domains-card'));
    simulator.configure({ domainVerification: false });
    assert.ok(!has(await visitor.go(page, ''), 'domains-card'));
  });

  it('is not in the portal of a link for other sections', async () => {
    simulator.configure({ domainVerification: true });
    const { visitor, page } = await open(['sso', 'dir_sync']);
    assert.ok(!has(page, 'domains-card'));
    assert.equal((await visitor.go(page, `${page.url.pathname}/domains`)).status, 404);
  });

  it('shows the TXT record of a new domain until the record is found', async () => {
    const { visitor, section } = await openSection();
    const added = await add(visitor, section, ' Acme.COM ');
    assert.match(added.html, /value="_scalekit-challenge\.acme\.com"/);
    assert.match(added.html, /value="scalekit-domain-verification=[\w-]{24}"/);
    assert.match((await visitor.click(added, 'domain-check')).html, /The record of acme\.com is not found yet\./);
    assert.deepEqual(await domainsOfSdk(), [['acme.com', 'PENDING']]);

    simulator.verifyDomain('acme.com');
    const verified = await visitor.go(section, '');
    assert.ok(!has(verified, 'domain-check') && verified.html.includes('Verified'));
    assert.doesNotMatch(verified.html, /scalekit-domain-verification/);
    assert.deepEqual(await domainsOfSdk(), [['acme.com', 'VERIFIED']]);
  });

  it('posts no message to the host page, because none is documented', async () => {
    const { visitor, section } = await openSection();
    const added = await add(visitor, section, 'acme.com');
    simulator.verifyDomain('acme.com');
    const verified = await visitor.go(section, '');
    const removed = await visitor.click(verified, 'domain-remove');
    assert.deepEqual(
      [added, verified, removed].flatMap(({ posts }) => posts),
      [],
    );
    assert.deepEqual(await domainsOfSdk(), []);
  });

  const refused: [string, RegExp][] = [
    ['', /Enter a domain, such as acme\.com/],
    ['acme', /Enter a domain/],
    ['https://acme.com', /Enter a domain/],
    ['a@acme.com', /Enter a domain/],
    ['-acme.com', /Enter a domain/],
    ['127.0.0.1', /Enter a domain/],
    [`${'a'.repeat(64)}.com`, /Enter a domain/],
    ['"><script>alert(1)</script>.com', /Enter a domain/],
    ['gmail.com', /gmail\.com is a public mail domain/],
    ['ACME.com', /acme\.com is in the list already/],
  ];
  for (const [domain, complaint] of refused) {
    it(`refuses ${JSON.stringify(domain.slice(0, 32))} with a message, and keeps the other domains`, async () => {
      const { visitor, section } = await openSection();
      simulator.verifyDomain('acme.com');
      const page = await add(visitor, section, domain);
      assert.equal(page.status, 422);
      assert.match(page.html, complaint);
      assert.match(page.html, /aria-invalid="true" aria-describedby="domain-complaint"/);
      assert.doesNotMatch(page.html, /<script>alert/);
      assert.equal((await domainsOfSdk()).length, 1);
    });
  }

  it('accepts a domain with letters of any language', async () => {
    const { visitor, section } = await openSection();
    await add(visitor, section, 'bücher.example');
    assert.deepEqual(await domainsOfSdk(), [['xn--bcher-kva.example', 'PENDING']]);
  });

  it('can be steered from other processes, for one organization, and refuses mistakes with a message', async () => {
    const remote = await connectSimulator(simulator.url);
    await remote.configure({ domainVerification: true });
    await remote.verifyDomain('linden.example');
    assert.deepEqual(await domainsOfSdk(), [['linden.example', 'VERIFIED']]);
    await assert.rejects(remote.verifyDomain('linden'), /answered 400: .*Enter a domain/);
    await assert.rejects(
      remote.verifyDomain('linden.example', 'org_0'),
      /answered 400: .*There is no organization org_0/,
    );
    await remote.reset();
    assert.deepEqual(await domainsOfSdk(), []);
    assert.ok(!has((await open()).page, 'domains-card'));
  });
});
