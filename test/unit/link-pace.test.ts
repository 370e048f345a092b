/** The rate of requests without a click: 7 at once, then one a minute, and none after 3 short sessions in a row. */
import { expect } from '@open-wc/testing';
import { LinkPace } from '../../src/link-pace.ts';
import { stub } from '../tools/conditions.ts';

describe('LinkPace', () => {
  let now: number;
  let pace: LinkPace;

  beforeEach(() => {
    now = Date.UTC(2026, 0, 1);
    stub(Date, 'now', () => now);
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

  it('never allows more than 7 at once', () => {
    now += 3_600_000;
    spend(7);
    expect(pace.delay).to.equal(60_000);
  });

  it('does not change when the clock is set back', () => {
    spend(7);
    expect(pace.delay).to.equal(60_000);
    now -= 3_600_000;
    expect(pace.delay).to.equal(60_000);
  });

  it('is reset by a click', () => {
    spend(20);
    for (let ended = 0; ended < 3; ended++) pace.sessionEnded(now);
    expect(pace.allowsRefresh).to.equal(false);
    pace.reset();
    expect([pace.delay, pace.allowsRefresh]).to.deep.equal([0, true]);
  });

  it('allows no refresh after 3 short sessions in a row', () => {
    for (const allowed of [true, true, false]) {
      pace.sessionEnded(now - 29_999);
      expect(pace.allowsRefresh).to.equal(allowed);
    }
  });

  it('resets the count of short sessions after one that lasted 30 s, and when the page requests a link', () => {
    for (const reset of [() => pace.sessionEnded(now - 30_000), () => pace.forgetShortSessions()]) {
      for (let ended = 0; ended < 3; ended++) pace.sessionEnded(now);
      expect(pace.allowsRefresh).to.equal(false);
      reset();
      expect(pace.allowsRefresh).to.equal(true);
    }
  });

  it('allows no refresh when the links of the minute are used up, however long the sessions last', () => {
    spend(7);
    pace.sessionEnded(now - 31_000);
    expect(pace.allowsRefresh).to.equal(false);
    now += 60_000;
    expect(pace.allowsRefresh).to.equal(true);
  });
});
