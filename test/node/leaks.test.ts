/**
 * Memory, counted by the browser itself: Chromium's own numbers of documents, nodes, listeners and objects after a
 * thousand elements have come and gone, each in its turn with a portal, in every moment of its life.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test, type TestContext } from 'node:test';
import { launch, type Browser, type CDPSession, type Page } from 'puppeteer-core';
import type { Answer, PortalScript } from '../tools/backend-script.ts';
import { chromiumLaunchOptions, whyNoChromium } from '../tools/chromium.ts';
import { fakeBackend } from '../tools/fake-backend.ts';
import { FIGURES_DIRECTORY } from '../tools/figure-sink.ts';
import type { Figure } from '../tools/figures.ts';
import { sessionExpiry, sessionWarning } from '../tools/sample-messages.ts';

// The one kind of strict page that only a whole window can be; the element does not mind.
const HEADERS = new URLSearchParams({ 'cross-origin-opener-policy': 'same-origin' });

const DROP_IN = new URL('../../dist/scalekit-admin-portal.min.js', import.meta.url);
/**
 * The engine has costs of its own, and each comes once: what it learns of code that runs often, and a context for its
 * own use of 83 kB, which some builds set up at any time. In other rounds the heap stays as it is.
 * A leak makes it grow in every round.
 */
const ROUNDS = { least: 5, most: 15 };
/** The heap stays as it is when a round changes it by at most so many bytes for each mount. The smallest closure has 28. */
const UNCHANGED = 16;
const isLong = Boolean(process.env['PORTAL_TEST_LONG']);

/** What is done with the elements of one batch, once they are on the page. */
interface Life {
  readonly what: string;
  /** In each round; ten at a time. */
  readonly mounts: number;
  readonly answers?: Answer[];
  readonly portal?: PortalScript;
  /** A function of an element, as text for the page: whether it has come so far. */
  readonly isThere: string;
  /** Before the elements are dropped: also text for the page. */
  readonly then?: string;
}

const LIVES: readonly Life[] = [
  { what: 'with a portal', mounts: isLong ? 200 : 20, isThere: 'element.expiresAt' },
  { what: 'on the page for no time at all', mounts: 120, isThere: 'true' },
  {
    what: 'while the answer is on its way',
    mounts: 10,
    answers: [{ hang: 'headers' }],
    isThere: 'element.state === "loading"',
  },
  {
    what: 'between two tries',
    mounts: 20,
    answers: [{ status: 503, headers: { 'retry-after': '60' } }],
    isThere: 'element.state === "loading" && performance.now() - start > 100',
  },
  { what: 'after an error', mounts: 20, answers: [{ status: 400 }], isThere: 'element.error' },
  {
    what: 'with an open notice',
    mounts: 10,
    portal: { onLoad: [sessionWarning()] },
    isThere: 'element.shadowRoot.querySelector("[part=notice]")',
  },
  {
    what: 'waiting offline',
    mounts: 10,
    portal: { onLoad: [sessionExpiry()] },
    then: 'Object.defineProperty(navigator, "onLine", { value: false, configurable: true })',
    isThere: 'element.state === "expired"',
  },
  {
    what: 'with the document around it',
    mounts: 10,
    isThere: 'element.expiresAt',
    then: 'hosts = true',
  },
];

const KINDS = ['HTMLIFrameElement', 'IntersectionObserver', 'AbortController', 'AbortSignal', 'ShadowRoot', 'Response'];

