/**
 * Time as the element sees it: timers and the clock on the wall, moved by the steps of a life alone. The two are apart,
 * because a computer that sleeps stops the one and not the other.
 */

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** A round moment, so that HTTP dates, which have no milliseconds, lose nothing. */
const BEGIN = Date.UTC(2026, 0, 5, 9);

export class SimulatedClock {
  /** ms that the computer was awake: what timers count. */
  time = 0;
  /** What the clock on the wall shows; ms since the epoch. */
  wall = BEGIN;
  readonly #timers = new Map<number, Timer>();
  #count = 0;

  readonly setTimeout = (run: () => void, delay = 0): number => {
    // Below zero: no timer of the browser's has such a number.
    const id = -++this.#count;
    // Browsers count whole milliseconds. No part of one passes in no time.
    this.#timers.set(id, { at: this.time + Math.max(Math.trunc(delay), delay > 0 ? 1 : 0), run });
    return id;
  };

  /** Whether there was such a timer. */
  clear(id: number): boolean {
    return this.#timers.delete(id);
  }

  /** How many timers wait. */
  get pending(): number {
    return this.#timers.size;
  }

  /** When the next timer is due; Infinity if there is none. */
  get next(): number {
    return Math.min(...[...this.#timers.values()].map(({ at }) => at), Infinity);
  }

  /** Runs the first timer that is due, in the order in which they were set; false if there is none. */
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

  /** The computer sleeps: the clock on the wall goes on, timers stand still. */
  sleep(ms: number): void {
    this.wall += ms;
  }
}
