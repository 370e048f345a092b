/** The inline script of docs/first-visit.md: its hash, and that it mints one link wherever the page loads the element. */
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, beforeEach, describe, test, type TestContext } from 'node:test';
import { launch, type Browser, type Page } from 'puppeteer-core';
import { DROP_IN } from '../../bench/tools/paths.ts';
import type { BackendLog } from '../tools/backend-script.ts';
import { chromiumLaunchOptions, whyNoChromium } from '../tools/chromium.ts';
import { withFakeBackend } from '../tools/fake-backend.ts';
import { page as pageOf } from '../tools/readme-code.ts';
import { startServer, type TestServer } from '../tools/test-server.ts';

const text = await readFile(pageOf('docs/first-visit.md'), 'utf8');
const [, recipe = ''] = /<!-- from examples\/first-visit.html -->\n\n```html\n([^]*?)```/.exec(text) ?? [];
const [, inline = ''] = /<script>([^]*?)<\/script>/.exec(recipe) ?? [];
const hash = `sha256-${createHash('sha256').update(inline).digest('base64')}`;
/** The server sends the rest of the page 300 ms later. */
const PAUSE = '<!-- a moment later -->';
const SCRIPT = '<script src="/assets/scalekit-admin-portal.min.js" defer></script>\n';

test('the page names the hash of its inline script', () => {
  assert.notEqual(inline, '');
  assert.ok(text.includes(`script-src 'self' '${hash}'`), `the hash is ${hash}`);
});

describe('the inline script', { skip: whyNoChromium() }, () => {
  let server: TestServer;
  let browser: Browser;
  /** ms before the server sends the script of the element. */
  let scriptDelay = 0;
  const pages = new Map<string, string>();

  before(async () => {
    const dropIn = await readFile(DROP_IN, 'utf8');
    const serve = withFakeBackend((request, response) => {
      const path = request.url ?? '/';
      if (path.startsWith('/assets/')) {
        setTimeout(() => response.writeHead(200, { 'content-type': 'text/javascript' }).end(dropIn), scriptDelay);
        return;
      }
      response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': `script-src 'self' '${hash}'; frame-src http://127.0.0.1:*; connect-src 'self'`,
      });
      const [start, rest = ''] = (pages.get(path) ?? '<!doctype html><title>Another page</title>').split(PAUSE);
      response.write(start);
      setTimeout(() => response.end(rest), rest ? 300 : 0);
    });
    server = await startServer(serve);
    const { args = [], ...options } = await chromiumLaunchOptions();
    // Without the back/forward cache, so that Back loads the page again.
    browser = await launch({ ...options, args: [...args, '--disable-features=BackForwardCache'] });
  });
  beforeEach(() => (scriptDelay = 0));
  after(async () => {
    await browser.close();
    await server.close();
  });

  /** Opens a page with the changed recipe. */
  async function open(
    context: TestContext,
    change: (recipe: string) => string = (recipe) => recipe,
    prepare?: (page: Page) => Promise<unknown>,
  ) {
    const run = `/backend/${randomUUID()}`;
    const body = change(recipe).replace('/api/portal-link', `${run}/link`);
    pages.set(`/${run}`, `<!doctype html><title>Settings</title>${body}`);
    const log = async () => (await (await fetch(`${server.origin}${run}/log`)).json()) as BackendLog;
    const page = await browser.newPage();
    context.after(() => page.close());
    await prepare?.(page);
    await page.goto(`${server.origin}/${run}`);
    const reaches = (state: string) =>
      page.waitForFunction(
        (expected) => document.querySelector('scalekit-admin-portal')?.state === expected,
        {},
        state,
      );
    return { page, log, reaches };
  }

  const orders: [string, (recipe: string) => string, number?][] = [
    ['is late', (recipe) => recipe, 300],
    ['arrives at once', (recipe) => recipe],
    ['is async', (recipe) => recipe.replace(' defer', ' async')],
    ['blocks the parser', (recipe) => recipe.replace(' defer', '')],
    ['is after the tag', (recipe) => recipe.replace(SCRIPT, '') + SCRIPT],
    ['runs before the inline script', (recipe) => recipe.replace(' defer', '').replace('<script>', `${PAUSE}<script>`)],
  ];
  for (const [order, change, delay = 0] of orders) {
    test(`mints one link if the script of the element ${order}`, async (context) => {
      scriptDelay = delay;
      const { log, reaches } = await open(context, change);
      await reaches('ready');
      const { requests, minted } = await log();
      assert.deepEqual([requests.length, minted], [1, 1]);
    });
  }

  test('sends the same request as the element', async (context) => {
    const requests: Record<string, string | undefined>[] = [];
    for (const change of [undefined, (recipe: string) => recipe.replace(/<script>[^]*/, '')]) {
      const { log, reaches } = await open(context, change);
      await reaches('ready');
      const { accept, 'cache-control': cache, pragma, cookie } = (await log()).requests[0]!.headers;
      requests.push({ accept, cache, pragma, cookie });
    }
    assert.equal(requests[0]!['accept'], 'application/json');
    assert.deepEqual(requests[0], requests[1]);
  });

  test('leaves the request to the element after Back', async (context) => {
    const { page, log, reaches } = await open(context);
    await reaches('ready');
    await page.goto(`${server.origin}/another`);
    await page.goBack();
    await reaches('ready');
    const { requests, minted } = await log();
    assert.deepEqual([requests.length, minted], [2, 2]);
  });

  test('sends no request in a hidden page', async (context) => {
    const hide = (page: Page) =>
      page.evaluateOnNewDocument(() => {
        Object.defineProperty(document, 'hidden', { get: () => true });
        Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
      });
    const { log, reaches } = await open(context, undefined, hide);
    await reaches('idle');
    assert.equal((await log()).requests.length, 0);
  });
});
