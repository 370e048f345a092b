/**
 * Abilities that not every browser has. A test asks the browser for the ability, not for the name of the browser, and is
 * skipped by name if the ability is missing.
 */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Page } from 'puppeteer-core';
import { startServer } from './test-server.ts';
import { until } from './until.ts';

/** Set with --require-all-engines: a missing ability fails the test. */
const REQUIRED = Boolean(process.env['PORTAL_TEST_REQUIRE_ABILITIES']);

/** Skips a test whose browser lacks an ability. */
export function skipWithout(context: TestContext, ability: string): void {
  assert.ok(!REQUIRED, `This browser has no ${ability}. Install one that has, or leave out --require-all-engines.`);
  context.skip(`this browser has no ${ability}`);
}

/** Whether a pop-up blocker prevents that the page opens a tab without a click, for example from a timer. */
export async function blocksPopUps(page: Page): Promise<boolean> {
  const session = await page.createCDPSession();
  // Chromium treats page.evaluate() like a click.
  const { result } = await session.send('Runtime.evaluate', {
    expression: 'new Promise((resolve) => setTimeout(() => resolve(window.open() === null)))',
    userGesture: false,
    awaitPromise: true,
  });
  return result.value as boolean;
}

/** Goes back to a page. Returns whether the page came from the browser's back/forward cache. */
export async function goBackTo(page: Page, address: string): Promise<boolean> {
  // The browser may drop the page before it answers.
  await page.evaluate(() => history.back()).catch(() => undefined);
  const persisted = await until(`${address} again`, () =>
    page.evaluate(
      (wanted) => (location.href === wanted ? document.documentElement.dataset['persisted'] : undefined),
      address,
    ),
  );
  return persisted === 'true';
}

/** Lets each page of this window record for `goBackTo` whether it came from the cache. */
export async function recordPersistence(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    // Read late: at the start of a document, its element is not there.
    const dataset = () => document.documentElement.dataset;
    addEventListener('pagehide', () => delete dataset()['persisted']);
    addEventListener('pageshow', ({ persisted }) => (dataset()['persisted'] = String(persisted)));
  });
}

/** Whether the browser has a back/forward cache. Tries three times with two empty pages, because it may drop a page. */
export async function hasBackForwardCache(page: Page): Promise<boolean> {
  await using server = await startServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Empty</title>');
  });
  for (let time = 1; time <= 3; time++) {
    await page.goto(`${server.origin}/first`);
    await page.goto(`${server.origin}/second`);
    if (await goBackTo(page, `${server.origin}/first`)) return true;
  }
  return false;
}
