/** The inline script for the first visit, in docs/first-visit.md: its hash, and that it mints one link however the page is put together. */
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { launch, type Browser, type Page } from 'puppeteer-core';
import { DROP_IN } from '../../bench/tools/paths.ts';
import type { BackendLog } from '../tools/backend-script.ts';
import { chromiumLaunchOptions, whyNoChromium } from '../tools/chromium.ts';
import { fakeBackend } from '../tools/fake-backend.ts';
import { page as pageOf } from '../tools/readme-code.ts';

const text = await readFile(pageOf('docs/first-visit.md'), 'utf8');
const [, recipe = ''] = /<!-- from examples\/first-visit.html -->\n\n```html\n([^]*?)```/.exec(text) ?? [];
const [, inline = ''] = /<script>([^]*?)<\/script>/.exec(recipe) ?? [];
const hash = `sha256-${createHash('sha256').update(inline).digest('base64')}`;
/** The rest of the page comes a moment later. */
const PAUSE = '<!-- a moment later -->';
const SCRIPT = '<script src="/assets/scalekit-admin-portal.min.js" defer></script>\n';

test('the page names the hash of its inline script', () => {
  assert.notEqual(inline, '');
  assert.ok(text.includes(`script-src 'self' '${hash}'`), `the hash is ${hash}`);
});

describe('the inline script', { skip: whyNoChromium() }, () => {
  let server: Server;
  let browser: Browser;
  let dropIn: string;
  /** ms before the script of the element comes. */
  let scriptDelay = 0;
  const pages = new Map<string, string>();

  before(async () => {
    dropIn = await readFile(DROP_IN, 'utf8');
    const middleware = fakeBackend();
    server = createServer((request, response) => {
      const context = { req: request, res: response } as unknown as Parameters<typeof middleware>[0];
      void middleware(context, () => {
        const path = request.url ?? '/';
        if (path.startsWith('/assets/')) {
          setTimeout(() => response.writeHead(200, { 'content-type': 'text/javascript' }).end(dropIn), scriptDelay);
        } else {
          response.writeHead(200, {
            'content-type': 'text/html; charset=utf-8',
            'cache-control': 'no-store',
            'content-security-policy': `script-src 'self' '${hash}'; frame-src http://127.0.0.1:*; connect-src 'self'`,
          });
          const [start, rest = ''] = (pages.get(path) ?? '<!doctype html><title>Another page</title>').split(PAUSE);
          response.write(start);
          setTimeout(() => response.end(rest), rest ? 300 : 0);
        }
        return Promise.resolve();
      });
    });
    server.listen(0);
    await once(server, 'listening');
    const { args = [], ...options } = await chromiumLaunchOptions();
    // A page that is kept comes back as it was; here it loads again.
    browser = await launch({ ...options, args: [...args, '--disable-features=BackForwardCache'] });
  });
  after(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  });

  /** A page with the recipe on it, changed, and what its endpoint has minted. */
  async function prepare(change: (recipe: string) => string = (same) => same) {
    const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    const run = `/backend/${randomUUID()}`;
    const body = change(recipe).replace('/api/portal-link', `${run}/link`);
    pages.set(`/${run}`, `<!doctype html><title>Settings</title>${body}`);
    const log = async () => (await (await fetch(`${origin}${run}/log`)).json()) as BackendLog;
    return { url: `${origin}/${run}`, origin, log };
  }

  const isReady = (page: Page) =>
    page.waitForFunction(() => document.querySelector('scalekit-admin-portal')?.state === 'ready');

  const orders: [string, number, (recipe: string) => string][] = [
    ['where its script comes late', 300, (same) => same],
    ['where its script is there at once', 0, (same) => same],
    ['where its script is async', 0, (text) => text.replace(' defer', ' async')],
    ['where its script holds the parser', 0, (text) => text.replace(' defer', '')],
    ['where its script comes after the tag', 0, (text) => text.replace(SCRIPT, '') + SCRIPT],
    [
      'where the element is there before the inline script',
      0,
      (text) => text.replace(' defer', '').replace('<script>', `${PAUSE}<script>`),
    ],
  ];
  for (const [what, delay, change] of orders) {
    test(`mints one link ${what}`, async (context) => {
      scriptDelay = delay;
      const { url, log } = await prepare(change);
      const page = await browser.newPage();
      context.after(() => page.close());
      await page.goto(url);
      await isReady(page);
      const { requests, minted } = await log();
      assert.deepEqual([requests.length, minted], [1, 1]);
    });
  }

  test('asks like the element itself', async (context) => {
    scriptDelay = 0;
    const asked: Record<string, string | undefined>[] = [];
    for (const change of [(same: string) => same, (text: string) => text.replace(/<script>[^]*/, '')]) {
      const { url, log } = await prepare(change);
      const page = await browser.newPage();
      context.after(() => page.close());
      await page.goto(url);
      await isReady(page);
      const { accept, 'cache-control': cache, pragma, cookie } = (await log()).requests[0]!.headers;
      asked.push({ accept, cache, pragma, cookie });
    }
    assert.equal(asked[0]!['accept'], 'application/json');
    assert.deepEqual(asked[0], asked[1]);
  });

  test('asks for nothing after Back: the element asks', async (context) => {
    const { url, origin, log } = await prepare();
    const page = await browser.newPage();
    context.after(() => page.close());
    await page.goto(url);
    await isReady(page);
    await page.goto(`${origin}/another`);
    await page.goBack();
    await isReady(page);
    const { requests, minted } = await log();
    assert.deepEqual([requests.length, minted], [2, 2]);
  });

  test('asks for nothing in a page that nobody looks at', async (context) => {
    const { url, log } = await prepare();
    const page = await browser.newPage();
    context.after(() => page.close());
    await page.evaluateOnNewDocument(() => {
      Object.defineProperty(document, 'hidden', { get: () => true });
      Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
    });
    await page.goto(url);
    await page.waitForFunction(() => document.querySelector('scalekit-admin-portal')?.state === 'idle');
    assert.equal((await log()).requests.length, 0);
  });
});
