/** Builds the documentation site, serves it, and inspects its pages in a browser. */
import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser, Page } from 'puppeteer-core';
import { startServer, type TestServer } from './test-server.ts';

declare const axe: { run(context: Document, options: RunOptions): Promise<AxeResults> };

const ROOT = join(import.meta.dirname, '../..');
const AXE = readFileSync(join(ROOT, 'node_modules/axe-core/axe.min.js'), 'utf8');
/** Not the root of the server, because a site may have any path. */
const BASE = '/some/where/';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

export class BuiltSite implements AsyncDisposable {
  readonly #folder: string;
  #server!: TestServer;
  /** Paths that were requested and do not exist. */
  readonly missing: string[] = [];

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async start(): Promise<BuiltSite> {
    const folder = await mkdtemp(join(tmpdir(), 'site-'));
    const vitepress = join(ROOT, 'node_modules/vitepress/bin/vitepress.js');
    await promisify(execFile)(process.execPath, [vitepress, 'build', 'docs-site', '--outDir', folder], { cwd: ROOT });
    const site = new BuiltSite(folder);
    site.#server = await startServer((request, response) => void site.#serve(request, response), '127.0.0.1');
    return site;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    const file = this.#fileOf(pathname);
    if (file === undefined) {
      this.missing.push(pathname);
      response.writeHead(404).end();
      return;
    }
    const headers = {
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      // The names of assets have a hash of their content.
      ...(pathname.includes('/assets/') && { 'Cache-Control': 'max-age=3600' }),
    };
    response.writeHead(200, headers).end(await readFile(file));
  }

  get origin(): string {
    return this.#server.origin;
  }

  /** The address of a page, for example `docs/events.html`. */
  urlOf(page: string): string {
    return `${this.origin}${BASE}${page}`;
  }

  get pages(): string[] {
    return globSync('**/*.html', { cwd: this.#folder }).sort();
  }

  /** The page at an address of this site, or undefined. */
  pageAt(url: URL): string | undefined {
    return this.#fileOf(decodeURI(url.pathname))?.slice(this.#folder.length + 1);
  }

  #fileOf(path: string): string | undefined {
    if (!path.startsWith(BASE)) return undefined;
    const file = join(this.#folder, path.slice(BASE.length), path.endsWith('/') ? 'index.html' : '');
    return existsSync(file) && extname(file) !== '' ? file : undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.close();
    await rm(this.#folder, { recursive: true });
  }
}

/** A window that records console messages, errors and requests to other hosts. No page of the site may have them. */
export async function openWatched(browser: Browser, site: BuiltSite): Promise<{ page: Page; faults: string[] }> {
  // Not a tab: a tab behind another one draws nothing.
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const faults: string[] = [];
  const record = (fault: string) => faults.push(`${new URL(page.url()).pathname}: ${fault}`);
  page.on('console', (message) => record(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => record(String(error)));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^https?:$/.test(url.protocol) && url.origin !== site.origin) record(`a request to ${url.host}`);
  });
  return { page, faults };
}

/** The rules of axe whose result depends on colours. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** The violations that axe finds, each with its first elements. Without `rules`, it applies all, best practices included. */
export async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  return page.evaluate(async (only) => {
    // An element that fades in has too little contrast meanwhile.
    const moving = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(moving.map(({ finished }) => finished));
    const options: RunOptions = {
      // The page of the portal is visited, too.
      iframes: false,
      // No rule that is on needs the style sheets.
      preload: false,
      resultTypes: ['violations'],
      ...(only && { runOnly: [...only] }),
    };
    const { violations } = await axe.run(document, options);
    return violations.flatMap(({ id, nodes }) => nodes.slice(0, 2).map(({ html }) => `${id}: ${html}`));
  }, rules);
}

export interface Finding {
  readonly page: string;
  /** Absolute addresses of all links. */
  readonly links: readonly string[];
  readonly ids: readonly string[];
  readonly violations: readonly string[];
  /** Elements that are wider than a narrow window, and by how much. */
  readonly tooWide: readonly string[];
  readonly text: string;
}

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 360, height: 740 };

async function show(page: Page, scheme: 'light' | 'dark', size: typeof WIDE): Promise<void> {
  await page.setViewport(size);
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: scheme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
  // Two frames: content that depends on the size is drawn after the size was measured.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

/** Waits until Vue has hydrated the page, and the portal of the demo is ready. */
export async function hydrated(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const app = document.querySelector('#app');
    const portal = document.querySelector<HTMLElement & { state?: string }>('scalekit-admin-portal');
    return (!app || '__vue_app__' in app) && (!portal || portal.state === 'ready');
  });
}

/** Visits a page, wide and light, then narrow and dark. */
export async function visit(page: Page, url: string, name: string): Promise<Finding> {
  await show(page, 'light', WIDE);
  await page.goto(url, { waitUntil: 'load' });
  await hydrated(page);
  const light = await violations(page);
  const { links, ids, text } = await page.evaluate(() => ({
    links: [...document.querySelectorAll('a[href]')].map((link) => (link as HTMLAnchorElement).href),
    ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
    // Without the text of code, which may be about Markdown.
    text: [...document.querySelectorAll('main :is(p, li, td, h1, h2, h3, div)')]
      .map((block) =>
        [...block.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.nodeValue),
      )
      .flat()
      .join('\n'),
  }));
  await show(page, 'dark', NARROW);
  const tooWide = await page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const scrollsInside = (element: Element): boolean =>
      element !== root && (getComputedStyle(element).overflowX !== 'visible' || scrollsInside(element.parentElement!));
    const wide = [...document.querySelectorAll('main *')].filter(
      (element) => element.getBoundingClientRect().right > root.clientWidth && !scrollsInside(element.parentElement!),
    );
    return [`${root.scrollWidth} px: ${wide.map((element) => element.outerHTML.slice(0, 200)).join('\n')}`];
  });
  const dark = await violations(page, COLOUR_RULES);
  return {
    page: name,
    links,
    ids,
    text,
    tooWide,
    violations: [...light.map((found) => `light: ${found}`), ...dark.map((found) => `dark: ${found}`)],
  };
}
