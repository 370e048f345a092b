/**
 * The parts of the browser that a life controls: timers, `fetch`, the pages in frames, nearness to the viewport, visibility,
 * prerendering, user activation, network and new tabs. It also counts listeners. `end()` restores everything.
 *
 * Frames are real and empty: their `src` is recorded and never loaded. Each has a real window, which is the source of messages.
 */
import { SimulatedClock } from './simulated-clock.ts';
import { SimulatedEndpoint } from './simulated-endpoint.ts';

/** A tab that `window.open` returned. */
export interface SimulatedTab {
  link: string | undefined;
  closed: boolean;
}

interface Registration {
  readonly type: string;
  readonly listener: unknown;
  readonly signal: AbortSignal | undefined;
}

export class SimulatedPage {
  readonly clock = new SimulatedClock();
  readonly endpoint = new SimulatedEndpoint(this.clock);
  readonly warnings: string[] = [];
  /** Uncaught errors and unhandled rejections. */
  readonly thrown: string[] = [];
  readonly tabs: SimulatedTab[] = [];
  /** The `src` of every frame, in order. */
  readonly framed: string[] = [];
  visible = true;
  online = true;
  /** Whether the element's place is near the viewport. */
  near = true;
  /** Whether the element's place is rendered, that is not below `display: none`. */
  rendered = true;
  prerendering = false;
  /** Whether the current task is that of a click. */
  activated = false;
  blocksTabs = false;
  readonly #sources = new WeakMap<HTMLIFrameElement, string>();
  readonly #observers = new Set<() => void>();
  readonly #restores: (() => void)[] = [];
  #registrations: Registration[] = [];
  #random: number;

  /** @param randomStart - The start value of `Math.random()`, above 0, so that a life can be repeated. */
  constructor(randomStart: number) {
    this.#random = randomStart;
  }

