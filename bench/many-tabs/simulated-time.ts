/** Simulated timers and a simulated system clock. Time is counted in whole ms, as in browsers. */

/** A whole second, because HTTP dates have no milliseconds. */
const BEGIN = Date.UTC(2026, 0, 5, 9);

interface Timer {
  run: (() => void) | undefined;
}

/** Uses Node's own `setImmediate`, which runs after all promises that can settle. */
const promisesSettled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

export class SimulatedTime {
  now = 0;
  readonly #timers = new Map<number, Timer[]>();
  #pending = 0;

  get wall(): number {
    return BEGIN + this.now;
  }

  readonly setTimeout = (run: () => void, delay = 0): Timer => {
    const at = this.now + Math.trunc(Math.max(delay, 0));
    const timer = { run };
    const due = this.#timers.get(at);
    if (due) due.push(timer);
    else this.#timers.set(at, [timer]);
    this.#pending++;
    return timer;
  };

  readonly clearTimeout = (timer: Timer | undefined): void => {
    if (timer?.run) this.#pending--;
    // The timer stays in the map until its time, but must not keep its callback alive.
    if (timer) timer.run = undefined;
  };

  /** Runs until no timer is left. */
  async runToEnd(): Promise<void> {
    // Advances ms by ms: a lookup in a map is cheaper than sorting millions of timers.
    for (; this.#pending; this.now++) {
      for (let due = this.#timers.get(this.now); due; due = this.#timers.get(this.now)) {
        this.#timers.delete(this.now);
        for (const timer of due) {
          const { run } = timer;
          this.clearTimeout(timer);
          run?.();
        }
        // Promise callbacks may set another timer for the same ms.
        await promisesSettled();
      }
    }
  }
}
