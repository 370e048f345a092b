/**
 * A browser window that a test drives with real clicks and keys, in each engine of this machine: Chromium and Firefox with
 * puppeteer, WebKit with its own driver. CSS selectors find elements of the page and of the portal in its frame.
 */
import { launch, type Browser, type Frame, type LaunchOptions, type Page } from 'puppeteer-core';
import { remote } from 'webdriverio';
import { chromiumLaunchOptions } from './chromium.ts';
import { detectEngines, ENGINES, findFirefox, type Engine } from './engines.ts';
import { until } from './until.ts';

export { until as eventually } from './until.ts';
import { findWebKit, startWebKitDriver, webKitConnection, type WebKitPrograms } from './webkit.ts';

/** High enough for the whole portal: in Chromium, a click in a frame that has to be scrolled to may miss. */
const SIZE = { width: 1280, height: 1400 };

interface TabContent {
  readonly text: string | null;
  readonly hasOpener: boolean;
}

/** A click waits until its target is there. */
export interface DrivenPage {
  goTo(url: string): Promise<void>;
  /** The address of the window. */
  url(): Promise<string>;
  /** Goes back in the history, and waits for nothing. */
  back(): Promise<void>;
  /** The value of an expression in the page, which must survive JSON. */
  evaluate<T>(expression: string): Promise<T>;
  pressTab(): Promise<void>;
  click(selector: string): Promise<void>;
  /** Text of an element of the page, or null. */
  text(selector: string): Promise<string | null>;
  /** Number of entries in the history of the window. */
  historyLength(): Promise<number>;
  /** Clicks a part of the element. */
  clickPart(part: string): Promise<void>;
  clickInPortal(selector: string): Promise<void>;
  /** Text of an element of the portal, or null. */
  textInPortal(selector: string): Promise<string | null>;
  /** Text of an element in the newest tab, or null, and whether that tab can reach the page that opened it. */
  inNewTab(selector: string): Promise<TabContent>;
  /** Closes all other tabs. */
  closeOtherTabs(): Promise<void>;
  close(): Promise<void>;
}

/** Runs in the page. */
const textOf = (selector: string): string | null => document.querySelector(selector)?.textContent ?? null;

/** Runs in the page. */
const contentOf = (selector: string): TabContent => ({
  text: document.querySelector(selector)?.textContent ?? null,
  hasOpener: window.opener !== null,
});

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
    // A busy machine may take longer for a page than puppeteer's default of 30 s.
    page.setDefaultTimeout(90_000);
    await page.setViewport(SIZE);
    return new PuppeteerPage(browser, page);
  }

  private get portal(): Frame | undefined {
    return this.page.mainFrame().childFrames()[0];
  }

  async goTo(url: string): Promise<void> {
    await this.page.goto(url);
  }

  async url(): Promise<string> {
    // Not page.url(): in Firefox, it misses that Back brought a page from the cache.
    return this.page.evaluate(() => location.href);
  }

  async back(): Promise<void> {
    // Not goBack(): in Firefox, it waits for a load that a page from the cache never has.
    // Chromium may drop the page before it answers.
    await this.page.evaluate(() => history.back()).catch(() => undefined);
  }

  async evaluate<T>(expression: string): Promise<T> {
    return (await this.page.evaluate(expression)) as T;
  }

  async pressTab(): Promise<void> {
    await this.page.keyboard.press('Tab');
  }

  async click(selector: string): Promise<void> {
    await this.page.locator(selector).click();
  }

  async text(selector: string): Promise<string | null> {
    return this.page.evaluate(textOf, selector);
  }

  async historyLength(): Promise<number> {
    return this.page.evaluate(() => history.length);
  }

  async clickPart(part: string): Promise<void> {
    await this.page.locator(`scalekit-admin-portal >>> [part=${part}]`).click();
  }

  async clickInPortal(selector: string): Promise<void> {
    await until(`${selector} in the portal`, async () => {
      // A locator waits until its target stands still; the frame itself may be replaced meanwhile.
      await this.portal?.locator(selector).setTimeout(2000).click();
      return this.portal !== undefined;
    });
  }

  async textInPortal(selector: string): Promise<string | null> {
    return (await this.portal?.evaluate(textOf, selector)) ?? null;
  }

  async inNewTab(selector: string): Promise<TabContent> {
    const tab = (await this.browser.pages()).at(-1);
    if (!tab || tab === this.page) throw new Error('There is no other tab.');
    return tab.evaluate(contentOf, selector);
  }

  async closeOtherTabs(): Promise<void> {
    for (const tab of await this.browser.pages()) {
      // The tab may close itself meanwhile.
      if (tab !== this.page) await tab.close().catch(() => undefined);
    }
    await this.page.bringToFront();
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
    await driver.setWindowSize(SIZE.width, SIZE.height);
    return new WebKitPage(driver, end);
  }

  /** Acts inside the portal's frame. */
  private async inPortal<T>(act: () => Promise<T>): Promise<T> {
    await this.driver.switchFrame(this.driver.$('scalekit-admin-portal').shadow$('iframe'));
    try {
      return await act();
    } finally {
      await this.driver.switchFrame(null);
    }
  }

  /** The other tabs, and this one. */
  private async handles(): Promise<{ own: string; others: string[] }> {
    const own = await this.driver.getWindowHandle();
    return { own, others: (await this.driver.getWindowHandles()).filter((handle) => handle !== own) };
  }

  async goTo(url: string): Promise<void> {
    await this.driver.url(url);
  }

  async url(): Promise<string> {
    return this.driver.getUrl();
  }

  async back(): Promise<void> {
    await this.driver.execute('history.back()');
  }

  async evaluate<T>(expression: string): Promise<T> {
    return (await this.driver.execute(`return ${expression}`)) as T;
  }

  async pressTab(): Promise<void> {
    await this.driver.keys(['\uE004']);
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

  async clickInPortal(selector: string): Promise<void> {
    await until(`${selector} in the portal`, () =>
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

  async inNewTab(selector: string): Promise<TabContent> {
    const { own, others } = await this.handles();
    const [tab] = others;
    if (tab === undefined) throw new Error('There is no other tab.');
    await this.driver.switchToWindow(tab);
    try {
      return await this.driver.execute(contentOf, selector);
    } finally {
      await this.driver.switchToWindow(own);
    }
  }

  async closeOtherTabs(): Promise<void> {
    const { own, others } = await this.handles();
    for (const tab of others) {
      await this.driver.switchToWindow(tab);
      await this.driver.closeWindow();
    }
    await this.driver.switchToWindow(own);
  }

  async close(): Promise<void> {
    await this.driver.deleteSession();
    this.end();
  }
}

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
  /** The reason to skip its tests: what this machine lacks. */
  readonly skip: string | undefined;
}

/** The engines of the run; `test/run.ts` sets the variable. */
export function drivenEngines(): DrivenEngine[] {
  const names = process.env['PORTAL_TEST_ENGINES']?.split(',');
  const wanted = ENGINES.filter((engine) => names?.includes(engine) ?? true);
  return detectEngines(wanted).map((found) => ({
    engine: found.engine,
    title: found.title,
    skip: 'missing' in found ? found.missing : undefined,
  }));
}
