/**
 * A Chromium tab that Puppeteer does not control. Puppeteer's pages watch every frame, pause a new one until it is prepared, and
 * run scripts in it, which would distort the measurement.
 */
import { CDPSessionEvent, launch, TargetType, type Browser, type CDPSession } from 'puppeteer-core';
import { chromiumLaunchOptions } from '../../test/tools/chromium.ts';

/** Starts a Chromium whose pages Puppeteer does not control. */
export async function launchQuietly(): Promise<Browser> {
  const { args = [], ...options } = await chromiumLaunchOptions();
  return await launch({
    ...options,
    // A page in the back/forward cache keeps its processes busy.
    args: [...args, '--disable-features=BackForwardCache'],
    targetFilter: (target) => target.type() === TargetType.BROWSER,
    waitForInitialPage: false,
  });
}

/** A tab in a separate context, which starts with an empty cache. */
export class Tab {
  private readonly browser: CDPSession;
  private readonly page: CDPSession;
  private readonly context: string;

  private constructor(browser: CDPSession, page: CDPSession, context: string) {
    this.browser = browser;
    this.page = page;
    this.context = context;
  }

  /** `slowdown`: the CPU slowdown of the page and its frames; 1: none. */
  static async open(browser: CDPSession, slowdown: number): Promise<Tab> {
    const { browserContextId } = await browser.send('Target.createBrowserContext');
    const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank', browserContextId });
    const attached = Promise.withResolvers<CDPSession>();
    browser.once(CDPSessionEvent.SessionAttached, attached.resolve);
    await browser.send('Target.attachToTarget', { targetId, flatten: true });
    const page = await attached.promise;
    if (slowdown > 1) await throttle(page, slowdown);
    return new Tab(browser, page, browserContextId);
  }

  /** Navigates to a page and returns when it has started to load. The start time can be read from the page. */
  async go(url: string): Promise<void> {
    const { errorText } = await this.page.send('Page.navigate', { url });
    if (errorText) throw new Error(`${url}: ${errorText}`);
  }

  /** The value of an expression in the page. */
  async evaluate(expression: string): Promise<unknown> {
    const { result } = await this.page.send('Runtime.evaluate', {
      expression,
      returnByValue: true,
      awaitPromise: true,
    });
    return result.value;
  }

  async close(): Promise<void> {
    await this.browser.send('Target.disposeBrowserContext', { browserContextId: this.context });
  }
}

/** A frame of another site has a separate process. The frame is paused until that process is throttled, too. */
async function throttle(session: CDPSession, rate: number): Promise<void> {
  session.on(CDPSessionEvent.SessionAttached, (frame: CDPSession) => {
    Promise.all([
      frame.send('Emulation.setCPUThrottlingRate', { rate }),
      frame.send('Runtime.runIfWaitingForDebugger'),
    ]).catch(() => {
      // The frame was removed before it was paused.
    });
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate });
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: true,
    filter: [{ type: 'iframe' }],
  });
}
