/**
 * The portal in a tab and instead of the page, in real browsers: real clicks, a real pop-up blocker, a slow endpoint, and
 * Back with and without the browser's back/forward cache.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch, type LaunchOptions, type Page } from 'puppeteer-core';
import { blocksPopUps, goBackTo, hasBackForwardCache, recordPersistence, skipWithout } from '../tools/abilities.ts';
import { chromiumLaunchOptions, whyNoChromium } from '../tools/chromium.ts';
import { drivenEngines, openPage, type DrivenPage } from '../tools/driven-page.ts';
import { findFirefox, type Engine } from '../tools/engines.ts';
import { until } from '../tools/until.ts';
import { startTestDemo, type TestDemo } from './test-demo.ts';
import { Visitor } from './visitor.ts';

const SETTINGS = '/settings/security';
const WORKOS = '/settings/workos';
const LAUNCH = 'scalekit-admin-portal >>> [part=launch]';
const PORTAL = '[data-test=sso-card]';

/** ms: longer than the slowest endpoint of the demo takes. */
const PATIENCE = 60_000;

const engines = drivenEngines();

/** A demo whose settings page has this mode. */
async function startDemoWith(mode: 'tab' | 'redirect', fault = 'none'): Promise<TestDemo> {
  const demo = await startTestDemo();
  const visitor = await Visitor.signedIn(demo.url);
  await visitor.postJson('/demo/tag', { mode });
  await visitor.postJson('/demo/endpoint-fault', { fault });
  return demo;
}

const minted = ({ simulator }: TestDemo): number => simulator.links.length;

for (const { engine, title, skip } of engines) {
  describe(title, () => {
    let page: DrivenPage;
    before(async () => {
      if (skip === undefined) page = await openPage(engine);
    });
    after(() => skip ?? page.close());

    test(`${title}: mode="redirect": Back returns to a page whose button works`, { skip }, async () => {
      await using demo = await startDemoWith('redirect');
      await page.goTo(demo.url + SETTINGS);
      assert.equal(minted(demo), 0, 'a link was minted before the click');
      const openPortal = async () => {
        await page.clickPart('launch');
        await until('the portal instead of the page', async () => (await page.text(PORTAL)) !== null);
      };
      await openPortal();
      assert.equal(minted(demo), 1);
      await page.back();
      await until('the button', async () => (await page.text('#demo-state')) === 'idle');
      // A page from the cache gets portal-return. A browser may drop a page instead: then the page starts again.
      const logs = async (event: string) => (await page.text('#demo-entries'))!.includes(event);
      if (await logs('loading')) await until('portal-return', () => logs('portal-return'));
      assert.equal(minted(demo), 1, 'the way back has minted a link');
      await openPortal();
      assert.equal(minted(demo), 2);
    });

    test(`${title}: WorkOS by redirect: the page shows the current status after the way back`, { skip }, async () => {
      await using demo = await startTestDemo();
      const { workOs } = demo;
      const hasStatus = (intent: string, status: string) =>
        until(`${intent}: ${status}`, async () => (await page.text(`#status-${intent}`)) === status);
      const openPortal = async (intent: string) => {
        await page.click(`[endpoint$='=${intent}'] [slot=launch]`);
        await until('the portal', async () => (await page.text('#finish')) !== null);
      };
      await page.goTo(demo.url + WORKOS);
      await hasStatus('sso', 'Not configured');
      await hasStatus('domain_verification', 'Not verified');
      await hasStatus('log_streams', 'Not streaming');
      assert.equal(await page.text('#finished'), '');
      assert.equal(workOs.links.length, 0, 'a link was minted before the click');

      await openPortal('sso');
      await page.click('#finish');
      await hasStatus('sso', 'Configured');
      assert.equal(await page.url(), `${demo.url + WORKOS}?finished=sso`);
      assert.equal(await page.text('#finished'), 'Single sign-on: you are done at WorkOS.');

      await openPortal('dsync');
      await page.click('#return');
      await hasStatus('dsync', 'Not connected');
      assert.equal(await page.url(), demo.url + WORKOS);
      assert.equal(await page.text('#finished'), '');

      // The page from a cache of the browser is older than this.
      await openPortal('dsync');
      workOs.configure('dsync');
      await page.back();
      await hasStatus('dsync', 'Connected');

      await openPortal('certificate_renewal');
      const intents = workOs.links.map(({ intent }) => intent);
      assert.deepEqual(intents, ['sso', 'dsync', 'dsync', 'certificate_renewal']);
    });

    // The last test, because its tab stays open.
    test(`${title}: mode="tab": a click opens the portal in a tab that cannot reach the page`, { skip }, async () => {
      await using demo = await startDemoWith('tab');
      await page.goTo(demo.url + SETTINGS);
      assert.equal(minted(demo), 0, 'a link was minted before the click');
      await page.clickPart('launch');
      await until('the portal in the tab', async () => (await page.inNewTab(PORTAL)).text !== null);
      assert.equal((await page.inNewTab('body')).hasOpener, false);
      await until('the page is idle', async () => (await page.text('#demo-state')) === 'idle');
      assert.equal(minted(demo), 1);
    });
  });
}

