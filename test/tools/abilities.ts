/**
 * Abilities that not every browser has. A test that is about one asks the browser for the ability itself, not for the
 * browser's name, and is skipped by name where the browser lacks it.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import type { Page } from 'puppeteer-core';
import { eventually } from './driven-page.ts';

/** Set where every engine is required: a browser that lacks an ability fails the test there. */
const REQUIRED = Boolean(process.env['PORTAL_TEST_REQUIRE_ABILITIES']);

/** Skips a test whose browser lacks what the test is about. */
export function skipWithout(context: TestContext, ability: string): void {
  assert.ok(!REQUIRED, `This browser has no ${ability}. Install one that has, or leave out --require-all-engines.`);
  context.skip(`this browser has no ${ability}`);
}

/** Whether a pop-up blocker keeps the page from opening a tab without a person's click, for example from a timer. */
export async function blocksPopUps(page: Page): Promise<boolean> {
  const session = await page.createCDPSession();
  // What puppeteer evaluates by itself counts as a click.
  const { result } = await session.send('Runtime.evaluate', {
    expression: 'new Promise((resolve) => setTimeout(() => resolve(window.open() === null)))',
    userGesture: false,
    awaitPromise: true,
  });
  return result.value as boolean;
}

/** Goes back to a page, and tells whether it came from the browser's back/forward cache. */
export async function goBackTo(page: Page, address: string): Promise<boolean> {
  // The browser may drop the page before it answers.
  await page.evaluate(() => history.back()).catch(() => undefined);
  let kept: string | undefined;
  await eventually(`${address} once more`, async () => {
    const found = await page.evaluate(() => ({
      address: location.href,
      kept: document.documentElement.dataset['kept'],
    }));
    kept = found.kept;
    return found.address === address && kept !== undefined;
  });
  return kept === 'true';
}

/** Has every page of this window note where it came from: `goBackTo` reads it. */
export async function noteWhatIsKept(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    addEventListener('pagehide', () => delete document.documentElement.dataset['kept']);
    addEventListener('pageshow', ({ persisted }) => (document.documentElement.dataset['kept'] = String(persisted)));
  });
}

/** Whether the browser has a back/forward cache: tried with two empty pages, three times, as it may drop a page. */
export async function hasBackForwardCache(page: Page): Promise<boolean> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Empty</title>');
  }).listen(0);
  await once(server, 'listening');
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  try {
    for (let time = 1; time <= 3; time++) {
      await page.goto(`${origin}/first`);
      await page.goto(`${origin}/second`);
      if (await goBackTo(page, `${origin}/first`)) return true;
    }
    return false;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
