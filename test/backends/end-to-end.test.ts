/**
 * Each backend as a person meets it: browser, backend, its real SDK, the simulator, the portal in the frame. Single sign-on is
 * switched on, the page hears of it, the session ends, and a new link follows.
 */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { launch, type Frame, type Page } from 'puppeteer-core';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import { chromiumLaunchOptions, whyNoChromium } from '../tools/chromium.ts';
import { eventually } from '../tools/driven-page.ts';
import { freePort } from '../tools/free-port.ts';
import { EXPRESS, FLASK, GIN, SPRING_BOOT, workFolder, type Backend } from './backends.ts';
import { startBackend } from './started-backend.ts';
import { skipIf } from './toolchains.ts';

/** A first build fetches and compiles a framework. */
const LIMIT = 900_000;

/** What is clicked in the portal to switch single sign-on on, and what it leads to. */
const WAY = ['sso-open', 'continue', 'save', 'sso-enable', 'sso-disable'];

const EVENTS = ['portal-load-success', 'organization-sso-enabled', 'portal-refresh', 'portal-error'];

/** A window whose host pages note the element's events that bubble to them. */
async function openWindow(context: TestContext): Promise<Page> {
  const browser = await launch(await chromiumLaunchOptions());
  context.after(() => browser.close());
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 1400 });
  await page.evaluateOnNewDocument((events) => {
    const heard: string[] = [];
    Object.assign(globalThis, { heard });
    for (const name of events) addEventListener(name, ({ type }) => heard.push(type));
  }, EVENTS);
  return page;
}

const heardOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);

async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/settings`);
  await page.locator('input[name=username]').fill('ada');
  await page.locator('input[name=password]').fill('ada');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  assert.equal(new URL(page.url()).pathname, '/settings');
}

const portalOf = (page: Page): Frame | undefined => page.mainFrame().childFrames()[0];

const inPortal = (page: Page, name: string) => portalOf(page)?.$(`[data-test=${name}]`);

/** Clicks until the next page is there: a click may meet a page that is about to be replaced. */
async function clickInPortal(page: Page, name: string, next: string): Promise<void> {
  await eventually(`${next} after ${name} in the portal`, async () => {
    if (await inPortal(page, next)) return true;
    await (await inPortal(page, name))?.click();
    return false;
  });
}

const showsPortal = async (page: Page): Promise<boolean> => Boolean(await inPortal(page, 'sso-card'));

async function drive(backend: Backend, context: TestContext): Promise<void> {
  const simulator = await startSimulator();
  context.after(() => simulator.close());
  const { folder, command } = await backend.prepare(workFolder(`${backend.name}-end-to-end`));
  const started = await startBackend({
    folder,
    command: [...command, ...((await backend.trust?.(simulator)) ?? [])],
    env: { ...backend.environment(simulator), PORT: String(await freePort()) },
  });
  context.after(() => started.stop());

  const page = await openWindow(context);
  await signIn(page, started.url);
  await eventually('the portal shows', () => showsPortal(page));
  for (const [index, next] of WAY.slice(1).entries()) await clickInPortal(page, WAY[index]!, next);
  await eventually('the event', async () => (await heardOn(page)).includes('organization-sso-enabled'));
  assert.equal(simulator.links.length, 1);

  simulator.expireSession();
  await eventually('the refresh', async () => (await heardOn(page)).includes('portal-refresh'));
  await eventually('the portal shows again', () => showsPortal(page));
  assert.deepEqual(
    simulator.links.map(({ organizationId, openedAt }) => [organizationId, openedAt !== null]),
    [1, 2].map(() => [simulator.organizationId, true]),
  );
  assert.ok(!(await heardOn(page)).includes('portal-error'));
}

for (const backend of [EXPRESS, FLASK, GIN]) {
  const missing = (await backend.whyNot(workFolder(`${backend.name}-end-to-end`))) ?? whyNoChromium();
  const options = { ...skipIf(missing), timeout: LIMIT };
  test(`${backend.name}: from the sign-in to the second session`, options, (context) => drive(backend, context));
}

// The SDK is not in every repository of Maven's: its absence is named, and fails nothing.
const skip = (await SPRING_BOOT.whyNot(workFolder('spring-boot-end-to-end'))) ?? whyNoChromium();
test('spring-boot: from the sign-in to the second session', { skip, timeout: LIMIT }, (context) =>
  drive(SPRING_BOOT, context),
);
