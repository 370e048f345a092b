/** Options for starting Chromium with puppeteer, in the test runner and in tests that drive a browser. */
import type { TestContext } from 'node:test';
import { launch, type LaunchOptions, type Page } from 'puppeteer-core';
import { npmChromium, RUNS_HERE } from './npm-chromium.ts';
import { findProgram } from './program.ts';

const ARGUMENTS = [
  // In a container, Chromium has no privileges for its sandbox, and /dev/shm is small.
  '--no-sandbox',
  '--disable-dev-shm-usage',
  // RFC 6761: these names never resolve. A name server may take seconds to answer that.
  '--host-resolver-rules=MAP *.invalid ~NOTFOUND',
];

/** The Chromium or Chrome of this machine. */
export function findChromium(): string | undefined {
  return findProgram(
    'chromium',
    'chromium-browser',
    'google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  );
}

/** The reason to skip a test, if no Chromium can be started here, not even the one from npm. */
export function whyNoChromium(): string | undefined {
  if (RUNS_HERE || findChromium() !== undefined) return undefined;
  return 'no chromium, chromium-browser or google-chrome on this machine, and the one from npm only runs on Linux on x64';
}

/** Options for the Chromium of this machine, or for the one from npm if the machine has none. */
export async function chromiumLaunchOptions(): Promise<LaunchOptions> {
  const executablePath = findChromium();
  if (executablePath !== undefined) return { executablePath, args: ARGUMENTS };
  const why = whyNoChromium();
  if (why !== undefined) throw new Error(`There is ${why}. Install Chrome, or the Debian package chromium.`);
  return { ...(await npmChromium()), headless: 'shell', args: ARGUMENTS };
}

/** A window of Chromium that closes with the test. */
export async function openChromium(context: TestContext): Promise<Page> {
  const browser = await launch(await chromiumLaunchOptions());
  context.after(() => browser.close());
  return browser.newPage();
}
