/**
 * One element as a test sees it: its frames, its text, its buttons and its events in order. Hides the shadow DOM from the
 * tests.
 */
import { expect, fixtureSync } from '@open-wc/testing';
import type { PortalError } from '../../src/portal-error.ts';
import type { PortalEventMap } from '../../src/portal-events.ts';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import type { FetchPortalLink } from '../../src/portal-link.ts';
import { Backend, command, until, type BackendSetup, type PortalCommand } from './backend.ts';
import { sessionExpiry, ssoEnabled } from './sample-messages.ts';

/** An event, with the element's properties at the time the listener ran. */
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

type Values = Partial<ScalekitAdminPortalElement>;

export class PortalHarness {
  readonly element: ScalekitAdminPortalElement;
  /** The element's own events, and the forwarded ones that `record` was called for. */
  readonly events: RecordedEvent[] = [];
  /** Every frame that was inserted, also one that was removed at once. */
  readonly frames: HTMLIFrameElement[] = [];
  /** Is fulfilled at the next recorded event, and replaced. */
  private next = Promise.withResolvers<void>();
  /** Checks at each event, so that a short-lived state is not missed. */
  private readonly atEvents = { signal: () => this.next.promise };

  constructor(element: ScalekitAdminPortalElement) {
    this.element = element;
    this.record(...OWN_EVENTS);
    this.watchFrames();
  }

  /** A new element that is not on the page. */
  static create(values: Values = {}): PortalHarness {
    const element = document.createElement('scalekit-admin-portal');
    return new PortalHarness(Object.assign(element, values));
  }

