/** Tests the product's settings page with the portal in a browser, including the set-up by an administrator. */
import { expect, test as base, type FrameLocator } from '@playwright/test';
import { connectSimulator, type RemoteSimulator } from 'scalekit-admin-portal/simulator';

const test = base.extend<{ simulator: RemoteSimulator; portal: FrameLocator }>({
  simulator: async ({}, use) => {
    const simulator = await connectSimulator(process.env['SIMULATOR_URL'] ?? '');
    await simulator.reset();
    await use(simulator);
  },
  portal: async ({ page }, use) => {
    await use(page.locator('scalekit-admin-portal').locator('iframe').contentFrame());
  },
});

test.beforeEach(({ context, baseURL, simulator }) => {
  // The fixture must be set up before the page requests a link.
  expect(simulator.url).toBeTruthy();
  return context.addCookies([{ name: 'user', value: 'ada', url: baseURL ?? '' }]);
});

test('an administrator sets up single sign-on, and the product knows', async ({ page, portal, simulator }) => {
  await page.goto('/settings');
  await portal.getByTestId('sso-open').click();
  await portal.getByText('Okta').click();
  await portal.getByTestId('continue').click();
  await portal.getByTestId('save').click();
  await portal.getByTestId('sso-enable').click();
  await expect(page.locator('#status')).toHaveText('Single sign-on is on.');
  expect(await simulator.links).toHaveLength(1);
});

test('what is set up elsewhere arrives too', async ({ page, portal, simulator }) => {
  await page.goto('/settings');
  await expect(portal.getByTestId('sso-card')).toBeVisible();
  await simulator.configure({ sso: true });
  await expect(page.locator('#status')).toHaveText('Single sign-on is on.');
});

test('a session that ends is followed by another, and the page stays', async ({ page, portal, simulator }) => {
  await page.goto('/settings');
  await expect(portal.getByTestId('sso-card')).toBeVisible();
  await page.evaluate(() => (document.title = 'The same page'));
  await simulator.expireSession();
  await expect.poll(async () => (await simulator.links).filter(({ openedAt }) => openedAt).length).toBe(2);
  await expect(portal.getByTestId('sso-card')).toBeVisible();
  await expect(page).toHaveTitle('The same page');
});

test('a link that cannot be minted is asked for again', async ({ page, portal, simulator }) => {
  await simulator.failNextLink();
  await page.goto('/settings');
  await expect(portal.getByTestId('sso-card')).toBeVisible();
  expect(await simulator.links).toHaveLength(1);
});

test('who is no administrator reads why', async ({ page, context, baseURL, simulator }) => {
  await context.addCookies([{ name: 'user', value: 'ben', url: baseURL ?? '' }]);
  await page.goto('/settings');
  await expect(page.locator('scalekit-admin-portal [part=error]')).toBeVisible();
  expect(await simulator.links).toHaveLength(0);
});
