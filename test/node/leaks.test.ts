/**
 * Memory as Chromium counts it: documents, nodes, listeners and objects after hundreds of elements were added and removed, in
 * each state of the element.
 */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test, type TestContext } from 'node:test';
import { launch, type Browser, type CDPSession, type Page } from 'puppeteer-core';
import type { Answer, PortalScript } from '../tools/backend-script.ts';
import { chromiumLaunchOptions, whyNoChromium } from '../tools/chromium.ts';
import { FIGURES_DIRECTORY } from '../tools/figure-sink.ts';
import type { Figure } from '../tools/figures.ts';
import { LibrarySite } from '../tools/library-site.ts';
import { sessionExpiry, sessionWarning } from '../tools/sample-messages.ts';

// A header that only has an effect in a whole window.
const HEADERS = new URLSearchParams({ 'cross-origin-opener-policy': 'same-origin' });

/**
 * The engine itself allocates memory once, in any round: feedback of code that runs often, and in some builds a context of
 * 83 kB. In all other rounds, the heap does not change. A leak makes it grow in each round.
 */
const ROUNDS = { least: 5, most: 15 };
/** The heap counts as unchanged if a round changes it by at most so many bytes for each mount. The smallest closure has 28. */
const UNCHANGED = 16;
const isLong = Boolean(process.env['PORTAL_TEST_LONG']);

/** The state in which elements are removed. */
interface Life {
  readonly title: string;
  /** In each round, ten at a time. */
  readonly mounts: number;
  readonly answers?: Answer[];
  readonly portal?: PortalScript;
  /** JavaScript for the page: whether an element has reached the state. */
  readonly isReached: string;
  /** JavaScript for the page, which runs before the elements are added. */
  readonly setUp?: string;
}

const LIVES: readonly Life[] = [
  { title: 'with a portal', mounts: isLong ? 200 : 20, isReached: 'element.expiresAt' },
  { title: 'at once', mounts: 120, isReached: 'true' },
  {
    title: 'before the answer',
    mounts: 10,
    answers: [{ hang: 'headers' }],
    isReached: 'element.state === "loading"',
  },
  {
    title: 'between two tries',
    mounts: 20,
    answers: [{ status: 503, headers: { 'retry-after': '60' } }],
    isReached: 'element.state === "loading" && performance.now() - start > 100',
  },
  { title: 'after an error', mounts: 20, answers: [{ status: 400 }], isReached: 'element.error' },
  {
    title: 'with an open notice',
    mounts: 10,
    portal: { onLoad: [sessionWarning()] },
    isReached: 'element.shadowRoot.querySelector("[part=notice]")',
  },
  {
    title: 'while offline',
    mounts: 10,
    portal: { onLoad: [sessionExpiry()] },
    setUp: 'Object.defineProperty(navigator, "onLine", { value: false, configurable: true })',
    isReached: 'element.state === "expired"',
  },
  { title: 'with their document', mounts: 10, isReached: 'element.expiresAt', setUp: 'hosts = true' },
];

const KINDS = ['HTMLIFrameElement', 'IntersectionObserver', 'AbortController', 'AbortSignal', 'ShadowRoot', 'Response'];

type Counts = Record<string, number>;

class CountedPage {
  private readonly page: Page;
  private readonly cdp: CDPSession;

  private constructor(page: Page, cdp: CDPSession) {
    this.page = page;
    this.cdp = cdp;
  }

  static async open(browser: Browser, url: string): Promise<CountedPage> {
    const page = await browser.newPage();
    await page.goto(url);
    const cdp = await page.createCDPSession();
    await cdp.send('HeapProfiler.enable');
    return new CountedPage(page, cdp);
  }

  /** Adds and removes elements, ten at a time. */
  async live({ title, mounts, isReached, setUp = '' }: Life, endpoint: string): Promise<void> {
    const script = `(async () => {
      let hosts = false;
      ${setUp};
      const start = performance.now();
      for (let done = 0; done < ${mounts}; done += 10) {
        let page = document;
        if (hosts) {
          const frame = document.createElement('iframe');
          const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
          frame.src = location.href;
          document.body.append(frame);
          await loaded;
          page = frame.contentDocument;
        }
        const parent = page.createElement('div');
        const elements = [];
        for (let index = 0; index < 10; index++) {
          const element = page.createElement('scalekit-admin-portal');
          element.endpoint = ${JSON.stringify(endpoint)};
          parent.append(element);
          elements.push(element);
        }
        page.body.append(parent);
        const end = performance.now() + 60_000;
        while (!elements.every((element) => ${isReached})) {
          if (performance.now() > end) throw new Error('Timed out: ' + ${JSON.stringify(title)} + elements.map(({ state }) => state));
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
        if (hosts) page.defaultView.frameElement.remove();
        else if (done % 20) parent.remove();
        else for (const element of elements) element.remove();
        parent.remove();
      }
      delete navigator.onLine;
    })()`;
    await this.page.evaluate(script);
  }

