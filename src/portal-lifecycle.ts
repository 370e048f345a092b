/**
 * The state machine: when to request a link, when to show a frame, what a message means for the session, when to start over
 * and when to stop. It knows neither the DOM nor Lit; its host does everything else.
 *
 * A link is requested when the host allows it. Until then, the reason is kept and checked again with every `wake()`.
 * `link-pace.ts` limits how often this may happen without a person.
 *
 * There is one run at a time. The next one aborts `#run`, and an aborted run changes nothing any more. Event listeners may
 * call back into this class, so the state is read again after every `emit`.
 */
import { LinkPace } from './link-pace.js';
import { ASK_DOCTOR, PortalError, toPortalError } from './portal-error.js';
import { forwardedEventOf, type PortalState, type RefreshReason } from './portal-events.js';
import { noSource, type LinkReason } from './portal-link.js';
import type { ReceivedMessage } from './portal-messages.js';
import { throwIfAborted } from './retry.js';

/** ms: a timer that is longer fires at once (HTML standard, "timers": a signed 32-bit number). */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The parts of the element that the state machine needs. */
export interface PortalLifecycleHost {
  /** ms that a frame may stay silent. No limit: 0, and values too large for a timer. */
  loadTimeout(): number;
  /** Whether there is a source that can be asked for a link. */
  canAsk(): boolean;
  /** Gets a link that is safe to show; rejects with a `PortalError`. */
  ask(reason: LinkReason, signal: AbortSignal): Promise<URL>;
  /** Puts the portal into a new frame. */
  mount(link: URL): void;
  /** Takes the frame away, if there is one. */
  unmount(): void;
  /** Whether a link may be requested now for this reason, because the portal can be seen. */
  isTimeTo(reason: LinkReason): boolean;
  /** ms since the epoch. Corrected if the system clock is wrong. */
  now(): number;
  /** The view has to change. `state` is shown at once, `detail` with the next animation frame. */
  changed(what: 'state' | 'detail'): void;
  /** Dispatches a DOM event; false if a listener prevented it. */
  emit(name: string, detail: unknown, bubbles?: boolean): boolean;
}

/** The promise that callers of `reload()` wait for. Libraries that replace `Promise` may lack `Promise.withResolvers()`. */
class Outcome {
  resolve!: () => void;
  reject!: (reason: Error) => void;
  readonly promise = new Promise<void>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });
}

/** Controls one element from its first link to its last session. */
export class PortalLifecycle {
  state: PortalState = 'idle';
  error: PortalError | null = null;
  /** When the running session ends, once the portal has said so. */
  expiresAt: Date | null = null;
  /** The portal has warned that the session ends soon. */
  endsSoon = false;
  /** A portal has been shown, here or in a tab. */
  hadSession = false;
  /** The browser blocked the tab that should show the portal. */
  popupBlocked = false;

  readonly #host: PortalLifecycleHost;
  readonly #pace = new LinkPace();
  #run = new AbortController();
  /** The reason of a postponed request for a link. */
  #postponed: LinkReason | undefined;
  #paceTimer: ReturnType<typeof setTimeout> | undefined;
  /** The frame is there and has not sent a message yet. */
  #isSilent = false;
  /** When the session is over even if the portal does not report it; ms since the epoch. */
  #overdueAt = Infinity;
  #startedAt = 0;
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  #outcome: Outcome | undefined;

  constructor(host: PortalLifecycleHost) {
    this.#host = host;
  }

  /** Whether the request for the next link is postponed. */
  get isWaiting(): boolean {
    return this.#postponed !== undefined;
  }

