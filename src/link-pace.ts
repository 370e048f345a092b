/**
 * How often links are asked for without a person. A page that answers every error with `reload()`, a framework that mounts
 * in a loop and a portal whose sessions end at once would each mint links without end. It counts and reads the clock; it
 * knows nothing of pages and portals.
 *
 * The rule, for one element: 7 links at once, then one a minute. After 3 sessions in a row that each ended within 30 s of
 * their start, none follows. A person's click is served at once and starts both counts anew; a call of `reload()` and a new
 * endpoint start the second one anew.
 */

const LINKS_AT_ONCE = 7;
/** ms */
const INTERVAL = 60_000;
/** ms: a session that ends sooner than this after its frame's start is a short one. */
const SHORT_SESSION = 30_000;
const SHORT_SESSIONS_ALLOWED = 3;

export class LinkPace {
  /** What was spent and has not come back yet, in ms, so that all numbers are whole: a timer cuts fractions off, and would fire too early. */
  #spent = 0;
  /** When that was reckoned, in ms since the epoch. */
  #reckonedAt = 0;
  #shortSessions = 0;

  /** ms until the next link may be asked for. */
  get delay(): number {
    this.#reckon();
    return Math.max(0, this.#spent - (LINKS_AT_ONCE - 1) * INTERVAL);
  }

  /** A link is being asked for. */
  spend(): void {
    this.#reckon();
    this.#spent += INTERVAL;
  }

  #reckon(): void {
    const now = Date.now();
    // A clock that was put back gives nothing, and takes nothing.
    this.#spent = Math.max(0, this.#spent - Math.max(0, now - this.#reckonedAt));
    this.#reckonedAt = now;
  }

  /** A person has clicked. */
  reset(): void {
    this.#spent = 0;
    this.forgetShortSessions();
  }

  /** The page asks for a link: it may know why the last sessions were short. */
  forgetShortSessions(): void {
    this.#shortSessions = 0;
  }

  /** A session ended whose frame was put in at this time, in ms since the epoch. */
  sessionEnded(startedAt: number): void {
    if (Date.now() - startedAt < SHORT_SESSION) this.#shortSessions += 1;
    else this.forgetShortSessions();
  }

  /** Whether another session may follow the one that has ended. */
  get allowsRefresh(): boolean {
    return this.#shortSessions < SHORT_SESSIONS_ALLOWED && !this.delay;
  }
}
