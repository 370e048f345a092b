/**
 * The browser around the element, as far as a life needs it in its own hands: timers, `fetch`, what a frame loads,
 * nearness to the viewport, visibility, prerendering, a person's activation, network, new tabs, and a look at who listens.
 * Undone by `end()`.
 *
 * Frames are real and empty: their `src` is written down and never loaded. Each has a real window, which is what
 * messages are compared with.
 */
import { SimulatedClock } from './simulated-clock.ts';
import { SimulatedEndpoint } from './simulated-endpoint.ts';

/** A tab that `window.open` returned. */
export interface SimulatedTab {
  link: string | undefined;
  closed: boolean;
}

interface Listening {
  readonly type: string;
  readonly listener: unknown;
  readonly signal: AbortSignal | undefined;
}

export class SimulatedPage {
  readonly clock = new SimulatedClock();
  readonly endpoint = new SimulatedEndpoint(this.clock);
  readonly warnings: string[] = [];
  /** What was thrown where nobody catches it. */
  readonly thrown: string[] = [];
  readonly tabs: SimulatedTab[] = [];
  /** Every link that a frame was given, in order. */
  readonly framed: string[] = [];
  visible = true;
  online = true;
  /** The element's place is near the viewport. */
  near = true;
  /** The element's place is rendered: not below `display: none`. Whoever hides it says so. */
  rendered = true;
  prerendering = false;
  /** A person has just clicked somewhere on the page. */
  activated = false;
  blocksTabs = false;
  readonly #sources = new WeakMap<HTMLIFrameElement, string>();
  readonly #observers = new Set<() => void>();
  readonly #restores: (() => void)[] = [];
  #listening: Listening[] = [];
  #random: number;

  /** @param chance - What `Math.random()` begins with, above 0: the same whenever a life is lived again. */
  constructor(chance: number) {
    this.#random = chance;
  }

  begin(): void {
    const { clock, endpoint, framed } = this;
    const clear = window.clearTimeout.bind(window);
    this.#replace(window, 'setTimeout', { value: clock.setTimeout });
    this.#replace(window, 'clearTimeout', { value: (id: number) => clock.clear(id) || clear(id) });
    this.#replace(Date, 'now', { value: () => clock.wall });
    this.#replace(Math, 'random', { value: () => this.#nextRandom() });
    // The browser's next frame is the next task: what is shown with it changes no state.
    this.#replace(window, 'requestAnimationFrame', { value: (run: () => void) => clock.setTimeout(run) });
    this.#replace(document, 'prerendering', { get: () => this.prerendering });
    const click = { isTrusted: true, type: 'click' };
    this.#replace(window, 'event', { get: () => (this.activated ? click : undefined) });
    this.#replace(window, 'fetch', { value: endpoint.fetch });
    this.#replace(window, 'open', { value: () => this.#openTab() });
    this.#replace(console, 'warn', { value: (...words: unknown[]) => void this.warnings.push(words.join(' ')) });
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
    // Before the test page's own listeners: these would end the test, with this life going on beside the next test.
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
    this.#listening = [];
  }

  end(): void {
    this.setPreview(false);
    for (const restore of this.#restores.splice(0).reverse()) restore();
  }

  /** How many listeners on the window and the document have come and not gone. */
  get listeners(): number {
    return this.#listening.filter(({ signal }) => !signal?.aborted).length;
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
    this.#tellObservers();
  }

  /** Call it when the element's place was hidden or shown. */
  setRendered(rendered: boolean): void {
    this.rendered = rendered;
    this.#tellObservers();
  }

  /** The page is prerendered, or somebody opens what was. */
  setPrerendering(prerendering: boolean): void {
    this.prerendering = prerendering;
    if (!prerendering) document.dispatchEvent(new Event('prerenderingchange'));
  }

  /** Turbo shows a preview of the page, or takes the mark away. There is no event. */
  setPreview(isPreview: boolean): void {
    document.documentElement.toggleAttribute('data-turbo-preview', isPreview);
  }

  /** In a task of its own, as a browser does it with its next frame. */
  #tellObservers(): void {
    this.clock.setTimeout(() => {
      for (const tell of [...this.#observers]) tell();
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
      readonly #tellers: (() => void)[] = [];

      constructor(callback: (entries: { target: Element; isIntersecting: boolean }[]) => void) {
        this.#callback = callback;
      }

      observe(target: Element): void {
        const tell = () => this.#callback([{ target, isIntersecting: isIntersecting() }]);
        this.#tellers.push(tell);
        observers.add(tell);
        // The first news come by themselves, in a task of their own.
        clock.setTimeout(() => {
          if (observers.has(tell)) tell();
        });
      }

      disconnect(): void {
        for (const tell of this.#tellers.splice(0)) observers.delete(tell);
      }
    };
  }

  #watchListeners(target: EventTarget): void {
    const add = target.addEventListener.bind(target);
    const remove = target.removeEventListener.bind(target);
    this.#replace(target, 'addEventListener', {
      value: (type: string, listener: EventListener, options?: AddEventListenerOptions | boolean) => {
        const signal = typeof options === 'object' ? options.signal : undefined;
        this.#listening.push({ type, listener, signal });
        add(type, listener, options);
      },
    });
    this.#replace(target, 'removeEventListener', {
      value: (type: string, listener: EventListener, options?: EventListenerOptions | boolean) => {
        this.#listening = this.#listening.filter((each) => each.type !== type || each.listener !== listener);
        remove(type, listener, options);
      },
    });
  }
}
