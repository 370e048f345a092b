/** A model of the customer's backend: when it answers with a link, and how it refuses. */

/** Refuses the connection, or answers that it is overloaded. */
export type Refusal = 'refused' | { readonly status: 429 | 503; readonly retryAfter?: 'seconds' | 'date' };

export interface BackendScript {
  /** When it goes down and comes back, in ms since the first session ends. */
  readonly downFrom?: number;
  readonly upAt?: number;
  /** Links per second. Further requests are refused. */
  readonly capacity?: number;
  readonly refusal?: Refusal;
  /** s; for a `Retry-After` in seconds. A `Retry-After` with a date names the time of the backend's return. */
  readonly retryAfter?: number;
}

/** ms: an answer takes a round trip and some work. A refused connection takes less. */
const ANSWER_TIME = 100;
const REFUSAL_TIME = 20;

/** The parts of an answer that the element reads. */
export type Answer = Pick<Response, 'ok' | 'status' | 'redirected' | 'headers' | 'text'>;

export interface Reply {
  /** Undefined if the connection is refused. */
  readonly answer: Answer | undefined;
  /** ms until it arrives. */
  readonly takes: number;
  /** When the backend allows the next request, according to its `Retry-After`. */
  readonly notBefore: number;
}

export class SimulatedBackend {
  readonly #script: BackendScript;
  #second = -1;
  #accepted = 0;
  #links = 0;

  constructor(script: BackendScript) {
    this.#script = script;
  }

  isDown(now: number): boolean {
    const { downFrom = 0, upAt = 0 } = this.#script;
    return now >= downFrom && now < upAt;
  }

  reply(now: number, wall: number): Reply {
    const { refusal = 'refused', retryAfter = 30, upAt = 0 } = this.#script;
    if (!this.isDown(now) && this.#accepts(now)) {
      const location = `https://portal.example/magicLink/${++this.#links}`;
      return { answer: makeAnswer(200, {}, JSON.stringify({ location })), takes: ANSWER_TIME, notBefore: 0 };
    }
    if (refusal === 'refused') return { answer: undefined, takes: REFUSAL_TIME, notBefore: 0 };
    const { status, retryAfter: form } = refusal;
    const notBefore = { none: 0, seconds: now + retryAfter * 1000, date: upAt }[form ?? 'none'];
    const headers = {
      none: {},
      seconds: { 'Retry-After': `${retryAfter}` },
      date: { 'Retry-After': new Date(wall - now + upAt).toUTCString() },
    }[form ?? 'none'];
    return { answer: makeAnswer(status, headers, ''), takes: ANSWER_TIME, notBefore };
  }

  #accepts(now: number): boolean {
    const second = Math.floor(now / 1000);
    if (second !== this.#second) this.#accepted = 0;
    this.#second = second;
    return this.#accepted++ < (this.#script.capacity ?? Infinity);
  }
}

/** Not a real `Response`: creating a million of those takes minutes. */
function makeAnswer(status: number, headers: Partial<Record<string, string>>, body: string): Answer {
  const get = (name: string) => headers[name] ?? null;
  return {
    ok: status === 200,
    status,
    redirected: false,
    headers: { get } as Headers,
    text: () => Promise.resolve(body),
  };
}
