/**
 * The state machine: when a link is asked for, when a frame is shown, what a message means for the session, when to
 * begin anew and when to stop. It knows no DOM and no Lit; what it cannot do itself it asks of its host.
 *
 * One run at a time: `#run` is aborted by whatever comes next, and a run that was aborted commits nothing. Listeners
 * of events may call back into this class, so after every `emit` the state is looked at again.
 */
import { PortalError } from './portal-error.js';
import type { PortalState, RefreshReason } from './portal-events.js';
import { eventNameOf } from './portal-events.js';
import { noSource, type LinkReason } from './portal-link.js';
import type { ReceivedMessage } from './portal-messages.js';

/** ms: a session that ends sooner than this after its frame's start is a short one. */
const SHORT_SESSION = 30_000;
/** So many short sessions in a row mean that no further one will hold. */
const SHORT_SESSIONS_ALLOWED = 3;

/** What the state machine asks of the element around it. */
export interface PortalLifecycleHost {
  /** ms that a frame may stay silent; 0: for ever. */
  loadTimeout(): number;
  /** Whether somebody can be asked for a link. */
  canAsk(): boolean;
  /** Gets a link that is safe to show; rejects with a `PortalError`. */
  ask(reason: LinkReason, signal: AbortSignal): Promise<URL>;
  /** Puts the portal into a new frame. */
  mount(link: URL): void;
  /** Takes the frame away, if there is one. */
  unmount(): void;
  /** Whether the page is visible and online. */
  isAttended(): boolean;
  /** Something that people see may have changed. */
  changed(): void;
  /** Dispatches a DOM event; false if a listener prevented it. */
  emit(name: string, detail: unknown): boolean;
}

/** From the first link to the last session of one element. */
export class PortalLifecycle {
  state: PortalState = 'idle';
  error: PortalError | null = null;
  /** When the running session ends, once the portal has said so. */
  expiresAt: Date | null = null;
  /** The portal has warned that the session ends soon. */
  endsSoon = false;
  /** The next link waits until the page is visible and online. */
  isWaiting = false;
  /** The browser blocked the last tab that should show the portal. */
  popupBlocked = false;

  readonly #host: PortalLifecycleHost;
  #run = new AbortController();
  /** The frame is there and has not sent a message yet. */
  #isSilent = false;
  /** When the session is over even if the portal does not say so; ms since the epoch. */
  #overdueAt = Infinity;
  #startedAt = 0;
  #shortSessions = 0;
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  /** What callers of `reload()` wait for. */
  #outcome: PromiseWithResolvers<void> | undefined;

  constructor(host: PortalLifecycleHost) {
    this.#host = host;
  }

  /** Begins with a new link, whatever ran before. */
  begin(reason: LinkReason): void {
    // What fails is shown already.
    this.#ask(reason, (link) => this.#show(link)).catch(() => undefined);
  }

