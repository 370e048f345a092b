/**
 * Counts what is open on the page: listeners on targets that outlive an element, timers, observed elements, requests, frames.
 * It wraps the functions of the platform that open and close them, until `close()`.
 */

export interface Open {
  listeners: number;
  timers: number;
  observed: number;
  requests: number;
  frames: number;
  elements: number;
}

type AnyFunction = (...values: any[]) => any;
type Wrap = (original: AnyFunction) => AnyFunction;

// A MutationObserver lives as long as the node that it observes.
const OBSERVERS = [IntersectionObserver, ResizeObserver];

/** Listeners on an element and on its abort signals live as long as the element. */
const isShortLived = (target: unknown) =>
  (target instanceof Node && !(target instanceof Document)) || target instanceof AbortSignal;

export class LeakLedger {
  /** By target, the type, number and capture of each listener. */
  private readonly listeners = new Map<object, Set<string>>();
  private readonly timers = new Set<number>();
  private readonly observed = new Map<object, Set<unknown>>();
  private requests = 0;
  private readonly undo: (() => void)[] = [];
  /** How often each was opened, to prove that the ledger counts. */
  readonly opened = { listeners: 0, timers: 0, observed: 0, requests: 0 };

  constructor() {
    this.wrapListeners();
    this.wrapTimers();
    this.wrapObservers();
    this.wrap(window, 'fetch', (fetch) => (...values) => {
      this.requests += 1;
      this.opened.requests += 1;
      const response = fetch.apply(window, values) as Promise<Response>;
      const end = () => (this.requests -= 1);
      response.then(end, end);
      return response;
    });
  }

  get open(): Open {
    const sum = (sets: Map<object, Set<unknown>>) => [...sets.values()].reduce((total, { size }) => total + size, 0);
    return {
      listeners: sum(this.listeners),
      timers: this.timers.size,
      observed: sum(this.observed),
      requests: this.requests,
      frames: window.length,
      elements: document.querySelectorAll('scalekit-admin-portal').length,
    };
  }

  close(): void {
    for (const undo of this.undo.splice(0)) undo();
  }

  private wrap(object: object, name: string, wrap: Wrap): void {
    const target = object as Record<string, AnyFunction>;
    const original = target[name]!;
    target[name] = wrap(original);
    this.undo.push(() => (target[name] = original));
  }

  private wrapListeners(): void {
    const { listeners, opened } = this;
    const numbers = new WeakMap<object, number>();
    let last = 0;
    const nameOf = (type: string, listener: object, options: AddEventListenerOptions | boolean | undefined) => {
      if (!numbers.has(listener)) numbers.set(listener, ++last);
      return `${type} ${numbers.get(listener)} ${typeof options === 'object' ? options.capture === true : options === true}`;
    };
    this.wrap(EventTarget.prototype, 'addEventListener', (add) => {
      return function (this: EventTarget | undefined, type: string, listener, options) {
        const target = this ?? window;
        add.call(target, type, listener, options);
        if (isShortLived(target) || !listener || options?.signal?.aborted) return;
        const name = nameOf(type, listener, options);
        const own = listeners.get(target) ?? new Set();
        listeners.set(target, own.add(name));
        opened.listeners += 1;
        const end = () => own.delete(name);
        if (options?.signal) add.call(options.signal, 'abort', end);
        if (options?.once) add.call(target, type, end, options);
      };
    });
    this.wrap(EventTarget.prototype, 'removeEventListener', (remove) => {
      return function (this: EventTarget | undefined, type: string, listener, options) {
        const target = this ?? window;
        remove.call(target, type, listener, options);
        if (listener) listeners.get(target)?.delete(nameOf(type, listener, options));
      };
    });
  }

  private wrapTimers(): void {
    const { timers, opened } = this;
    for (const [set, clear, repeats] of [
      ['setTimeout', 'clearTimeout', false],
      ['setInterval', 'clearInterval', true],
      ['requestAnimationFrame', 'cancelAnimationFrame', false],
    ] as const) {
      this.wrap(window, set, (original) => (run: AnyFunction, ...rest: unknown[]) => {
        const id = original.call(
          window,
          (...values: unknown[]) => {
            if (!repeats) timers.delete(id);
            run(...values);
          },
          ...rest,
        ) as number;
        timers.add(id);
        opened.timers += 1;
        return id;
      });
      this.wrap(window, clear, (original) => (id: number) => {
        timers.delete(id);
        original.call(window, id);
      });
    }
  }

  private wrapObservers(): void {
    const { observed, opened } = this;
    for (const { prototype } of OBSERVERS) {
      this.wrap(prototype, 'observe', (original) => {
        return function (this: object, node: unknown, ...rest) {
          original.call(this, node, ...rest);
          observed.set(this, (observed.get(this) ?? new Set()).add(node));
          opened.observed += 1;
        };
      });
      this.wrap(prototype, 'disconnect', (original) => {
        return function (this: object) {
          original.call(this);
          observed.delete(this);
        };
      });
      this.wrap(prototype, 'unobserve', (original) => {
        return function (this: object, node: unknown) {
          original.call(this, node);
          observed.get(this)?.delete(node);
        };
      });
    }
  }
}
