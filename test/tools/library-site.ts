/**
 * A site for tests that need a whole window: the test backend, the drop-in, the pages of one test, and the libraries that
 * they load, as they are in npm or bundled by esbuild. Runs in Node.
 */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Answer, BackendLog, PortalScript } from './backend-script.ts';
import { fakeBackend } from './fake-backend.ts';

const ROOT = join(import.meta.dirname, '../..');
export const DROP_IN = '/dist/scalekit-admin-portal.min.js';

/** One page of a site. */
export interface SitePage {
  readonly html: string;
  readonly headers?: Record<string, string>;
}

/** A page by its path, made anew for each request. */
export type SitePages = (path: string, request: IncomingMessage, site: LibrarySite) => SitePage | null;

export class LibrarySite {
  readonly run = randomUUID();
  private readonly server: Server;
  private readonly bundles = new Map<string, string>();
  /** The paths of all pages that were asked for, in order. */
  readonly visits: string[] = [];

  private constructor(pages: SitePages) {
    const middleware = fakeBackend();
    this.server = createServer((request, response) => {
      const context = { req: request, res: response } as unknown as Parameters<typeof middleware>[0];
      void middleware(context, async () => {
        const { pathname } = new URL(request.url ?? '/', 'http://localhost');
        const script = await this.script(pathname);
        if (script !== null) {
          response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(script);
          return;
        }
        const page = pages(pathname, request, this);
        if (page) this.visits.push(pathname);
        const headers = { 'content-type': 'text/html; charset=utf-8', ...page?.headers };
        response.writeHead(page ? 200 : 404, headers).end(page?.html ?? '');
      });
    });
  }

  static async start(pages: SitePages): Promise<LibrarySite> {
    const site = new LibrarySite(pages);
    await new Promise<void>((resolve) => site.server.listen(0, resolve));
    return site;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  get endpoint(): string {
    return `/backend/${this.run}/link`;
  }

  link(number: number): string {
    return `http://127.0.0.1:${this.port}/portal/${this.run}/${number}`;
  }

  /** Bundles a script for browsers, and serves it under this path. */
  async bundle(path: string, contents: string): Promise<void> {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: import.meta.dirname, loader: 'js' },
      bundle: true,
      write: false,
      format: 'iife',
      define: { 'process.env.NODE_ENV': '"production"' },
      logLevel: 'error',
    });
    this.bundles.set(path, outputFiles[0]!.text);
  }

  private async script(path: string): Promise<string | null> {
    const bundle = this.bundles.get(path);
    if (bundle !== undefined) return bundle;
    if (path !== DROP_IN && !path.startsWith('/node_modules/')) return null;
    return readFile(join(ROOT, path), 'utf8').catch(() => null);
  }

  private async tell(what: string, value: unknown): Promise<void> {
    await fetch(`${this.origin}/backend/${this.run}/${what}`, { method: 'POST', body: JSON.stringify(value) });
  }

  answers(answers: Answer[]): Promise<void> {
    return this.tell('script', answers);
  }

  portal(script: PortalScript): Promise<void> {
    return this.tell('portal', script);
  }

  async log(): Promise<BackendLog> {
    return (await (await fetch(`${this.origin}/backend/${this.run}/log`)).json()) as BackendLog;
  }

  /** How often each link was opened, by its number. */
  async openings(): Promise<Record<number, number>> {
    const { opened } = await this.log();
    return Object.fromEntries(opened.map(({ number, times }) => [number, times]));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** A page with the drop-in, and whatever goes before and after it. */
export function sitePage(body: string, head = ''): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Product</title>${head}
<script src="${DROP_IN}"></script></head><body>${body}</body></html>`;
}
