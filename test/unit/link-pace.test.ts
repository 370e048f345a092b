/** How often a link may be asked for without a person: 7 at once, one more a minute, none after 3 short sessions in a row. */
import { expect } from '@open-wc/testing';
import { LinkPace } from '../../src/link-pace.ts';
import { substitute } from '../tools/conditions.ts';

describe('LinkPace', () => {
  let now: number;
  let pace: LinkPace;

  beforeEach(() => {
    now = Date.UTC(2026, 0, 1);
    substitute(Date, 'now', () => now);
    pace = new LinkPace();
  });

  const spend = (count: number) => {
    for (let spent = 0; spent < count; spent++) pace.spend();
  };

  it('allows 7 links at once, and the next one a minute later', () => {
    spend(6);
    expect(pace.delay).to.equal(0);
    spend(1);
    expect(pace.delay).to.equal(60_000);
    now += 59_000;
    expect(pace.delay).to.equal(1_000);
    now += 1_000;
    expect(pace.delay).to.equal(0);
  });

  it('never saves up more than 7', () => {
    now += 3_600_000;
    spend(7);
    expect(pace.delay).to.equal(60_000);
  });

  it('gives and takes nothing when the clock is put back', () => {
    spend(7);
    expect(pace.delay).to.equal(60_000);
    now -= 3_600_000;
    expect(pace.delay).to.equal(60_000);
  });

  it('starts anew with a click', () => {
    spend(20);
    for (let ended = 0; ended < 3; ended++) pace.sessionEnded(now);
    expect(pace.allowsRefresh).to.equal(false);
    pace.reset();
    expect([pace.delay, pace.allowsRefresh]).to.deep.equal([0, true]);
  });

  it('allows no session after 3 short ones in a row', () => {
    for (const allowed of [true, true, false]) {
      pace.sessionEnded(now - 29_999);
      expect(pace.allowsRefresh).to.equal(allowed);
    }
  });

  it('counts short sessions anew after one that lasted 30 s, and when the page asks', () => {
    for (const forget of [() => pace.sessionEnded(now - 30_000), () => pace.forgetShortSessions()]) {
      for (let ended = 0; ended < 3; ended++) pace.sessionEnded(now);
      expect(pace.allowsRefresh).to.equal(false);
      forget();
      expect(pace.allowsRefresh).to.equal(true);
    }
  });

  it('allows no session when the links of the minute are spent, however long the sessions last', () => {
    spend(7);
    pace.sessionEnded(now - 31_000);
    expect(pace.allowsRefresh).to.equal(false);
    now += 60_000;
    expect(pace.allowsRefresh).to.equal(true);
  });
});
