/** How Chromium is started with puppeteer, by the test runner and by tests that drive a browser themselves. */
import type { LaunchOptions } from 'puppeteer-core';
import { npmChromium, RUNS_HERE } from './npm-chromium.ts';
import { findProgram } from './program.ts';

// In a container the sandbox of Chromium has no privileges to build on, and /dev/shm is small.
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  // RFC 6761: these names never resolve. A name server may take seconds to say so.
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

/** Why no Chromium can be started here, not even the one from npm: a test's reason to be skipped. */
export function whyNoChromium(): string | undefined {
  if (RUNS_HERE || findChromium() !== undefined) return undefined;
  return 'no chromium, chromium-browser or google-chrome on this machine, and the one from npm runs on Linux on x64 alone';
}

/** Options for the Chromium of this machine, or for the one from npm where there is none. */
export async function chromiumLaunchOptions(): Promise<LaunchOptions> {
  const executablePath = findChromium();
  if (executablePath !== undefined) return { executablePath, args: ARGUMENTS };
  const why = whyNoChromium();
  if (why !== undefined) throw new Error(`There is ${why}. Install Chrome, or the Debian package chromium.`);
  return { ...(await npmChromium()), headless: 'shell', args: ARGUMENTS };
}
