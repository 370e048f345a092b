/** What the applications that are installed have of their own, as their users run it: the check of their types, and tests. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { perform } from '../backends/toolchains.ts';
import { chromiumLaunchOptions, whyNoChromium } from '../tools/chromium.ts';
import { BUILT, headOf, installedApplications } from './applications.ts';

/** Tests in a browser take the machine's own. */
const browser = whyNoChromium() === undefined ? await chromiumLaunchOptions() : {};
const inBrowser = {
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
      // They may build it anew.
      await rm(join(folder, BUILT), { force: true });
      await perform(folder, ['npm', 'test', '--if-present'], { ...env, ...inBrowser });
    });
  });
}
