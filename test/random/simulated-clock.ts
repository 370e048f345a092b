/**
 * Simulated time: timers and the system clock, which only the steps of a life move. They are separate, because timers stop
 * while the computer sleeps, and the system clock does not.
 */

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** A whole second, since HTTP dates have no milliseconds. */
const START = Date.UTC(2026, 0, 5, 9);

export class SimulatedClock {
  /** ms that the computer was awake, which timers count. */
  time = 0;
  /** The system clock, in ms since the epoch. */
  wall = START;
  readonly #timers = new Map<number, Timer>();
  #count = 0;

  readonly setTimeout = (run: () => void, delay = 0): number => {
    // Negative: the browser gives no timer such a number.
    const id = -++this.#count;
    // Browsers count whole milliseconds, and at least one for a positive delay.
    this.#timers.set(id, { at: this.time + Math.max(Math.trunc(delay), delay > 0 ? 1 : 0), run });
    return id;
  };

  /** Clears a timer; returns whether it existed. */
  clear(id: number): boolean {
    return this.#timers.delete(id);
  }

  /** The number of timers that have not run. */
  get pending(): number {
    return this.#timers.size;
  }

  /** The time at which the next timer is due; Infinity if there is none. */
  get next(): number {
    return Math.min(...[...this.#timers.values()].map(({ at }) => at), Infinity);
  }

  /** Runs the first timer that is due, in the order of their creation; false if there is none. */
  runOne(): boolean {
    const due = [...this.#timers].filter(([, { at }]) => at <= this.time).sort(([, a], [, b]) => a.at - b.at)[0];
    if (!due) return false;
    const [id, { run }] = due;
    this.#timers.delete(id);
    run();
    return true;
  }

  moveTo(time: number): void {
    this.wall += time - this.time;
    this.time = time;
  }

  /** The computer sleeps: only the system clock moves. */
  sleep(ms: number): void {
    this.wall += ms;
  }
}
