/**
 * A browser window that a test drives as a person would, in each engine of this machine: Chromium and Firefox through
 * puppeteer, WebKit through its own driver. Elements of the host page and of the portal are found by CSS selector.
 */
import { launch, type Browser, type Frame, type LaunchOptions, type Page } from 'puppeteer-core';
import { remote } from 'webdriverio';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromiumLaunchOptions } from './chromium.ts';
import { detectEngines, ENGINES, findFirefox, type Engine } from './engines.ts';
import { findWebKit, startWebKitDriver, webKitConnection, type WebKitPrograms } from './webkit.ts';

const LIMIT = 30_000;

/** What a test may do in a window. A click waits until its target is there. */
export interface DrivenPage {
  goTo(url: string): Promise<void>;
  /** The address of the window. */
  url(): Promise<string>;
  back(): Promise<void>;
  click(selector: string): Promise<void>;
  /** Text of an element of the host page, or null. */
  text(selector: string): Promise<string | null>;
  /** Entries in the history of the window. */
  historyLength(): Promise<number>;
  /** Clicks a button of the element itself, by its part. */
  clickPart(part: string): Promise<void>;
  clickInPortal(selector: string): Promise<void>;
  /** Text of an element of the portal, or null while there is none. */
  textInPortal(selector: string): Promise<string | null>;
  /** Text of an element in the newest tab, or null; and whether that tab can reach the page that opened it. */
  inNewTab(selector: string): Promise<{ text: string | null; hasOpener: boolean }>;
  close(): Promise<void>;
}

/** Polls until it holds; the message tells what was waited for. */
export async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + LIMIT;
  for (;;) {
    // A frame that is replaced while it is asked has no answer: ask the next one.
    if (await holds().catch(() => false)) return;
    if (Date.now() > end) throw new Error(`Waited ${LIMIT} ms in vain: ${what}`);
    await sleep(50);
  }
}

class PuppeteerPage implements DrivenPage {
  private readonly browser: Browser;
  private readonly page: Page;

  private constructor(browser: Browser, page: Page) {
    this.browser = browser;
    this.page = page;
  }

  static async open(options: LaunchOptions): Promise<DrivenPage> {
    const browser = await launch(options);
    const page = await browser.newPage();
    // High enough for the whole portal: a click inside a frame that must be scrolled to may miss.
    await page.setViewport({ width: 1280, height: 1400 });
    return new PuppeteerPage(browser, page);
  }

  private get portal(): Frame | undefined {
    return this.page.mainFrame().childFrames()[0];
  }

  async goTo(url: string): Promise<void> {
    await this.page.goto(url);
  }

  async url(): Promise<string> {
    // Not page.url(): in Firefox it misses that Back brought a page from the cache.
    return this.page.evaluate(() => location.href);
  }

  async back(): Promise<void> {
    // Not goBack(): in Firefox it waits for a load that a page from the cache never has.
    // Chromium may drop the page before it answers.
    await this.page.evaluate(() => history.back()).catch(() => undefined);
  }

  async click(selector: string): Promise<void> {
    await this.page.locator(selector).click();
  }

  async text(selector: string): Promise<string | null> {
    return this.page.evaluate((found) => document.querySelector(found)?.textContent ?? null, selector);
  }

  async historyLength(): Promise<number> {
    return this.page.evaluate(() => history.length);
  }

  async clickPart(part: string): Promise<void> {
    await this.page.locator(`scalekit-admin-portal >>> [part=${part}]`).click();
  }

  async inNewTab(selector: string): Promise<{ text: string | null; hasOpener: boolean }> {
    const tab = (await this.browser.pages()).at(-1);
    if (!tab || tab === this.page) throw new Error('There is no other tab.');
    return tab.evaluate(stateOf, selector);
  }

  async clickInPortal(selector: string): Promise<void> {
    await eventually(`${selector} in the portal`, async () => {
      // A locator waits until its target stands still; the frame itself may be replaced meanwhile.
      await this.portal?.locator(selector).setTimeout(2000).click();
      return this.portal !== undefined;
    });
  }

