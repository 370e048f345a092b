/** Starts the simulator and the product for the tests, each in a process of its own, and a browser. */
import { defineConfig } from '@playwright/test';

const { SIMULATOR = 'npx --no -- scalekit-portal-simulator', SIMULATOR_PORT = '4601' } = process.env;
const { PRODUCT_PORT = '3000', CHROMIUM } = process.env;
// Chosen here, because the product has to know it before the simulator runs.
const SECRET = 'only-for-these-tests';

process.env['SIMULATOR_URL'] = `http://127.0.0.1:${SIMULATOR_PORT}`;

export default defineConfig({
  testDir: '.',
  outputDir: '../../.tmp/playwright',
  // They share one simulator.
  workers: 1,
  use: {
    baseURL: `http://localhost:${PRODUCT_PORT}`,
    testIdAttribute: 'data-test',
    // A browser of the machine's own; without it, the one that `npx playwright install chromium` brings.
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
