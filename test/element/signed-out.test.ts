/**
 * An endpoint that sends whoever is signed out somewhere else: each kind of redirect, to pages on this site and on others,
 * which allow this page to read them or not. One request, and words that say signed out.
 */
import { expect } from '@open-wc/testing';
import { Backend } from '../tools/backend.ts';
import { PortalHarness } from '../tools/portal-harness.ts';

const CORS = { 'access-control-allow-origin': location.origin, 'access-control-allow-credentials': 'true' };
const OTHER_SITE = 'http://127.0.0.1:{port}';
const SAME_SITE = `http://localhost:{port}`;

/** Where the redirect leads. */
const TARGETS: Readonly<Record<string, string>> = {
  'a sign-in page here': '/backend/{run}/login',
  'a sign-in page on another site, without CORS': `${OTHER_SITE}/backend/{run}/login`,
  'a sign-in page on another site that does not exist': 'https://sign-in.invalid/login',
  'a page on another site that answers 404': `${OTHER_SITE}/backend/{run}/nothing`,
  'the same address with a slash': `${SAME_SITE}/backend/{run}/link/`,
  'a scheme that is refused': 'data:text/html,sign in',
};

const STATUSES = [301, 302, 303, 307, 308];

describe('an endpoint that redirects', () => {
  for (const [name, redirect] of Object.entries(TARGETS)) {
    for (const status of STATUSES) {
      for (const method of ['GET', 'POST'] as const) {
        it(`is asked once, and says signed out: ${method}, ${status} to ${name}`, async () => {
          const backend = await Backend.create();
          await backend.answers([{ status, redirect }]);
          const portal = await PortalHarness.mount({ endpoint: backend.endpoint, method });
          await portal.state('error');
          const { error } = portal.element;
          expect(error).to.include({ code: 'ENDPOINT_UNAUTHORIZED', retryable: false });
          // For the developer: both likely causes.
          expect(error!.message)
            .to.match(/redirect/i)
            .and.to.match(/sign/i);
          expect(portal.words).to.match(/sign in/i);
          expect(portal.words).not.to.match(/connection/i);
          expect(portal.part('retry') === null, 'a way to try again').to.equal(false);
          const { requests, minted } = await backend.log();
          expect(requests).to.have.length(1);
          expect(minted).to.equal(0);
        });
      }
    }
  }

  it('shows the portal once somebody has signed in and tries again', async () => {
    const backend = await Backend.create();
    await backend.answers([{ redirect: `${OTHER_SITE}/backend/{run}/login` }, {}]);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    await portal.state('error');
    portal.click('retry');
    await portal.state('ready');
    expect((await backend.log()).requests).to.have.length(2);
    expect(await backend.minted()).to.equal(1);
  });

  it('says so also during a renewal, after one request', async () => {
    const backend = await Backend.create();
    await backend.answers([{}, { redirect: `${OTHER_SITE}/backend/{run}/login` }]);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    await portal.event('portal-message');
    portal.say({ type: 'SESSION_EXPIRED' });
    await portal.state('error');
    expect(portal.element.error).to.include({ code: 'ENDPOINT_UNAUTHORIZED' });
    expect((await backend.log()).requests).to.have.length(2);
  });

  for (const status of [301, 302, 307]) {
    it(`on another site, readable for this page, is asked once, too: ${status}`, async () => {
      const backend = await Backend.create();
      await backend.answers([{ status, redirect: '/backend/{run}/login', headers: CORS }]);
      const portal = await PortalHarness.mount({ endpoint: backend.crossOriginEndpoint, credentials: 'include' });
      await portal.state('error');
      expect(portal.element.error).to.include({ code: 'ENDPOINT_UNAUTHORIZED' });
      expect((await backend.log()).requests).to.have.length(1);
    });
  }
});
