/**
 * One life of a real element on a simulated page: applies the steps, records what the element does, and compares it with the
 * model. `compare` runs whenever nothing more can happen without another step.
 */
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { digest, Violation, type Call, type PortalModel, type Reaction } from './portal-model.ts';
import { BUBBLING_EVENTS, FORWARDED_EVENTS, type PortalWord } from './portal-words.ts';
import { isOpen, SECRET, type SimulatedRequest } from './simulated-endpoint.ts';
import { SimulatedPage } from './simulated-page.ts';

const STATES = ['idle', 'loading', 'ready', 'expired', 'error'];
const OWN_EVENTS = ['portal-state-change', 'portal-message', 'portal-refresh', 'portal-error'];

/** Tasks without the browser's delay: nested timers get 4 ms each. */
const channel = new MessageChannel();
const tasks: (() => void)[] = [];
channel.port1.onmessage = () => tasks.shift()?.();

/** Waits for the end of the task, and so for all microtasks. */
export const endOfTask = (): Promise<void> =>
  new Promise((resolve) => {
    tasks.push(resolve);
    channel.port2.postMessage(null);
  });

/** The first load of a frame is that of its empty document, not that of the portal. */
const ignoreEmptyDocument = (event: Event): void => {
  if (event.isTrusted) event.stopImmediatePropagation();
};

const messageFrom = (source: Window | null, origin: string, data: unknown): MessageEvent => {
  try {
    return new MessageEvent('message', { source, origin, data });
  } catch {
    // WebKit refuses the window of a removed frame. In a real event of such a frame, the source is null, too.
    return new MessageEvent('message', { source: null, origin, data });
  }
};

/** Compares an actual value with the expected one. */
type Compare = (name: string, actual: unknown, expected: unknown) => void;

export class Life {
  readonly page: SimulatedPage;
  readonly element: ScalekitAdminPortalElement;
  /** The actual and the expected outcome of every call of `reload()`. */
  readonly outcomes: { actual: { outcome: string }; expected: Call }[] = [];
  preventsRefresh = false;
  /** Whether a listener calls `reload()` at every error. */
  reloadsOnError = false;
  readonly #parents: [HTMLElement, HTMLElement];
  readonly #reactions = new Map<string, Reaction>();
  #events: string[] = [];
  /** Rules that were broken during a step. */
  readonly #faults: string[] = [];
  /** The window of the previous frame, as a source of messages. */
  #oldWindow: Window | null = null;
  #window: Window | null = null;
  #seenRequests = 0;
  #lastState = 'idle';
  #isSetting = false;

