// `npm run pictures`: one picture of every state that people see, 360 and 1280 CSS pixels wide, light and dark, of the
// drop-in that was built last. To look at, not to compare: no test depends on them.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import config from '../../web-test-runner.config.mjs';
import { findEngines } from '../tools/engines.ts';

const FOLDER = join(config.rootDir, '.tmp/pictures');

/** Carries out what a page cannot do for itself; Chromium through puppeteer alone. */
const camera = {
  name: 'camera',
  async executeCommand({ command, payload, session }) {
    if (command !== 'picture') return undefined;
    const { name, width, scheme } = payload;
    const page = session.browser.getPage(session.id);
    await mkdir(FOLDER, { recursive: true });
    await page.setViewport({ width, height: 760 });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.screenshot({ path: join(FOLDER, `${name}-${width}-${scheme}.png`) });
    return true;
  },
};

const [chromium] = findEngines(['chromium']).found;

export default {
  ...config,
  groups: config.groups
    .filter(({ name }) => name === 'drop-in')
    .map((group) => ({ ...group, files: ['test/pictures/states.pictures.ts'] })),
  browsers: [await chromium.launcher()],
  plugins: [...config.plugins, camera],
  testFramework: { config: { timeout: 30_000 } },
};
