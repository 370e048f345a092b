// `npm run pictures`: takes pictures of every state in the drop-in that was built last. They are for people; no test compares
// them. The looks are in states.pictures.ts.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import config from '../../web-test-runner.config.mjs';
import { findEngines } from '../tools/engines.ts';

const FOLDER = join(config.rootDir, '.tmp/pictures');

/** Takes a picture, which a page cannot do itself. Works in Chromium through puppeteer only. */
const camera = {
  name: 'camera',
  async executeCommand({ command, payload, session }) {
    if (command !== 'picture') return undefined;
    const { name, width, scheme = 'light', forcedColors = false } = payload;
    const page = session.browser.getPage(session.id);
    await mkdir(FOLDER, { recursive: true });
    await page.setViewport({ width, height: 760 });
    // Puppeteer does not know forced colours, and its own call would reset the media features that it does not name.
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