async function withBrowser(options: LaunchOptions, visit: (page: Page) => Promise<void>): Promise<void> {
  const browser = await launch(options);
  try {
    await visit(await browser.newPage());
  } finally {
    await browser.close();
  }
}

const POP_UP = 'Chromium: the pop-up blocker allows the tab, even with a slow endpoint';
test(POP_UP, { skip: whyNoChromium() }, async (context) => {
  await using demo = await startDemoWith('tab', 'slower');
  const options = await chromiumLaunchOptions();
  await withBrowser({ ...options, ignoreDefaultArgs: ['--disable-popup-blocking'] }, async (page) => {
    await page.goto(demo.url + SETTINGS);
    if (!(await blocksPopUps(page))) return skipWithout(context, 'pop-up blocker');

    const tabs: Page[] = [];
    page.on('popup', (tab) => tab && tabs.push(tab));
    let requests = 0;
    page.on('request', (request) => (requests += request.url().endsWith('/api/portal-link') ? 1 : 0));
    // A double click: its second click goes to the tab, as it may for a person.
    await page.locator(LAUNCH).click({ count: 2 });
    await until('the tab', async () => tabs.length > 0);
    assert.equal(minted(demo), 0, 'the link was minted before the tab opened');

    const tab = tabs[0]!;
    assert.match(await tab.evaluate(() => document.body.textContent), /Loading/);
    // An impatient person goes back to the page and clicks again.
    await page.bringToFront();
    await page.locator(LAUNCH).click();
    assert.equal(minted(demo), 0, 'the endpoint has already answered');
    await tab.bringToFront();
    await tab.waitForSelector(PORTAL, { timeout: PATIENCE });
    assert.equal(await tab.evaluate(() => window.opener === null), true, 'the tab can reach the page');
    assert.deepEqual([requests, minted(demo), tabs.length], [1, 1, 1], 'a click has opened another portal');

    demo.simulator.configure({ sso: true });
    await page.bringToFront();
    await until('portal-return', () =>
      page.evaluate(() => document.getElementById('demo-entries')!.textContent.includes('portal-return')),
    );
    await until('the new status', () =>
      page.evaluate(() => document.getElementById('sso-status')!.textContent === 'SSO: on'),
    );
  });
});

interface CacheCase {
  readonly title: string;
  readonly engine: Engine;
  readonly options: () => LaunchOptions | Promise<LaunchOptions>;
  readonly isKept: boolean;
}

const CACHE_CASES: readonly CacheCase[] = [
  {
    title: 'Chromium with its back/forward cache',
    engine: 'chromium',
    options: chromiumLaunchOptions,
    isKept: true,
  },
  {
    title: 'Chromium without its back/forward cache',
    engine: 'chromium',
    options: async () => {
      const { args = [], ...options } = await chromiumLaunchOptions();
      return { ...options, args: [...args, '--disable-features=BackForwardCache'] };
    },
    isKept: false,
  },
  {
    title: 'Firefox without its back/forward cache',
    engine: 'firefox',
    options: () => ({
      browser: 'firefox',
      executablePath: findFirefox()!,
      extraPrefsFirefox: { 'browser.sessionhistory.max_total_viewers': 0 },
    }),
    isKept: false,
  },
];

for (const { title, engine, options, isKept } of CACHE_CASES) {
  const found = engines.find((other) => other.engine === engine);
  // The run is for other engines.
  if (found === undefined) continue;
  test(`${title}: Back from the portal returns to a page whose button works`, { skip: found.skip }, async (context) => {
    await using demo = await startDemoWith('redirect');
    await withBrowser(await options(), async (page) => {
      await recordPersistence(page);
      if (isKept && !(await hasBackForwardCache(page))) return skipWithout(context, 'back/forward cache');
      await page.goto(demo.url + SETTINGS);
      const kept: boolean[] = [];
      for (const links of [1, 2, 3]) {
        await page.locator(LAUNCH).click();
        await until('the portal', async () => (await page.$(PORTAL)) !== null);
        assert.equal(minted(demo), links);
        kept.push(await goBackTo(page, demo.url + SETTINGS));
      }
      // A browser with the cache may drop a page, but not each time.
      assert.equal(kept.includes(true), isKept, 'the page came from the cache');
      const log = await page.evaluate(() => document.getElementById('demo-entries')?.textContent ?? '');
      assert.equal(log.includes('portal-return'), kept.at(-1), 'only a page from the cache gets portal-return');
      assert.equal(minted(demo), 3, 'the way back has minted a link');
    });
  });
}
