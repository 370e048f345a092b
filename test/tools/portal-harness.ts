/**
 * What a test sees of one element: its frame, its words, its buttons, its events, in the order in which they came.
 * Hides the shadow DOM from the tests.
 */
import { fixtureSync } from '@open-wc/testing';
import type { PortalEventMap } from '../../src/portal-events.ts';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend, command, until, type PortalCommand } from './backend.ts';
import type { RecordedRequest } from './backend-script.ts';

/** An event, with what the element said of itself while the listener ran. */
export interface RecordedEvent {
  type: string;
  detail: unknown;
  state: string;
  error: unknown;
  expiresAt: Date | null;
  event: CustomEvent;
}

const OWN_EVENTS: (keyof PortalEventMap)[] = [
  'portal-state-change',
  'portal-message',
  'portal-refresh',
  'portal-error',
];

/** One element on the test page. */
export class PortalHarness {
  readonly element: ScalekitAdminPortalElement;
  /** The element's own events, and the forwarded ones that `record` was told of. */
  readonly events: RecordedEvent[] = [];
  /** Every frame that was ever put in, also one that was there for a moment alone. */
  readonly frames: HTMLIFrameElement[] = [];
  /** Is fulfilled at the next recorded event, and replaced. */
  private next = Promise.withResolvers<void>();
  /** Looks at each event, so that a state which lasts for a moment is not missed. */
  private readonly atEvents = { sooner: () => this.next.promise };

  constructor(element: ScalekitAdminPortalElement) {
    this.element = element;
    this.record(...OWN_EVENTS);
    this.watchFrames();
  }

  /** A new element, with everything set before it is connected. */
  static create(values: Partial<ScalekitAdminPortalElement> = {}): PortalHarness {
    const element = document.createElement('scalekit-admin-portal');
    return new PortalHarness(Object.assign(element, values));
  }

  /** A new element on the page, removed after the test. */
  static async mount(values: Partial<ScalekitAdminPortalElement> = {}): Promise<PortalHarness> {
    const harness = PortalHarness.create(values);
    await harness.connect();
    return harness;
  }

  /** The element in the given markup, removed after the test. */
  static async parse(markup: string): Promise<PortalHarness> {
    const parent = fixtureSync<HTMLElement>(document.createElement('div'));
    parent.innerHTML = markup;
    return new PortalHarness(parent.querySelector('scalekit-admin-portal')!);
  }

  /** Puts the element on the page; open-wc removes its parent after the test. */
  async connect(): Promise<void> {
    const parent = fixtureSync<HTMLElement>(document.createElement('div'));
    parent.append(this.element);
    this.watchFrames();
    await this.started();
  }

  /** Waits until the element has asked for its link, or has said that it cannot: a task after it is on the page. */
  async started(): Promise<void> {
    await this.element.updateComplete;
    await new Promise((resolve) => setTimeout(resolve));
  }

  /** There is no shadow root before the element is connected; to be watched twice does no harm. */
  private watchFrames(): void {
    const root = this.element.shadowRoot;
    if (!root) return;
    new MutationObserver((records) => {
      const added = records.flatMap(({ addedNodes }) => [...addedNodes]);
      for (const node of added) {
        const isFrame = (node as Element).localName === 'iframe';
        if (isFrame && !this.frames.includes(node as HTMLIFrameElement)) this.frames.push(node as HTMLIFrameElement);
      }
    }).observe(root, { childList: true, subtree: true });
  }

  record(...types: string[]): void {
    for (const type of types) {
      this.element.addEventListener(type, (event) => {
        const { state, error, expiresAt } = this.element;
        const { detail } = event as CustomEvent<unknown>;
        this.events.push({ type, detail, state, error, expiresAt, event: event as CustomEvent });
        this.next.resolve();
        this.next = Promise.withResolvers<void>();
      });
    }
  }

  /** The types of the recorded events, in order. */
  get types(): string[] {
    return this.events.map(({ type }) => type);
  }

  /** Every state that was entered, in order. */
  get states(): string[] {
    return this.events
      .filter(({ type }) => type === 'portal-state-change')
      .map(({ detail }) => (detail as { state: string }).state);
  }

  /** The recorded events in order, a change of state with the state that was entered: `portal-state-change ready`. */
  get trace(): string[] {
    return this.events.map(({ type, detail }) => {
      return type === 'portal-state-change' ? `${type} ${(detail as { state: string }).state}` : type;
    });
  }

  /** Forgets the events so far. */
  forget(): void {
    this.events.length = 0;
  }

  /** Waits until so many events of a type have been recorded, and returns the last of them. */
  async event(type: string, count = 1): Promise<RecordedEvent> {
    const look = () => this.events.filter((event) => event.type === type)[count - 1];
    return until(`${count} × ${type}; so far: ${this.types.join(', ')}`, look, this.atEvents);
  }

