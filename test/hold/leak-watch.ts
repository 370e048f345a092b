/**
 * One check over everything that a test file observes of the element: that a link is in no event, no log line, no
 * error, no attribute, no property, no serialised element and no Referer. Importing it switches it on, once a page. It
 * looks as things happen, and fails the test that was running.
 *
 * What may hold a link: the `src` of the frame, and a message that the portal itself has put one into.
 */
import type { BackendLog } from '../tools/backend.ts';
import { report } from '../tools/figures.ts';
import { holdsLink } from './leak-scan.ts';

const TAG = 'scalekit-admin-portal';

/** How much was looked at. */
export interface Looked {
  events: number;
  'log lines': number;
  errors: number;
  elements: number;
  attributes: number;
  requests: number;
}

// Taken before any test replaces them.
const fetchLog = window.fetch.bind(window);
const later = window.setTimeout.bind(window);

class LeakWatch {
  readonly looked: Looked = { events: 0, 'log lines': 0, errors: 0, elements: 0, attributes: 0, requests: 0 };
  /** Where a link was told on purpose, while a test does so. */
  private expected: string[] | undefined;
  /** Elements of this test. Not held: other tests count what is left of them. */
  private readonly elements: WeakRef<HTMLElement>[] = [];
  private readonly runs = new Set<string>();
  /** Which test has used a run. */
  private readonly users = new Map<string, string>();
  private readonly requests = new PerformanceObserver((list) => this.noteRuns(list.getEntries()));
  /** The message that came last. Not held: its source is a frame. */
  private message: WeakRef<MessageEvent> | undefined;

  constructor() {
    this.watchEvents();
    this.watchConsole();
    this.watchErrors();
    this.watchElements();
    this.requests.observe({ type: 'resource', buffered: true });
  }

  private look(where: string, value: unknown): void {
    if (holdsLink(value)) this.fail(where);
  }

  /** Mocha takes an error that nobody handled for one of the test that is running. */
  private fail(where: string): void {
    if (this.expected) this.expected.push(where);
    else reportError(new Error(`A link was told: ${where}`));
  }

  /** Every event of the element's, also outside the document, before its listeners run. */
  private watchEvents(): void {
    window.addEventListener('message', (event) => (this.message = new WeakRef(event)), true);
    const look = (event: Event) => this.lookAtEvent(event);
    const dispatchEvent: (this: unknown, event: Event) => boolean = Reflect.get(EventTarget.prototype, 'dispatchEvent');
    EventTarget.prototype.dispatchEvent = function (event) {
      if (this instanceof Element && this.localName === TAG) look(event);
      return dispatchEvent.call(this, event);
    };
  }

  private lookAtEvent(event: Event): void {
    this.looked.events += 1;
    const { type, detail } = event as CustomEvent<unknown>;
    this.look('the type of an event', type);
    if (!holdsLink(detail)) return;
    // Forwarded as it came: the very object that the portal sent. The element's own events have details of their own.
    // Only now is the data read: that of a refused message must not be, not even here.
    if (detail !== this.message?.deref()?.data) this.fail(`detail of ${type}`);
  }

  /** In place of the whole console, because tests replace its functions. */
  private watchConsole(): void {
    const look = (name: string, words: unknown[]) => {
      this.looked['log lines'] += 1;
      this.look(`console.${name}`, words);
    };
    const { console } = window;
    window.console = new Proxy(console, {
      get(target, name) {
        const own: unknown = Reflect.get(target, name);
        if (typeof own !== 'function') return own;
        return (...words: unknown[]) => {
          look(String(name), words);
          return own.apply(target, words) as unknown;
        };
      },
    });
  }

  private watchErrors(): void {
    window.addEventListener('error', ({ message, error }) => this.lookAtError('an error', [message, error]), true);
    window.addEventListener('unhandledrejection', ({ reason }) => this.lookAtError('a rejection', reason), true);
  }

  private lookAtError(what: string, value: unknown): void {
    this.looked.errors += 1;
    this.look(`${what} that nobody handled`, value);
  }

  /** From the constructor on, wherever in the page or outside it the element lives. */
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
    this.looked.elements += 1;
    const observer = new MutationObserver((records) => {
      this.looked.attributes += records.length;
      // A page may set `src` itself. The element takes it away with its next update, a microtask later.
      later(() => this.lookAtElement(element));
    });
    observer.observe(element, { attributes: true });
  }

  /** The element as anybody can read it; only once it is, or was, on the page does it take `src` away. */
  private lookAtElement(element: HTMLElement): void {
    if (!(element as { hasUpdated?: boolean }).hasUpdated || !element.isConnected) return;
    for (const { name, value } of element.attributes) this.look(`attribute ${name}`, value);
    this.look('serialised element', element);
    for (
      let type: object | null = element;
      type && type !== HTMLElement.prototype;
      type = Object.getPrototypeOf(type)
    ) {
      for (const name of Object.getOwnPropertyNames(type)) {
        const value: unknown = Reflect.get(element, name, element);
        if (typeof value === 'string' || value instanceof Error) this.look(`property ${name}`, value);
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

  /** What the endpoint and the portal were sent as a Referer. A portal that walks from page to page sends its own. */
  private async lookAtReferers(run: string, test: string): Promise<void> {
    const response = await fetchLog(`/backend/${run}/log`);
    const { requests, preflights, opened } = (await response.json()) as BackendLog;
    const toEndpoint = [...requests, ...preflights].map(({ headers }) => headers['referer']);
    const toPortal = opened.map(({ referer }) => referer).filter((referer) => !referer?.includes(`/portal/${run}/`));
    this.looked.requests += requests.length + preflights.length + opened.length;
    this.look(`a Referer of "${test}"`, [toEndpoint, toPortal]);
  }

  /** Looks at what a test has left on the page. */
  private endTest(test: string): void {
    for (const element of this.elements.splice(0)) {
      const left = element.deref();
      if (left) this.lookAtElement(left);
    }
    for (const run of this.newRuns()) this.users.set(run, test);
  }

  private async endFile(): Promise<void> {
    for (const run of this.newRuns()) this.users.set(run, 'the end of the file');
    // Only now: a test may keep all connections to the server busy.
    for (const [run, test] of this.users) await this.lookAtReferers(run, test);
    await report('No link in', 'everything that the tests observed', { ...this.looked });
  }

  /** Lets something tell a link on purpose; returns where it was found. */
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

  /** Mocha's hooks, at the root of all tests. */
  attach(): void {
    const watch = (test: string) => this.endTest(test);
    afterEach(function () {
      watch(this.currentTest?.title ?? '');
    });
    const end = () => this.endFile();
    after('no Referer told a link', async function () {
      this.timeout(60_000);
      await end();
    });
  }
}

/** What is being watched, for tests of the watch itself. */
export const leakWatch = new LeakWatch();

if ('afterEach' in window) {
  leakWatch.attach();
} else {
  // Before the tests' framework: it hands out its hooks while it sets itself up, right before the test file is loaded.
  Object.defineProperty(window, 'afterEach', {
    configurable: true,
    set(hook: unknown) {
      Object.defineProperty(window, 'afterEach', { configurable: true, writable: true, value: hook });
      leakWatch.attach();
    },
  });
}
