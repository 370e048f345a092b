import { expect, test } from '@playwright/test';
import { connectSimulator } from 'scalekit-admin-portal/simulator';

test('an administrator switches SSO on, and the page knows', async ({ page }) => {
  const simulator = await connectSimulator('http://127.0.0.1:4611');
  await page.goto('/');
  await page.getByLabel('Name').fill('ada');
  await page.getByLabel('Password').fill('ada');
  await page.getByRole('button', { name: 'Sign in' }).click();
  const portal = page.frameLocator('scalekit-admin-portal iframe');
  await expect(portal.getByText('Single sign-on')).toBeVisible();
  await simulator.configure({ sso: true });
  await expect(page.locator('#status')).toHaveText('SSO is on');
  expect(await simulator.links).toHaveLength(1);
});