  begin(): void {
    const { clock, endpoint, framed } = this;
    const clear = window.clearTimeout.bind(window);
    this.#replace(window, 'setTimeout', { value: clock.setTimeout });
    this.#replace(window, 'clearTimeout', { value: (id: number) => clock.clear(id) || clear(id) });
    this.#replace(Date, 'now', { value: () => clock.wall });
    this.#replace(Math, 'random', { value: () => this.#nextRandom() });
    // The next animation frame is the next task, since rendering changes no state.
    this.#replace(window, 'requestAnimationFrame', { value: (run: () => void) => clock.setTimeout(run) });
    this.#replace(document, 'prerendering', { get: () => this.prerendering });
    const click = { isTrusted: true, type: 'click' };
    this.#replace(window, 'event', { get: () => (this.activated ? click : undefined) });
    this.#replace(window, 'fetch', { value: endpoint.fetch });
    this.#replace(window, 'open', { value: () => this.#openTab() });
    this.#replace(console, 'warn', { value: (...parts: unknown[]) => void this.warnings.push(parts.join(' ')) });
    this.#replace(document, 'visibilityState', { get: () => (this.visible ? 'visible' : 'hidden') });
    this.#replace(navigator, 'onLine', { get: () => this.online });
    const sources = this.#sources;
    this.#replace(HTMLIFrameElement.prototype, 'src', {
      get(this: HTMLIFrameElement) {
        return sources.get(this) ?? '';
      },
      set(this: HTMLIFrameElement, link: string) {
        sources.set(this, link);
        framed.push(link);
      },
    });
    const isIntersecting = () => this.near && this.rendered;
    this.#replace(window, 'IntersectionObserver', { value: this.#observerClass(isIntersecting) });
    this.#replace(window, 'ResizeObserver', { value: this.#observerClass(isIntersecting) });
    for (const target of [window, document]) this.#watchListeners(target);
    // Before the listeners of the test page, which would end the test while this life is still running.
    const catches = (type: string, read: (event: Event) => unknown) => {
      const listener = (event: Event) => {
        this.thrown.push(String(read(event)));
        event.preventDefault();
        event.stopImmediatePropagation();
      };
      window.addEventListener(type, listener, true);
      this.#restores.push(() => window.removeEventListener(type, listener, true));
    };
    catches('error', (event) => (event as ErrorEvent).message);
    catches('unhandledrejection', (event) => (event as PromiseRejectionEvent).reason);
    this.#registrations = [];
  }

  end(): void {
    this.setPreview(false);
    for (const restore of this.#restores.splice(0).reverse()) restore();
  }

  /** The number of listeners on the window and the document. */
  get listeners(): number {
    return this.#registrations.filter(({ signal }) => !signal?.aborted).length;
  }

  get observers(): number {
    return this.#observers.size;
  }

  setVisible(visible: boolean): void {
    this.visible = visible;
    document.dispatchEvent(new Event('visibilitychange'));
  }

  setOnline(online: boolean): void {
    this.online = online;
    window.dispatchEvent(new Event(online ? 'online' : 'offline'));
  }

  setNear(near: boolean): void {
    this.near = near;
    this.#notifyObservers();
  }

  /** For the observers, after the element's place was hidden or shown. */
  setRendered(rendered: boolean): void {
    this.rendered = rendered;
    this.#notifyObservers();
  }

  /** Starts or ends the prerendering of the page. */
  setPrerendering(prerendering: boolean): void {
    this.prerendering = prerendering;
    if (!prerendering) document.dispatchEvent(new Event('prerenderingchange'));
  }

  /** Sets or removes the mark of a preview by Turbo. There is no event. */
  setPreview(isPreview: boolean): void {
    document.documentElement.toggleAttribute('data-turbo-preview', isPreview);
  }

  /** Calls the observers in another task, as a browser does. */
  #notifyObservers(): void {
    this.clock.setTimeout(() => {
      for (const notify of [...this.#observers]) notify();
    });
  }

  #replace(object: object, property: PropertyKey, descriptor: PropertyDescriptor): void {
    const own = Object.getOwnPropertyDescriptor(object, property);
    Object.defineProperty(object, property, {
      configurable: true,
      ...('value' in descriptor && { writable: true }),
      ...descriptor,
    });
    this.#restores.push(() => {
      if (own) Object.defineProperty(object, property, own);
      else Reflect.deleteProperty(object, property);
    });
  }

  #nextRandom(): number {
    this.#random = (this.#random * 48_271) % 2_147_483_647;
    return this.#random / 2_147_483_647;
  }

  #openTab(): unknown {
    if (this.blocksTabs) return null;
    const tab: SimulatedTab = { link: undefined, closed: false };
    this.tabs.push(tab);
    return {
      opener: window,
      document: { title: '', body: { textContent: '' } },
      location: { replace: (link: string | URL) => (tab.link = String(link)) },
      close: () => (tab.closed = true),
    };
  }

  #observerClass(isIntersecting: () => boolean) {
    const { clock } = this;
    const observers = this.#observers;
    return class {
      readonly #callback: (entries: { target: Element; isIntersecting: boolean }[]) => void;
      readonly #notifiers: (() => void)[] = [];

      constructor(callback: (entries: { target: Element; isIntersecting: boolean }[]) => void) {
        this.#callback = callback;
      }

      observe(target: Element): void {
        const notify = () => this.#callback([{ target, isIntersecting: isIntersecting() }]);
        this.#notifiers.push(notify);
        observers.add(notify);
        // The first call comes without a change, in another task.
        clock.setTimeout(() => {
          if (observers.has(notify)) notify();
        });
      }

      disconnect(): void {
        for (const notify of this.#notifiers.splice(0)) observers.delete(notify);
      }
    };
  }

  #watchListeners(target: EventTarget): void {
    const add = target.addEventListener.bind(target);
    const remove = target.removeEventListener.bind(target);
    this.#replace(target, 'addEventListener', {
      value: (type: string, listener: EventListener, options?: AddEventListenerOptions | boolean) => {
        const signal = typeof options === 'object' ? options.signal : undefined;
        this.#registrations.push({ type, listener, signal });
        add(type, listener, options);
      },
    });
    this.#replace(target, 'removeEventListener', {
      value: (type: string, listener: EventListener, options?: EventListenerOptions | boolean) => {
        this.#registrations = this.#registrations.filter((each) => each.type !== type || each.listener !== listener);
        remove(type, listener, options);
      },
    });
  }
}
