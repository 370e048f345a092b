/**
 * A Chromium and its server: the backend and the portal of the tests, empty host pages with scripts, and a foreign page that
 * posts any number of messages.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { launch, type Browser, type CDPSession, type Page } from 'puppeteer-core';
import type { Answer, BackendLog, PortalScript } from '../../test/tools/backend-script.ts';
import { chromiumLaunchOptions } from '../../test/tools/chromium.ts';
import { fakeBackend } from '../../test/tools/fake-backend.ts';

/** Runs in a frame of another origin. It reports its end through a port, so that the page needs no listener for that. */
const STRANGER = `<!doctype html><title>A stranger</title><script>
addEventListener('message', ({ data: { count, message }, ports: [port] }) => {
  for (let index = 0; index < count; index++) parent.postMessage(message, '*');
  port.postMessage('done');
});
</script>`;

/** The backend of one element: its endpoint and its log. */
export interface Backend {
  readonly endpoint: string;
  log(): Promise<BackendLog>;
}

/** A page, and its DevTools session. */
export interface OpenPage {
  readonly page: Page;
  readonly cdp: CDPSession;
}

export class TestBed {
  private readonly server: Server;
  private readonly browser: Browser;

  private constructor(server: Server, browser: Browser) {
    this.server = server;
    this.browser = browser;
  }

  /** `scripts`: the files that host pages may load, by name. */
  static async start(scripts: Readonly<Record<string, string>>): Promise<TestBed> {
    const middleware = fakeBackend();
    const server = createServer((request, response) => {
      const context = { req: request, res: response } as unknown as Parameters<typeof middleware>[0];
      void middleware(context, () => {
        const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
        const script = scripts[pathname.slice(1)];
        // Not stored: the engine caches compiled code together with a stored script.
        const type = script === undefined ? 'text/html; charset=utf-8' : 'text/javascript; charset=utf-8';
        response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' });
        const tags = searchParams.getAll('script').map((name) => `<script src="/${name}"></script>`);
        const page = `<!doctype html><html lang="en"><title>Host page</title><link rel="icon" href="data:,"><body>${tags.join('')}`;
        response.end(script ?? (pathname === '/stranger' ? STRANGER : page));
        return Promise.resolve();
      });
    });
    server.listen(0);
    await once(server, 'listening');
    return new TestBed(server, await launch(await chromiumLaunchOptions()));
  }

  /** Another origin on the same server. */
  get foreignOrigin(): string {
    return this.origin.replace('localhost', '127.0.0.1');
  }

  async stop(): Promise<void> {
    await this.browser.close();
    this.server.closeAllConnections();
    this.server.close();
  }

  /** Opens a host page with these scripts. */
  async open(...scripts: readonly string[]): Promise<OpenPage> {
    const page = await this.browser.newPage();
    const cdp = await page.createCDPSession();
    await page.goto(this.pageUrl(...scripts));
    return { page, cdp };
  }

  pageUrl(...scripts: readonly string[]): string {
    return `${this.origin}/?${new URLSearchParams(scripts.map((script) => ['script', script]))}`;
  }

  /** Creates a separate backend with these answers. */
  async backend(answers: readonly Answer[] = [{}], portal: PortalScript = {}): Promise<Backend> {
    const run = `${this.origin}/backend/${randomUUID()}`;
    const tell = (what: string, value: unknown) =>
      fetch(`${run}/${what}`, { method: 'POST', body: JSON.stringify(value) });
    await Promise.all([tell('script', answers), tell('portal', portal)]);
    return {
      endpoint: `${run}/link`,
      log: async () => (await (await fetch(`${run}/log`)).json()) as BackendLog,
    };
  }

  private get origin(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }
}

/** The live objects of a page after garbage collection. */
export interface Alive {
  readonly nodes: number;
  readonly listeners: number;
  readonly bytes: number;
}

export async function countAlive(cdp: CDPSession): Promise<Alive> {
  // Several rounds: listeners and frames are collected one round after the elements that they belong to.
  for (let round = 0; round < 4; round++) await cdp.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return { nodes, listeners: jsEventListeners, bytes: usedSize };
}
