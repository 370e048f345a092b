/** Starts a simulated Scalekit, the built application and a browser for the test. */
import { defineConfig } from '@playwright/test';

const SIMULATOR = 'http://127.0.0.1:4611';
const SITE = 'http://localhost:3100';
const SECRET = 'for tests, 32 characters or more';
// The path of an installed browser. Default: the one from `npx playwright install chromium`.
const { CHROMIUM: executablePath } = process.env;

export default defineConfig({
  testDir: 'test',
  use: { baseURL: SITE, launchOptions: executablePath === undefined ? {} : { executablePath } },
  webServer: [
    {
      command: `npx --no -- scalekit-portal-simulator --port=4611 --client-secret="${SECRET}"`,
      url: `${SIMULATOR}/simulator`,
    },
    {
      command: 'npm start',
      url: SITE,
      env: {
        PORT: '3100',
        ORIGIN: SITE,
        SESSION_SECRET: SECRET,
        SCALEKIT_ENVIRONMENT_URL: SIMULATOR,
        SCALEKIT_CLIENT_ID: 'skc_69615647365005430',
        SCALEKIT_CLIENT_SECRET: SECRET,
        SCALEKIT_ORGANIZATION_ID: 'org_69615647365005430',
      },
    },
  ],
});