  /** A new element on the page, removed after the test. */
  static async mount(values: Values = {}): Promise<PortalHarness> {
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

  /** Waits until the element has requested its link or has warned that it cannot: one task after it is connected. */
  async started(): Promise<void> {
    await this.element.updateComplete;
    await new Promise((resolve) => setTimeout(resolve));
  }

  /** There is no shadow root before the element is connected. Watching it twice is harmless. */
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

  /** Records events of these types. */
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

  /** The types of the recorded events in order. A change of state also has the new state: `portal-state-change ready`. */
  get trace(): string[] {
    return this.events.map(({ type, detail }) => {
      return type === 'portal-state-change' ? `${type} ${(detail as { state: string }).state}` : type;
    });
  }

  /** How many events of a type were recorded. */
  count(type: string): number {
    return this.types.filter((recorded) => recorded === type).length;
  }

  clearEvents(): void {
    this.events.length = 0;
  }

  /** Waits until so many events of a type have been recorded, and returns the last of them. */
  async event(type: string, count = 1): Promise<RecordedEvent> {
    const find = () => this.events.filter((event) => event.type === type)[count - 1];
    return until(`${count} × ${type}; so far: ${this.types.join(', ')}`, find, this.atEvents);
  }

  /** Waits until the element is in a state and has rendered it. */
  async state(state: string): Promise<void> {
    const isReached = () => this.element.state === state;
    await until(`state ${state} (was ${this.element.state}, ${String(this.element.error)})`, isReached, this.atEvents);
    await this.element.updateComplete;
  }

  /** Waits until so many messages of the portal have been recorded, and the portal shows. */
  async ready(messages = 1): Promise<void> {
    await this.event('portal-message', messages);
    await this.state('ready');
  }

  /** Sets properties of the element, and waits until it has rendered them. */
  async set(values: Values): Promise<void> {
    Object.assign(this.element, values);
    await this.element.updateComplete;
  }

  /** Waits for the `count`th error since the last `clearEvents`, and until it is rendered. It must have these properties. */
  async expectError(properties: Partial<PortalError>, count = 1): Promise<void> {
    const { error } = await this.event('portal-error', count);
    await this.element.updateComplete;
    expect(error).to.include(properties);
    expect(this.element.error).to.equal(error);
  }

  find(selector: string): HTMLElement | null {
    return this.element.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
  }

  /** The `src` of every frame. For assertions: chai takes minutes to print a frame. */
  get links(): string[] {
    return this.frames.map(({ src }) => src);
  }

  get frame(): HTMLIFrameElement | null {
    return this.find('iframe') as HTMLIFrameElement | null;
  }

  /** Whether the first frame was never replaced or removed. */
  get hasFirstFrame(): boolean {
    return this.frames.length === 1 && this.frame === this.frames[0];
  }

  part(name: string): HTMLElement | null {
    return this.find(`[part~='${name}']`);
  }

  /** The text of the live region. A line break follows a heading, as in the labels. */
  get text(): string {
    return [...(this.find('[role=status]')?.querySelectorAll('h2, p, button, small') ?? [])]
      .map(({ localName, textContent }) => textContent + (localName === 'h2' ? '\n' : ' '))
      .join('')
      .trim();
  }

  /** Sets the parent's language, and waits until the element has seen it: its observer is older than this one. */
  async setLanguage(tag: string, parent = this.element.parentElement!): Promise<void> {
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

  /** The focused node inside the element. */
  get focused(): Element | null {
    return this.element.shadowRoot?.activeElement ?? null;
  }

  /** The button of this part. */
  button(part: 'retry' | 'open' | 'launch'): HTMLElement {
    const button = this.part(part);
    if (!button) throw new Error(`There is no button "${part}": ${this.text}`);
    return button;
  }

  click(part: 'retry' | 'open' | 'launch'): void {
    this.button(part).click();
  }

  /** Sends a command to the portal in the current frame. */
  command(value: PortalCommand): void {
    if (!this.frame) throw new Error('There is no frame.');
    command(this.frame, value);
  }

  /** Lets the portal in the current frame post a message. */
  post(message: unknown): void {
    this.command({ command: 'post', message });
  }

  /** Lets the portal post a message, and waits until the element has handled and rendered it. */
  async deliver(message: unknown): Promise<void> {
    const messages = this.count('portal-message');
    this.post(message);
    await this.event('portal-message', messages + 1);
    await this.element.updateComplete;
  }

  /** Ends the session with a message, and waits until the next session shows. */
  async renew(ending: unknown = sessionExpiry()): Promise<void> {
    const messages = this.count('portal-message');
    this.post(ending);
    // The ending, and the first message of the next portal.
    await this.ready(messages + 2);
  }
}

export interface MountedPortal {
  readonly backend: Backend;
  readonly portal: PortalHarness;
}

/** A new backend, and an element on the page that uses it. */
export async function mountPortal(setup: BackendSetup = {}, values: Values = {}): Promise<MountedPortal> {
  const backend = await Backend.create(setup);
  const portal = await PortalHarness.mount({ endpoint: backend.endpoint, ...values });
  return { backend, portal };
}

/** A new backend, and an element that shows its portal. */
export async function readyPortal(values: Values = {}): Promise<MountedPortal> {
  const mounted = await mountPortal({}, values);
  await mounted.portal.ready();
  return mounted;
}

/** Starts and removes another portal. An element that starts by mistake has started by then. */
export async function otherPortalStarts(): Promise<void> {
  const { portal } = await readyPortal();
  portal.element.remove();
}

/** Checks that the session continues: its frame was neither replaced nor reloaded, it posts messages, and no link was minted. */
export async function expectSameSession({ backend, portal }: MountedPortal, frame: HTMLIFrameElement, minted = 1) {
  portal.clearEvents();
  await otherPortalStarts();
  expect(portal.frame === frame, 'the same frame').to.equal(true);
  portal.post(ssoEnabled());
  await portal.event('portal-message');
  expect(portal.trace).to.deep.equal(['portal-message']);
  const log = await backend.log();
  expect(log.opened.map(({ times }) => times)).to.deep.equal([1]);
  expect(log.minted).to.equal(minted);
}

/** A `fetchPortalLink` that never answers and ignores its signal, and the signals of its calls. */
export function pendingFetch() {
  const signals: AbortSignal[] = [];
  const fetchPortalLink: FetchPortalLink = ({ signal }) => {
    signals.push(signal);
    return new Promise(() => undefined);
  };
  return { fetchPortalLink, signals };
}

/** The reason that a promise is rejected with, or null if it is fulfilled. */
export function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (reason: unknown) => reason,
  );
}