  /** Whether a session is running: the portal shows, or its frame is still loading. */
  get isRunning(): boolean {
    return this.state === 'ready' || (this.state === 'loading' && this.#isSilent);
  }

  /**
   * Starts over with a new link, now or as soon as the host allows it. `byPerson`: a person has clicked, so no rate limit
   * applies.
   */
  begin(reason: LinkReason, byPerson = false): void {
    this.#forgetPostponed();
    if (byPerson) this.#pace.reset();
    const { delay } = this.#pace;
    if (delay) this.#paceTimer = setTimeout(() => this.wake(), delay);
    if (delay || !this.#host.isTimeTo(reason)) {
      this.#postponed = reason;
      return;
    }
    // Failures are reported by `fail()`.
    this.#ask(reason, (link) => this.#show(link)).catch(() => undefined);
  }

  /** Call it when the request reads the source: it covers all changes so far, so no further request has to follow. */
  sourceRead(): void {
    this.#postponed = undefined;
  }

  /**
   * Gets a link for a portal that opens in a tab, or in place of the page. In the second case, the state stays `loading`, so
   * that a second click has no effect while the browser leaves the page. Rejects with the error that is shown, or when it is
   * stopped.
   */
  launch(use: (link: URL) => void, leavesPage: boolean): Promise<void> {
    this.#pace.reset();
    return this.#ask('open', (link) => {
      this.hadSession = true;
      this.#settle();
      if (!leavesPage) this.stop(this.#host.canAsk() ? 'idle' : 'expired');
      use(link);
    });
  }

  /** Call it after an attempt to open the portal in a tab, with whether the browser blocked it. */
  tabOpened(isBlocked: boolean): void {
    this.popupBlocked = isBlocked;
    this.#host.changed('state');
  }

  /**
   * Requests a new link on demand. Calls during a running request share its link, so no link is minted in vain. `begin` may
   * show the portal elsewhere, with `launch()`.
   */
  reload(byPerson = false, begin = () => this.begin('reload', byPerson)): Promise<void> {
    if (!this.#host.canAsk()) return Promise.reject(noSource());
    this.#outcome ??= new Outcome();
    const { promise } = this.#outcome;
    const asks = this.state === 'loading' && !this.#isSilent;
    if (!asks) begin();
    return promise;
  }

  /** Ends everything, for an element that has left the page or lost its source of links. */
  stop(rest: 'idle' | 'expired' = 'idle'): void {
    const { signal } = this.#run;
    this.#clear();
    this.#forgetPostponed();
    this.#settle(signal.reason as Error);
    this.#become(rest);
  }

  /** The frame's `load` event. It does not prove that the portal works, but the guides' vocabularies have no load message. */
  frameLoaded(): void {
    if (this.state === 'loading') this.#ready();
  }

  /** The host page's own policy blocks the frame. */
  frameBlocked(): void {
    if (!this.#isSilent) return;
    this.#clear();
    this.fail(new PortalError('PORTAL_BLOCKED', `Add the portal to "frame-src" in the CSP of the page.${ASK_DOCTOR}`));
  }

  /** A message of the current frame. */
  receive({ type, message, meaning, expiry, portalCode }: ReceivedMessage): void {
    this.#isSilent = false;
    clearTimeout(this.#watchdog);
    const ended = meaning === 'ended';
    if (ended) {
      this.#endSession();
    } else if (meaning === 'failed') {
      this.#clear();
      const code = portalCode ? `"${portalCode}"` : 'no code';
      this.fail(
        new PortalError('PORTAL_LOAD_FAILED', `The portal cannot load and gives ${code}; try reload().`, {
          portalCode,
        }),
      );
    } else {
      if (expiry) {
        const showed = this.endsSoon;
        this.expiresAt = new Date(expiry);
        this.endsSoon = meaning === 'warning';
        if (this.endsSoon || showed) this.#host.changed('detail');
        // If the announced end is already past, the system clock is wrong, so it must not end the session.
        this.#overdueAt = expiry > this.#host.now() ? expiry : Infinity;
      }
      this.#ready();
    }
    this.#host.emit('portal-message', message);
    const event = forwardedEventOf(type);
    if (event) this.#host.emit(event.name, message, event.bubbles);
    if (ended) this.#refresh('session-expired');
  }

  /** Checks again what was postponed: the page is visible or online again, or the element can be seen. */
  wake(): void {
    const reason = this.#postponed;
    if (reason) {
      if (this.#host.canAsk() || reason === 'start') this.begin(reason);
      else this.stop('expired');
      // Timers pause while a computer sleeps, so this compares the time instead.
    } else if (this.state === 'ready' && this.#host.now() >= this.#overdueAt && this.#host.isTimeTo('refresh')) {
      this.#endSession();
      this.#refresh('session-overdue');
    }
  }

  /** The browser is online again. If the network caused the current error, the element starts over. */
  online(): void {
    if (this.error?.code === 'ENDPOINT_UNREACHABLE') this.begin('start');
    else this.wake();
  }

  /** Shows an error. An existing frame stays: it may hold unsaved work. */
  fail(error: PortalError): void {
    // A request that exceeded the time limit would continue otherwise.
    this.#run.abort();
    this.error = error;
    // Before the events: a listener that calls `reload()` must get a new outcome.
    this.#settle(error);
    this.#become('error');
    this.#host.emit('portal-error', { error });
  }

  async #ask(reason: LinkReason, use: (link: URL) => void): Promise<void> {
    if (reason !== 'refresh') this.#pace.forgetShortSessions();
    this.#pace.spend();
    this.#clear();
    this.#forgetPostponed();
    const { signal } = this.#run;
    this.#become('loading');
    try {
      // A listener of `portal-state-change` may have stopped this run already.
      throwIfAborted(signal);
      const link = await this.#host.ask(reason, signal);
      throwIfAborted(signal);
      use(link);
    } catch (error) {
      if (!signal.aborted) this.fail(toPortalError(error));
      throw error;
    }
  }

  #show(link: URL): void {
    const loadTimeout = this.#host.loadTimeout();
    this.#isSilent = true;
    this.#startedAt = Date.now();
    this.#host.mount(link);
    if (loadTimeout > 0 && loadTimeout <= LONGEST_TIMER) {
      this.#watchdog = setTimeout(() => {
        this.fail(
          new PortalError(
            'PORTAL_LOAD_TIMEOUT',
            `The portal said nothing for ${loadTimeout} ms: domain not registered, third-party cookies blocked, no network, wrong "environment-url"?${ASK_DOCTOR}`,
          ),
        );
      }, loadTimeout);
    }
  }