  async textInPortal(selector: string): Promise<string | null> {
    return (
      (await this.portal?.evaluate((found) => document.querySelector(found)?.textContent ?? null, selector)) ?? null
    );
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}

type WebDriver = Awaited<ReturnType<typeof remote>>;

class WebKitPage implements DrivenPage {
  private readonly driver: WebDriver;
  private readonly end: () => void;

  private constructor(driver: WebDriver, end: () => void) {
    this.driver = driver;
    this.end = end;
  }

  static async open(): Promise<DrivenPage> {
    const programs = findWebKit() as WebKitPrograms;
    const { port, end } = await startWebKitDriver(programs);
    const driver = await remote({ ...webKitConnection(programs, port), logLevel: 'error' });
    await driver.setWindowSize(1280, 1400);
    return new WebKitPage(driver, end);
  }

  /** Does something inside the portal's frame, and comes back out of it. */
  private async inPortal<T>(act: () => Promise<T>): Promise<T> {
    await this.driver.switchFrame(this.driver.$('scalekit-admin-portal').shadow$('iframe'));
    try {
      return await act();
    } finally {
      await this.driver.switchFrame(null);
    }
  }

  async goTo(url: string): Promise<void> {
    await this.driver.url(url);
  }

  async url(): Promise<string> {
    return this.driver.getUrl();
  }

  async back(): Promise<void> {
    await this.driver.back();
  }

  async click(selector: string): Promise<void> {
    await this.driver.$(selector).click();
  }

  async text(selector: string): Promise<string | null> {
    return this.driver.execute(textOf, selector);
  }

  async historyLength(): Promise<number> {
    return this.driver.execute('return history.length');
  }

  async clickPart(part: string): Promise<void> {
    await this.driver.$('scalekit-admin-portal').shadow$(`[part=${part}]`).click();
  }

  async inNewTab(selector: string): Promise<{ text: string | null; hasOpener: boolean }> {
    const own = await this.driver.getWindowHandle();
    const other = (await this.driver.getWindowHandles()).find((handle) => handle !== own);
    if (other === undefined) throw new Error('There is no other tab.');
    await this.driver.switchToWindow(other);
    try {
      return await this.driver.execute(stateOf, selector);
    } finally {
      await this.driver.switchToWindow(own);
    }
  }

  async clickInPortal(selector: string): Promise<void> {
    await eventually(`${selector} in the portal`, async () =>
      this.inPortal(async () => {
        const element = this.driver.$(selector);
        if (!(await element.isExisting())) return false;
        await element.click();
        return true;
      }),
    );
  }

  async textInPortal(selector: string): Promise<string | null> {
    return this.inPortal(() => this.driver.execute(textOf, selector));
  }

  async close(): Promise<void> {
    await this.driver.deleteSession();
    this.end();
  }
}

function stateOf(selector: string): { text: string | null; hasOpener: boolean } {
  return { text: document.querySelector(selector)?.textContent ?? null, hasOpener: window.opener !== null };
}

function textOf(selector: string): string | null {
  return document.querySelector(selector)?.textContent ?? null;
}

/** Opens a window in an engine. */
export async function openPage(engine: Engine): Promise<DrivenPage> {
  switch (engine) {
    case 'chromium':
      return PuppeteerPage.open(await chromiumLaunchOptions());
    case 'firefox':
      return PuppeteerPage.open({ browser: 'firefox', executablePath: findFirefox()! });
    case 'webkit':
      return WebKitPage.open();
  }
}

/** An engine that tests drive. */
export interface DrivenEngine {
  readonly engine: Engine;
  readonly title: string;
  /** Why this machine lacks it: the reason to skip its tests. */
  readonly skip: string | undefined;
}

/** The engines that were asked for; `test/run.ts` sets the variable. */
export function drivenEngines(): DrivenEngine[] {
  const names = process.env['PORTAL_TEST_ENGINES']?.split(',');
  const wanted = ENGINES.filter((engine) => names?.includes(engine) ?? true);
  return detectEngines(wanted).map((found) => ({
    engine: found.engine,
    title: found.title,
    skip: 'missing' in found ? found.missing : undefined,
  }));
}
