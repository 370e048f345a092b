/** The documentation site: built from the Markdown, served from a path of a static server, and visited in Chromium. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { launch, type Browser, type Page } from 'puppeteer-core';
import { PAGES, ROOT, routeOf, sidebar } from '../../docs-site/pages.ts';
import { BuiltSite, hydrated, openWatched, violations, visit, type Finding } from '../tools/built-site.ts';
import { chromiumLaunchOptions, whyNoChromium } from '../tools/chromium.ts';

const WINDOWS = Math.min(4, availableParallelism());
/** ms: far more than the tests take, for machines that are busy. */
const LIMIT = 600_000;
const skip = whyNoChromium();

test('the sidebar leads to each page once', () => {
  const entries = sidebar().flatMap(({ items }) => items.flatMap((item) => [item, ...(item.items ?? [])]));
  const links = entries.map(({ link }) => link).sort();
  assert.deepEqual(links, PAGES.map((page) => `/${routeOf(page).replace(/(^|\/)index\.md$/, '$1')}`).sort());
});

describe('the site', { skip, timeout: LIMIT }, () => {
  let site: BuiltSite;
  let browser: Browser;
  const findings: Finding[] = [];
  const faults: string[] = [];

  const open = async (path: string): Promise<Page> => {
    const { page } = await openWatched(browser, site);
    await page.setViewport({ width: 1280, height: 900 });
    await page.goto(site.urlOf(path));
    await hydrated(page);
    return page;
  };

  before(
    async () => {
      // In this order: if the site cannot be built, no browser stays open.
      site = await BuiltSite.start();
      browser = await launch(await chromiumLaunchOptions());
      const waiting = site.pages.values();
      const visitPages = async () => {
        const watched = await openWatched(browser, site);
        // Otherwise VitePress fetches the targets of the visible links: forty files for each page.
        await watched.page.evaluateOnNewDocument(() =>
          Object.defineProperty(navigator, 'connection', { value: { saveData: true } }),
        );
        for (const path of waiting) findings.push(await visit(watched.page, site.urlOf(path), path));
        faults.push(...watched.faults);
        await watched.page.close();
      };
      await Promise.all(Array.from({ length: WINDOWS }, visitPages));
    },
    { timeout: LIMIT },
  );

  after(async () => {
    await browser.close();
    await site[Symbol.asyncDispose]();
  });

  const all = (key: 'violations' | 'tooWide') =>
    findings.flatMap((finding) => finding[key].map((found) => `${finding.page}: ${found}`));

  test('has a page for each file', () => {
    const expected = PAGES.map((page) => routeOf(page).replace(/md$/, 'html'));
    expected.push('404.html', 'simulated-portal/index.html');
    assert.deepEqual(findings.map(({ page }) => page).sort(), expected.sort());
  });

  test('each link leads to a page of the site, and each anchor to a heading', () => {
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

  test('sends no request to another host, and logs nothing', () => {
    assert.deepEqual(faults, []);
    assert.deepEqual(site.missing, []);
  });

  test('has no violation of axe, wide and light, narrow and dark', () => assert.deepEqual(all('violations'), []));

  test('has no horizontal scrolling at 360 px', () => assert.deepEqual(all('tooWide'), []));

  test('shows no comment of the Markdown, and no source of a diagram', () => {
    const shown = findings.filter(({ text }) => /<!-- (?:from|table|\/table)|sequenceDiagram/.test(text));
    assert.deepEqual(
      shown.map(({ page }) => page),
      [],
    );
  });

  test('finds a page by a word, without a violation of axe in the search dialog', async () => {
    const page = await open('index.html');
    await page.locator('.VPNavBarSearchButton').click();
    await page.locator('#localsearch-input').fill('allow-popups-to-escape-sandbox');
    const first = await page.locator('.VPLocalSearchBox .result').waitHandle();
    assert.deepEqual(await violations(page), []);
    await first.click();
    // The dialog closes before the page of the result is there.
    await page.waitForFunction(
      () =>
        !document.querySelector('.VPLocalSearchBox') &&
        document.body.innerText.includes('allow-popups-to-escape-sandbox'),
    );
    await page.close();
  });

  test('shows the complete files of one framework in the tabs of the quickstart, by click and by key, with no violation of axe', async () => {
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

  test('has no violation of axe in the menus of a narrow window', async () => {
    const page = await open('docs/events.html');
    await page.setViewport({ width: 360, height: 740 });
    await page.locator('.VPNavBarHamburger').click();
    await page.locator('.VPNavScreen').wait();
    assert.deepEqual(await violations(page), []);
    await page.locator('.VPNavBarHamburger').click();
    // The menu fades out, and covers the next button until then.
    await page.waitForSelector('.VPNavScreen', { hidden: true });
    await page.locator('.VPLocalNav .menu').click();
    await page.locator('.VPSidebar.open').wait();
    assert.deepEqual(await violations(page), []);
    await page.close();
  });

  describe('the live demo', { skip }, () => {
    /** Waits until the frame has a non-empty element, or one with this text, and returns its text. */
    const textInPortal = async (page: Page, selector: string, text?: string): Promise<string> => {
      const found = await page.waitForFunction(
        (selector, expected) => {
          const frame = document.querySelector('scalekit-admin-portal')?.shadowRoot?.querySelector('iframe');
          const text = frame?.contentDocument?.querySelector(selector)?.textContent.trim();
          return expected === undefined || text === expected ? text : undefined;
        },
        {},
        selector,
        text,
      );
      return (await found.jsonValue())!;
    };
    /** Waits until so many links were minted, and the portal shows the last one. */
    const showsLink = async (page: Page, number: number): Promise<void> => {
      await page.waitForFunction(
        (expected) => document.querySelector('[data-test=links]')?.textContent === expected,
        {},
        String(number),
      );
      await textInPortal(page, '#link', String(number));
    };
    const showsText = (page: Page, text: string) =>
      page.waitForFunction(
        (expected) => document.querySelector('scalekit-admin-portal')?.shadowRoot?.textContent.includes(expected),
        {},
        text,
      );
    const click = (page: Page, name: string) => page.locator(`[data-test=${name}]`).click();
    const openDemo = async (): Promise<Page> => {
      const page = await open('demo.html');
      await showsLink(page, 1);
      return page;
    };

    test('shows the portal with one link, and with a new link after each session', async () => {
      const page = await openDemo();
      assert.equal(await textInPortal(page, 'h1'), 'Set up access');
      await click(page, 'end');
      await showsLink(page, 2);
      await click(page, 'reload');
      await showsLink(page, 3);
      await click(page, 'warn');
      await showsText(page, 'ends');
      assert.match(await page.evaluate(() => document.querySelector('.log')!.textContent), /portal-session-warning/);
      await page.close();
    });

    test('shows the message of each fault, and the portal after the fault', async () => {
      const page = await openDemo();
      await click(page, 'endpoint-unauthorized');
      await showsText(page, 'not have access');
      await click(page, 'endpoint-works');
      await showsLink(page, 2);
      await click(page, 'portal-fails');
      await showsText(page, 'could not be opened');
      await click(page, 'portal-fails');
      await showsLink(page, 4);
      await click(page, 'offline');
      await showsText(page, 'You are offline');
      await click(page, 'offline');
      await showsLink(page, 5);
      await page.close();
    });

    test('has no violation of axe in another language, with dark colours and custom properties', async () => {
      const page = await openDemo();
      await click(page, 'endpoint-unauthorized');
      await page.select('[data-test=language]', 'de');
      await page.select('[data-test=scheme]', 'dark');
      await click(page, 'own-look');
      await page.waitForFunction(() => document.querySelector('.stage')!.getAttribute('lang') === 'de');
      await showsText(page, 'Sie haben keinen Zugriff');
      assert.deepEqual(await violations(page), []);
      await page.close();
    });
  });
});
