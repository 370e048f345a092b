/**
 * The element: its properties, its place in the page, what it shows. It hands the page's events to the state machine
 * and carries out what that decides; it decides nothing about links, messages and sessions itself.
 */
import { ReactiveElement, type PropertyDeclaration, type PropertyValues } from '@lit/reactive-element';
import type { PortalError } from './portal-error.js';
import type { PortalEventMap, PortalState } from './portal-events.js';
import { createPortalFrame } from './portal-frame.js';
import { englishLabels, type PortalLabels } from './portal-labels.js';
import { PortalLifecycle } from './portal-lifecycle.js';
import {
  admitLink,
  noSource,
  parseOrigins,
  requestLink,
  waitBefore,
  type FetchPortalLink,
  type LinkReason,
  type PortalLinkHeaders,
} from './portal-link.js';
import { listenToPortal } from './portal-listener.js';
import { openPortalTab } from './portal-tab.js';
import { styles } from './scalekit-admin-portal-element.styles.js';
import { make, renew } from './shadow-tree.js';

/** Attribute and property kept in step both ways; nothing appears on a bare tag. */
const mirrored = (attribute?: string, type?: unknown): PropertyDeclaration => ({
  attribute: attribute!,
  type,
  reflect: true,
  useDefault: true,
});
const propertyOnly = { attribute: false };

