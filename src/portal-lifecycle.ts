/**
 * The state machine: when a link is asked for, when a frame is shown, what a message means for the session, when to
 * begin anew and when to stop. It knows no DOM and no Lit; what it cannot do itself it asks of its host.
 *
 * A link is asked for when its host says that it is time; until then the reason to ask is kept, and looked at again with every
 * `wake()`. How often that may happen without a person is decided in `link-pace.ts`.
 *
 * One run at a time: `#run` is aborted by whatever comes next, and a run that was aborted commits nothing. Listeners
 * of events may call back into this class, so after every `emit` the state is looked at again.
 */
import { LinkPace } from './link-pace.js';
import { ASK_DOCTOR, PortalError, toPortalError } from './portal-error.js';
import { forwardedEventOf, type PortalState, type RefreshReason } from './portal-events.js';
import { noSource, type LinkReason } from './portal-link.js';
import type { ReceivedMessage } from './portal-messages.js';
import { throwIfAborted } from './retry.js';

/** ms: a timer that is longer fires at once (HTML standard, "timers": a signed 32-bit number). */
const LONGEST_TIMER = 2 ** 31 - 1;

/** What the state machine asks of the element around it. */
export interface PortalLifecycleHost {
  /** ms that a frame may stay silent. No limit: 0, and whatever no timer can count. */
  loadTimeout(): number;
  /** Whether somebody can be asked for a link. */
  canAsk(): boolean;
  /** Gets a link that is safe to show; rejects with a `PortalError`. */
  ask(reason: LinkReason, signal: AbortSignal): Promise<URL>;
  /** Puts the portal into a new frame. */
  mount(link: URL): void;
  /** Takes the frame away, if there is one. */
  unmount(): void;
  /** Whether it is time to ask for a link for this reason: somebody may see what it leads to. */
  isTimeTo(reason: LinkReason): boolean;
  /** ms since the epoch, by a clock that is right even if that of this computer is not. */
  now(): number;
  /** What people see has changed: the state, at once; or a detail of it. */
  changed(what: 'state' | 'detail'): void;
  /** Dispatches a DOM event; false if a listener prevented it. */
  emit(name: string, detail: unknown, bubbles?: boolean): boolean;
}

/** What callers of `reload()` wait for. `Promise.withResolvers()` is missing where a library has replaced `Promise`. */
class Outcome {
  resolve!: () => void;
  reject!: (reason: Error) => void;
  readonly promise = new Promise<void>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });
}

/** From the first link to the last session of one element. */
export class PortalLifecycle {
  state: PortalState = 'idle';
  error: PortalError | null = null;
  /** When the running session ends, once the portal has said so. */
  expiresAt: Date | null = null;
  /** The portal has warned that the session ends soon. */
  endsSoon = false;
  /** A portal has shown, here or in a tab. */
  hadSession = false;
  /** The browser blocked the last tab that should show the portal. */
  popupBlocked = false;

  readonly #host: PortalLifecycleHost;
  readonly #pace = new LinkPace();
  #run = new AbortController();
  /** Why a link is to be asked for, as soon as it is time. */
  #postponed: LinkReason | undefined;
  #paceTimer: ReturnType<typeof setTimeout> | undefined;
  /** The frame is there and has not sent a message yet. */
  #isSilent = false;
  /** When the session is over even if the portal does not say so; ms since the epoch. */
  #overdueAt = Infinity;
  #startedAt = 0;
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  #outcome: Outcome | undefined;

  constructor(host: PortalLifecycleHost) {
    this.#host = host;
  }

  /** The next link waits until it is time to ask for it. */
  get isWaiting(): boolean {
    return this.#postponed !== undefined;
  }

  /** The frame is there and has sent nothing that could be lost. */
  get isRunning(): boolean {
    return this.state === 'ready' || (this.state === 'loading' && this.#isSilent);
  }

  /**
   * Begins with a new link, whatever ran before, as soon as it is time. `byPerson`: somebody has clicked, and is served at
   * once.
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
    // What fails is shown already.
    this.#ask(reason, (link) => this.#show(link)).catch(() => undefined);
  }

  /** The link that is being asked for will be one of what is set now: nothing else is to follow. */
  sourceRead(): void {
    this.#postponed = undefined;
  }

  /**
   * Gets a link for a portal that opens in a tab, or in place of the page: then the state stays `loading`, so that nobody
   * clicks twice on a page that is being left. Rejects with the error that is shown, or when it is stopped.
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

  /** The browser has blocked a tab that should show the portal, or let it through. */
  tabOpened(isBlocked: boolean): void {
    this.popupBlocked = isBlocked;
    this.#host.changed('state');
  }

  /**
   * Mints a new link by hand. Callers that come while one is being asked for share it: no link in vain. `begin` may show
   * the portal elsewhere, by `launch()`.
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

  /** The frame's `load` event: no proof of life, but the guides' vocabularies have no better one. */
  frameLoaded(): void {
    if (this.state === 'loading') this.#ready();
  }

  /** The host page's own policy forbids the frame. */
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
        // An end that is past as soon as it is announced says that the clock of this computer is wrong.
        this.#overdueAt = expiry > this.#host.now() ? expiry : Infinity;
      }
      this.#ready();
    }
    this.#host.emit('portal-message', message);
    const event = forwardedEventOf(type);
    if (event) this.#host.emit(event.name, message, event.bubbles);
    if (ended) this.#refresh('session-expired');
  }

  /** It may be time for something that was not: the page is visible or online again, the element can be seen. */
  wake(): void {
    const reason = this.#postponed;
    if (reason) {
      if (this.#host.canAsk() || reason === 'start') this.begin(reason);
      else this.stop('expired');
      // Timers stand still while a computer sleeps, so the clock is read here.
    } else if (this.state === 'ready' && this.#host.now() >= this.#overdueAt && this.#host.isTimeTo('refresh')) {
      this.#endSession();
      this.#refresh('session-overdue');
    }
  }

  /** The browser is online again: what the network caused is tried once more. */
  online(): void {
    if (this.error?.code === 'ENDPOINT_UNREACHABLE') this.begin('start');
    else this.wake();
  }

  /** Shows an error. A frame that is there stays: it may hold somebody's unsaved work. */
  fail(error: PortalError): void {
    // A request that ran into the time limit goes on otherwise.
    this.#run.abort();
    this.error = error;
    // Before the events: a listener that calls reload() gets an outcome of its own.
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
      // A listener of the state change may have stopped this run already.
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

  /** What follows an ended session, unless a listener of its events has taken over. */
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
    // Read anew: a listener may have called reload() or removed the element.
    if ((this.state as PortalState) !== 'expired') return;
    // Nothing follows, and whoever waits for `reload()` is told.
    if (!allowed) return this.stop('expired');
    this.begin('refresh');
    this.#host.changed('state');
  }

  /**
   * Takes away all that belongs to the current run, its frame too, and makes sure that it commits nothing more. What is
   * postponed is no part of it: the portal of an old endpoint may fail while that of the new one waits to be asked for.
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

  /** Tells everybody who waits for `reload()`. */
  #settle(reason?: Error): void {
    const outcome = this.#outcome;
    this.#outcome = undefined;
    if (reason) outcome?.reject(reason);
    else outcome?.resolve();
  }
}
