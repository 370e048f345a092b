// Runs any number of random lives: `PORTAL_RANDOM_LIVES=20000 PORTAL_RANDOM_SEEDS=7,8 npx wtr --config
// test/random/random.config.mjs`, in Chromium unless PORTAL_TEST_ENGINES says otherwise.
import config from '../../web-test-runner.config.mjs';
import { findEngines } from '../tools/engines.ts';
import { testPage } from '../tools/host-page.ts';

const { PORTAL_RANDOM_LIVES = '10000', PORTAL_RANDOM_SEEDS = String(Date.now()) } = process.env;
const engines = process.env.PORTAL_TEST_ENGINES?.split(',') ?? ['chromium'];
const options = `data-random-lives="${PORTAL_RANDOM_LIVES}" data-random-seeds="${PORTAL_RANDOM_SEEDS}"`;

export default {
  ...config,
  groups: [
    {
      name: 'source',
      files: ['test/random/random-lives.test.ts'],
      testRunnerHtml: (testFramework) => testPage('source', testFramework).replace('<html', `<html ${options}`),
    },
  ],
  browsers: await Promise.all(findEngines(engines).found.map((engine) => engine.launcher())),
  testsFinishTimeout: 3_600_000,
};
