/**
 * The element: its place in the page, and the wiring of its parts. It passes the page's events to the state machine and
 * carries out its decisions. It decides nothing about links, messages and sessions itself.
 */
import type { PropertyValues, TemplateResult } from 'lit';
import { EventDispatcher } from './event-dispatcher.js';
import { FocusRestorer } from './focus-restorer.js';
import { isDark, isHandlingInput, oncePerFrame, windowOf } from './host-page.js';
import { LateSource } from './late-source.js';
import { LinkSupply } from './link-supply.js';
import { NoticeRoom } from './notice-room.js';
import { isPagePreview, listenToPage } from './page-listener.js';
import type { PortalError } from './portal-error.js';
import type { ListenerArguments, PortalEventName, PortalState } from './portal-events.js';
import { PortalFrame } from './portal-frame.js';
import type { PortalLabels } from './portal-labels.js';
import { PortalLauncher } from './portal-launcher.js';
import { PortalLifecycle } from './portal-lifecycle.js';
import { noSource, parseOrigins, waitBefore, type LinkReason } from './portal-link.js';
import { listenToPortal } from './portal-listener.js';
import { LOAD_TIMEOUT, PortalProperties } from './portal-properties.js';
import { portalView } from './portal-view.js';
import { addLanguages, PortalWords } from './portal-words.js';
import { Presence } from './presence.js';
import { throwIfAborted } from './retry.js';
import { styles } from './scalekit-admin-portal-element.styles.js';

// Merging an interface with the class is the only way to type the listeners without code.
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export interface ScalekitAdminPortalElement {
  addEventListener<Name extends PortalEventName>(...listener: ListenerArguments<this, Name>): void;
  removeEventListener<Name extends PortalEventName>(...listener: ListenerArguments<this, Name>): void;
}

