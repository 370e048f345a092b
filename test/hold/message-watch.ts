/**
 * Records every message that reaches the test page, and what an element did with it: whether it accepted it, how often it
 * read the data, whether it threw.
 *
 * A listener that is older than any element starts the record of a message. Everything until the next message belongs to that
 * record. This is correct because dispatching is synchronous.
 */
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';

/** One message and its effects. */
export interface Arrival {
  readonly source: MessageEventSource | null;
  readonly origin: string;
  /** How often its data was read. This file never reads it: Chromium deserialises at the first read. */
  reads: number;
  /** The details that the watched element forwarded. */
  readonly accepted: unknown[];
  thrown: number;
}

/** The sender of expected messages; see `Sender`. */
interface ExpectedSender {
  readonly name: string;
  isFrom(arrival: Arrival): boolean;
  isAnswer?(arrival: Arrival): boolean;
}

/** ms for all messages of a sender. WebKit freezes a long array slowly, and the machine may be busy. */
const LIMIT = 100_000;
/** ms without a message after which a sender that may be cut off counts as done. */
const QUIET = 40;

export class MessageWatch {
  readonly #controller = new AbortController();
  #current: Arrival | undefined;
  #onArrival: (arrival: Arrival) => void = () => undefined;

  constructor() {
    const { signal } = this.#controller;
    const data = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data')!;
    const noteRead = () => this.noteRead();
    Object.defineProperty(MessageEvent.prototype, 'data', {
      ...data,
      get(this: MessageEvent) {
        // Not messages of sockets and ports, such as those of the test runner.
        if (this.currentTarget === window) noteRead();
        return data.get!.call(this) as unknown;
      },
    });
    signal.addEventListener('abort', () => Object.defineProperty(MessageEvent.prototype, 'data', data));
    window.addEventListener('message', (event) => this.#open(event), { capture: true, signal });
    window.addEventListener(
      'error',
      () => {
        if (this.#current) this.#current.thrown += 1;
      },
      { signal },
    );
  }

  /** Records the messages that an element accepts. */
  follow(element: ScalekitAdminPortalElement): void {
    element.addEventListener('portal-message', ({ detail }) => this.#current?.accepted.push(detail), this.#controller);
  }

  /** Dispatches an event of the test, and returns its record. */
  dispatch(event: MessageEvent): Arrival {
    window.dispatchEvent(event);
    return this.#current!;
  }

  /** For events whose `data` is a getter of the test. */
  noteRead(): void {
    if (this.#current) this.#current.reads += 1;
  }

  /**
   * Calls a function that makes a sender post, and returns the records of its messages in order. Waits for `count` messages,
   * or without it until no more arrive.
   */
  async during(post: () => unknown, sender: ExpectedSender, count?: number): Promise<Arrival[]> {
    const isAnswer = (arrival: Arrival) => (sender.isAnswer ? sender.isAnswer(arrival) : sender.isFrom(arrival));
    const found: Arrival[] = [];
    const others: Arrival[] = [];
    const arrived = new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => {
        const rest = others.map(({ source, origin }) => `${origin}${source ? '' : ' (no source)'}`).join(', ');
        reject(new Error(`${found.length} of ${count ?? 'some'} messages of ${sender.name} arrived; others: ${rest}`));
      }, LIMIT);
      let quiet: ReturnType<typeof setTimeout> | undefined;
      const settle = () => {
        clearTimeout(limit);
        resolve();
      };
      this.#onArrival = (arrival) => {
        if (!isAnswer(arrival)) {
          others.push(arrival);
          return;
        }
        found.push(arrival);
        // One task later, because the listener of the element runs after this one.
        if (found.length === count) setTimeout(settle);
        if (count !== undefined) return;
        clearTimeout(quiet);
        quiet = setTimeout(settle, QUIET);
      };
    });
    await post();
    await arrived;
    this.#onArrival = () => undefined;
    return found;
  }

  stop(): void {
    this.#controller.abort();
  }

  #open({ source, origin }: MessageEvent): void {
    this.#current = { source, origin, reads: 0, accepted: [], thrown: 0 };
    this.#onArrival(this.#current);
  }
}
