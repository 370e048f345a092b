/** Visits the compared pages in turn, so that other work of the machine affects all of them equally. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession } from 'puppeteer-core';
import type { BenchServer } from './bench-server.ts';
import type { Variant } from './host-pages.ts';
import type { PortalKind } from './portal-page.ts';
import { Tab } from './tab.ts';

/** The common conditions of a comparison. */
export interface Cell {
  /** Whether the drop-in and its compiled code are in the browser's cache. Otherwise the cache is empty. */
  readonly cached: boolean;
  /** The CPU slowdown. */
  readonly slowdown: number;
  /** ms. */
  readonly latency: number;
  readonly portal: PortalKind;
}

/** A candidate of the comparison: a host page, and the index of the drop-in that it loads. */
export interface Contender {
  readonly variant: Variant;
  readonly dropIn: number;
}

/** ms from the navigation of the host page. */
export interface Moments {
  /** The portal's frame begins to load its link. */
  readonly frameStarted: number;
  /** The portal's first paint. */
  readonly painted: number;
}

/** Chromium stores compiled code in the second run and uses it from the third on. Two contenders share each drop-in. */
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

  /** The moments of each contender, one entry per round. */
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
    // By then the blank page is shown. Random, so that visits start at all phases of the screen's refresh.
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