/** What Chromium counts. */
type Counted = Record<string, number>;

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

  /** Mounts and drops elements, a batch at a time. */
  async live({ what, mounts, isThere, then = '' }: Life, endpoint: string): Promise<void> {
    const script = `(async () => {
      let hosts = false;
      ${then};
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
        while (!elements.every((element) => ${isThere})) {
          if (performance.now() > end) throw new Error('Waited in vain: ' + ${JSON.stringify(what)} + elements.map(({ state }) => state));
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

  /** Bytes of the heap that are in use, once all that is dead has been collected. */
  async heap(): Promise<number> {
    // What is collected may hold more: listeners and frames go one pass later than the elements they belong to.
    for (let pass = 0; pass < 4; pass++) await this.cdp.send('HeapProfiler.collectGarbage');
    return (await this.cdp.send('Runtime.getHeapUsage')).usedSize;
  }

  /** What is alive besides. */
  async count(): Promise<Counted> {
    const { documents, nodes, jsEventListeners } = await this.cdp.send('Memory.getDOMCounters');
    const counted: Counted = { documents, nodes, listeners: jsEventListeners };
    counted['elements'] = await this.countObjects("customElements.get('scalekit-admin-portal').prototype");
    for (const kind of KINDS) counted[kind] = await this.countObjects(`${kind}.prototype`);
    return counted;
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
  const middleware = fakeBackend();
  const server = createServer((request, response) => {
    const context = { req: request, res: response } as unknown as Parameters<typeof middleware>[0];
    void middleware(context, async () => {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(await readFile(DROP_IN));
    });
  });
  const skip = whyNoChromium();
  let origin = '';
  let browser: Browser | undefined;
  const figures: Figure[] = [];

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, resolve));
    origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    if (skip === undefined) browser = await launch(await chromiumLaunchOptions());
  });
  after(async () => {
    await browser?.close();
    server.closeAllConnections();
    server.close();
    await mkdir(FIGURES_DIRECTORY, { recursive: true });
    await writeFile(join(FIGURES_DIRECTORY, 'chromium-memory.json'), JSON.stringify(figures));
  });

  /** A backend that behaves as a life wants it. */
  async function backendFor({ answers = [{}], portal = {} }: Life): Promise<string> {
    const run = `${origin}/backend/${randomUUID()}`;
    const tell = (what: string, value: unknown) =>
      fetch(`${run}/${what}`, { method: 'POST', body: JSON.stringify(value) });
    await Promise.all([tell('script', answers), tell('portal', portal)]);
    return `${run}/link`;
  }

  for (const life of LIVES) {
    test(`holds nothing of elements that were dropped: ${life.what}`, { skip }, async (context: TestContext) => {
      const page = await CountedPage.open(browser!, `${origin}/host/drop-in?${HEADERS}`);
      const endpoint = await backendFor(life);
      await page.live({ ...life, mounts: 20 }, endpoint);
      let heap = await page.heap();
      const before = await page.count();
      const grown: number[] = [];
      const isStable = () => grown.some((bytes) => Math.abs(bytes) <= UNCHANGED * life.mounts);
      while (grown.length < ROUNDS.least || (grown.length < ROUNDS.most && !isStable())) {
        await page.live(life, endpoint);
        const now = await page.heap();
        grown.push(now - heap);
        heap = now;
      }
      const grownCounts = async () => {
        const after = Object.entries(await page.count());
        return Object.fromEntries(after.map(([name, count]) => [name, count - before[name]!]));
      };
      let counts = await grownCounts();
      // What was dropped last may wait for another collection; what is held stays.
      for (let looks = 0; looks < 5 && Object.values(counts).some((more) => more > 0); looks++) {
        await page.heap();
        counts = await grownCounts();
      }
      const text = Object.entries(counts).map(([name, more]) => `${name} ${signed(more)}`);
      const mounts = grown.length * life.mounts;
      context.diagnostic(
        `${mounts} mounts and unmounts ${life.what}: ${text.join(', ')}, bytes ${grown.map(signed).join(' ')}`,
      );
      for (const [name, more] of Object.entries(counts)) assert.ok(more <= 0, `${name} grew by ${more}`);
      assert.ok(
        isStable(),
        `the heap changed in each round of ${life.mounts} mounts, by these numbers of bytes: ${grown.join(', ')}`,
      );
      const { documents = 0, nodes = 0, listeners = 0, elements = 0, HTMLIFrameElement: frames = 0 } = counts;
      const left = { documents, nodes, listeners, elements, frames };
      figures.push({
        table: 'Memory, as Chromium counts it',
        row: life.what,
        figures: { 'mounts and unmounts': mounts, ...left },
      });
    });
  }
});
