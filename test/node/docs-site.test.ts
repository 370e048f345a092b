/** The site: built from the Markdown, served from some path of a static server, and visited in Chromium. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { launch, type Browser, type Page } from 'puppeteer-core';
import { PAGES, ROOT, routeOf, sidebar } from '../../docs-site/pages.ts';
import { BuiltSite, openWatched, taken, violations, visit, type Finding } from '../tools/built-site.ts';
import { chromiumLaunchOptions, whyNoChromium } from '../tools/chromium.ts';

/** As many as this machine's processors are worth. */
const WINDOWS = Math.min(4, availableParallelism());
/** ms: far more than it takes. A machine may do other things meanwhile. */
const LIMIT = 600_000;
const skip = whyNoChromium();

test('the sidebar leads to every page, each once', () => {
  const entries = sidebar().flatMap(({ items }) => items.flatMap((item) => [item, ...(item.items ?? [])]));
  const links = entries.map(({ link }) => link).sort();
  assert.deepEqual(links, PAGES.map((page) => `/${routeOf(page).replace(/(^|\/)index\.md$/, '$1')}`).sort());
});

describe('the site', { skip, timeout: LIMIT }, () => {
  let site: BuiltSite;
  let browser: Browser;
  const findings: Finding[] = [];
  const complaints: string[] = [];

  const open = async (path: string): Promise<Page> => {
    const watched = await openWatched(browser, site);
    await watched.page.setViewport({ width: 1280, height: 900 });
    await watched.page.goto(site.urlOf(path));
    await taken(watched.page);
    return watched.page;
  };

  before(
    async () => {
      // One after the other: a site that cannot be built leaves no browser open.
      site = await BuiltSite.start();
      browser = await launch(await chromiumLaunchOptions());
      const waiting = site.pages.values();
      const lane = async () => {
        const { page, complaints: own } = await openWatched(browser, site);
        // VitePress fetches what the visible links lead to, unless somebody saves data: forty files a page.
        await page.evaluateOnNewDocument(() =>
          Object.defineProperty(navigator, 'connection', { value: { saveData: true } }),
        );
        for (const path of waiting) findings.push(await visit(page, site.urlOf(path), path));
        complaints.push(...own);
        await page.close();
      };
      await Promise.all(Array.from({ length: WINDOWS }, lane));
    },
    { timeout: LIMIT },
  );

  after(async () => {
    await browser.close();
    await site[Symbol.asyncDispose]();
  });

  const of = (key: 'violations' | 'tooWide') =>
    findings.flatMap((finding) => finding[key].map((found) => `${finding.page}: ${found}`));

  test('has a page for every file', () => {
    const wanted = [
      ...PAGES.map((page) => routeOf(page).replace(/md$/, 'html')),
      '404.html',
      'simulated-portal/index.html',
    ];
    assert.deepEqual(findings.map(({ page }) => page).sort(), wanted.sort());
  });

  test('every link leads to a page of the site, and its anchor to a heading there', () => {
    const ids = new Map(findings.map(({ page, ids }) => [page, new Set(ids)]));
    const dead = findings.flatMap(({ page, links }) =>
      [...new Set(links)]
        .map((link) => new URL(link))
        .filter((url) => url.origin === site.origin)
        .filter((url) => {
          const target = ids.get(site.pageAt(url) ?? '');
          return !target || (url.hash !== '' && !target.has(decodeURIComponent(url.hash.slice(1))));
        })
        .map((url) => `${page}: ${url.pathname}${url.hash}`),
    );
    assert.deepEqual(dead, []);
    assert.ok(findings.flatMap(({ links }) => links).length > 1000);
  });

  test('asks no other host for anything, and the console stays empty', () => {
    assert.deepEqual(complaints, []);
    assert.deepEqual(site.missing, []);
  });

  test('axe finds nothing, wide and light, narrow and dark', () => assert.deepEqual(of('violations'), []));

  test('nothing scrolls sideways at 360 px', () => assert.deepEqual(of('tooWide'), []));

  test('shows no comment of the Markdown, and no diagram as text', () => {
    const shown = findings.filter(({ text }) => /<!-- (?:from|table|\/table)|sequenceDiagram/.test(text));
    assert.deepEqual(
      shown.map(({ page }) => page),
      [],
    );
  });

  test('the search finds a page by a word of it, and axe nothing in its dialog', async () => {
    const page = await open('index.html');
    await page.locator('.VPNavBarSearchButton').click();
    await page.locator('#localsearch-input').fill('allow-popups-to-escape-sandbox');
    const first = await page.locator('.VPLocalSearchBox .result').waitHandle();
    assert.deepEqual(await violations(page), []);
    await first.click();
    await page.waitForFunction(
      () => location.pathname.endsWith('.html') && !document.querySelector('.VPLocalSearchBox'),
    );
    assert.match(await page.evaluate(() => document.body.innerText), /allow-popups-to-escape-sandbox/);
    await page.close();
  });

  test('the tabs of the quickstart show the complete files of one framework, by click and by key; axe finds nothing', async () => {
    const page = await open('docs/quickstart.html');
    const shown = () =>
      page.$$eval('.file-tabs .files', (panels) =>
        panels
          .filter((panel) => panel.checkVisibility())
          .flatMap((panel) => [...panel.querySelectorAll('pre code')].map((code) => code.textContent.trimEnd())),
      );
    const filesOf = (framework: string, ...paths: string[]) =>
      paths.map((path) => readFileSync(join(ROOT, 'examples/frameworks', framework, path), 'utf8').trimEnd());

    const next = [
      'app/settings/page.tsx',
      'app/settings/portal.tsx',
      'app/api/portal-link/route.ts',
      'app/variable.ts',
    ];
    assert.deepEqual(await shown(), filesOf('next', ...next));
    await page.locator('.file-tabs label::-p-text(Astro)').click();
    const astro = ['src/pages/settings.astro', 'src/pages/api/portal-link.ts', 'src/lib/scalekit.ts'];
    assert.deepEqual(await shown(), filesOf('astro', ...astro));
    await page.keyboard.press('ArrowRight');
    const angular = ['src/app/settings-page.ts', 'src/portal-link.ts', 'src/environment.ts'];
    assert.deepEqual(await shown(), filesOf('angular', ...angular));
    assert.deepEqual(await violations(page), []);
    await page.close();
  });

  test('on a narrow window, axe finds nothing in the menus', async () => {
    const page = await open('docs/events.html');
    await page.setViewport({ width: 360, height: 740 });
    await page.locator('.VPNavBarHamburger').click();
    await page.locator('.VPNavScreen').wait();
    assert.deepEqual(await violations(page), []);
    await page.locator('.VPNavBarHamburger').click();
    // It fades, and hides the button until then.
    await page.waitForSelector('.VPNavScreen', { hidden: true });
    await page.locator('.VPLocalNav .menu').click();
    await page.locator('.VPSidebar.open').wait();
    assert.deepEqual(await violations(page), []);
    await page.close();
  });

  describe('the live demo', { skip }, () => {
    const inPortal = (page: Page, selector: string) =>
      page.waitForFunction(
        (found) => {
          const frame = document.querySelector('scalekit-admin-portal')?.shadowRoot?.querySelector('iframe');
          return frame?.contentDocument?.querySelector<HTMLElement>(found)?.innerText;
        },
        {},
        selector,
      );
    const links = (page: Page, count: number) =>
      page.waitForFunction(
        (wanted) => document.querySelector('[data-test=links]')?.textContent === wanted,
        {},
        String(count),
      );
    const linkInPortal = async (page: Page, count: number) => {
      await links(page, count);
      await page.waitForFunction(
        (wanted) =>
          document
            .querySelector('scalekit-admin-portal')
            ?.shadowRoot?.querySelector('iframe')
            ?.contentDocument?.querySelector('#link')?.textContent === wanted,
        {},
        String(count),
      );
    };
    const words = (page: Page, wanted: string) =>
      page.waitForFunction(
        (text) => document.querySelector('scalekit-admin-portal')?.shadowRoot?.textContent.includes(text),
        {},
        wanted,
      );
    const click = (page: Page, test: string) => page.locator(`[data-test=${test}]`).click();

    test('shows the portal with one link, and a new one each time its session ends', async () => {
      const page = await open('demo.html');
      await linkInPortal(page, 1);
      assert.equal(await (await inPortal(page, 'h1')).jsonValue(), 'Set up access');
      await click(page, 'end');
      await linkInPortal(page, 2);
      await click(page, 'reload');
      await linkInPortal(page, 3);
      await click(page, 'warn');
      await words(page, 'ends');
      assert.match(await page.evaluate(() => document.querySelector('.log')!.textContent), /portal-session-warning/);
      await page.close();
    });

    test('shows the words of each fault, and the portal once it is gone', async () => {
      const page = await open('demo.html');
      await linkInPortal(page, 1);
      await click(page, 'endpoint-unauthorized');
      await words(page, 'not have access');
      await click(page, 'endpoint-works');
      await linkInPortal(page, 2);
      await click(page, 'portal-fails');
      await words(page, 'could not be opened');
      await click(page, 'portal-fails');
      await linkInPortal(page, 4);
      await click(page, 'offline');
      await words(page, 'You are offline');
      await click(page, 'offline');
      await linkInPortal(page, 5);
      await page.close();
    });

    test('speaks another language, in other colours and with own custom properties; axe finds nothing', async () => {
      const page = await open('demo.html');
      await linkInPortal(page, 1);
      await click(page, 'endpoint-unauthorized');
      await page.select('[data-test=language]', 'de');
      await page.select('[data-test=scheme]', 'dark');
      await click(page, 'own-look');
      await page.waitForFunction(() => document.querySelector('.stage')!.getAttribute('lang') === 'de');
      await words(page, 'Sie haben keinen Zugriff');
      assert.deepEqual(await violations(page), []);
      await page.close();
    });
  });
});