/**
 * Embeds Scalekit's hosted admin portal: requests a link from your backend, shows the portal in a frame, checks every
 * message, forwards it as a DOM event, and requests a new link when the session ends.
 *
 * @slot - Shown until the portal shows, also before the script has loaded. Default: grey lines and words, after 300 ms.
 * @slot launch - Replaces the button of `mode="tab"` and `mode="redirect"`. Only a click on it opens the portal.
 * @slot notice - Replaces the words and the button in the notice of a session that ends soon.
 * @slot error - Replaces the panel of an error or of an ended session, or the notice of a silent portal, with its buttons. Call `reload()` from it.
 *
 * @csspart frame - The frame. It is at least 600 CSS pixels high.
 * @csspart placeholder - The box around the default slot.
 * @csspart error - The panel of an error or of an ended session.
 * @csspart notice - The strip above a usable frame: the session ends soon, or the portal is silent.
 * @csspart heading - The first line of a panel or a notice: what happened.
 * @csspart code - The code and the status of an error, in small print, for support requests.
 * @csspart retry - The button that requests a new link.
 * @csspart launch - The button of `mode="tab"` and `mode="redirect"`.
 * @csspart open - The button that opens the portal in a new tab.
 *
 * @cssprop --scalekit-color-primary - Background of the first button and of the launch button. Default: a tint of the text colour.
 * @cssprop --scalekit-color-on-primary - Text on that background. Default: the text colour.
 * @cssprop --scalekit-color-text - Text of panels and notices. Default: the page's.
 * @cssprop --scalekit-color-background - Background of panels and notices. Default: none.
 * @cssprop --scalekit-color-border - Borders of panels, notices and buttons. Default: a tint of the text colour.
 * @cssprop --scalekit-color-danger - The icon of an error. Default: a red.
 * @cssprop --scalekit-color-skeleton - The grey lines while the portal loads. Default: a tint of the text colour.
 * @cssprop --scalekit-font-family - Font of panels and notices. Default: the page's.
 * @cssprop --scalekit-font-size - Size of their text. Default: the page's, at least 14px.
 * @cssprop --scalekit-border-radius - Corners of panels, notices and buttons. Default: 8px.
 * @cssprop --scalekit-border-width - Border of panels and notices. Default: 1px.
 * @cssprop --scalekit-spacing - Space between icon, words and buttons. Default: 8px.
 *
 * @cssstate idle - There is nothing to show yet.
 * @cssstate loading - A link is being requested, or its frame is loading.
 * @cssstate ready - The portal shows.
 * @cssstate expired - The session ended and no new one has begun.
 * @cssstate error - Something failed; see the `error` property.
 *
 * @fires {CustomEvent<{ state: PortalState, previousState: PortalState }>} portal-state-change - The state changed.
 * @fires {CustomEvent<PortalMessage>} portal-message - The portal sent a message, of a known type or not. Comes before the message's own event.
 * @fires {CustomEvent<{ reason: RefreshReason }>} portal-refresh - A session ended, and the element is about to request a new link. Cancelable: after `preventDefault()` the state stays `expired` until `reload()`.
 * @fires {CustomEvent<{ error: PortalError }>} portal-error - Something failed; see the error's `code`.
 * @fires {CustomEvent<Record<string, never>>} portal-return - The page is visible again after the portal was opened in a tab or in its place. The status that it shows may be stale.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export class ScalekitAdminPortalElement extends PortalProperties {
  static override styles = styles;
  /** Undefined in some DOMs for unit tests (jsdom, happy-dom). */
  readonly #states = this.attachInternals?.().states as CustomStateSet | undefined;
  readonly #events = new EventDispatcher(this);
  readonly #links = new LinkSupply(this);
  readonly #late = new LateSource(this);
  readonly #presence = new Presence(this, () => this.#lifecycle.wake());
  readonly #lifecycle: PortalLifecycle = new PortalLifecycle({
    emit: (...event) => this.#events.emit(...event),
    ask: (reason, signal) => this.#ask(reason, signal),
    canAsk: () => this.#links.canAsk,
    mount: (link) => this.#mount(link),
    unmount: () => this.#unmount(),
    changed: (what) => this.#changed(what),
    // If the source of links was removed again, a start waits for the next one.
    isTimeTo: (reason) =>
      !this.deferHydration &&
      this.#presence.isTimeTo(reason, this.loading === 'lazy') &&
      (reason !== 'start' || this.#links.canServe),
    now: () => Date.now() - this.#links.clockError,
    // Frameworks set null or undefined where they have no value.
    loadTimeout: () => this.loadTimeout ?? LOAD_TIMEOUT,
  });
  readonly #launcher = new PortalLauncher(this, {
    links: this.#links,
    lifecycle: this.#lifecycle,
    embeds: () => this.#embeds,
    leavesPage: () => this.mode === 'redirect',
    waitingText: () => this.#words.current.labels.loading,
    onReturn: () => {
      if (this.mode === 'redirect') this.#start();
      this.#events.emit('portal-return', {});
    },
  });
  readonly #focus: FocusRestorer = new FocusRestorer(this, (lost) => this.#successorOf(lost));
  readonly #room = new NoticeRoom(this);
  readonly #words = new PortalWords(this);
  /** Shows changes at most once per animation frame: a portal may send any number of messages. */
  readonly #showDetails = oncePerFrame(() => this.requestUpdate());
  /** Ends every subscription when the element leaves the page. */
  #connection = new AbortController();
  #frame: PortalFrame | undefined;
  /** The element has not started with the current `endpoint`, `src` or `mode` yet. */
  #isStartDue = true;
  #hasWarned = false;

  /** Adds languages by BCP 47 tag, also for elements that are already shown. Each element uses the nearest `lang` around it. */
  static addLanguages(languages: Record<string, PortalLabels>): void {
    addLanguages(languages);
  }

  constructor() {
    super();
    this.#changed('state');
  }

  /** `idle`, `loading`, `ready`, `expired` or `error`. */
  get state(): PortalState {
    return this.#lifecycle.state;
  }

  /** The error behind `state === 'error'`, otherwise `null`. */
  get error(): PortalError | null {
    return this.#lifecycle.error;
  }

  /** When the running session ends, once the portal has announced it, otherwise `null`. */
  get expiresAt(): Date | null {
    return this.#lifecycle.expiresAt;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#connection = new AbortController();
    const { signal } = this.#connection;
    listenToPortal(
      {
        getWindow: () => this.#frame?.window,
        allows: (origin) => this.#isPortalOrigin(origin),
        onMessage: (message) => this.#lifecycle.receive(message),
        onForeignOrigin: (origin) =>
          this.#warn(`messages from ${origin} are ignored; if the portal is there, name it in "environment-url".`),
      },
      windowOf(this),
      signal,
    );
    listenToPage(
      {
        onVisible: () => {
          if (this.#isStartDue) this.requestUpdate();
          this.#lifecycle.wake();
          this.#launcher.pageShown();
        },
        onOnline: () => this.#lifecycle.online(),
        onFrameBlocked: (url) => {
          if (parseOrigins(url).some((origin) => this.#isPortalOrigin(origin))) this.#lifecycle.frameBlocked();
        },
      },
      signal,
    );
    this.#restart();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#connection.abort();
    this.#lifecycle.stop();
  }

  /** `moveBefore` keeps the session if the browser keeps the frame. Firefox reloads a frame inside a shadow root. */
  connectedMoveCallback(): void {
    if (this.#frame?.wasReloaded) this.#restart();
    this.requestUpdate();
  }

  /**
   * Mints a new link and replaces the frame; with `mode="tab"` and `mode="redirect"` it does what the button does.
   * Resolves when the new frame is ready, or the link was opened. Rejects with the `PortalError`, or with an `AbortError`
   * if the element leaves the page first, or if the new session ends before it shows and none follows.
   */
  reload(): Promise<void> {
    return this.#reload(isHandlingInput());
  }

  #reload(byPerson: boolean): Promise<void> {
    // Properties that were set just before count. If their update starts over, `reload()` joins it and does not repeat it.
    const outcome = this.updateComplete.then(() => {
      this.#events.dispatchDelayed();
      throwIfAborted(this.#connection.signal);
      return this.#lifecycle.reload(byPerson, this.#embeds ? undefined : this.#open);
    });
    // Callers that ignore the promise learn of a failure from the event, not from an unhandled rejection.
    outcome.catch(() => undefined);
    return outcome;
  }

  /** Includes changes that wait for the next animation frame. */
  protected override getUpdateComplete(): Promise<boolean> {
    this.#showDetails.hurry();
    return super.getUpdateComplete();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const isNew = (name: 'mode' | 'endpoint') => changed.has(name) && changed.get(name) !== this[name];
    if (this.src) this.#takeFirstLink(this.src);
    if (isNew('mode') || isNew('endpoint') || (this.#embeds && this.#late.isCompletedBy(changed))) this.#restart();
    void this.#afterUpdate();
  }

  /** Runs after the update, so that changes by a listener cause a new update. */
  async #afterUpdate(): Promise<void> {
    // eslint-disable-next-line @typescript-eslint/await-thenable -- Unlike `Promise`, `await` cannot be replaced by a library.
    await null;
    this.#events.dispatchDelayed();
    if (!this.isConnected) return;
    if (this.#isStartDue) this.#start();
    else this.#lifecycle.wake();
  }

  protected override render(): TemplateResult {
    return portalView({
      session: this.#lifecycle,
      embeds: this.#embeds,
      hasFrame: this.#frame !== undefined,
      canAsk: !this.deferHydration && this.#links.canAsk,
      canLaunch: !this.deferHydration && this.#links.canServe,
      height: this.height,
      isDark: isDark(this),
      ...this.#words.current,
      reload: () => void this.#reload(true),
      open: this.#open,
    });
  }

  protected override updated(): void {
    if (this.#frame) this.#frame.element.title = this.#words.frameTitle;
    this.#room.make();
  }

  /** The portal shows in a frame, not in a tab or in place of the page. */
  get #embeds(): boolean {
    return this.mode !== 'tab' && this.mode !== 'redirect';
  }

  /** Starts over with the next update, a microtask later: connecting twice in one task mints one link. */
  #restart(): void {
    this.#isStartDue = true;
    this.requestUpdate();
  }

  /** Takes the link that the server rendered. A used link does not end a running session. */
  #takeFirstLink(link: string): void {
    const isBusy = this.state === 'loading' || this.state === 'ready';
    if (this.#links.offer(link, this.hasAttribute('src'), isBusy) || !isBusy) this.#restart();
    this.src = null;
    this.removeAttribute('src');
  }

  /** Starts if there is a source of links. Otherwise stops. */
  #start(): void {
    const { canServe } = this.#links;
    // If the source is removed, the session continues until its end. A source that is set later does not restart it either.
    const goesOn = this.#embeds && !canServe && this.#lifecycle.isRunning;
    // The page may set its source later, or a framework may still be hydrating the tag.
    this.#isStartDue = this.deferHydration || (!canServe && !goesOn);
    if (goesOn || this.deferHydration) return;
    if (this.#embeds && canServe) return this.#lifecycle.begin('start');
    // `expired` tells the person that a portal was here and cannot come back without a source (after a move, or if the
    // endpoint was removed).
    const rest = !canServe && this.#lifecycle.hadSession ? 'expired' : 'idle';
    if (this.state !== rest) this.#lifecycle.stop(rest);
    if (canServe || rest === 'expired') return;
    setTimeout(() => {
      if (this.#isStartDue && !this.deferHydration && !isPagePreview()) this.#warn(noSource().message);
    });
  }

  async #ask(reason: LinkReason, signal: AbortSignal): Promise<URL> {
    // One request at a time.
    this.#launcher.cancel();
    await waitBefore(reason, signal);
    // The request uses the properties as they are now. So a lazy element that has come near the viewport meanwhile must not
    // start again.
    this.#lifecycle.sourceRead();
    return this.#links.next(reason, signal);
  }

  #mount(link: URL): void {
    this.#frame = new PortalFrame(link, {
      parent: this.renderRoot.querySelector('.stage')!,
      origins: this.#links.originsOf(link),
      sandbox: this.sandbox,
      title: this.#words.frameTitle,
      onLoad: () => this.#lifecycle.frameLoaded(),
    });
    this.#hasWarned = false;
    this.#late.forget();
    this.requestUpdate();
  }

  /** Not delayed to the next update: an element that is inserted again in the same task would load the used link. */
  #unmount(): void {
    this.#focus.hostUpdate();
    this.#frame?.element.remove();
    this.#frame = undefined;
  }

  #changed(what: 'state' | 'detail'): void {
    if (what === 'detail') return this.#showDetails.ask();
    this.#states?.clear();
    this.#states?.add(this.state);
    this.requestUpdate();
  }

  /** The element that takes over the focus. After a frame, it is never a button: a key meant for the portal would press it. */
  #successorOf(lost: Element): HTMLElement | null | undefined {
    if (this.state === 'ready') return this.#frame?.element;
    return this.renderRoot.querySelector<HTMLElement>(lost.localName === 'iframe' ? '[tabindex]' : 'button');
  }

  readonly #open = (): void => void this.#launcher.open();

  #isPortalOrigin(origin: string): boolean {
    return this.#frame !== undefined && this.#links.originsOf(this.#frame.link).includes(origin);
  }

  /** Warns the developer once per session. */
  #warn(text: string): void {
    if (!this.#hasWarned) console.warn(`<scalekit-admin-portal>: ${text}`);
    this.#hasWarned = true;
  }
}
