/**
 * Checks everything that a test file observes of the element: no link is in an event, a log line, an error, an attribute, a
 * property, a serialised element or a Referer. The import starts it, once per page. It checks at once, and fails the
 * running test.
 *
 * A link is allowed in the `src` of the frame, and in a message if the portal posted it.
 */
import type { BackendLog } from '../tools/backend.ts';
import { report } from '../tools/figures.ts';
import { containsLink } from './leak-scan.ts';

const TAG = 'scalekit-admin-portal';

/** How much was checked. */
export interface Checked {
  events: number;
  'log lines': number;
  errors: number;
  elements: number;
  attributes: number;
  requests: number;
}

// Bound before any test replaces them.
const fetchLog = window.fetch.bind(window);
const later = window.setTimeout.bind(window);

class LeakWatch {
  readonly checked: Checked = { events: 0, 'log lines': 0, errors: 0, elements: 0, attributes: 0, requests: 0 };
  /** The places of links that a test leaks on purpose. */
  private expected: string[] | undefined;
  /** The elements of this test. Weak, because other tests count the elements in memory. */
  private readonly elements: WeakRef<HTMLElement>[] = [];
  private readonly runs = new Set<string>();
  /** The test that has used each run. */
  private readonly users = new Map<string, string>();
  private readonly requests = new PerformanceObserver((list) => this.noteRuns(list.getEntries()));
  /** The last message. Weak, because its source is a frame. */
  private message: WeakRef<MessageEvent> | undefined;

  constructor() {
    this.watchEvents();
    this.watchConsole();
    this.watchErrors();
    this.watchElements();
    this.requests.observe({ type: 'resource', buffered: true });
  }

  private check(place: string, value: unknown): void {
    if (containsLink(value)) this.fail(place);
  }

  /** Mocha attributes an unhandled error to the running test. */
  private fail(place: string): void {
    if (this.expected) this.expected.push(place);
    else reportError(new Error(`A link leaked: ${place}`));
  }

  /** Checks every event of the element before its listeners run, also outside of the document. */
  private watchEvents(): void {
    window.addEventListener('message', (event) => (this.message = new WeakRef(event)), true);
    const check = (event: Event) => this.checkEvent(event);
    const dispatchEvent: (this: unknown, event: Event) => boolean = Reflect.get(EventTarget.prototype, 'dispatchEvent');
    EventTarget.prototype.dispatchEvent = function (event) {
      if (this instanceof Element && this.localName === TAG) check(event);
      return dispatchEvent.call(this, event);
    };
  }

  private checkEvent(event: Event): void {
    this.checked.events += 1;
    const { type, detail } = event as CustomEvent<unknown>;
    this.check('the type of an event', type);
    if (!containsLink(detail)) return;
    // A forwarded event has the same object as the portal's message. The data is read only now, because the data of a
    // refused message must not be read, not even here.
    if (detail !== this.message?.deref()?.data) this.fail(`detail of ${type}`);
  }

  /** Replaces the whole console, because tests replace its functions. */
  private watchConsole(): void {
    const check = (name: string, parts: unknown[]) => {
      this.checked['log lines'] += 1;
      this.check(`console.${name}`, parts);
    };
    const { console } = window;
    window.console = new Proxy(console, {
      get(target, name) {
        const own: unknown = Reflect.get(target, name);
        if (typeof own !== 'function') return own;
        return (...parts: unknown[]) => {
          check(String(name), parts);
          return own.apply(target, parts) as unknown;
        };
      },
    });
  }

  private watchErrors(): void {
    window.addEventListener('error', ({ message, error }) => this.checkError('an error', [message, error]), true);
    window.addEventListener('unhandledrejection', ({ reason }) => this.checkError('a rejection', reason), true);
  }

  private checkError(kind: string, value: unknown): void {
    this.checked.errors += 1;
    this.check(`${kind} that is not handled`, value);
  }

  /** Watches every element from its constructor on, in the page or outside of it. */
  private watchElements(): void {
    const adopt = (element: HTMLElement) => this.adopt(element);
    const attachInternals: (this: unknown) => ElementInternals = Reflect.get(HTMLElement.prototype, 'attachInternals');
    HTMLElement.prototype.attachInternals = function () {
      if (this.localName === TAG) adopt(this);
      return attachInternals.call(this);
    };
  }

