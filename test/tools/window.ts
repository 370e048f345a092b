/**
 * A browser window in each engine of this machine that a test drives by script, keys and clicks: Chromium and Firefox
 * through puppeteer, WebKit through its own driver. For pages of the test's own; `driven-page.ts` is for the demo.
 */
import { launch, type Browser, type LaunchOptions, type Page } from 'puppeteer-core';
import { remote } from 'webdriverio';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromiumLaunchOptions } from './chromium.ts';
import { findEngines, findFirefox, type FoundEngine } from './engines.ts';
import { findWebKit, startWebKitDriver, webKitConnection, type WebKitPrograms } from './webkit.ts';

export interface TestWindow {
  goTo(url: string): Promise<void>;
  /** Goes back in the history, and waits for nothing. */
  back(): Promise<void>;
  /** The value of an expression of the page's, which must survive JSON. */
  evaluate<T>(expression: string): Promise<T>;
  /** Presses a key as a person does. */
  press(key: 'Tab' | 'Enter' | 'Escape'): Promise<void>;
  /** Clicks on what a CSS selector finds in the page. */
  click(selector: string): Promise<void>;
  /** Clicks on a part of the element. */
  clickPart(part: string): Promise<void>;
  /** Closes every other tab, and brings this one to the front. */
  closeOthers(): Promise<void>;
  close(): Promise<void>;
}

class PuppeteerWindow implements TestWindow {
  private readonly browser: Browser;
  private readonly page: Page;

  private constructor(browser: Browser, page: Page) {
    this.browser = browser;
    this.page = page;
  }

  static async open(options: LaunchOptions): Promise<TestWindow> {
    const browser = await launch(options);
    const page = await browser.newPage();
    await page.setViewport({ width: 1000, height: 900 });
    return new PuppeteerWindow(browser, page);
  }

  async goTo(url: string): Promise<void> {
    await this.page.goto(url);
  }

  async back(): Promise<void> {
    await this.page.evaluate('history.back()').catch(() => undefined);
  }

  async evaluate<T>(expression: string): Promise<T> {
    return (await this.page.evaluate(expression)) as T;
  }

  async press(key: 'Tab' | 'Enter' | 'Escape'): Promise<void> {
    await this.page.keyboard.press(key);
  }

  async click(selector: string): Promise<void> {
    await this.page.locator(selector).click();
  }

  async clickPart(part: string): Promise<void> {
    await this.page.locator(`scalekit-admin-portal >>> [part=${part}]`).click();
  }

  async closeOthers(): Promise<void> {
    for (const page of await this.browser.pages()) {
      // It may close itself meanwhile.
      if (page !== this.page) await page.close().catch(() => undefined);
    }
    await this.page.bringToFront();
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}

const KEYS = { Tab: '\uE004', Enter: '\uE007', Escape: '\uE00C' };

class WebKitWindow implements TestWindow {
  private readonly driver: Awaited<ReturnType<typeof remote>>;
  private readonly end: () => void;

  private constructor(driver: Awaited<ReturnType<typeof remote>>, end: () => void) {
    this.driver = driver;
    this.end = end;
  }

  static async open(): Promise<TestWindow> {
    const programs = findWebKit() as WebKitPrograms;
    const { port, end } = await startWebKitDriver(programs);
    const driver = await remote({ ...webKitConnection(programs, port), logLevel: 'error' });
    await driver.setWindowSize(1000, 900);
    return new WebKitWindow(driver, end);
  }

  async goTo(url: string): Promise<void> {
    await this.driver.url(url);
  }

  async back(): Promise<void> {
    await this.driver.execute('history.back()');
  }

  async evaluate<T>(expression: string): Promise<T> {
    return (await this.driver.execute(`return ${expression}`)) as T;
  }

  async press(key: 'Tab' | 'Enter' | 'Escape'): Promise<void> {
    await this.driver.keys([KEYS[key]]);
  }

  async click(selector: string): Promise<void> {
    await this.driver.$(selector).click();
  }

  async clickPart(part: string): Promise<void> {
    await this.driver.$('scalekit-admin-portal').shadow$(`[part=${part}]`).click();
  }

  async closeOthers(): Promise<void> {
    const own = await this.driver.getWindowHandle();
    for (const handle of await this.driver.getWindowHandles()) {
      if (handle === own) continue;
      await this.driver.switchToWindow(handle);
      await this.driver.closeWindow();
    }
    await this.driver.switchToWindow(own);
  }

  async close(): Promise<void> {
    await this.driver.deleteSession();
    this.end();
  }
}

/** Opens a window in an engine. */
export async function openWindow({ engine }: FoundEngine): Promise<TestWindow> {
  switch (engine) {
    case 'chromium':
      return PuppeteerWindow.open(await chromiumLaunchOptions());
    case 'firefox':
      return PuppeteerWindow.open({ browser: 'firefox', executablePath: findFirefox()! });
    case 'webkit':
      return WebKitWindow.open();
  }
}

/** The engines that a test can drive on this machine. */
export function windowEngines(): FoundEngine[] {
  return findEngines().found;
}

/** Polls until a value is there; what is asked of a page that is being left has none. */
export async function soon<T>(what: string, look: () => Promise<T>, limit = 30_000): Promise<NonNullable<T>> {
  for (const end = Date.now() + limit; ;) {
    const value = await look().catch(() => null);
    if (value !== null && value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`Waited ${limit} ms in vain: ${what}`);
    await sleep(50);
  }
}
