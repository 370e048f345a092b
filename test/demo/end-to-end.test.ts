/**
 * The demo with all its parts, in each engine of this machine: host application, simulated portal, real SDK and real clicks.
 * Other tests have all cases of the single parts.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drivenEngines, openPage, type DrivenPage } from '../tools/driven-page.ts';
import type { Engine } from '../tools/engines.ts';
import { until } from '../tools/until.ts';
import { startTestDemo, type TestDemo } from './test-demo.ts';

const CARD = '[data-test=sso-card]';

async function withDemo(engine: Engine, use: (page: DrivenPage, demo: TestDemo) => Promise<void>): Promise<void> {
  await using demo = await startTestDemo();
  const page = await openPage(engine);
  try {
    await use(page, demo);
  } finally {
    await page.close();
  }
}

const reaches = (page: DrivenPage, state: string) =>
  until(`the state ${state}`, async () => (await page.text('#demo-state')) === state);
const logs = (page: DrivenPage, event: string) =>
  until(event, async () => (await page.text('#demo-entries'))?.includes(event));
const showsPortal = (page: DrivenPage) =>
  until('the portal shows', async () => (await page.textInPortal(CARD)) !== null);

async function clickAll(page: DrivenPage, ...names: string[]): Promise<void> {
  for (const name of names) {
    await page.clickInPortal(name.startsWith('provider-') ? `label:has([data-test=${name}])` : `[data-test=${name}]`);
  }
}

for (const { engine, title, skip } of drivenEngines()) {
  test(`${title}: a person sets up SSO and SCIM, and the session is renewed`, { skip }, () =>
    withDemo(engine, async (page, { url, simulator }) => {
      await page.goTo(`${url}/settings/security`);
      await showsPortal(page);
      await reaches(page, 'ready');
      assert.equal(simulator.links.length, 1);
      assert.equal((await page.text('#sso-status'))?.trim(), 'SSO: off');

      await clickAll(page, 'sso-open', 'provider-OKTA', 'continue', 'save', 'sso-enable');
      await logs(page, 'organization-sso-enabled');
      await until('the status', async () => /SSO: on.*Okta/is.test((await page.text('#sso-status')) ?? ''));

      await clickAll(page, 'overview', 'scim-open', 'provider-OKTA', 'continue', 'scim-enable');
      await logs(page, 'organization-directory-enabled');
      assert.equal(simulator.links.length, 1, 'the pages of the portal mint no link');

      const entries = await page.historyLength();
      simulator.expireSession();
      await logs(page, 'portal-refresh');
      await showsPortal(page);
      await reaches(page, 'ready');
      assert.equal(simulator.links.length, 2);
      // Firefox drops the entries of a removed frame.
      assert.ok((await page.historyLength()) <= entries, 'the refresh has added an entry to the history');
      assert.ok(
        simulator.links.every(({ openedAt }) => openedAt !== null),
        'a link was not opened',
      );
    }),
  );

  test(`${title}: Back leaves the page after the session was renewed`, { skip }, () =>
    withDemo(engine, async (page, { url, simulator }) => {
      await page.goTo(`${url}/settings/members`);
      await page.goTo(`${url}/settings/security`);
      await reaches(page, 'ready');
      for (let session = 2; session <= 3; session++) {
        simulator.expireSession();
        await until(
          `session ${session}`,
          async () => simulator.links.filter((link) => link.openedAt).length === session,
        );
        await showsPortal(page);
      }
      await page.back();
      await until('the previous page', async () => (await page.url()).endsWith('/settings/members'));
      assert.equal(simulator.links.length, 3);
    }),
  );

  test(`${title}: a portal that fails in the page shows in a new tab, with a new link`, { skip }, () =>
    withDemo(engine, async (page, { url, simulator }) => {
      simulator.behave({ fault: 'fail' });
      await page.goTo(`${url}/settings/security`);
      await reaches(page, 'error');
      simulator.behave({ fault: 'none' });
      await page.clickPart('open');
      await until('the portal in the tab', async () => (await page.inNewTab(CARD)).text !== null);
      assert.equal((await page.inNewTab('body')).hasOpener, false, 'the tab can reach the page');
      assert.equal(simulator.links.length, 2);
      assert.equal(await page.text('#demo-state'), 'error', 'the page has changed');
    }),
  );
}
