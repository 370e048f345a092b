// `npm run pictures`: pictures of every state that people see, of the drop-in that was built last: see LOOKS. To look at, not to compare: no test depends on them.
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
    const { name, width, scheme = 'light', forcedColors = false } = payload;
    const page = session.browser.getPage(session.id);
    await mkdir(FOLDER, { recursive: true });
    await page.setViewport({ width, height: 760 });
    // Puppeteer knows no forced colours, and sets all media features anew.
    const protocol = await page.createCDPSession();
    await protocol.send('Emulation.setEmulatedMedia', {
      features: [
        { name: 'prefers-color-scheme', value: scheme },
        { name: 'forced-colors', value: forcedColors ? 'active' : 'none' },
      ],
    });
    await page.screenshot({ path: join(FOLDER, `${name}.png`) });
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
