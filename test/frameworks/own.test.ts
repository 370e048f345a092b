/** The type checks and tests of the installed applications. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { perform } from '../backends/toolchains.ts';
import { chromiumLaunchOptions, whyNoChromium } from '../tools/chromium.ts';
import { BUILT, headOf, installedApplications } from './applications.ts';

/** Their browser tests use the Chromium of the machine. */
const browser = whyNoChromium() === undefined ? await chromiumLaunchOptions() : {};
const browserEnvironment = {
  ...browser.env,
  ...(browser.executablePath !== undefined && { CHROMIUM: browser.executablePath }),
};

for (const application of installedApplications()) {
  const { folder, env, variant } = application;
  if (variant !== undefined) continue;
  describe(`${headOf(application)} by itself`, () => {
    it('passes its check', async () => {
      await perform(folder, ['npm', 'run', 'check'], env);
    });
    it('passes its tests', async () => {
      // The tests may build the application.
      await rm(join(folder, BUILT), { force: true });
      await perform(folder, ['npm', 'test', '--if-present'], { ...env, ...browserEnvironment });
    });
  });
}
