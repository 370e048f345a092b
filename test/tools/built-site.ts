/** The site as it is built, at a path of a static server, and what a visitor with a browser finds on each of its pages. */
import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser, Page } from 'puppeteer-core';

declare const axe: { run(context: Document, options: RunOptions): Promise<AxeResults> };

const ROOT = join(import.meta.dirname, '../..');
const AXE = readFileSync(join(ROOT, 'node_modules/axe-core/axe.min.js'), 'utf8');
/** Not the root of the server: a site may be put anywhere. */
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
  readonly #server: Server;
  /** Paths that were asked for and are not there. */
  readonly missing: string[] = [];

  private constructor(folder: string) {
    this.#folder = folder;
    this.#server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://site');
      const file = this.fileOf(pathname);
      if (file === undefined) {
        this.missing.push(pathname);
        response.writeHead(404).end();
        return;
      }
      void readFile(file).then((content) => {
        response.writeHead(200, {
          'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
          // Their names have a hash of what is in them.
          ...(pathname.includes('/assets/') && { 'Cache-Control': 'max-age=3600' }),
        });
        response.end(content);
      });
    });
  }

  static async start(): Promise<BuiltSite> {
    const folder = await mkdtemp(join(tmpdir(), 'site-'));
    const vitepress = join(ROOT, 'node_modules/vitepress/bin/vitepress.js');
    await promisify(execFile)(process.execPath, [vitepress, 'build', 'docs-site', '--outDir', folder], { cwd: ROOT });
    const site = new BuiltSite(folder);
    await new Promise<void>((resolve) => site.#server.listen(0, '127.0.0.1', resolve));
    return site;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The address of a page, `docs/events.html` say. */
  urlOf(page: string): string {
    return `${this.origin}${BASE}${page}`;
  }

  /** All pages that were built. */
  get pages(): string[] {
    return globSync('**/*.html', { cwd: this.#folder }).sort();
  }

  /** The page that an address of this site leads to; undefined for one that leads nowhere. */
  pageAt(url: URL): string | undefined {
    const file = this.fileOf(decodeURI(url.pathname));
    return file?.slice(this.#folder.length + 1);
  }

  private fileOf(path: string): string | undefined {
    if (!path.startsWith(BASE)) return undefined;
    const file = join(this.#folder, path.slice(BASE.length), path.endsWith('/') ? 'index.html' : '');
    return existsSync(file) && extname(file) !== '' ? file : undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await rm(this.#folder, { recursive: true });
  }
}

/** A window that writes down what no page of the site may do. */
export async function openWatched(browser: Browser, site: BuiltSite): Promise<{ page: Page; complaints: string[] }> {
  // In a window of its own: a tab behind another one draws nothing.
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  const complain = (what: string) => complaints.push(`${new URL(page.url()).pathname}: ${what}`);
  page.on('console', (message) => complain(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complain(String(error)));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^https?:$/.test(url.protocol) && url.origin !== site.origin) complain(`a request to ${url.host}`);
  });
  return { page, complaints };
}

/** The rules of axe whose result depends on colours. */
const BY_COLOUR = ['color-contrast', 'link-in-text-block'];

/** The rules that axe finds broken, each with its first offenders. All rules, best practices included, if none are named. */
export async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  return page.evaluate(async (only) => {
    // What fades in has too little contrast on its way.
    const moving = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(moving.map(({ finished }) => finished));
    const options: RunOptions = {
      // The portal in its frame is visited by itself.
      iframes: false,
      // Style sheets once more: no rule that is on needs them.
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
  /** Of all links, absolute. */
  readonly links: readonly string[];
  readonly ids: readonly string[];
  readonly violations: readonly string[];
  /** What is wider than a narrow window, and by how much. */
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
  // Twice: what follows from the size is drawn after it was measured.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

/** A page of VitePress's answers once Vue has taken it over, and the demo shows what it shows once its portal is there. */
export async function taken(page: Page): Promise<void> {
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
  await taken(page);
  const light = await violations(page);
  const { links, ids, text } = await page.evaluate(() => ({
    links: [...document.querySelectorAll('a[href]')].map((link) => (link as HTMLAnchorElement).href),
    ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
    // Words about Markdown are code.
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
  const dark = await violations(page, BY_COLOUR);
  return {
    page: name,
    links,
    ids,
    text,
    tooWide,
    violations: [...light.map((found) => `light: ${found}`), ...dark.map((found) => `dark: ${found}`)],
  };
}
