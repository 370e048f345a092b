/**
 * Limits how often links are requested without a person's click. A page that answers every error with `reload()`, a
 * framework that mounts in a loop and a portal whose sessions end at once would each mint links without end. This file
 * counts and reads the clock; it knows nothing about pages and portals.
 *
 * The rule, for each element: 7 links at once, then one per minute. After 3 sessions in a row that each ended within 30 s
 * of their start, the element requests no further link. A person's click is served at once and resets both counts. A call
 * of `reload()` and a new endpoint reset the second one.
 */

const LINKS_AT_ONCE = 7;
/** ms */
const INTERVAL = 60_000;
/** ms: a session is short if it ends within this time after its frame started. */
const SHORT_SESSION = 30_000;
const SHORT_SESSIONS_ALLOWED = 3;

export class LinkPace {
  /** The used part of the budget, in ms, so that all numbers are whole: timers cut fractions off and would fire too early. */
  #spent = 0;
  /** When `#spent` was last updated, in ms since the epoch. */
  #reckonedAt = 0;
  #shortSessions = 0;

  /** ms until the next link may be requested. */
  get delay(): number {
    this.#reckon();
    return Math.max(0, this.#spent - (LINKS_AT_ONCE - 1) * INTERVAL);
  }

  /** Call it when a link is requested. */
  spend(): void {
    this.#reckon();
    this.#spent += INTERVAL;
  }

  #reckon(): void {
    const now = Date.now();
    // If the system clock was set back, the budget stays as it is.
    this.#spent = Math.max(0, this.#spent - Math.max(0, now - this.#reckonedAt));
    this.#reckonedAt = now;
  }

  /** Call it when a person has clicked. */
  reset(): void {
    this.#spent = 0;
    this.forgetShortSessions();
  }

  /** Call it when the page requests a link: it may know why the last sessions were short. */
  forgetShortSessions(): void {
    this.#shortSessions = 0;
  }

  /** Call it when a session ends. `startedAt`: when its frame was inserted, in ms since the epoch. */
  sessionEnded(startedAt: number): void {
    if (Date.now() - startedAt < SHORT_SESSION) this.#shortSessions += 1;
    else this.forgetShortSessions();
  }

  /** Whether a new session may follow the ended one. */
  get allowsRefresh(): boolean {
    return this.#shortSessions < SHORT_SESSIONS_ALLOWED && !this.delay;
  }
}
