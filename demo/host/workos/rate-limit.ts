/** Limits the requests per minute of one API key. */

const WINDOW_MS = 60_000;

export class RateLimit {
  readonly #requestsPerMinute: number;
  #windowStart = -Infinity;
  #requests = 0;

  constructor(requestsPerMinute: number) {
    this.#requestsPerMinute = requestsPerMinute;
  }

  /** Counts a request. Returns the seconds that the client has to wait; 0: the request is allowed. */
  count(): number {
    const now = Date.now();
    if (now - this.#windowStart >= WINDOW_MS) {
      this.#windowStart = now;
      this.#requests = 0;
    }
    this.#requests += 1;
    if (this.#requests <= this.#requestsPerMinute) return 0;
    return Math.ceil((this.#windowStart + WINDOW_MS - now) / 1000);
  }
}