  /** Bytes of the heap that are in use after garbage collection. */
  async heap(): Promise<number> {
    // Several passes: listeners and frames are collected one pass after their elements.
    for (let pass = 0; pass < 4; pass++) await this.cdp.send('HeapProfiler.collectGarbage');
    return (await this.cdp.send('Runtime.getHeapUsage')).usedSize;
  }

  /** All other objects that are alive. */
  async count(): Promise<Counts> {
    const { documents, nodes, jsEventListeners } = await this.cdp.send('Memory.getDOMCounters');
    const counts: Counts = { documents, nodes, listeners: jsEventListeners };
    counts['elements'] = await this.countObjects("customElements.get('scalekit-admin-portal').prototype");
    for (const kind of KINDS) counts[kind] = await this.countObjects(`${kind}.prototype`);
    return counts;
  }

  private async countObjects(prototype: string): Promise<number> {
    const handle = await this.page.evaluateHandle(prototype);
    const objects = await this.page.queryObjects(handle);
    const count = await this.page.evaluate((found) => found.length, objects);
    await Promise.all([objects.dispose(), handle.dispose()]);
    return count;
  }
}

const signed = (count: number): string => `${count >= 0 ? '+' : ''}${count}`;

describe('memory', () => {
  const skip = whyNoChromium();
  let browser: Browser | undefined;
  const figures: Figure[] = [];

  before(async () => {
    if (skip === undefined) browser = await launch(await chromiumLaunchOptions());
  });
  after(async () => {
    await browser?.close();
    await mkdir(FIGURES_DIRECTORY, { recursive: true });
    await writeFile(join(FIGURES_DIRECTORY, 'chromium-memory.json'), JSON.stringify(figures));
  });

  for (const life of LIVES) {
    test(`is free of elements that were removed ${life.title}`, { skip }, async (context: TestContext) => {
      await using site = await LibrarySite.start(() => null);
      await site.answers(life.answers ?? [{}]);
      await site.portal(life.portal ?? {});
      const page = await CountedPage.open(browser!, `${site.origin}/host/drop-in?${HEADERS}`);
      await page.live({ ...life, mounts: 20 }, site.endpoint);
      let heap = await page.heap();
      const before = await page.count();
      const growth: number[] = [];
      const isStable = () => growth.some((bytes) => Math.abs(bytes) <= UNCHANGED * life.mounts);
      while (growth.length < ROUNDS.least || (growth.length < ROUNDS.most && !isStable())) {
        await page.live(life, site.endpoint);
        const now = await page.heap();
        growth.push(now - heap);
        heap = now;
      }
      const countGrowth = async () => {
        const after = Object.entries(await page.count());
        return Object.fromEntries(after.map(([name, count]) => [name, count - before[name]!]));
      };
      let counts = await countGrowth();
      // The elements that were removed last may need another collection. A leak stays.
      for (let tries = 0; tries < 5 && Object.values(counts).some((more) => more > 0); tries++) {
        await page.heap();
        counts = await countGrowth();
      }
      const text = Object.entries(counts).map(([name, more]) => `${name} ${signed(more)}`);
      const mounts = growth.length * life.mounts;
      context.diagnostic(
        `${mounts} mounts, removed ${life.title}: ${text.join(', ')}, bytes ${growth.map(signed).join(' ')}`,
      );
      for (const [name, more] of Object.entries(counts)) assert.ok(more <= 0, `${name} grew by ${more}`);
      assert.ok(
        isStable(),
        `the heap changed in each round of ${life.mounts} mounts, by these numbers of bytes: ${growth.join(', ')}`,
      );
      const { documents = 0, nodes = 0, listeners = 0, elements = 0, HTMLIFrameElement: frames = 0 } = counts;
      const left = { documents, nodes, listeners, elements, frames };
      figures.push({
        table: 'Memory, as Chromium counts it',
        row: life.title,
        figures: { 'mounts and unmounts': mounts, ...left },
      });
    });
  }
});
