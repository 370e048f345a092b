/** A browser window of each engine for the applications, at full speed or slower. */
import { launch, type Browser, type BrowserContext, type CookieData, type Page } from 'puppeteer-core';
import { remote } from 'webdriverio';
import { chromiumLaunchOptions } from '../tools/chromium.ts';
import { findFirefox, type Engine } from '../tools/engines.ts';
import { findWebKit, startWebKitDriver, webKitConnection, type WebKitPrograms } from '../tools/webkit.ts';
import { slowProcesses } from './slow-processes.ts';

export interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly httpOnly?: boolean | undefined;
}

export interface Visitor {
  /** Continues with these cookies. In Chromium and Firefox, it opens a new window with an empty cache. */
  renew(url: string, cookies: readonly Cookie[]): Promise<void>;
  goTo(url: string): Promise<void>;
  reload(): Promise<void>;
  fill(selector: string, text: string): Promise<void>;
  /** The value of an expression in the page. */
  evaluate<Value>(expression: string): Promise<Value>;
  cookies(): Promise<readonly Cookie[]>;
  /** Makes the browser so many times slower. 1 is full speed. */
  slowDown(rate: number): Promise<void>;
  close(): Promise<void>;
}

/** Firefox and WebKit are slowed down from outside. Chromium can slow down its pages. */
abstract class SlowedFromOutside {
  #end: (() => Promise<void>) | undefined;

  protected abstract readonly root: number;

  async slowDown(rate: number): Promise<void> {
    await this.#end?.();
    this.#end = rate > 1 ? slowProcesses(this.root, rate) : undefined;
  }
}

class PuppeteerVisitor extends SlowedFromOutside implements Visitor {
  protected readonly browser: Browser;
  protected page!: Page;
  #context: BrowserContext | undefined;

  constructor(browser: Browser) {
    super();
    this.browser = browser;
  }

  protected get root(): number {
    return this.browser.process()!.pid!;
  }

  async renew(url: string, cookies: readonly Cookie[]): Promise<void> {
    await this.#context?.close();
    this.#context = await this.browser.createBrowserContext();
    this.page = await this.#context.newPage();
    await this.page.setViewport({ width: 1280, height: 1400 });
    const { hostname: domain } = new URL(url);
    const data = ({ httpOnly = true, ...cookie }: Cookie): CookieData => ({ ...cookie, domain, path: '/', httpOnly });
    await this.#context.setCookie(...cookies.map(data));
  }

  async goTo(url: string): Promise<void> {
    await this.page.goto(url);
  }

  async reload(): Promise<void> {
    await this.page.reload();
  }

  async fill(selector: string, text: string): Promise<void> {
    await this.page.type(selector, text);
  }

  evaluate<Value>(expression: string): Promise<Value> {
    return this.page.evaluate(expression) as Promise<Value>;
  }

  async cookies(): Promise<readonly Cookie[]> {
    return (await this.#context?.cookies()) ?? [];
  }

  async close(): Promise<void> {
    await this.slowDown(1);
    await this.browser.close();
  }
}

class ChromiumVisitor extends PuppeteerVisitor {
  #rate = 1;

  override async renew(url: string, cookies: readonly Cookie[]): Promise<void> {
    await super.renew(url, cookies);
    await this.page.emulateFocusedPage(true);
    await this.page.emulateCPUThrottling(this.#rate);
  }

  override async slowDown(rate: number): Promise<void> {
    this.#rate = rate;
    // Before the first `renew`, there is no page.
    await (this.page as Page | undefined)?.emulateCPUThrottling(rate);
  }

  override async close(): Promise<void> {
    await this.browser.close();
  }
}

type WebDriver = Awaited<ReturnType<typeof remote>>;

class WebKitVisitor extends SlowedFromOutside implements Visitor {
  private readonly driver: WebDriver;
  private readonly end: () => void;
  protected readonly root: number;

  constructor(driver: WebDriver, root: number, end: () => void) {
    super();
    this.driver = driver;
    this.root = root;
    this.end = end;
  }

  async renew(url: string, cookies: readonly Cookie[]): Promise<void> {
    await this.driver.url(new URL('/no-such-page', url).href);
    await this.driver.deleteAllCookies();
    for (const { name, value, httpOnly } of cookies) await this.driver.addCookie({ name, value, path: '/', httpOnly });
  }

  async goTo(url: string): Promise<void> {
    await this.driver.url(url);
  }

  async reload(): Promise<void> {
    await this.driver.refresh();
  }

  async fill(selector: string, text: string): Promise<void> {
    await this.driver.$(selector).setValue(text);
  }

  async evaluate<Value>(expression: string): Promise<Value> {
    const value: unknown = await this.driver.execute(`return (${expression})`);
    return value as Value;
  }

  async cookies(): Promise<readonly Cookie[]> {
    return this.driver.getAllCookies();
  }

  async close(): Promise<void> {
    await this.slowDown(1);
    await this.driver.deleteSession();
    this.end();
  }
}

async function openWebKit(): Promise<Visitor> {
  const programs = findWebKit() as WebKitPrograms;
  const { port, process: root, end } = await startWebKitDriver(programs);
  const driver = await remote({ ...webKitConnection(programs, port), logLevel: 'error' });
  await driver.setWindowSize(1280, 1400);
  return new WebKitVisitor(driver, root, end);
}

/** Opens a window. Call `renew` first. */
export async function openVisitor(engine: Engine): Promise<Visitor> {
  switch (engine) {
    case 'chromium':
      return new ChromiumVisitor(await launch(await chromiumLaunchOptions()));
    case 'firefox':
      return new PuppeteerVisitor(await launch({ browser: 'firefox', executablePath: findFirefox()! }));
    case 'webkit':
      return openWebKit();
  }
}
