/**
 * A site for tests that need a whole window: the test backend, the drop-in, the pages of one test, and libraries, either as
 * npm has them or bundled by esbuild. Runs in Node.
 */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Answer, BackendLog, PortalScript } from './backend-script.ts';
import { withFakeBackend } from './fake-backend.ts';
import { startServer, type TestServer } from './test-server.ts';

const ROOT = join(import.meta.dirname, '../..');
const DROP_IN = '/dist/scalekit-admin-portal.min.js';

/** One page of a site. */
export interface SitePage {
  readonly html: string;
  readonly headers?: Record<string, string>;
}

/** Makes the page of a path for each request, or null. */
export type SitePages = (path: string, request: IncomingMessage, site: LibrarySite) => SitePage | null;

export class LibrarySite implements AsyncDisposable {
  readonly #run = randomUUID();
  readonly #pages: SitePages;
  readonly #bundles = new Map<string, string>();
  #server!: TestServer;
  /** The paths of all pages that were requested, in order. */
  readonly visits: string[] = [];

  private constructor(pages: SitePages) {
    this.#pages = pages;
  }

  static async start(pages: SitePages): Promise<LibrarySite> {
    const site = new LibrarySite(pages);
    site.#server = await startServer(withFakeBackend((request, response) => void site.#serve(request, response)));
    return site;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const script = await this.#script(pathname);
    if (script !== null) {
      response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(script);
      return;
    }
    const page = this.#pages(pathname, request, this);
    if (page) this.visits.push(pathname);
    const headers = { 'content-type': 'text/html; charset=utf-8', ...page?.headers };
    response.writeHead(page ? 200 : 404, headers).end(page?.html ?? '');
  }

  async #script(path: string): Promise<string | null> {
    const bundle = this.#bundles.get(path);
    if (bundle !== undefined) return bundle;
    if (path !== DROP_IN && !path.startsWith('/node_modules/')) return null;
    return readFile(join(ROOT, path), 'utf8').catch(() => null);
  }

  get origin(): string {
    return this.#server.origin;
  }

  get endpoint(): string {
    return `/backend/${this.#run}/link`;
  }

  link(number: number): string {
    return `http://127.0.0.1:${this.#server.port}/portal/${this.#run}/${number}`;
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
    this.#bundles.set(path, outputFiles[0]!.text);
  }

  async #send(path: 'script' | 'portal', value: unknown): Promise<void> {
    await fetch(`${this.origin}/backend/${this.#run}/${path}`, { method: 'POST', body: JSON.stringify(value) });
  }

  answers(answers: Answer[]): Promise<void> {
    return this.#send('script', answers);
  }

  portal(script: PortalScript): Promise<void> {
    return this.#send('portal', script);
  }

  async log(): Promise<BackendLog> {
    return (await (await fetch(`${this.origin}/backend/${this.#run}/log`)).json()) as BackendLog;
  }

  async minted(): Promise<number> {
    return (await this.log()).minted;
  }

  /** How often each link was opened, by its number. */
  async openings(): Promise<Record<number, number>> {
    const { opened } = await this.log();
    return Object.fromEntries(opened.map(({ number, times }) => [number, times]));
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** A page with the drop-in. */
export function sitePage(body: string, head = ''): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Product</title>${head}
<script src="${DROP_IN}"></script></head><body>${body}</body></html>`;
}
