/** Visits the compared pages in turn, so that whatever else the machine does falls on all of them alike. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession } from 'puppeteer-core';
import type { BenchServer } from './bench-server.ts';
import type { Variant } from './host-pages.ts';
import type { PortalKind } from './portal-page.ts';
import { Tab } from './tab.ts';

/** What holds for all that is compared. */
export interface Cell {
  /** The drop-in is in the browser's cache, compiled code included; otherwise nothing is. */
  readonly cached: boolean;
  /** By how much the processor is throttled. */
  readonly slowdown: number;
  /** ms. */
  readonly latency: number;
  readonly portal: PortalKind;
}

/** One of the compared: a host page, and which of the server's drop-ins it loads. */
export interface Contender {
  readonly variant: Variant;
  readonly dropIn: number;
}

/** ms from the navigation of the host page. */
export interface Moments {
  /** The portal's frame begins to load its link. */
  readonly frameStarted: number;
  /** The first of the portal is to be seen. */
  readonly painted: number;
}

/** Chromium keeps compiled code from the second run on and uses it from the third; two contenders share each drop-in. */
const WARM_UPS = 2;
/** ms. */
const TIME_LIMIT = 30_000;
const ONE_FRAME = 1000 / 60;

export class Rounds {
  private readonly browser: CDPSession;
  private readonly server: BenchServer;

  constructor(browser: CDPSession, server: BenchServer) {
    this.browser = browser;
    this.server = server;
  }

  /** The moments of each contender, one a round. */
  async run(cell: Cell, contenders: readonly Contender[], rounds: number): Promise<Moments[][]> {
    const measured = contenders.map((): Moments[] => []);
    const shared = cell.cached ? await Tab.open(this.browser, cell.slowdown) : undefined;
    const warmUps = shared ? WARM_UPS : 0;
    for (let round = -warmUps; round < rounds; round++) {
      for (const [index, contender] of contenders.entries()) {
        const tab = shared ?? (await Tab.open(this.browser, cell.slowdown));
        const moments = await this.visit(tab, cell, contender, round >= 0);
        if (round >= 0) measured[index]!.push(moments);
        if (!shared) await tab.close();
      }
    }
    await shared?.close();
    return measured;
  }

  private async visit(tab: Tab, cell: Cell, contender: Contender, isMeasured: boolean): Promise<Moments> {
    const { server } = this;
    await tab.go(server.blankUrl);
    // The blank page has been shown by then; and the visits begin at all phases of the screen's clock.
    await sleep(20 + Math.random() * ONE_FRAME);
    const visit = server.expect({ ...cell, ...contender });
    await tab.go(visit.url);
    const late = new AbortController();
    const { frameStarted, painted } = await Promise.race([visit.report, silence(contender, late.signal)]);
    late.abort();
    const navigated = Number(await tab.evaluate('performance.timeOrigin'));
    if (cell.cached && isMeasured && visit.scriptRequests() > 0) throw new Error('The drop-in was not cached.');
    return { frameStarted: frameStarted - navigated, painted: painted - navigated };
  }
}

async function silence({ variant }: Contender, signal: AbortSignal): Promise<never> {
  await sleep(TIME_LIMIT, undefined, { signal });
  throw new Error(`${variant}: the portal was not painted within ${TIME_LIMIT} ms.`);
}