  constructor(randomStart: number) {
    this.page = new SimulatedPage(randomStart);
    this.page.begin();
    this.#parents = [document.createElement('div'), document.createElement('div')];
    document.body.append(...this.#parents);
    this.#isSetting = true;
    this.element = document.createElement('scalekit-admin-portal');
    for (const type of [...OWN_EVENTS, ...FORWARDED_EVENTS]) {
      this.element.addEventListener(type, (event) => this.#record(event as CustomEvent<unknown>));
    }
    this.#isSetting = false;
  }

  async end(): Promise<void> {
    for (const parent of this.#parents) parent.remove();
    // Late effects and errors of a broken element belong to this life, not to the next.
    await endOfTask();
    await endOfTask();
    this.page.end();
  }

  get frame(): HTMLIFrameElement | null {
    return this.element.shadowRoot?.querySelector('iframe') ?? null;
  }

  // The steps.

  /** Calls a function of the page, for example a setter. No event may be dispatched before it returns. */
  quietly(act: (element: ScalekitAdminPortalElement) => void): void {
    this.#isSetting = true;
    act(this.element);
    this.#isSetting = false;
  }

  attach(): void {
    const [first, second] = this.#parents;
    this.quietly((element) => (element.parentNode === first ? second : first).append(element));
    this.element.shadowRoot!.addEventListener('load', ignoreEmptyDocument, true);
  }

  detach(): void {
    this.quietly((element) => element.remove());
  }

  /** Returns whether the browser has kept the frame. */
  moveBefore(): boolean {
    const { element, frame } = this;
    const old = frame?.contentWindow;
    const [first, second] = this.#parents;
    const target = element.parentNode === first ? second : first;
    (target as unknown as { moveBefore: (node: Node, before: null) => void }).moveBefore(element, null);
    return frame?.contentWindow === old;
  }

  setRendered(rendered: boolean): void {
    for (const parent of this.#parents) parent.style.display = rendered ? '' : 'none';
    this.page.setRendered(rendered);
  }

  reload(byPerson: boolean): { outcome: string } {
    const call = { outcome: 'pending' };
    this.page.activated = byPerson;
    this.element.reload().then(
      () => (call.outcome = 'resolved'),
      (error: unknown) => {
        const { name, code } = error as { name: string; code?: unknown };
        call.outcome = name === 'PortalError' ? String(code) : name;
      },
    );
    this.page.activated = false;
    return call;
  }

  click(part: 'retry' | 'open'): void {
    const button = this.element.shadowRoot!.querySelector<HTMLElement>(`[part=${part}]`);
    if (!button) throw new Violation(`There is no button "${part}".`);
    button.click();
  }

  react(type: string, reaction: Reaction): void {
    this.#reactions.set(type, reaction);
  }

  post(source: 'frame' | 'old frame' | 'host page' | 'no source', origin: string, data: unknown): void {
    const windows = {
      frame: this.frame?.contentWindow,
      'old frame': this.#oldWindow,
      'host page': window,
      'no source': null,
    };
    window.dispatchEvent(messageFrom(windows[source] ?? null, origin, data));
  }

  /** Posts a message of the current frame. */
  postWord(word: PortalWord, origin: string, expiry: number): void {
    this.post('frame', origin, word.data(new Date(expiry).toISOString()));
  }

  violate(blockedURI: string): void {
    const details = { disposition: 'enforce', effectiveDirective: 'frame-src', blockedURI } as const;
    const init = { ...details, documentURI: location.href, violatedDirective: 'frame-src', originalPolicy: '' };
    document.dispatchEvent(new SecurityPolicyViolationEvent('securitypolicyviolation', { ...init, statusCode: 200 }));
  }

  // The comparison.

  /** The requests since the last comparison, without those that were aborted before an answer. */
  get recentRequests(): SimulatedRequest[] {
    const recent = this.page.endpoint.requests.slice(this.#seenRequests);
    return recent.filter(({ sent, signal }) => sent !== undefined || !signal.aborted);
  }

  /** Whether it has reported this error since the last comparison. */
  reported(code: string): boolean {
    return this.#events.some((event) => event.startsWith(`portal-error ${code}`)) || this.element.error?.code === code;
  }

  /** Whether it has used this link in a frame. */
  framed(link: string): boolean {
    return this.page.framed.includes(link);
  }

  /** Lets everything happen that needs no further step, in the element and in the model, and compares them. */
  async settle(model: PortalModel): Promise<void> {
    await this.#exhaust();
    model.time = this.page.clock.time;
    model.wall = this.page.clock.wall;
    model.settle(this.recentRequests);
    const { requests } = this.page.endpoint;
    const newRequests = requests.length - this.#seenRequests;
    this.#seenRequests = requests.length;
    // One more is allowed: the next attempt for an earlier link.
    if (newRequests > model.begins + 1) throw new Violation(`${newRequests} requests for ${model.begins} links.`);
    this.compare(model);
  }

  /** Lets time pass, and compares at every moment at which something can happen. */
  async advance(model: PortalModel, ms: number): Promise<void> {
    const { clock } = this.page;
    const end = clock.time + ms;
    while (clock.time < end) {
      clock.moveTo(Math.min(clock.next, model.next, end));
      await this.settle(model);
    }
  }

  compare(model: PortalModel): void {
    const { element, page, frame } = this;
    const problems = [...this.#faults];
    const same: Compare = (name, actual, expected) => {
      const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
      if (is !== should) problems.push(`${name}: ${is}, not ${should}`);
    };
    const error = element.error;
    same('state', element.state, model.state);
    same(
      ':state()',
      STATES.filter((state) => element.matches(`:state(${state})`)),
      [model.state],
    );
    same('error', error?.code ?? null, model.error);
    if (error) same('error.name', error.name, 'PortalError');
    same('expiresAt', element.expiresAt?.getTime() ?? null, model.expiresAt);
    this.#compareEvents(model, same, problems);
    same('frames', element.shadowRoot?.querySelectorAll('iframe').length ?? 0, model.session ? 1 : 0);
    if (frame && model.session) this.#compareFrame(frame, model, same);
    const open = page.endpoint.requests.filter(isOpen).length;
    same('open requests', open, [model.asking?.request, model.opening?.request].filter(Boolean).length);
    same('tabs', page.tabs.length, model.tabs);
    same('waiting tabs', page.tabs.filter(({ link, closed }) => !link && !closed).length, model.opening ? 1 : 0);
    same(
      'outcomes of reload()',
      this.outcomes.map(({ actual }) => actual.outcome),
      this.outcomes.map(({ actual, expected }) => (expected.or.includes(actual.outcome) ? actual : expected).outcome),
    );
    same('warnings', page.warnings.length, model.warnings);
    same('thrown', page.thrown, []);
    if (element.shadowRoot) this.#compareAttributes(model, same);
    const shown = (part: string) => element.shadowRoot?.querySelector(`[part=${part}]`) != null;
    if (element.isConnected) {
      same('buttons', [shown('retry'), shown('open')], [model.retryShown, model.openShown]);
      same('notice', shown('notice'), model.noticeShown);
    }
    const used = [...page.framed, ...page.tabs.flatMap(({ link }) => link ?? [])];
    if (new Set(used).size < used.length) problems.push('a link was used twice');
    if (`${page.warnings.join()} ${error?.message}`.includes(SECRET)) problems.push('a link is shown');
    const { watchdogAt = Infinity } = model.session ?? {};
    const limits = [model.asking, model.opening].filter((asking) => asking?.request ?? asking?.between).length;
    const others = [watchdogAt, model.paceAt].filter((at) => at < Infinity).length;
    same('timers', page.clock.pending, limits + others);
    if (!element.isConnected) same('listeners and observers', [page.listeners, page.observers], [0, 0]);
    if (problems.length > 0) throw new Violation(problems.join('\n'));
    model.begins = 0;
    if (frame?.contentWindow !== this.#window) {
      this.#oldWindow = this.#window ?? this.#oldWindow;
      this.#window = frame?.contentWindow ?? null;
    }
  }

  #compareEvents(model: PortalModel, same: Compare, problems: string[]): void {
    const events = this.#events.splice(0);
    const expected = model.expected.splice(0);
    if (!model.interfered) same('events', events, expected);
    if (this.#lastState !== model.state) problems.push(`the state of the last event: ${this.#lastState}`);
    const refreshes = events.filter((event) => event.startsWith('portal-refresh')).length;
    if (refreshes > model.refreshes) problems.push(`portal-refresh: ${refreshes} times`);
    model.interfered = false;
    model.refreshes = 0;
  }

  /** Attributes and properties are the same once the element has been on a page. */
  #compareAttributes(model: PortalModel, same: Compare): void {
    const { element } = this;
    same('src', element.src, null);
    const secrets = [...element.attributes].filter(({ value }) => value.includes(SECRET));
    same('attributes with a link', secrets, []);
    same('endpoint', [element.endpoint, element.getAttribute('endpoint')], [model.endpoint, model.endpoint]);
  }

  #compareFrame(frame: HTMLIFrameElement, model: PortalModel, same: Compare): void {
    const { link, sandbox, origins } = model.session!;
    same('frame.src', frame.src, link);
    same('frame.title', frame.title, model.frameTitle || 'Admin portal');
    same('frame.allow', frame.allow, ['clipboard-write', ...origins].join(' '));
    const names = ['sandbox', 'referrerpolicy', 'name', 'loading', 'srcdoc'];
    same(
      'frame',
      names.map((name) => frame.getAttribute(name)),
      [sandbox, 'strict-origin', null, null, null],
    );
  }

  /** Runs all due timers, task after task. */
  async #exhaust(): Promise<void> {
    await endOfTask();
    for (let ran = 0; this.page.clock.runOne(); ran++) {
      if (ran > 500) throw new Violation('It never stops.');
      await endOfTask();
    }
  }

  #record(event: CustomEvent<unknown>): void {
    const { type, detail, target, bubbles, composed, cancelable } = event;
    // Not events of the shadow DOM and of the browser.
    if (target !== this.element || event.isTrusted) return;
    const { state, error, expiresAt } = this.element;
    if (this.#isSetting) this.#faults.push(`${type} was dispatched by a setter or callback`);
    const shouldBubble = OWN_EVENTS.includes(type) || BUBBLING_EVENTS.has(type);
    if (bubbles !== shouldBubble || composed || cancelable !== (type === 'portal-refresh')) {
      this.#faults.push(`${type} has the wrong flags`);
    }
    let text = '';
    if (type === 'portal-state-change') {
      const change = detail as { state: string; previousState: string };
      text = `${change.previousState} > ${change.state}`;
      if (change.previousState !== this.#lastState || change.state !== state) {
        this.#faults.push(`after "${this.#lastState}", and in the state "${state}", the event was ${text}`);
      }
      this.#lastState = change.state;
    } else if (type === 'portal-refresh') {
      text = (detail as { reason: string }).reason;
    } else if (type === 'portal-error') {
      const failed = (detail as { error?: { code: string; message: string } }).error;
      text = failed?.code ?? 'without an error';
      if (failed?.message.includes(SECRET)) this.#faults.push('a link is in an error');
    } else if (!Object.isFrozen(detail)) {
      this.#faults.push(`${type}: the message is not frozen`);
    }
    this.#events.push(digest(type, text, state, error?.code ?? null, expiresAt?.getTime() ?? null));
    if (this.preventsRefresh && type === 'portal-refresh') event.preventDefault();
    if (this.reloadsOnError && type === 'portal-error') void this.element.reload();
    this.#runReaction(type);
  }

  #runReaction(type: string): void {
    const reaction = this.#reactions.get(type);
    if (!reaction) return;
    this.#reactions.delete(type);
    const { element } = this;
    if (reaction === 'reload') void element.reload();
    else if (reaction === 'other endpoint') element.endpoint = '/other';
    else if (reaction === 'remove') element.remove();
    else if (element.isConnected) this.attach();
  }
}
