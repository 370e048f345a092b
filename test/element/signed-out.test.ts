/**
 * An endpoint that redirects people who are signed out: each kind of redirect, to pages on this site and on others, with and
 * without CORS. The element sends one request, and its text says that the person is signed out.
 */
import { expect } from '@open-wc/testing';
import { Backend } from '../tools/backend.ts';
import { mountPortal, PortalHarness } from '../tools/portal-harness.ts';

const CORS = { 'access-control-allow-origin': location.origin, 'access-control-allow-credentials': 'true' };
const OTHER_SITE = 'http://127.0.0.1:{port}';
const SAME_SITE = `http://localhost:{port}`;

/** The targets of the redirect. */
const TARGETS: Readonly<Record<string, string>> = {
  'a sign-in page on this site': '/backend/{run}/login',
  'a sign-in page on another site, without CORS': `${OTHER_SITE}/backend/{run}/login`,
  'a sign-in page on another site that does not exist': 'https://sign-in.invalid/login',
  'a page on another site that answers 404': `${OTHER_SITE}/backend/{run}/nothing`,
  'the same address with a slash': `${SAME_SITE}/backend/{run}/link/`,
  'a data: URL': 'data:text/html,sign in',
};

const STATUSES = [301, 302, 303, 307, 308];

describe('an endpoint that redirects', () => {
  for (const [name, redirect] of Object.entries(TARGETS)) {
    for (const status of STATUSES) {
      for (const method of ['GET', 'POST'] as const) {
        it(`is asked once, and leads to ENDPOINT_UNAUTHORIZED: ${method}, ${status} to ${name}`, async () => {
          const { backend, portal } = await mountPortal({ answers: [{ status, redirect }] }, { method });
          await portal.state('error');
          const { error } = portal.element;
          expect(error).to.include({ code: 'ENDPOINT_UNAUTHORIZED', retryable: false });
          // Both likely causes, for the developer.
          expect(error!.message)
            .to.match(/redirect/i)
            .and.to.match(/sign/i);
          expect(portal.text).to.match(/sign in/i);
          expect(portal.text).not.to.match(/connection/i);
          expect(portal.part('retry') !== null, 'a retry button').to.equal(true);
          expect(await backend.counts()).to.deep.equal({ requests: 1, minted: 0 });
        });
      }
    }
  }

  it('leads to a portal when the person has signed in and tries again', async () => {
    const answers = [{ redirect: `${OTHER_SITE}/backend/{run}/login` }, {}];
    const { backend, portal } = await mountPortal({ answers });
    await portal.state('error');
    portal.click('retry');
    await portal.state('ready');
    expect(await backend.counts()).to.deep.equal({ requests: 2, minted: 1 });
  });

  it('is asked once during a refresh, too', async () => {
    const answers = [{}, { redirect: `${OTHER_SITE}/backend/{run}/login` }];
    const { backend, portal } = await mountPortal({ answers });
    await portal.event('portal-message');
    portal.post({ type: 'SESSION_EXPIRED' });
    await portal.expectError({ code: 'ENDPOINT_UNAUTHORIZED' });
    expect((await backend.log()).requests).to.have.length(2);
  });

  for (const status of [301, 302, 307]) {
    it(`is asked once on another site with CORS: ${status}`, async () => {
      const answers = [{ status, redirect: '/backend/{run}/login', headers: CORS }];
      const backend = await Backend.create({ answers });
      const portal = await PortalHarness.mount({ endpoint: backend.crossOriginEndpoint, credentials: 'include' });
      await portal.expectError({ code: 'ENDPOINT_UNAUTHORIZED' });
      expect((await backend.log()).requests).to.have.length(1);
    });
  }
});
