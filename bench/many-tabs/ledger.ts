/** What a backend sees of many tabs, written down in bins of 100 ms, and what it would see if they came evenly spread. */

/** ms. */
const BIN = 100;
const COHORT = 10_000;
const BINS_IN_A_SECOND = 1000 / BIN;

/** What somebody waits for a link after: the end of the session, the return to a hidden tab, a press of Try again. */
export type Act = 'end' | 'return' | 'press';

/** A link that has come: what was done for it and when, and the request that brought it. */
export interface Link {
  readonly act: Act;
  readonly actedAt: number;
  /** From when a request was of use: after the act, the backend is up, and nothing that it has said forbids it. */
  readonly usefulFrom: number;
  readonly askedAt: number;
  /** ms for which somebody has waited although the backend was up. */
  readonly wait: number;
  /** Try again was pressed for it, once or more. */
  readonly pressed: boolean;
}

export interface Summary {
  readonly links: number;
  readonly requests: number;
  /** Requests in the busiest second: of a backend that answers with refusals alone, and of one that is up. */
  readonly peakDown: number;
  readonly peak: number;
  /** What an ideal spread would have as the peak of a backend that is up. */
  readonly idealPeak: number;
  /** The same two in the busiest tenth of a second. */
  readonly peakTenth: number;
  readonly idealPeakTenth: number;
  /** Portals for which somebody had to press Try again. */
  readonly pressed: number;
  /** ms until 99 % are back, each from when it could have been. */
  readonly backAfter: number;
}

class Bins {
  readonly #counts: number[] = [];

  add(at: number, count: number): void {
    const bin = Math.floor(at / BIN);
    this.#counts[bin] = (this.#counts[bin] ?? 0) + count;
  }

  /** The most that fell into so many bins in a row. */
  peak(width: number): number {
    let sum = 0;
    let most = 0;
    for (const [bin, count = 0] of this.#counts.entries()) {
      sum += count - (this.#counts[bin - width] ?? 0);
      most = Math.max(most, sum);
    }
    return most;
  }

  /** The sum up to each bin. */
  summedUp(): Bins {
    const sums = new Bins();
    let sum = 0;
    for (const [bin, count = 0] of this.#counts.entries()) sums.add(bin * BIN, (sum += count));
    return sums;
  }
}

/** The number that a share of all numbers does not exceed. */
function quantile(numbers: Float64Array, share: number): number {
  return numbers.sort()[Math.ceil(share * numbers.length) - 1] ?? 0;
}

export class Ledger {
  #requests = 0;
  readonly #down = new Bins();
  readonly #up = new Bins();
  readonly #links: Link[] = [];
  /** How many portals each one stands for that was simulated. */
  readonly #weight: number;

  constructor(weight: number) {
    this.#weight = weight;
  }

  /** `seenBy`: the backend, in that condition; nobody, if the connection was refused. */
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
   * One request for each link, at no moment more likely than at another: from when it was of use until 99 % of its cohort
   * had asked. At least over half of the whole wait: a crowd that returns in one moment after a long wait would be its
   * own ideal otherwise.
   */
  #idealSpread(): Bins {
    /** What there is more in a bin than in the one before. */
    const steps = new Bins();
    // A cohort has done the same in the same ten seconds.
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
        // The last bin is filled in part.
        const rest = 1 - even * (whole / BIN);
        steps.add(from, even);
        steps.add(from + whole, rest - even);
        steps.add(from + whole + BIN, -rest);
      }
    }
    return steps.summedUp();
  }
}
