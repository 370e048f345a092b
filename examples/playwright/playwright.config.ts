/** Starts the simulator and the product in separate processes for the tests, and a browser. */
import { defineConfig } from '@playwright/test';

const { SIMULATOR = 'npx --no -- scalekit-portal-simulator', SIMULATOR_PORT = '4601' } = process.env;
const { PRODUCT_PORT = '3000', CHROMIUM } = process.env;
// Set here, because the product needs it before the simulator runs.
const SECRET = 'only-for-these-tests';

process.env['SIMULATOR_URL'] = `http://127.0.0.1:${SIMULATOR_PORT}`;

export default defineConfig({
  testDir: '.',
  outputDir: '../../.tmp/playwright',
  // The tests share one simulator.
  workers: 1,
  use: {
    baseURL: `http://localhost:${PRODUCT_PORT}`,
    testIdAttribute: 'data-test',
    // The path of an installed browser. Default: the one from `npx playwright install chromium`.
    launchOptions: CHROMIUM === undefined ? {} : { executablePath: CHROMIUM },
  },
  webServer: [
    {
      command: `${SIMULATOR} --port=${SIMULATOR_PORT} --client-secret=${SECRET}`,
      url: `${process.env['SIMULATOR_URL']}/simulator`,
    },
    {
      command: 'node ../product/start.ts',
      url: `http://localhost:${PRODUCT_PORT}/settings`,
      env: {
        PORT: PRODUCT_PORT,
        SCALEKIT_ENVIRONMENT_URL: process.env['SIMULATOR_URL'],
        SCALEKIT_CLIENT_ID: 'skc_69615647365005430',
        SCALEKIT_CLIENT_SECRET: SECRET,
        SCALEKIT_ORGANIZATION_ID: 'org_69615647365005430',
      },
    },
  ],
});
