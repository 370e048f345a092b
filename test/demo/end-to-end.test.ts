/**
 * The demo as a person uses it: host application, simulated portal, real SDK, real clicks, in every engine of this
 * machine. What single parts do in every case is tested elsewhere; here they work together.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDemo } from '../../demo/host/start-demo.ts';
import { drivenEngines, eventually, openPage } from '../tools/driven-page.ts';

for (const { engine, title, skip } of drivenEngines()) {
  test(`${title}: set up SSO and SCIM, watch the events, outlive the session, and go back`, { skip }, async () => {
    const demo = await startDemo({ hostPort: 0, simulatorPort: 0, environment: {} });
    const simulator = demo.simulator!;
    const page = await openPage(engine);
    const log = async () => (await page.text('#demo-entries')) ?? '';
    const minted = () => simulator.links.length;
    try {
      // Somebody comes from another page of the product, and goes back there in the end.
      await page.goTo(`${demo.url}/settings/members`);
      await page.goTo(`${demo.url}/settings/security`);
      await eventually('the portal shows', async () => (await page.textInPortal('[data-test=sso-card]')) !== null);
      await eventually('the element is ready', async () => (await page.text('#demo-state')) === 'ready');
      assert.equal(minted(), 1);
      assert.equal((await page.text('#sso-status'))?.trim(), 'SSO: off');

      await page.clickInPortal('[data-test=sso-open]');
      await page.clickInPortal('label:has([data-test=provider-OKTA])');
      await page.clickInPortal('[data-test=continue]');
      await page.clickInPortal('[data-test=save]');
      await page.clickInPortal('[data-test=sso-enable]');
      await eventually('the event of SSO', async () => (await log()).includes('organization-sso-enabled'));
      await eventually('the product knows', async () => /SSO: on.*Okta/is.test((await page.text('#sso-status')) ?? ''));

      await page.clickInPortal('[data-test=overview]');
      await page.clickInPortal('[data-test=scim-open]');
      await page.clickInPortal('label:has([data-test=provider-OKTA])');
      await page.clickInPortal('[data-test=continue]');
      await page.clickInPortal('[data-test=scim-enable]');
      await eventually('the event of SCIM', async () => (await log()).includes('organization-directory-enabled'));
      assert.equal(minted(), 1, 'walking through the portal mints nothing');

      const entries = await page.historyLength();
      simulator.expireSession();
      await eventually('the refresh', async () => (await log()).includes('portal-refresh'));
      await eventually(
        'the portal shows again',
        async () => (await page.textInPortal('[data-test=sso-card]')) !== null,
      );
      await eventually('the element is ready again', async () => (await page.text('#demo-state')) === 'ready');
      assert.equal(minted(), 2);
      // Firefox forgets the entries of a frame that is gone.
      assert.ok((await page.historyLength()) <= entries, 'a refresh adds no entry to the history');
      assert.ok(
        simulator.links.every(({ openedAt }) => openedAt !== null),
        'no link was minted in vain',
      );
    } finally {
      await page.close();
      await demo.close();
    }
  });

  test(`${title}: Back leaves the page after the session was renewed`, { skip }, async () => {
    const demo = await startDemo({ hostPort: 0, simulatorPort: 0, environment: {} });
    const simulator = demo.simulator!;
    const page = await openPage(engine);
    try {
      await page.goTo(`${demo.url}/settings/members`);
      await page.goTo(`${demo.url}/settings/security`);
      await eventually('the element is ready', async () => (await page.text('#demo-state')) === 'ready');
      for (let session = 2; session <= 3; session++) {
        simulator.expireSession();
        await eventually(
          `session ${session}`,
          async () => simulator.links.filter((link) => link.openedAt).length === session,
        );
        await eventually('the portal shows', async () => (await page.textInPortal('[data-test=sso-card]')) !== null);
      }
      await page.back();
      await eventually('the page before', async () => (await page.url()).endsWith('/settings/members'));
      assert.equal(simulator.links.length, 3);
    } finally {
      await page.close();
      await demo.close();
    }
  });

  test(
    `${title}: a portal that cannot show in the page shows in a new tab, with a link of its own`,
    { skip },
    async () => {
      const demo = await startDemo({ hostPort: 0, simulatorPort: 0, environment: {} });
      const simulator = demo.simulator!;
      const page = await openPage(engine);
      try {
        simulator.behave({ fault: 'fail' });
        await page.goTo(`${demo.url}/settings/security`);
        await eventually('the error', async () => (await page.text('#demo-state')) === 'error');
        simulator.behave({ fault: 'none' });
        await page.clickPart('open');
        await eventually(
          'the portal in the tab',
          async () => (await page.inNewTab('[data-test=sso-card]')).text !== null,
        );
        assert.equal((await page.inNewTab('body')).hasOpener, false, 'the tab cannot reach the page');
        assert.equal(simulator.links.length, 2);
        assert.equal(await page.text('#demo-state'), 'error', 'the page itself is as it was');
      } finally {
        await page.close();
        await demo.close();
      }
    },
  );
}
