/**
 * Opens a page in Chromium with whichever of Playwright and Puppeteer the project has. Both are looked for from the
 * folder in which the doctor was called; neither comes with this package.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface DrivenPage {
  readonly name: string;
  /** Runs in every document before its own scripts. */
  addScript(code: string): Promise<void>;
  /** Added to requests of these alone: extra headers for all would reach the portal, too. */
  addHeaders(isFor: (url: URL) => boolean, headers: Readonly<Record<string, string>>): Promise<void>;
  setCookies(pairs: readonly { name: string; value: string; url: string }[]): Promise<void>;
  onConsole(hear: (text: string) => void): void;
  /** Resolves with the status. */
  open(url: string, limitMs: number): Promise<number>;
  evaluate<Value>(code: string): Promise<Value>;
  close(): Promise<void>;
}

/** Why no browser could be driven, as one sentence. */
export class NoBrowser extends Error {}

const PACKAGES = ['playwright', 'playwright-core', '@playwright/test', 'puppeteer', 'puppeteer-core'] as const;
const INSTALL = 'npm install --save-dev playwright && npx playwright install chromium';

const BROWSERS = [
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'].map((name) => `/usr/bin/${name}`),
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

/** What both have in common; nothing of them is installed when this is compiled. */
interface Loose {
  [name: string]: any;
}

export async function openBrowser(folder: string): Promise<DrivenPage> {
  const require = createRequire(join(folder, 'package.json'));
  const found = PACKAGES.find((name) => canResolve(require, name));
  if (found === undefined) throw new NoBrowser(`Neither Playwright nor Puppeteer is installed in ${folder}: ${INSTALL}`);
  const loaded = (await import(pathToFileURL(require.resolve(found)).href)) as Loose;
  const library = (loaded['default'] ?? loaded) as Loose;
  const isPlaywright = found.includes('playwright');
  const launcher = (isPlaywright ? (library['chromium'] ?? loaded['chromium']) : library) as Loose;
  const browser = await launch(launcher, found);
  return isPlaywright ? playwrightPage(browser, found) : puppeteerPage(browser, found);
}

function canResolve(require: NodeJS.Require, name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** First the browser that the package brings, then that of the machine. */
async function launch(launcher: Loose, name: string): Promise<Loose> {
  const executablePath = findBrowser();
  // Chromium has no sandbox for root, as in a container, and refuses to start without being told so.
  const args = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-dev-shm-usage'] : [];
  const ways = [...(name.endsWith('-core') ? [] : [{ args }]), ...(executablePath === undefined ? [] : [{ args, executablePath }])];
  let last = 'no Chrome, Chromium or Edge was found on this machine';
  for (const way of ways) {
    try {
      return (await launcher['launch']({ headless: true, ...way })) as Loose;
    } catch (error) {
      last = (error as Error).message.split('\n')[0] ?? last;
    }
  }
  throw new NoBrowser(`${name} is installed, but starts no browser (${last}): ${INSTALL}`);
}

async function playwrightPage(browser: Loose, name: string): Promise<DrivenPage> {
  const context = (await browser['newContext']()) as Loose;
  const page = (await context['newPage']()) as Loose;
  return {
    ...commonParts(browser, page, name),
    addScript: (code) => page['addInitScript']({ content: code }) as Promise<void>,
    addHeaders: (isFor, headers) =>
      context['route'](isFor, (route: Loose) =>
        route['continue']({ headers: { ...(route['request']()['headers']() as object), ...headers } }),
      ) as Promise<void>,
    setCookies: (pairs) => context['addCookies'](pairs) as Promise<void>,
  };
}

async function puppeteerPage(browser: Loose, name: string): Promise<DrivenPage> {
  const page = (await browser['newPage']()) as Loose;
  return {
    ...commonParts(browser, page, name),
    addScript: async (code) => void (await page['evaluateOnNewDocument'](code)),
    async addHeaders(isFor, headers) {
      await page['setRequestInterception'](true);
      page['on']('request', (request: Loose) => {
        const isOurs = isFor(new URL(request['url']() as string));
        void request['continue'](isOurs ? { headers: { ...(request['headers']() as object), ...headers } } : {});
      });
    },
    async setCookies(pairs) {
      for (const { name: cookie, value, url } of pairs) await page['setCookie']({ name: cookie, value, url });
    },
  };
}

function commonParts(browser: Loose, page: Loose, name: string) {
  return {
    name,
    onConsole: (hear: (text: string) => void) => void page['on']('console', (message: Loose) => hear(String(message['text']()))),
    async open(url: string, limitMs: number) {
      const response = (await page['goto'](url, { waitUntil: 'domcontentloaded', timeout: limitMs })) as Loose | null;
      return Number(response?.['status']() ?? 0);
    },
    evaluate: <Value>(code: string) => page['evaluate'](code) as Promise<Value>,
    close: () => browser['close']() as Promise<void>,
  };
}
