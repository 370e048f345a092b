/**
 * The browser engines of the tests: how each is found and started, and what to install if it is missing. If the machine has
 * none of them, a Chromium from npm is used.
 */
import type { BrowserLauncher } from '@web/test-runner-core';
import { chromeLauncher, puppeteerCore } from '@web/test-runner-chrome';
import { chromiumLaunchOptions, findChromium, whyNoChromium } from './chromium.ts';
import { findProgram } from './program.ts';
import { findWebKit, webkitLauncher } from './webkit.ts';

export const ENGINES = ['chromium', 'firefox', 'webkit'] as const;
export type Engine = (typeof ENGINES)[number];

/** The title of the Chromium from npm. */
export const FROM_NPM = 'Chromium (from npm)';

export interface FoundEngine {
  readonly engine: Engine;
  readonly title: string;
  launcher(): Promise<BrowserLauncher>;
}

export interface MissingEngine {
  readonly engine: Engine;
  readonly title: string;
  readonly missing: string;
  readonly install: string;
}

function named(launcher: BrowserLauncher, title: string): BrowserLauncher {
  launcher.name = title;
  return launcher;
}

function chromium(title: string): FoundEngine {
  return {
    engine: 'chromium',
    title,
    launcher: async () => {
      const launcher = chromeLauncher({
        // No test asks the driver about requests. Its reports on them take a tenth of the time of a run.
        launchOptions: { ...(await chromiumLaunchOptions()), networkEnabled: false, issuesEnabled: false },
        concurrency: 2,
        createPage: async ({ context }) => {
          const page = await context.newPage();
          // Without it, only one of two pages that run at the same time has the focus.
          await page.emulateFocusedPage(true);
          return page;
        },
      });
      return named(launcher, title);
    },
  };
}

function detectChromium(): FoundEngine | MissingEngine {
  if (findChromium() !== undefined) return chromium('Chromium');
  const missing = 'no chromium, chromium-browser or google-chrome on this machine';
  return { engine: 'chromium', title: 'Chromium', missing, install: 'Chrome, or the Debian package chromium' };
}

/** The Firefox of this machine. */
export function findFirefox(): string | undefined {
  return findProgram('firefox', 'firefox-esr', '/Applications/Firefox.app/Contents/MacOS/firefox');
}

function detectFirefox(): FoundEngine | MissingEngine {
  const engine = 'firefox';
  const title = 'Firefox';
  const executablePath = findFirefox();
  if (executablePath === undefined) {
    const missing = 'no firefox or firefox-esr on this machine';
    return { engine, title, missing, install: 'Firefox, or the Debian package firefox-esr' };
  }
  const launchOptions = { browser: 'firefox' as const, executablePath };
  return {
    engine,
    title,
    launcher: async () => named(chromeLauncher({ puppeteer: puppeteerCore, launchOptions, concurrency: 1 }), title),
  };
}

function detectWebKit(): FoundEngine | MissingEngine {
  const engine = 'webkit';
  const title = 'WebKit';
  const { driver, browser, display } = findWebKit();
  if (driver === undefined || browser === undefined || display === undefined) {
    const parts = Object.entries({ WebKitWebDriver: driver, MiniBrowser: browser, Xvfb: display });
    const names = parts.filter(([, path]) => path === undefined).map(([name]) => name);
    const missing = `no ${names.join(', no ')} on this machine`;
    return { engine, title, missing, install: 'the Debian packages webkit2gtk-driver and xvfb' };
  }
  return { engine, title, launcher: async () => webkitLauncher({ driver, browser, display }, title) };
}

/** The wanted engines, each one found on this machine or missing. */
export function detectEngines(wanted: readonly Engine[] = ENGINES): (FoundEngine | MissingEngine)[] {
  const all: (FoundEngine | MissingEngine)[] = [detectChromium(), detectFirefox(), detectWebKit()];
  const hasSome = all.some((engine) => 'launcher' in engine);
  if (!hasSome && whyNoChromium() === undefined) all[0] = chromium(FROM_NPM);
  return all.filter(({ engine }) => wanted.includes(engine));
}

/** The wanted engines, by whether this machine has them. */
export function findEngines(wanted?: readonly Engine[]): { found: FoundEngine[]; missing: MissingEngine[] } {
  const all = detectEngines(wanted);
  return {
    found: all.filter((engine) => 'launcher' in engine),
    missing: all.filter((engine) => 'missing' in engine),
  };
}
