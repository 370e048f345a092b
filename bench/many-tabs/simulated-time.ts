/** Timers and the clock on the wall, moved by the simulation alone. Time is counted in whole ms, as browsers do. */

/** A round moment: HTTP dates have no milliseconds. */
const BEGIN = Date.UTC(2026, 0, 5, 9);

interface Timer {
  run: (() => void) | undefined;
}

/** Node's own: by the time it has run, every promise that could settle has settled. */
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
    // The timer itself stays until its time comes; what it holds must not.
    if (timer) timer.run = undefined;
  };

  /** Runs until nothing waits any more. */
  async runToEnd(): Promise<void> {
    // From one ms to the next: a look into a map costs less than keeping millions of timers in order.
    for (; this.#pending; this.now++) {
      for (let due = this.#timers.get(this.now); due; due = this.#timers.get(this.now)) {
        this.#timers.delete(this.now);
        for (const timer of due) {
          const { run } = timer;
          this.clearTimeout(timer);
          run?.();
        }
        // What follows may ask for a timer in the same ms.
        await promisesSettled();
      }
    }
  }
}
