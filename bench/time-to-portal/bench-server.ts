/**
 * The server of the host page, the endpoint, the script and the portal. It sends the host page at once and everything else
 * after the latency. The portal reports its first paint to it.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json, text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { hostPage, type Variant } from './host-pages.ts';
import { PORTAL_SCRIPT, portalPage, type PortalKind } from './portal-page.ts';

/** The conditions of a visit. */
export interface Conditions {
  readonly variant: Variant;
  /** The index of the server's drop-in that the page loads. */
  readonly dropIn: number;
  /** ms before each answer, except the host page. */
  readonly latency: number;
  readonly portal: PortalKind;
  /** The script has a new URL, so the browser has to load and compile it. */
  readonly newScript?: boolean;
}

/** The portal's report, in ms since the epoch. */
export interface PortalReport {
  readonly frameStarted: number;
  readonly painted: number;
}

interface Visit extends Conditions {
  readonly report: PromiseWithResolvers<PortalReport>;
  readonly navigated: PromiseWithResolvers<number>;
  scriptRequests: number;
  links: number;
}

/** A prepared visit: its URL and its future results. */
export interface ExpectedVisit {
  readonly url: string;
  readonly report: Promise<PortalReport>;
  /** When the navigation began, in ms since the epoch. Only if the page reports it. */
  readonly navigated: Promise<number>;
  scriptRequests(): number;
  /** The number of minted links. */
  links(): number;
}

interface Answer {
  readonly type: string;
  readonly body: string | Buffer;
  readonly headers?: Record<string, string>;
}

const STATUS_WITHOUT_BODY: Readonly<Record<string, number>> = { blank: 200, report: 204, navigated: 204 };
const NOT_STORED = { 'cache-control': 'no-store' };

/** Serves one visit at a time. */
export class BenchServer {
  private readonly server: Server;
  private readonly dropIns: readonly Buffer[];
  private visits = 0;
  private visit: Visit | undefined;

  private constructor(dropIns: readonly string[]) {
    this.dropIns = dropIns.map((text) => gzipSync(text));
    this.server = createServer((request, response) => {
      this.handle(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  /** `dropIns`: the code of the drop-ins. */
  static async start(dropIns: readonly string[]): Promise<BenchServer> {
    const bench = new BenchServer(dropIns);
    bench.server.listen(0);
    await once(bench.server, 'listening');
    return bench;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** Prepares a visit. */
  expect(conditions: Conditions): ExpectedVisit {
    const visit: Visit = {
      ...conditions,
      report: Promise.withResolvers<PortalReport>(),
      navigated: Promise.withResolvers<number>(),
      scriptRequests: 0,
      links: 0,
    };
    this.visit = visit;
    this.visits += 1;
    return {
      url: `${this.origin('localhost')}/host/${this.visits}`,
      report: visit.report.promise,
      navigated: visit.navigated.promise,
      scriptRequests: () => visit.scriptRequests,
      links: () => visit.links,
    };
  }

  /** An empty page on the host page's site. */
  get blankUrl(): string {
    return `${this.origin('localhost')}/blank`;
  }

  private origin(host: string): string {
    return `http://${host}:${(this.server.address() as AddressInfo).port}`;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, what, number = ''] = request.url!.split('/');
    const { visit } = this;
    // Late reports belong to an earlier visit.
    if (visit && what === 'report' && Number(number) === this.visits) {
      visit.report.resolve((await json(request)) as PortalReport);
    }
    if (visit && what === 'navigated' && Number(number) === this.visits) {
      visit.navigated.resolve(Number(await text(request)));
    }
    const answer = visit && this.answer(what!, number, visit);
    if (!answer) {
      response.writeHead(STATUS_WITHOUT_BODY[what!] ?? 404, { 'content-type': 'text/html' }).end();
      return;
    }
    // Even a timer of 0 ms waits 1 ms.
    if (what !== 'host' && visit.latency > 0) await sleep(visit.latency);
    const { type, body, headers = NOT_STORED } = answer;
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, ...headers }).end(body);
  }

  private answer(what: string, number: string, visit: Visit): Answer | undefined {
    const portal = this.origin('127.0.0.1');
    const link = `${portal}/portal/${number}`;
    switch (what) {
      case 'host': {
        const addresses = {
          endpoint: `/link/${number}`,
          link,
          dropIn: `/drop-in.js/${visit.dropIn}${visit.newScript ? `/${number}` : ''}`,
          navigated: `/navigated/${number}`,
        };
        return { type: 'text/html', body: hostPage(visit.variant, addresses) };
      }
      case 'link':
        visit.links += 1;
        return { type: 'application/json', body: JSON.stringify({ location: link }) };
      case 'drop-in.js':
        visit.scriptRequests += 1;
        return {
          type: 'text/javascript',
          body: this.dropIns[Number(number)]!,
          headers: { 'content-encoding': 'gzip', 'cache-control': 'max-age=86400, immutable' },
        };
      case 'portal':
        return { type: 'text/html', body: portalPage(visit.portal, `/report/${number}`, `/portal.js/${number}`) };
      case 'portal.js':
        return { type: 'text/javascript', body: PORTAL_SCRIPT };
      default:
        return undefined;
    }
  }
}
