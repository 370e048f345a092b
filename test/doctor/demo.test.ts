/** The doctor against the demo: it names every switch that is a fault, and nothing where the demo is well. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { ENDPOINT_FAULTS } from '../../demo/host/endpoint-faults.ts';
import { DELAYS, PORTAL_FAULTS, VOCABULARIES } from '../../demo/host/portal-behaviour.ts';
import { startDemo } from '../../demo/host/start-demo.ts';
import { whyNoBrowser } from './browser.ts';
import { Visitor } from '../demo/visitor.ts';
import { DEMO_ROWS } from './demo-faults.ts';
import { examine, namedBy } from './examine.ts';
import { saidBy, writeResults, type Result } from './results.ts';

/** Those that wait for nothing but a clock, beside each other: each has a demo of its own. */
describe('the switches of the demo', { concurrency: 3 }, () => {
  const results: Result[] = [];
  after(() => {
    const inOrder = DEMO_ROWS.flatMap(({ group, fault }) =>
      results.filter((result) => result.group === group && result.fault === fault),
    );
    writeResults('demo', inOrder);
  });

  for (const { group, fault, says, plant, args = [], path = '/settings/security', browser = false } of DEMO_ROWS) {
    test(`${group}: ${fault}`, { skip: browser && whyNoBrowser }, async () => {
      const demo = await startDemo({ hostPort: 0, simulatorPort: 0, environment: {} });
      try {
        const visitor = await Visitor.signedIn(demo.url);
        await plant(demo, visitor);
        const all = [demo.url + path, `--cookie=${visitor.cookie}`, ...args, ...(browser ? ['--browser'] : [])];
        const { diagnosis, text, json } = await examine(all, { planted: says });
        assert.deepEqual(namedBy(diagnosis), says, text);
        for (const secret of [visitor.cookie, visitor.cookie.split('=')[1]!])
          assert.ok(!text.includes(secret) && !json.includes(secret), 'the cookie is in the report');
        assert.doesNotMatch(text + json, /magicLink\/[\da-f]/);
        results.push({ group, fault, said: saidBy(diagnosis.findings) });
      } finally {
        await demo.close();
      }
    });
  }

  test('there is a row for every fault that the demo and the simulator can play', () => {
    const covered = new Set(DEMO_ROWS.map(({ covers }) => covers));
    const wanted = [
      ...Object.keys(ENDPOINT_FAULTS),
      ...Object.keys(PORTAL_FAULTS).map((name) => `fault ${name}`),
      ...Object.keys(VOCABULARIES).map((name) => `vocabulary ${name}`),
      ...DELAYS.map((delay) => `delay ${delay}`),
    ];
    assert.deepEqual(
      wanted.filter((each) => !covered.has(each)),
      [],
    );
  });
});
