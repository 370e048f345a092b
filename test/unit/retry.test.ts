/** Which attempts are repeated, and after which delay. */
import { expect } from '@open-wc/testing';
import { PortalError } from '../../src/portal-error.ts';
import { parseRetryAfter, withRetry } from '../../src/retry.ts';
import { until } from '../tools/backend.ts';
import { pauseTimers, stub, type PausedTimers } from '../tools/conditions.ts';
import { rejectionOf } from '../tools/portal-harness.ts';

/** An attempt that fails with these errors in order, and then succeeds. */
function failing(...errors: Error[]) {
  const attempt = async () => {
    attempt.made += 1;
    const error = errors[attempt.made - 1];
    if (error) throw error;
    return 'link';
  };
  attempt.made = 0;
  return attempt;
}

const busy = (retryAfter = 0) => new PortalError('ENDPOINT_FAILED', 'busy', { status: 503, retryAfter });

describe('parseRetryAfter', () => {
  const table: [string | null, number][] = [
    [null, 0],
    ['', 0],
    ['0', 0],
    ['2', 2000],
    ['60', 60_000],
    ['61', 60_000],
    ['999999999999', 60_000],
    ['-5', 0],
    ['soon', 0],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['Fri, 01 Jan 2100 00:00:00 GMT', 60_000],
  ];
  for (const [header, ms] of table) {
    it(`reads ${JSON.stringify(header)} as ${ms} ms`, () => {
      expect(parseRetryAfter(header)).to.equal(ms);
    });
  }

  it('reads a date as the time from now', () => {
    expect(parseRetryAfter(new Date(Date.now() + 30_000).toUTCString())).to.be.within(28_000, 30_000);
  });
});

describe('withRetry', () => {
  let timers: PausedTimers;
  let random: number;
  const { signal } = new AbortController();

  beforeEach(() => {
    random = 0.5;
    // Longer than the timers of `until`.
    timers = pauseTimers(100);
    stub(Math, 'random', () => random);
  });

  it('makes one attempt if it succeeds', async () => {
    const attempt = failing();
    expect(await withRetry(attempt, signal)).to.equal('link');
    expect(attempt.made).to.equal(1);
    expect(timers.requested).to.be.empty;
  });

  it('waits half of 500, 1000 and 2000 ms if the jitter is one half', async () => {
    const result = withRetry(failing(busy(), busy(), busy()), signal);
    for (const delay of [250, 500, 1000]) await timers.fire(delay);
    expect(await result).to.equal('link');
    expect(timers.requested).to.deep.equal([250, 500, 1000]);
  });

  it('waits from 0 ms to the full delay, depending on the jitter', async () => {
    random = 0;
    expect(await withRetry(failing(busy(), busy(), busy()), signal)).to.equal('link');
    expect(timers.requested).to.be.empty;
    random = 0.999;
    const result = withRetry(failing(busy()), signal);
    await timers.fire(100);
    await result;
    expect(timers.requested[0]).to.be.closeTo(500, 1);
  });

  it('gives up after 4 attempts, with the error of the last one', async () => {
    random = 0;
    const errors = [busy(), busy(), busy(), busy(), busy()];
    const attempt = failing(...errors);
    expect(await rejectionOf(withRetry(attempt, signal))).to.equal(errors[3]);
    expect(attempt.made).to.equal(4);
  });

  it('waits for Retry-After, up to as long again at random, and the jitter', async () => {
    const result = withRetry(failing(busy(30_000), busy()), signal);
    await timers.fire(30_000);
    await timers.fire(500);
    expect(await result).to.equal('link');
    expect(timers.requested).to.deep.equal([45_250, 500]);
    random = 0;
    const withoutRandom = withRetry(failing(busy(1000)), signal);
    await timers.fire(1000);
    expect(await withoutRandom).to.equal('link');
    expect(timers.requested.at(-1)).to.equal(1000);
  });

  for (const failure of [
    new PortalError('ENDPOINT_TIMEOUT', ''),
    new PortalError('RESPONSE_INVALID', ''),
    new PortalError('ENDPOINT_UNAUTHORIZED', '', { status: 401 }),
    new PortalError('ENDPOINT_FAILED', '', { status: 404, retryAfter: 1000 }),
  ]) {
    it(`makes one attempt if it fails with ${failure.code}`, async () => {
      const attempt = failing(failure);
      expect(await rejectionOf(withRetry(attempt, signal))).to.equal(failure);
      expect(attempt.made).to.equal(1);
    });
  }

  it('rejects with the reason of the signal during a delay, and leaves no timer', async () => {
    const controller = new AbortController();
    const attempt = failing(busy());
    const result = rejectionOf(withRetry(attempt, controller.signal));
    await until('the delay', () => timers.pending.length === 1);
    controller.abort();
    expect(await result).to.equal(controller.signal.reason);
    expect(attempt.made).to.equal(1);
    expect(timers.pending).to.be.empty;
  });

  it('does not repeat an attempt that fails after the signal is aborted', async () => {
    const controller = new AbortController();
    let made = 0;
    const attempt = async () => {
      made += 1;
      controller.abort();
      throw busy();
    };
    await rejectionOf(withRetry(attempt, controller.signal));
    expect(made).to.equal(1);
    expect(timers.requested).to.be.empty;
  });
});
