/**
 * A tab of Chromium that nobody else speaks with. Puppeteer's own pages watch every frame, hold a new one until they have
 * prepared it, and run scripts of theirs in it: that would be measured too.
 */
import { CDPSessionEvent, launch, TargetType, type Browser, type CDPSession } from 'puppeteer-core';
import { chromiumLaunchOptions } from '../../test/tools/chromium.ts';

/** Starts a Chromium whose pages puppeteer leaves alone. */
export async function launchQuietly(): Promise<Browser> {
  const { args = [], ...options } = await chromiumLaunchOptions();
  return await launch({
    ...options,
    // A page that is kept for Back keeps its processes busy.
    args: [...args, '--disable-features=BackForwardCache'],
    targetFilter: (target) => target.type() === TargetType.BROWSER,
    waitForInitialPage: false,
  });
}

/** A tab in a context of its own: nothing is cached in it at first. */
export class Tab {
  private readonly browser: CDPSession;
  private readonly page: CDPSession;
  private readonly context: string;

  private constructor(browser: CDPSession, page: CDPSession, context: string) {
    this.browser = browser;
    this.page = page;
    this.context = context;
  }

  /** `slowdown` is by how much the processor is throttled, for the page and for the frames in it; 1: not at all. */
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

  /** Goes to a page and returns when that is on its way; ms since the epoch at which it started are in the page itself. */
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

/** A frame of another site has a process of its own: it waits until that is throttled as well. */
async function throttle(session: CDPSession, rate: number): Promise<void> {
  session.on(CDPSessionEvent.SessionAttached, (frame: CDPSession) => {
    Promise.all([
      frame.send('Emulation.setCPUThrottlingRate', { rate }),
      frame.send('Runtime.runIfWaitingForDebugger'),
    ]).catch(() => {
      // The frame was gone before it was held.
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