// An interface beside the class is the one way to give an element typed listeners without code.
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export interface ScalekitAdminPortalElement {
  addEventListener<Name extends keyof PortalEventMap>(
    type: Name,
    listener: (this: this, event: PortalEventMap[Name]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<Name extends keyof HTMLElementEventMap>(
    type: Name,
    listener: (this: this, event: HTMLElementEventMap[Name]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<Name extends keyof PortalEventMap>(
    type: Name,
    listener: (this: this, event: PortalEventMap[Name]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener<Name extends keyof HTMLElementEventMap>(
    type: Name,
    listener: (this: this, event: HTMLElementEventMap[Name]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

/**
 * Embeds Scalekit's hosted admin portal: gets a link from the customer's own backend, shows the portal in a frame,
 * checks every message, forwards it as a DOM event, and gets a new link when the session ends.
 *
 * @slot - Shown until the portal is there, also before the script has loaded. Default: a word and a moving bar.
 * @slot launch - Replaces the button of `mode="tab"` and `mode="redirect"`; a click on it, and on nothing else, opens the portal.
 * @slot notice - Replaces the words and the button in the notice of a session that ends soon.
 * @slot error - Replaces the panel of an error or of an ended session, or the notice of a portal that stays silent, buttons included; call `reload()` from it.
 *
 * @csspart frame - The frame. Never lower than 600 CSS pixels.
 * @csspart placeholder - Around the default slot.
 * @csspart error - The panel of an error or of an ended session.
 * @csspart notice - The strip above a frame that can be used: a session that ends soon, a portal that stays silent.
 * @csspart retry - The button that asks for a new link.
 * @csspart launch - The button of `mode="tab"` and `mode="redirect"`.
 * @csspart open - The button that opens the portal in a new tab.
 *
 * @cssstate idle - Nothing to show yet.
 * @cssstate loading - A link is being asked for, or its frame is loading.
 * @cssstate ready - The portal shows.
 * @cssstate expired - The session ended and no new one has begun.
 * @cssstate error - Something failed; see the `error` property.
 *
 * @fires {CustomEvent<{ state: PortalState, previousState: PortalState }>} portal-state-change - The state changed.
 * @fires {CustomEvent<PortalMessage>} portal-message - The portal said something; before the message's own event.
 * @fires {CustomEvent<{ reason: RefreshReason }>} portal-refresh - A session ended and a new link is about to be asked for. Cancelable: the state then stays `expired` until `reload()`.
 * @fires {CustomEvent<{ error: PortalError }>} portal-error - Something failed.
 * @fires {CustomEvent<Record<string, never>>} portal-return - The page is looked at again after the portal was opened in a tab or in its place: its status may be stale.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export class ScalekitAdminPortalElement extends ReactiveElement {
  static override styles = styles;
  static override properties = {
    endpoint: mirrored(),
    src: {},
    environmentUrl: mirrored('environment-url'),
    method: mirrored(),
    credentials: mirrored(),
    mode: mirrored(),
    loading: mirrored(),
    height: mirrored('height', Number),
    frameTitle: mirrored('frame-title'),
    sandbox: mirrored(),
    loadTimeout: mirrored('load-timeout', Number),
    headers: propertyOnly,
    fetchPortalLink: propertyOnly,
    labels: propertyOnly,
  };

  readonly #lifecycle = new PortalLifecycle({
    emit: (name, detail) => this.#emit(name, detail),
    ask: (reason, signal) => {
      // One request at a time.
      this.#opening?.abort();
      this.#started = true;
      return this.#ask(reason, signal);
    },
    canAsk: () => this.#source,
    mount: (link) => {
      const frame = createPortalFrame(link, parseOrigins(this.#named || link.href), this.sandbox);
      frame.onload = () => this.#lifecycle.frameLoaded();
      frame.title = this.#frameName;
      this.#frame = frame;
      this.#stage.append(frame);
      this.#frameWindow = frame.contentWindow;
      this.#warned = false;
      this.requestUpdate();
    },
    unmount: () => {
      this.#owesFocus ||= !!this.shadowRoot?.activeElement;
      // At once, not with the next update: an element that is put back in the same task would load the spent link.
      this.#frame?.remove();
      this.#frame = this.#frameWindow = undefined;
    },
    changed: () => {
      const { states } = this.#internals;
      states.clear();
      states.add(this.state);
      this.#popupBlocked = false;
      this.requestUpdate();
    },
    isAttended: () => document.visibilityState === 'visible' && navigator.onLine,
    // Frameworks set null or undefined where they have no value.
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition
    loadTimeout: () => this.loadTimeout ?? 20_000,
  });
  readonly #internals = this.attachInternals();
  readonly #nearness = new IntersectionObserver(
    (entries) => {
      this.#isNear = entries.at(-1)!.isIntersecting;
      this.requestUpdate();
    },
    { rootMargin: '300px' },
  );
  /** One live region for all words. `aria-busy` is not on it: it would silence it. */
  readonly #status = make('div', { role: 'status' });
  /** Where the frame is. */
  readonly #stage = make('div', { className: 'stage' });
  /** Links that were used: one that comes back was cached somewhere. */
  readonly #used = new Set<string>();
  /** Ends every subscription when the element leaves the page. */
  #connection: AbortController | undefined;
  #frame: HTMLIFrameElement | undefined;
  /** The frame's window when the frame was put in, to see whether a move has reloaded it. */
  #frameWindow: Window | null | undefined;
  /** The link from `src`, taken out of the page's sight until it is used. */
  #firstLink: string | undefined;
  /** What is shown belongs to the current `endpoint` or `src`. */
  #started: boolean | undefined;
  #isNear: boolean | undefined;
  #warned: boolean | undefined;
  /** Something in the element had the focus when it was taken away. */
  #owesFocus: boolean | undefined;
  #opening: AbortController | undefined;
  #popupBlocked: boolean | undefined;
  /** The event of having left the page, to be dispatched once it is left. */
  #farewell: Event | undefined;
  /** The mode and the endpoint that the last start was about. */
  #lastStart: string | undefined;
  /** The portal was opened in a tab or in place of this page. */
  #away: boolean | undefined;

  /** URL of the customer's backend that mints a link. A change starts over with a new link. Default: none. */
  declare endpoint: string | null;
  /** A first link that the server rendered into the page. Used once and dropped: reads `null` afterwards. */
  declare src: string | null;
  /** One or more origins, space-separated, where the portal may live. Default: the link's own origin. */
  declare environmentUrl: string | null;
  /** The HTTP method for the endpoint: `GET` (default) or `POST`. */
  declare method: 'GET' | 'POST';
  /** As in `fetch`. Default: `same-origin`. */
  declare credentials: RequestCredentials;
  /**
   * `embed` (default): the portal in a frame. `tab`, `redirect`: a button that mints a link when it is clicked, and opens
   * it in a new tab, or in place of this page.
   */
  declare mode: 'embed' | 'tab' | 'redirect';
  /** `lazy`: no link is minted before the element comes near the viewport. Default: `eager`. */
  declare loading: 'eager' | 'lazy';
  /** Height of the portal in CSS pixels; under 600 counts as 600. Default: 600, or what the page's CSS gives. */
  declare height: number | null;
  /** The frame's accessible name. Default: `Admin portal`. */
  declare frameTitle: string;
  /** Handed to the frame as it is. Default: none. The README names the tokens that a portal needs. */
  declare sandbox: string | null;
  /** ms that a frame may stay silent; `0` switches the watchdog off. Default: 20000. */
  declare loadTimeout: number;
  /** Headers for the endpoint, or a function that returns them, possibly later. Default: none. */
  declare headers: PortalLinkHeaders | null;
  /** Used instead of the endpoint. A new function never restarts a running session. Default: none. */
  declare fetchPortalLink: FetchPortalLink | null;
  /** Visible words, any subset, for translation. Default: English. */
  declare labels: Partial<PortalLabels>;

  constructor() {
    super();
    this.endpoint = this.src = this.environmentUrl = this.sandbox = null;
    this.height = this.headers = this.fetchPortalLink = null;
    this.method = 'GET';
    this.credentials = 'same-origin';
    this.mode = 'embed';
    this.loading = 'eager';
    this.frameTitle = 'Admin portal';
    this.loadTimeout = 20_000;
    this.labels = {};
    // Idle already, but the page's CSS has to hear of it.
    this.#lifecycle.stop();
  }

  /** What the element is doing. */
  get state(): PortalState {
    return this.#lifecycle.state;
  }

  /** The error behind `state === 'error'`, else `null`. */
  get error(): PortalError | null {
    return this.#lifecycle.error;
  }

  /** When the running session ends, once the portal has said so, else `null`. */
  get expiresAt(): Date | null {
    return this.#lifecycle.expiresAt;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#connection = new AbortController();
    const { signal } = this.#connection;
    listenToPortal(
      () => this.#frame?.contentWindow,
      (origin) =>
        this.#isPortalOrigin(origin) ||
        this.#warn(`messages from ${origin} are ignored; if the portal is there, name it in "environment-url".`),
      (message) => this.#lifecycle.receive(message),
      signal,
    );
    const wake = ({ type }: Event) => {
      this.#lifecycle.wake();
      if (!this.#away || type === 'online' || document.visibilityState !== 'visible') return;
      // Back from the portal in the page's own place, out of the browser's back/forward cache.
      if (this.mode === 'redirect') {
        this.#away = false;
        this.#startIfDue();
      }
      this.#emit('portal-return', {});
    };
    const options = { signal };
    document.addEventListener('visibilitychange', wake, options);
    window.addEventListener('online', wake, options);
    document.addEventListener(
      'securitypolicyviolation',
      ({ disposition, effectiveDirective, blockedURI }) => {
        if (!this.#frame || disposition !== 'enforce' || effectiveDirective !== 'frame-src') return;
        // Some engines report the whole URL, some its origin.
        if (parseOrigins(blockedURI).some((origin) => this.#isPortalOrigin(origin))) this.#lifecycle.frameBlocked();
      },
      options,
    );
    this.#nearness.observe(this);
    // The start waits for the update, a microtask later: connecting twice in one task mints one link.
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#connection?.abort();
    this.#nearness.disconnect();
    this.#opening?.abort();
    this.#started = this.#isNear = this.#owesFocus = this.#away = false;
    this.#lifecycle.stop();
  }

  /** `moveBefore` keeps the session where the browser keeps the frame; Firefox reloads it inside a shadow root. */
  connectedMoveCallback(): void {
    if (this.#frame?.contentWindow === this.#frameWindow) return;
    this.#started = false;
    this.requestUpdate();
  }

  /**
   * Mints a new link and replaces the frame; with `mode="tab"` and `mode="redirect"` it does what the button does.
   * Resolves when the new frame is ready, or the link on its way. Rejects with the `PortalError`; with an `AbortError`
   * when the element leaves the page first, or the new session ends before it shows and none follows.
   */
  reload(): Promise<void> {
    // What was set just before counts: an update that starts over by itself is joined, not repeated.
    const outcome = this.updateComplete.then(() => {
      this.#sayFarewell();
      this.#connection!.signal.throwIfAborted();
      return this.#lifecycle.reload(this.#embeds ? undefined : () => void this.#open());
    });
    // Whoever does not wait for the outcome hears of a failure by its event, not by an unhandled rejection.
    outcome.catch(() => undefined);
    return outcome;
  }

  protected override willUpdate(): void {
    if (this.src) {
      this.#firstLink = this.src;
      this.src = null;
      this.removeAttribute('src');
      this.#started = false;
    }
    const start = `${this.mode} ${this.endpoint}`;
    if (start !== this.#lastStart) this.#started = false;
    this.#lastStart = start;
    // After the update, not within: what a listener changes then is an update of its own.
    queueMicrotask(() => {
      this.#sayFarewell();
      if (this.isConnected && !this.#started) this.#startIfDue();
    });
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    root.append(make('div', { className: 'layout' }, this.#status, this.#stage));
    return root;
  }

  protected override update(changed: PropertyValues): void {
    super.update(changed);
    const { state } = this;
    const isLoading = state === 'loading';
    const isCovered = this.#embeds && (!this.#frame || isLoading);
    this.#status.className = isCovered ? 'cover' : '';
    // It lies over the words: no clicks and no focus for a frame before it shows, or for an empty stage.
    this.#stage.inert = isCovered;
    // Also when a button goes with the words that it was among.
    this.#owesFocus ||= !!this.shadowRoot!.activeElement;
    renew(this.#status, this.#words());
    this.#stage.style.minHeight = this.#embeds ? `${Math.max(600, this.height || 0)}px` : '';
    this.#stage.ariaBusy = `${isLoading}`;
    if (this.#frame) this.#frame.title = this.#frameName;

    // The focus that an old frame or button had goes to what came after it, unless the person has gone on.
    const heir = state === 'ready' ? this.#frame : this.#status.querySelector('button');
    if (!this.#owesFocus || !heir) return;
    this.#owesFocus = false;
    if (document.activeElement === document.body) heir.focus({ preventScroll: true });
  }

  /** What there is to read: in the frame's place, or in a notice above it. */
  #words(): ChildNode[] {
    const { state, error, expiresAt, endsSoon, waits } = this.#lifecycle;
    const labels = this.#labels;
    const block = (part: string, ...content: Node[]) => make('div', { part }, ...content);
    const button = (part: string, words: string, onclick: () => unknown) =>
      make('button', { type: 'button', part, onclick }, words);
    if (state === 'idle' || state === 'loading') {
      const waiting =
        state === 'loading' ? [make('label', {}, labels.loading, make('br', {}), make('progress', {}))] : [];
      if (this.#embeds) return [block('placeholder', make('slot', {}, ...waiting))];
      const words = this.#popupBlocked
        ? [block('notice', make('p', {}, labels.popupBlocked))]
        : waiting.map((label) => block('placeholder', label));
      if (!this.#source && !this.#firstLink) return words;
      const launch = make(
        'slot',
        { name: 'launch' },
        button('launch', labels.launch, () => undefined),
      );
      launch.onclick = () => this.#open();
      return [launch, ...words];
    }
    if (state === 'ready' && !endsSoon) return [];
    const code = error?.code;
    const text = this.#popupBlocked
      ? labels.popupBlocked
      : endsSoon
        ? labels.endsSoon.replace('{time}', expiresAt!.toLocaleTimeString([], { timeStyle: 'short' }))
        : waits
          ? labels.offline
          : code
            ? (labels[code] ?? labels.failed)
            : labels.expired;
    const content: Node[] = [
      make('p', {}, `${text} `, make('small', {}, `${code ?? ''} ${error?.status ?? error?.portalCode ?? ''}`)),
    ];
    if (this.#source && code !== 'PORTAL_BLOCKED')
      content.push(button('retry', endsSoon ? labels.renew : labels.retry, () => this.reload()));
    if (this.#source && /^(PORTAL|REFRESH)/.test(code!)) content.push(button('open', labels.open, () => this.#open()));
    const replaceable = make('slot', { name: endsSoon ? 'notice' : 'error' }, ...content);
    return [block(this.#frame ? 'notice' : 'error', replaceable)];
  }

  get #frameName(): string {
    return this.frameTitle || 'Admin portal';
  }

  get #labels(): PortalLabels {
    return { ...englishLabels, ...this.labels };
  }

  /** The portal shows in a frame of ours. */
  get #embeds(): boolean {
    return !/^(tab|redirect)$/.test(this.mode);
  }

  /** Somebody to ask for a link, or nothing. */
  get #source(): unknown {
    return this.endpoint || this.fetchPortalLink;
  }

  /** Where the page says that the portal may live; nothing if it does not say. */
  get #named(): string | undefined {
    return this.environmentUrl?.trim();
  }

  /** Starts, if there is a source and nothing that is worth waiting for. */
  #startIfDue(): void {
    const hasLinks = this.#firstLink || this.#source;
    if (!hasLinks || !this.#embeds) {
      // A portal was here and cannot come back by itself (a move, an endpoint that was taken away): say so.
      const rest = !hasLinks && this.#used.size ? 'expired' : 'idle';
      if (this.state !== rest) this.#lifecycle.stop(rest);
      if (!hasLinks && rest === 'idle') setTimeout(() => this.#started || this.#warn(noSource().message));
      return;
    }
    if (this.loading !== 'lazy' || this.#isNear) this.#lifecycle.begin('start');
  }

  async #ask(reason: LinkReason, signal: AbortSignal): Promise<URL> {
    await waitBefore(reason, signal);
    // What was set meanwhile is what is asked for: a lazy element that comes near must not start once more.
    this.#started ||= reason !== 'open';
    // The link of a page that was read for a while before the click has died by then.
    const first = reason === 'open' && this.#source ? undefined : this.#firstLink;
    this.#firstLink = undefined;
    return admitLink(first ?? (await requestLink(this, reason, signal)), this.#named, this.#used);
  }

  /** Opens the portal elsewhere. Any number of clicks while it asks for the link are one. */
  async #open(): Promise<void> {
    if (this.#opening || this.state === 'loading') return;
    const opening = (this.#opening = new AbortController());
    const { signal } = opening;
    const embeds = this.#embeds;
    const ask = async (use: (link: URL) => void) => {
      const leave = (link: URL) => {
        this.#away = true;
        // A page that is being left goes on loading, so that nothing is clicked twice.
        if (!embeds && this.mode !== 'redirect') this.#startIfDue();
        use(link);
      };
      // What a frame shows, or why it does not, stays beside the tab.
      if (embeds) leave(await this.#ask('open', signal));
      else await this.#lifecycle.launch(leave);
    };
    try {
      if (this.mode === 'redirect') await ask((link) => location.assign(link));
      else {
        const opened = await openPortalTab(ask, this.#labels.loading);
        // Whoever waits for `reload()` is told.
        if (!embeds && !opened) this.#lifecycle.stop();
        this.#popupBlocked = !opened;
      }
      this.requestUpdate();
    } catch (error) {
      if (embeds && !signal.aborted) this.#lifecycle.fail(error as PortalError);
    }
    opening.abort();
    this.#opening = undefined;
  }

  #emit(name: string, detail: unknown): boolean {
    const event = new CustomEvent(name, { detail, bubbles: true, cancelable: name === 'portal-refresh' });
    if (!this.#connection!.signal.aborted) return this.dispatchEvent(event);
    // While Svelte takes the element away, no state of the page's may change: a listener that did would throw.
    this.#farewell ??= event;
    return false;
  }

  #sayFarewell(): void {
    if (this.#farewell) this.dispatchEvent(this.#farewell);
    this.#farewell = undefined;
  }

  #isPortalOrigin(origin: string): boolean {
    return parseOrigins(this.#named || this.#frame!.src).includes(origin);
  }

  /** Tells the developer, once a session. */
  #warn(text: string): undefined {
    if (!this.#warned) console.warn(`<scalekit-admin-portal>: ${text}`);
    this.#warned = true;
  }
}