  /**
   * Gets a link for a portal that opens in a tab, or in place of the page: then the state stays `loading`, so that nobody
   * clicks twice on a page that is being left. Rejects with the error that is shown, or when it is stopped.
   */
  launch(use: (link: URL) => void, leavesPage: boolean): Promise<void> {
    return this.#ask('open', (link) => {
      this.#settle();
      if (!leavesPage) this.stop(this.#host.canAsk() ? 'idle' : 'expired');
      use(link);
    });
  }

  /** The browser has blocked a tab that should show the portal, or let it through. */
  tabOpened(isBlocked: boolean): void {
    this.popupBlocked = isBlocked;
    this.#host.changed();
  }

  /**
   * Mints a new link by hand. Callers that come while one is being asked for share it: no link in vain. `begin` may show
   * the portal elsewhere, by `launch()`.
   */
  reload(begin = () => this.begin('reload')): Promise<void> {
    if (!this.#host.canAsk()) {
      return Promise.reject(noSource());
    }
    this.#outcome ??= Promise.withResolvers<void>();
    const { promise } = this.#outcome;
    const asks = this.state === 'loading' && !this.#isSilent;
    if (!asks) begin();
    return promise;
  }

  /** Ends everything, for an element that has left the page or lost its source of links. */
  stop(rest: 'idle' | 'expired' = 'idle'): void {
    const { signal } = this.#run;
    this.#clear();
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
    this.fail(new PortalError('PORTAL_BLOCKED', 'Add the portal to "frame-src" in the CSP of the page.'));
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
      this.fail(
        new PortalError('PORTAL_LOAD_FAILED', `The portal cannot load (${portalCode}); try reload().`, {
          portalCode,
        }),
      );
    } else {
      if (expiry) {
        this.expiresAt = new Date(expiry);
        this.endsSoon = meaning === 'warning';
        // An end that is past as soon as it is announced says that the clock of this computer is wrong.
        this.#overdueAt = expiry > Date.now() ? expiry : Infinity;
      }
      this.#ready();
      this.#host.changed();
    }
    this.#host.emit('portal-message', message);
    const name = eventNameOf(type);
    if (name) this.#host.emit(name, message);
    if (ended) this.#refresh('session-expired');
  }

  /** The page became visible or came online. Timers stand still while a computer sleeps, so the clock is read here. */
  wake(): void {
    if (!this.#host.isAttended()) return;
    if (this.isWaiting) {
      if (this.#host.canAsk()) this.begin('refresh');
      else this.stop('expired');
    } else if (this.state === 'ready' && Date.now() >= this.#overdueAt) {
      this.#endSession();
      this.#refresh('session-overdue');
    }
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
    // A person, or a new endpoint, gets new tries.
    if (reason !== 'refresh') this.#shortSessions = 0;
    this.#clear();
    const { signal } = this.#run;
    this.#become('loading');
    // A listener of the state change may have stopped this run already.
    signal.throwIfAborted();
    try {
      const link = await this.#host.ask(reason, signal);
      signal.throwIfAborted();
      use(link);
    } catch (error) {
      if (!signal.aborted) this.fail(error as PortalError);
      throw error;
    }
  }

  #show(link: URL): void {
    const loadTimeout = this.#host.loadTimeout();
    this.#isSilent = true;
    this.#startedAt = Date.now();
    this.#host.mount(link);
    if (loadTimeout > 0) {
      this.#watchdog = setTimeout(() => {
        this.fail(
          new PortalError(
            'PORTAL_LOAD_TIMEOUT',
            `The portal said nothing for ${loadTimeout} ms: domain not registered, third-party cookies blocked, no network, wrong "environment-url"?`,
          ),
        );
      }, loadTimeout);
    }
  }

  #ready(): void {
    if (this.state === 'ready') return;
    this.error = null;
    this.#settle();
    this.#become('ready');
  }

  #endSession(): void {
    const isShort = Date.now() - this.#startedAt < SHORT_SESSION;
    this.#shortSessions = isShort ? this.#shortSessions + 1 : 0;
    this.#clear();
    this.#become('expired');
  }

  /** What follows an ended session, unless a listener of its events has taken over. */
  #refresh(reason: RefreshReason): void {
    if (this.state !== 'expired') return;
    const canAsk = this.#host.canAsk();
    if (canAsk && this.#shortSessions >= SHORT_SESSIONS_ALLOWED) {
      return this.fail(
        new PortalError(
          'REFRESH_LIMIT_REACHED',
          'Sessions end at once: third-party cookies blocked? Use a custom domain.',
        ),
      );
    }
    const allowed = canAsk && this.#host.emit('portal-refresh', { reason });
    // Read anew: a listener may have called reload() or removed the element.
    if ((this.state as PortalState) !== 'expired') return;
    // Nothing follows, and whoever waits for `reload()` is told.
    if (!allowed) return this.stop('expired');
    this.isWaiting = true;
    this.#host.changed();
    this.wake();
  }

  /** Takes away all that belongs to the current run, its frame too, and makes sure that it commits nothing more. */
  #clear(): void {
    this.#run.abort();
    this.#run = new AbortController();
    clearTimeout(this.#watchdog);
    this.#host.unmount();
    this.#isSilent = this.endsSoon = this.isWaiting = this.popupBlocked = false;
    this.error = this.expiresAt = null;
    this.#overdueAt = Infinity;
  }

  #become(state: PortalState): void {
    const previousState = this.state;
    this.state = state;
    this.#host.changed();
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