  async state(state: string): Promise<void> {
    const look = () => this.element.state === state;
    await until(`state ${state} (was ${this.element.state}, ${String(this.element.error)})`, look, this.atEvents);
    await this.element.updateComplete;
  }

  find(selector: string): HTMLElement | null {
    return this.element.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
  }

  /** What every frame was put in with. For assertions: one about a frame itself takes minutes to print its failure. */
  get links(): string[] {
    return this.frames.map(({ src }) => src);
  }

  get frame(): HTMLIFrameElement | null {
    return this.find('iframe') as HTMLIFrameElement | null;
  }

  part(name: string): HTMLElement | null {
    return this.find(`[part~='${name}']`);
  }

  /** What the live region says, in one line. A heading is a line of its own, as in the labels. */
  get words(): string {
    const said = [...(this.find('[role=status]')?.querySelectorAll('h2, p, button, small') ?? [])];
    return said
      .map(({ localName, textContent }) => textContent + (localName === 'h2' ? '\n' : ' '))
      .join('')
      .trim();
  }

  /** Gives the parent a language, and waits until the element has seen that: its observer is older than this one. */
  async speak(tag: string, parent = this.element.parentElement!): Promise<void> {
    const seen = new Promise((resolve) =>
      new MutationObserver(resolve).observe(document, { attributeFilter: ['lang'], subtree: true }),
    );
    parent.lang = tag;
    await seen;
    await this.element.updateComplete;
  }

  get busy(): boolean {
    return this.find('[aria-busy=true]') !== null;
  }

  /** What has the focus inside the element. */
  get focused(): Element | null {
    return this.element.shadowRoot?.activeElement ?? null;
  }

  click(part: 'retry' | 'open'): void {
    const button = this.part(part);
    if (!button) throw new Error(`There is no button "${part}": ${this.words}`);
    button.click();
  }

  /** Tells the portal in the current frame what to do. */
  tell(value: PortalCommand): void {
    if (!this.frame) throw new Error('There is no frame.');
    command(this.frame, value);
  }

  /** Lets the portal in the current frame post a message. */
  say(message: unknown): void {
    this.tell({ command: 'post', message });
  }
}

/** A backend, and an element that asks it and shows the portal. */
export async function readyPortal(
  values: Partial<ScalekitAdminPortalElement> = {},
): Promise<{ backend: Backend; portal: PortalHarness }> {
  const backend = await Backend.create();
  const portal = await PortalHarness.mount({ endpoint: backend.endpoint, ...values });
  await portal.event('portal-message');
  await portal.state('ready');
  return { backend, portal };
}

/** Replaces a property of an object until the returned function is called. */
export function replace<T extends object>(object: T, property: keyof T, value: unknown): () => void {
  const own = Object.getOwnPropertyDescriptor(object, property);
  Object.defineProperty(object, property, { configurable: true, get: () => value });
  return () => {
    if (own) Object.defineProperty(object, property, own);
    else Reflect.deleteProperty(object, property);
  };
}

/** Waits until the endpoint has been asked so many times, and returns the last of these requests. */
export async function request(backend: Backend, count = 1): Promise<RecordedRequest> {
  return until(`request ${count}`, async () => (await backend.log()).requests[count - 1]);
}

/** Holds back every timer that asks for at least so many ms, until it is released: no test waits for a long one. */
export class HeldTimers {
  private readonly held = new Map<number, { delay: number; run: () => void }>();
  private readonly undo: (() => void)[];
  private count = 0;
  /** The delays that were asked for, also of timers that were cleared or released since. */
  readonly asked: number[] = [];

  constructor(shortest: number) {
    const set = window.setTimeout.bind(window);
    const clear = window.clearTimeout.bind(window);
    this.undo = [
      replace(window, 'setTimeout', (run: () => void, delay = 0) => {
        if (delay < shortest) return set(run, delay);
        this.asked.push(delay);
        // Below zero: no timer of the browser's has such a number.
        const id = -++this.count;
        this.held.set(id, { delay, run });
        return id;
      }),
      replace(window, 'clearTimeout', (id: number) => {
        if (!this.held.delete(id)) clear(id);
      }),
    ];
  }

  /** The delays of the timers that wait. */
  get delays(): number[] {
    return [...this.held.values()].map(({ delay }) => delay);
  }

  /** Waits until a timer of at least so many ms has been set, then lets the first such timer run. */
  async release(shortest: number): Promise<void> {
    const [id, { run }] = await until(`a timer of ${shortest} ms among ${this.delays.join(', ')}`, () => {
      return [...this.held].find(([, { delay }]) => delay >= shortest);
    });
    this.held.delete(id);
    run();
  }

  restore(): void {
    for (const undo of this.undo) undo();
  }
}
