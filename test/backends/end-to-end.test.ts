/**
 * Each backend with a browser, its real SDK, the simulator and the portal in the frame: a person switches single sign-on on,
 * the page gets the event, the session ends, and the element requests a new link.
 */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Page } from 'puppeteer-core';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import { openChromium, whyNoChromium } from '../tools/chromium.ts';
import { freePort } from '../tools/free-port.ts';
import { until } from '../tools/until.ts';
import { EXPRESS, FLASK, GIN, SPRING_BOOT, workFolder, type Backend } from './backends.ts';
import { startBackend } from './started-backend.ts';
import { skipIf } from './toolchains.ts';

/** ms: the first build fetches and compiles a framework. */
const LIMIT = 900_000;

/** The targets of the clicks that switch single sign-on on. Each click shows the next target. */
const TARGETS = ['sso-open', 'continue', 'save', 'sso-enable', 'sso-disable'];

const TYPES = ['portal-load-success', 'organization-sso-enabled', 'portal-refresh', 'portal-error'];

/** A window whose host pages record the events of the element. */
async function openRecorder(context: TestContext): Promise<Page> {
  const page = await openChromium(context);
  await page.setViewport({ width: 1280, height: 1400 });
  await page.evaluateOnNewDocument((types) => {
    const events: string[] = [];
    Object.assign(globalThis, { events });
    for (const name of types) addEventListener(name, ({ type }) => events.push(type));
  }, TYPES);
  return page;
}

const hasEvent = async (page: Page, type: string): Promise<boolean> =>
  (await page.evaluate(() => (globalThis as unknown as { events: string[] }).events)).includes(type);

async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/settings`);
  await page.locator('input[name=username]').fill('ada');
  await page.locator('input[name=password]').fill('ada');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  assert.equal(new URL(page.url()).pathname, '/settings');
}

const inPortal = (page: Page, name: string) => page.mainFrame().childFrames()[0]?.$(`[data-test=${name}]`);

/** Clicks until the next target is there, because the page of a click may be replaced meanwhile. */
async function clickInPortal(page: Page, name: string, next: string): Promise<void> {
  await until(`${next} after ${name} in the portal`, async () => {
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
  context.after(() => started.program.stop());

  const page = await openRecorder(context);
  await signIn(page, started.url);
  await until('the portal shows', () => showsPortal(page));
  for (const [index, next] of TARGETS.slice(1).entries()) await clickInPortal(page, TARGETS[index]!, next);
  await until('the event', () => hasEvent(page, 'organization-sso-enabled'));
  assert.equal(simulator.links.length, 1);

  simulator.expireSession();
  await until('the refresh', () => hasEvent(page, 'portal-refresh'));
  await until('the portal shows again', () => showsPortal(page));
  assert.deepEqual(
    simulator.links.map(({ organizationId, openedAt }) => [organizationId, openedAt !== null]),
    [1, 2].map(() => [simulator.organizationId, true]),
  );
  assert.equal(await hasEvent(page, 'portal-error'), false);
}

for (const backend of [EXPRESS, FLASK, GIN]) {
  const missing = (await backend.whyNot(workFolder(`${backend.name}-end-to-end`))) ?? whyNoChromium();
  const options = { ...skipIf(missing), timeout: LIMIT };
  test(`${backend.name}: from the sign-in to the second session`, options, (context) => drive(backend, context));
}

// Not every Maven repository has the SDK. Without it, the test is skipped and never fails.
const skip = (await SPRING_BOOT.whyNot(workFolder('spring-boot-end-to-end'))) ?? whyNoChromium();
test('spring-boot: from the sign-in to the second session', { skip, timeout: LIMIT }, (context) =>
  drive(SPRING_BOOT, context),
);
