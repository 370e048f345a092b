/**
 * Sees every message that reaches the test page, and what an element did about each: whether it accepted it, how often
 * it looked at the data, what it threw.
 *
 * A listener that is there before any element opens the account of a message. All that happens until
 * the next message is put on that account; dispatching is synchronous, so nothing else can slip in between.
 */
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';

/** One message, and what became of it. */
export interface Arrival {
  readonly source: MessageEventSource | null;
  readonly origin: string;
  /** How often somebody read its data. This file never does: Chromium deserialises with the first look. */
  reads: number;
  /** What the watched element forwarded. */
  readonly accepted: unknown[];
  thrown: number;
}

/** Somebody whose messages are waited for; see `Sender`. */
interface Answering {
  readonly name: string;
  isFrom(arrival: Arrival): boolean;
  isAnswer?(arrival: Arrival): boolean;
}

/** ms for all messages of a sender: WebKit is slow to freeze a long array, and the machine may be busy. */
const LIMIT = 100_000;
/** ms without a further message after which no more are expected from a sender that may have been cut off. */
const QUIET = 40;

export class MessageWatch {
  readonly #ends = new AbortController();
  #current: Arrival | undefined;
  #onArrival: (arrival: Arrival) => void = () => undefined;

  constructor() {
    const { signal } = this.#ends;
    const data = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data')!;
    const noteRead = () => this.noteRead();
    Object.defineProperty(MessageEvent.prototype, 'data', {
      ...data,
      get(this: MessageEvent) {
        // Sockets and ports have messages too; the test runner reads its own.
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

  /** Puts what the element accepts on the account of the message that it came with. */
  follow(element: ScalekitAdminPortalElement): void {
    element.addEventListener('portal-message', ({ detail }) => this.#current?.accepted.push(detail), this.#ends);
  }

  /** Dispatches an event of the test's own, and returns what became of it. */
  dispatch(event: MessageEvent): Arrival {
    window.dispatchEvent(event);
    return this.#current!;
  }

  /** For events whose `data` is a getter of the test's own. */
  noteRead(): void {
    if (this.#current) this.#current.reads += 1;
  }

  /**
   * Calls a function that makes somebody post, and returns the messages that came of it, in order. With `count`, waits
   * for so many; without, from the first one on until no more come.
   */
  async during(post: () => unknown, sender: Answering, count?: number): Promise<Arrival[]> {
    const isAnswer = (arrival: Arrival) => (sender.isAnswer ? sender.isAnswer(arrival) : sender.isFrom(arrival));
    const found: Arrival[] = [];
    const others: Arrival[] = [];
    const arrived = new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => {
        const rest = others.map(({ source, origin }) => `${origin}${source ? '' : ' (nobody)'}`).join(', ');
        reject(new Error(`Of ${count ?? 'some'} messages of ${sender.name} ${found.length} came; others: ${rest}`));
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
        // A task later, because the element hears of the message after this file does.
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
    this.#ends.abort();
  }

  #open({ source, origin }: MessageEvent): void {
    this.#current = { source, origin, reads: 0, accepted: [], thrown: 0 };
    this.#onArrival(this.#current);
  }
}