  #ready(): void {
    if (this.state === 'ready') return;
    this.error = null;
    this.hadSession = true;
    this.#settle();
    this.#become('ready');
  }

  #endSession(): void {
    this.#pace.sessionEnded(this.#startedAt);
    this.#clear();
    this.#become('expired');
  }

  /** Starts the next session after an ended one, unless a listener of its events has already done something else. */
  #refresh(reason: RefreshReason): void {
    if (this.state !== 'expired') return;
    const canAsk = this.#host.canAsk();
    if (canAsk && !this.#pace.allowsRefresh) {
      return this.fail(
        new PortalError(
          'REFRESH_LIMIT_REACHED',
          `Sessions end at once: third-party cookies blocked? Use a custom domain.${ASK_DOCTOR}`,
        ),
      );
    }
    const allowed = canAsk && this.#host.emit('portal-refresh', { reason });
    // Read again: a listener may have called `reload()` or removed the element.
    if ((this.state as PortalState) !== 'expired') return;
    // No session follows, so `reload()` is settled for callers that wait for it.
    if (!allowed) return this.stop('expired');
    this.begin('refresh');
    this.#host.changed('state');
  }

  /**
   * Removes everything that belongs to the current run, including its frame, and makes sure that the run changes nothing any
   * more. A postponed request stays: the portal of an old endpoint may fail while the request to the new one waits.
   */
  #clear(): void {
    this.#run.abort();
    this.#run = new AbortController();
    clearTimeout(this.#watchdog);
    this.#host.unmount();
    this.#isSilent = this.endsSoon = this.popupBlocked = false;
    this.error = this.expiresAt = null;
    this.#overdueAt = Infinity;
  }

  #forgetPostponed(): void {
    clearTimeout(this.#paceTimer);
    this.#postponed = undefined;
  }

  #become(state: PortalState): void {
    const previousState = this.state;
    this.state = state;
    this.#host.changed('state');
    if (state !== previousState) {
      this.#host.emit('portal-state-change', { state, previousState });
    }
  }

  /** Settles the promise of `reload()`. */
  #settle(reason?: Error): void {
    const outcome = this.#outcome;
    this.#outcome = undefined;
    if (reason) outcome?.reject(reason);
    else outcome?.resolve();
  }
}
