/**
 * Conditions that a test page cannot bring about for real: a hidden page, a lost connection, another time of day, a
 * timer that is due. Each of them ends with the test.
 */
import { until } from './backend.ts';

const restores: (() => void)[] = [];

afterEach(() => {
  for (const restore of restores.splice(0).reverse()) restore();
});

/** Replaces a property until the test ends. */
export function stub<T extends object>(object: T, property: keyof T, value: unknown): void {
  const own = Object.getOwnPropertyDescriptor(object, property);
  Object.defineProperty(object, property, { configurable: true, get: () => value });
  restores.push(() => {
    if (own) Object.defineProperty(object, property, own);
    else Reflect.deleteProperty(object, property);
  });
}

/** Calls a function when the test ends. */
export function cleanUp(restore: () => void): void {
  restores.push(restore);
}

export function setVisible(visible: boolean, page: Document = document): void {
  stub(page, 'visibilityState', visible ? 'visible' : 'hidden');
  page.dispatchEvent(new Event('visibilitychange'));
}

/** The person looks at another page, and comes back. */
export function leaveAndReturn(page?: Document): void {
  setVisible(false, page);
  setVisible(true, page);
}

export function setOnline(online: boolean): void {
  stub(navigator, 'onLine', online);
  window.dispatchEvent(new Event(online ? 'online' : 'offline'));
}

/** Moves the system clock. Timers and the performance clock run as before. */
export function moveClock(ms: number): void {
  const now = Date.now() + ms;
  const start = performance.now();
  stub(Date, 'now', () => now + performance.now() - start);
}

/** Removes the jitter: without `Retry-After`, retries and refreshes start without a delay. */
export function withoutJitter(): void {
  stub(Math, 'random', () => 0);
}

/** Collects warnings instead of printing them. */
export function catchWarnings(): string[] {
  const warnings: string[] = [];
  stub(console, 'warn', (...parts: unknown[]) => warnings.push(parts.join(' ')));
  return warnings;
}

/** Collects errors that only the window gets, for example those thrown while a message is handled. */
export function catchErrors(): string[] {
  const errors: string[] = [];
  const listener = (event: ErrorEvent) => errors.push(event.message);
  window.addEventListener('error', listener);
  restores.push(() => window.removeEventListener('error', listener));
  return errors;
}

/** Records the requests that the element sends; only its requests have a signal. */
export function recordFetches(): { address: string; init: RequestInit }[] {
  const fetches: { address: string; init: RequestInit }[] = [];
  const fetch = window.fetch.bind(window);
  stub(window, 'fetch', (address: string, init: RequestInit = {}) => {
    if (init.signal) fetches.push({ address, init });
    return fetch(address, init);
  });
  return fetches;
}

/** Timers of at least so many ms run only when the test fires them, so that no test waits for a long one. */
export class PausedTimers {
  readonly #paused = new Map<number, { delay: number; run: () => void }>();
  #count = 0;
  /** The delays of all such timers so far, also of those that were cleared or fired. */
  readonly requested: number[] = [];

  constructor(shortest: number) {
    const set = window.setTimeout.bind(window);
    const clear = window.clearTimeout.bind(window);
    stub(window, 'setTimeout', (run: () => void, delay = 0) => {
      if (delay < shortest) return set(run, delay);
      this.requested.push(delay);
      // Negative: the browser gives no timer such a number.
      const id = -++this.#count;
      this.#paused.set(id, { delay, run });
      return id;
    });
    stub(window, 'clearTimeout', (id: number) => {
      if (!this.#paused.delete(id)) clear(id);
    });
  }

  /** The delays of the timers that have not run. */
  get pending(): number[] {
    return [...this.#paused.values()].map(({ delay }) => delay);
  }

  /** Waits until a timer of at least so many ms is set, and runs the first such timer. */
  async fire(shortest: number): Promise<void> {
    const [id, { run }] = await until(`a timer of ${shortest} ms among ${this.pending.join(', ')}`, () => {
      return [...this.#paused].find(([, { delay }]) => delay >= shortest);
    });
    this.#paused.delete(id);
    run();
  }
}

/** Pauses the timers of at least so many ms until the test ends. */
export function pauseTimers(shortest: number): PausedTimers {
  return new PausedTimers(shortest);
}