  private adopt(element: HTMLElement): void {
    this.elements.push(new WeakRef(element));
    this.checked.elements += 1;
    const observer = new MutationObserver((records) => {
      this.checked.attributes += records.length;
      // A page may set `src`. The element removes it with its next update, a microtask later.
      later(() => this.checkElement(element));
    });
    observer.observe(element, { attributes: true });
  }

  /** Checks attributes, properties and serialised forms. Before its first update, the element may still have `src`. */
  private checkElement(element: HTMLElement): void {
    if (!(element as { hasUpdated?: boolean }).hasUpdated || !element.isConnected) return;
    for (const { name, value } of element.attributes) this.check(`attribute ${name}`, value);
    this.check('serialised element', element);
    for (
      let type: object | null = element;
      type && type !== HTMLElement.prototype;
      type = Object.getPrototypeOf(type)
    ) {
      for (const name of Object.getOwnPropertyNames(type)) {
        const value: unknown = Reflect.get(element, name, element);
        if (typeof value === 'string' || value instanceof Error) this.check(`property ${name}`, value);
      }
    }
  }

  private noteRuns(entries: readonly PerformanceEntry[]): void {
    for (const { name } of entries) {
      const run = /\/(?:backend|portal)\/([\da-f-]{36})/.exec(name)?.[1];
      if (run !== undefined) this.runs.add(run);
    }
  }

  /** The runs of the test backend that were used since the last time. */
  private newRuns(): string[] {
    this.noteRuns(this.requests.takeRecords());
    const runs = [...this.runs].filter((run) => !this.users.has(run));
    this.runs.clear();
    return runs;
  }

  /** Checks the Referers that the endpoint and the portal got. Pages inside the portal send their own. */
  private async checkReferers(run: string, test: string): Promise<void> {
    const response = await fetchLog(`/backend/${run}/log`);
    const { requests, preflights, opened } = (await response.json()) as BackendLog;
    const toEndpoint = [...requests, ...preflights].map(({ headers }) => headers['referer']);
    const toPortal = opened.map(({ referer }) => referer).filter((referer) => !referer?.includes(`/portal/${run}/`));
    this.checked.requests += requests.length + preflights.length + opened.length;
    this.check(`a Referer of "${test}"`, [toEndpoint, toPortal]);
  }

  /** Checks the elements that a test has left. */
  private endTest(test: string): void {
    for (const element of this.elements.splice(0)) {
      const alive = element.deref();
      if (alive) this.checkElement(alive);
    }
    for (const run of this.newRuns()) this.users.set(run, test);
  }

  private async endFile(): Promise<void> {
    for (const run of this.newRuns()) this.users.set(run, 'the end of the file');
    // Not after each test, because a test may keep all connections to the server busy.
    for (const [run, test] of this.users) await this.checkReferers(run, test);
    await report('No link in', 'everything that the tests observed', { ...this.checked });
  }

  /** Lets a function leak a link on purpose; returns the places where it was found. */
  async provoke(act: () => unknown): Promise<string[]> {
    const expected: string[] = [];
    this.expected = expected;
    try {
      await act();
      await new Promise((resolve) => later(resolve));
    } finally {
      this.expected = undefined;
    }
    return expected;
  }

  /** Adds Mocha's root hooks. */
  attach(): void {
    const endTest = (test: string) => this.endTest(test);
    afterEach(function () {
      endTest(this.currentTest?.title ?? '');
    });
    const end = () => this.endFile();
    after('no Referer contained a link', async function () {
      this.timeout(60_000);
      await end();
    });
  }
}

/** For the tests of the watch. */
export const leakWatch = new LeakWatch();

if ('afterEach' in window) {
  leakWatch.attach();
} else {
  // The test framework defines its hooks later, right before it loads the test file.
  Object.defineProperty(window, 'afterEach', {
    configurable: true,
    set(hook: unknown) {
      Object.defineProperty(window, 'afterEach', { configurable: true, writable: true, value: hook });
      leakWatch.attach();
    },
  });
}
