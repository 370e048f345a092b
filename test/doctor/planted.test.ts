/** The doctor names every fault that is planted into a page, an endpoint or a portal, and no other. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { whyNoBrowser } from './browser.ts';
import { examine, namedBy } from './examine.ts';
import { COOKIE, plantSite } from './planted-site.ts';
import { PLANTED_ROWS } from './planted-faults.ts';
import { saidBy, writeResults, type Result } from './results.ts';

describe('faults that are planted', { concurrency: 4 }, () => {
  const results: Result[] = [];
  after(() => {
    const inOrder = PLANTED_ROWS.flatMap(({ group, fault }) =>
      results.filter((result) => result.group === group && result.fault === fault),
    );
    writeResults('planted', inOrder);
  });

  for (const { group, fault, says, plan, args, browser = false } of PLANTED_ROWS) {
    test(`${group}: ${fault}`, { skip: browser && whyNoBrowser }, async () => {
      const site = await plantSite(plan);
      try {
        const all = [site.url, `--cookie=${COOKIE}`, ...(args?.(site) ?? []), ...(browser ? ['--browser'] : [])];
        const { diagnosis, text, json } = await examine(all, { planted: says });
        assert.deepEqual(namedBy(diagnosis), says, text);
        for (const secret of [
          ...site.links,
          ...site.links.map((link) => link.split('/').at(-1)!),
          COOKIE,
          COOKIE.split('=')[1]!,
        ]) {
          assert.ok(!text.includes(secret) && !json.includes(secret), 'a secret is in the report');
        }
        results.push({ group, fault, said: saidBy(diagnosis.findings) });
      } finally {
        await site.close();
      }
    });
  }
});
