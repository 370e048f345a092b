/** Records the requests of many tabs in bins of 100 ms, and computes an ideal, even spread of them. */

/** ms. */
const BIN = 100;
const COHORT = 10_000;
const BINS_IN_A_SECOND = 1000 / BIN;

/** The reason for waiting for a link: the end of the session, the return to a hidden tab, a press of Try again. */
export type Act = 'end' | 'return' | 'press';

/** An arrived link: the reason and its time, and the request that brought it. */
export interface Link {
  readonly act: Act;
  readonly actedAt: number;
  /** From when a request could succeed: after the act, the backend is up, and `Retry-After` is over. */
  readonly usefulFrom: number;
  readonly askedAt: number;
  /** ms that the person waited while the backend was up. */
  readonly wait: number;
  /** Whether the person had to press Try again for it. */
  readonly pressed: boolean;
}

export interface Summary {
  readonly links: number;
  readonly requests: number;
  /** Requests in the busiest second: while the backend only refuses, and while it is up. */
  readonly peakDown: number;
  readonly peak: number;
  /** The peak of an ideal spread while the backend is up. */
  readonly idealPeak: number;
  /** The same two for the busiest tenth of a second. */
  readonly peakTenth: number;
  readonly idealPeakTenth: number;
  /** Portals whose person had to press Try again. */
  readonly pressed: number;
  /** ms until 99 % are back, each from the earliest possible time. */
  readonly backAfter: number;
}

class Bins {
  readonly #counts: number[] = [];

  add(at: number, count: number): void {
    const bin = Math.floor(at / BIN);
    this.#counts[bin] = (this.#counts[bin] ?? 0) + count;
  }

  /** The largest sum of `width` consecutive bins. */
  peak(width: number): number {
    let sum = 0;
    let most = 0;
    for (const [bin, count = 0] of this.#counts.entries()) {
      sum += count - (this.#counts[bin - width] ?? 0);
      most = Math.max(most, sum);
    }
    return most;
  }

  /** The cumulative sums. */
  summedUp(): Bins {
    const sums = new Bins();
    let sum = 0;
    for (const [bin, count = 0] of this.#counts.entries()) sums.add(bin * BIN, (sum += count));
    return sums;
  }
}

/** The number that this share of all numbers does not exceed. */
function quantile(numbers: Float64Array, share: number): number {
  return numbers.sort()[Math.ceil(share * numbers.length) - 1] ?? 0;
}

export class Ledger {
  #requests = 0;
  readonly #down = new Bins();
  readonly #up = new Bins();
  readonly #links: Link[] = [];
  /** How many portals each simulated one represents. */
  readonly #weight: number;

  constructor(weight: number) {
    this.#weight = weight;
  }

  /** `seenBy`: the condition of the backend; `nobody` if it refused the connection. */
  addRequest(at: number, seenBy: 'up' | 'down' | 'nobody'): void {
    this.#requests++;
    if (seenBy === 'up') this.#up.add(at, 1);
    if (seenBy === 'down') this.#down.add(at, 1);
  }

  addLink(link: Link): void {
    this.#links.push(link);
  }

  summarize(): Summary {
    const weight = this.#weight;
    const ideal = this.#idealSpread();
    return {
      links: this.#links.length * weight,
      requests: this.#requests * weight,
      peakDown: this.#down.peak(BINS_IN_A_SECOND) * weight,
      peak: this.#up.peak(BINS_IN_A_SECOND) * weight,
      idealPeak: ideal.peak(BINS_IN_A_SECOND) * weight,
      peakTenth: this.#up.peak(1) * weight,
      idealPeakTenth: ideal.peak(1) * weight,
      pressed: this.#links.filter(({ pressed }) => pressed).length * weight,
      backAfter: quantile(
        Float64Array.from(this.#links, ({ wait }) => wait),
        0.99,
      ),
    };
  }

  /**
   * One request per link, spread evenly from the time it could succeed until 99 % of its cohort had sent theirs. The spread
   * covers at least half of the whole wait. Otherwise a crowd that returns at the same moment after a long wait would be its
   * own ideal.
   */
  #idealSpread(): Bins {
    /** The difference of each bin to the one before. */
    const steps = new Bins();
    // A cohort: the same act within the same ten seconds.
    const cohorts = Object.groupBy(this.#links, ({ act, actedAt }) => `${act} ${Math.floor(actedAt / COHORT)}`);
    for (const links of Object.values(cohorts) as Link[][]) {
      const waited = quantile(
        Float64Array.from(links, ({ actedAt, askedAt }) => askedAt - actedAt),
        0.99,
      );
      for (const { actedAt, usefulFrom } of links) {
        const from = Math.min(usefulFrom, actedAt + waited / 2);
        const length = Math.max(actedAt + waited - from, BIN);
        const even = BIN / length;
        const whole = Math.floor(length / BIN) * BIN;
        // The last bin is only partly filled.
        const rest = 1 - even * (whole / BIN);
        steps.add(from, even);
        steps.add(from + whole, rest - even);
        steps.add(from + whole + BIN, -rest);
      }
    }
    return steps.summedUp();
  }
}
