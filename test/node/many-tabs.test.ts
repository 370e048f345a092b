/** The load of a backend when the sessions of many portals end at once; see `bench/many-tabs`. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { guardFigures, type GuardFigures } from '../../bench/many-tabs/guard.ts';

const HELP =
  'Is a wait in src/retry.ts, or the wait before a refresh, no longer random? `node bench/many-tabs/main.ts` shows all ' +
  'scenarios, with --src=FOLDER those of a copy of src. If you change a bound, change the figure in docs/performance.md, too.';

describe('10,000 portals whose sessions end together', () => {
  let figures: GuardFigures;
  before(async () => {
    figures = await guardFigures();
  });

  const bounds: [keyof GuardFigures, string, number][] = [
    // 70 % of the tabs are visible, and refresh within half a second: the ideal is 14 % in a tenth of a second.
    ['refreshPeak', 'a healthy backend: share of the portals in the busiest tenth of a second', 0.28],
    ['shortPeak', 'after 1 s of refused connections: share of the portals in the busiest tenth of a second', 0.12],
    ['shortRequests', 'after 1 s of refused connections: requests for each link', 3],
    ['toldPeak', 'after 30 s of "Retry-After: 30": the busiest second, relative to the ideal one', 2],
    ['toldRequests', 'after 30 s of "Retry-After: 30": requests for each link', 1.8],
  ];
  for (const [name, title, bound] of bounds) {
    test(`${title}: at most ${bound}`, () => {
      assert.ok(figures[name] <= bound, `${title}: ${figures[name].toFixed(3)}, at most ${bound}. ${HELP}`);
    });
  }
});
