/** What a backend gets when the sessions of all its portals end at once: see `bench/many-tabs`. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { guardFigures, type GuardFigures } from '../../bench/many-tabs/guard.ts';

const HELP =
  'Has src/retry.ts, or the random wait before a refresh, lost its chance? `node bench/many-tabs/main.ts` shows all scenarios, ' +
  'with --src=FOLDER those of a copy of src. A bound that is to change needs the new figure in docs/performance.md, too.';

describe('10,000 portals whose sessions end together', () => {
  let figures: GuardFigures;
  before(async () => {
    figures = await guardFigures();
  });

  const bounds: [keyof GuardFigures, string, number][] = [
    // The 70 % of the tabs that are looked at, in half a second: 14 % in a tenth of one is ideal.
    ['refreshPeak', 'a healthy backend: share of the portals in the busiest tenth of a second', 0.28],
    ['shortPeak', 'after 1 s of refused connections: share of the portals in the busiest tenth of a second', 0.12],
    ['shortRequests', 'after 1 s of refused connections: requests for each link', 3],
    ['toldPeak', 'after 30 s of "Retry-After: 30": the busiest second, in ideal ones', 2],
    ['toldRequests', 'after 30 s of "Retry-After: 30": requests for each link', 1.8],
  ];
  for (const [name, what, bound] of bounds) {
    test(`${what}: at most ${bound}`, () => {
      assert.ok(figures[name] <= bound, `${what}: ${figures[name].toFixed(3)}, at most ${bound}. ${HELP}`);
    });
  }
});
