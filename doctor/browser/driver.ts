/**
 * Opens a page in Chromium with Playwright or Puppeteer, whichever the project has. Both are resolved from the working
 * directory. Neither is a dependency of this package.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser as PlaywrightBrowser, BrowserType } from '@playwright/test';
import type { Browser as PuppeteerBrowser, PuppeteerNode } from 'puppeteer-core';

export interface DrivenPage {
  readonly name: string;
  /** The script runs in every document before the document's own scripts. */
  addScript(code: string): Promise<void>;
  /** Adds headers only to requests with matching URLs: otherwise they would also be sent to the portal. */
  addHeaders(isFor: (url: URL) => boolean, headers: Readonly<Record<string, string>>): Promise<void>;
  setCookies(pairs: readonly { name: string; value: string; url: string }[]): Promise<void>;
  onConsole(hear: (text: string) => void): void;
  /** Resolves with the status. */
  open(url: string, limitMs: number): Promise<number>;
  evaluate<Value>(code: string): Promise<Value>;
  close(): Promise<void>;
}

/** No browser could be started. The message is one sentence with the reason. */
export class NoBrowser extends Error {}

const PACKAGES = ['playwright', 'playwright-core', '@playwright/test', 'puppeteer', 'puppeteer-core'] as const;
const INSTALL = 'npm install --save-dev playwright && npx playwright install chromium';

const BROWSERS = [
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'].map(
    (name) => `/usr/bin/${name}`,
  ),
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((folder) =>
    process.env[folder] === undefined ? [] : [join(process.env[folder], 'Google/Chrome/Application/chrome.exe')],
  ),
];

function findBrowser(): string | undefined {
  const named = process.env['PUPPETEER_EXECUTABLE_PATH'] ?? process.env['CHROME_PATH'];
  return named ?? BROWSERS.find((path) => existsSync(path));
}

/** Either library, as an ES module or as an imported CommonJS module. */
interface Library {
  readonly chromium?: BrowserType;
  readonly launch?: PuppeteerNode['launch'];
  readonly default?: Library;
}

export async function openBrowser(folder: string): Promise<DrivenPage> {
  const require = createRequire(join(folder, 'package.json'));
  const name = PACKAGES.find((each) => canResolve(require, each));
  if (name === undefined) {
    throw new NoBrowser(`Neither Playwright nor Puppeteer is installed in ${folder}: ${INSTALL}`);
  }
  const loaded = (await import(pathToFileURL(require.resolve(name)).href)) as Library;
  const playwright = loaded.chromium ?? loaded.default?.chromium;
  if (playwright !== undefined) return playwrightPage(await launch((way) => playwright.launch(way), name), name);
  const puppeteer = loaded.default ?? loaded;
  return puppeteerPage(await launch((way) => puppeteer.launch!(way), name), name);
}

function canResolve(require: NodeJS.Require, name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}

interface Way {
  readonly headless: true;
  readonly args: string[];
  readonly executablePath?: string;
}

/** Tries the browser of the package first, then the one of the machine. */
async function launch<Browser>(start: (way: Way) => Promise<Browser>, name: string): Promise<Browser> {
  const executablePath = findBrowser();
  // For root, as in a container, Chromium has no sandbox and only starts with this option.
  const args = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-dev-shm-usage'] : [];
  const way: Way = { headless: true, args };
  const own = name.endsWith('-core') ? [] : [way];
  const ways = executablePath === undefined ? own : [...own, { ...way, executablePath }];
  let why = 'no Chrome, Chromium or Edge was found on this machine';
  for (const each of ways) {
    try {
      return await start(each);
    } catch (error) {
      why = (error as Error).message.split('\n')[0] ?? why;
    }
  }
  throw new NoBrowser(`${name} is installed, but cannot start a browser (${why}): ${INSTALL}`);
}

async function playwrightPage(browser: PlaywrightBrowser, name: string): Promise<DrivenPage> {
  const context = await browser.newContext();
  const page = await context.newPage();
  return {
    name,
    addScript: async (content) => {
      await page.addInitScript({ content });
    },
    addHeaders: async (isFor, headers) => {
      await context.route(isFor, (route) => route.continue({ headers: { ...route.request().headers(), ...headers } }));
    },
    setCookies: (pairs) => context.addCookies([...pairs]),
    onConsole: (hear) => void page.on('console', (message) => hear(message.text())),
    open: async (url, timeout) => (await page.goto(url, { waitUntil: 'domcontentloaded', timeout }))?.status() ?? 0,
    evaluate: (code) => page.evaluate(code),
    close: () => browser.close(),
  };
}

async function puppeteerPage(browser: PuppeteerBrowser, name: string): Promise<DrivenPage> {
  const page = await browser.newPage();
  return {
    name,
    addScript: async (code) => {
      await page.evaluateOnNewDocument(code);
    },
    addHeaders: async (isFor, headers) => {
      await page.setRequestInterception(true);
      page.on('request', (request) => {
        const isOurs = isFor(new URL(request.url()));
        void request.continue(isOurs ? { headers: { ...request.headers(), ...headers } } : {});
      });
    },
    setCookies: async (pairs) => {
      const cookies = pairs.map(({ name: cookie, value, url }) => ({
        name: cookie,
        value,
        domain: new URL(url).hostname,
      }));
      await page.browserContext().setCookie(...cookies);
    },
    onConsole: (hear) => void page.on('console', (message) => hear(message.text())),
    open: async (url, timeout) => (await page.goto(url, { waitUntil: 'domcontentloaded', timeout }))?.status() ?? 0,
    evaluate: <Value>(code: string) => page.evaluate(code) as Promise<Value>,
    close: () => browser.close(),
  };
}
