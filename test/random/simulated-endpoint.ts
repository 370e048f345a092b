/**
 * The endpoint, as a `fetch` and as a `fetchPortalLink`. Every request stays open until a step answers it. Both obey their
 * signal, except a stubborn function.
 */
import type { SimulatedClock } from './simulated-clock.ts';

export const PORTAL = 'https://portal.example';
export const CUSTOM_DOMAIN = 'https://sso.customer.example';
const LOOPBACK = 'http://portal.localhost:1234';

/** A part of every link, and of nothing else. */
export const SECRET = 'magicLink';

/** The kinds of links; `fresh` and the next two are safe. */
export const LINK_KINDS = [
  ...['fresh', 'custom domain', 'loopback', 'used', 'javascript:', 'data:', 'blob:', 'http:', 'user name'],
  ...['relative', 'own origin', 'odd host', 'wildcard host'],
] as const;
export type LinkKind = 'fresh' | (typeof LINK_KINDS)[number];

export const SHAPES = ['location', 'link.location', 'portalUrl', 'portalLink', 'url', 'link', 'string'] as const;
export type Shape = (typeof SHAPES)[number];

/** The endpoint's `Date` header: so many ms ahead of the system clock; null: no header. */
export type ServerClock = number | null;

export type Answer =
  | { readonly kind: 'link'; readonly link: LinkKind; readonly shape: Shape; readonly clock?: ServerClock }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter: 'none' | 'seconds' | 'date' | 'an hour' }
  | { readonly kind: 'network' }
  | { readonly kind: 'redirect' }
  | { readonly kind: 'invalid'; readonly body: string }
  | { readonly kind: 'hanging body' };

/** The sent answer, which the model reads. */
export interface Sent {
  readonly answer: Answer;
  readonly link: string;
  /** ms from now. */
  readonly retryAfter: number;
  /** The `Date` header, if the answer has one. */
  readonly date: string | null;
}

export interface SimulatedRequest {
  readonly at: number;
  readonly signal: AbortSignal;
  /** The reason, if `fetchPortalLink` was called. */
  readonly reason: string | undefined;
  /** The arguments, if `fetch` was called. */
  readonly url: string | undefined;
  readonly method: string | undefined;
  readonly init: RequestInit | undefined;
  sent: Sent | undefined;
  readonly settle: (sent: Sent) => void;
}

/** Whether a request is neither answered nor aborted. */
export const isOpen = ({ sent, signal }: SimulatedRequest): boolean =>
  !signal.aborted && (!sent || sent.answer.kind === 'hanging body');

const wrap = (link: string, shape: Shape): unknown => {
  switch (shape) {
    case 'string':
      return link;
    case 'link.location':
      return { link: { id: '1', location: link } };
    default:
      return { [shape]: link, expireTime: '2026-01-05T10:00:00Z' };
  }
};

/** Counts over all lives, because the page remembers used links. */
let links = 0;

export class SimulatedEndpoint {
  readonly requests: SimulatedRequest[] = [];
  /** The answer to every request at once, if set. */
  prompt: Answer | null = null;
  readonly #clock: SimulatedClock;
  #last = '';

  constructor(clock: SimulatedClock) {
    this.#clock = clock;
  }

  /** A new link, or the previous one. */
  makeLink(kind: LinkKind): string {
    if (kind === 'used' && this.#last) return this.#last;
    const path = `/${SECRET}/${++links}`;
    switch (kind) {
      case 'custom domain':
        return CUSTOM_DOMAIN + path;
      case 'loopback':
        return LOOPBACK + path;
      case 'javascript:':
        return `javascript:window.${SECRET}=1//${path}`;
      case 'data:':
        return `data:text/html,<script>parent.${SECRET}=1</script>${path}`;
      case 'blob:':
        return `blob:${PORTAL}${path}`;
      case 'http:':
        return `http://portal.example${path}`;
      case 'user name':
        return `https://admin@portal.example${path}`;
      case 'relative':
        return path;
      case 'own origin':
        return location.origin + path;
      case 'odd host':
        return `https://portal.example;fullscreen${path}`;
      case 'wildcard host':
        return `https://*.portal.example${path}`;
      default:
        return (this.#last = PORTAL + path);
    }
  }

  /** The oldest request without an answer. It may be aborted if it is that of a function. */
  get nextOpen(): SimulatedRequest | undefined {
    return this.requests.find((request) => !request.sent && (!request.signal.aborted || request.reason !== undefined));
  }

  answer(request: SimulatedRequest, answer: Answer): void {
    let retryAfter = 0;
    if (answer.kind === 'status') {
      const date = Date.parse(this.#date()) - this.#clock.wall;
      retryAfter = { none: 0, seconds: 3000, date, 'an hour': 60_000 }[answer.retryAfter];
    }
    const { clock = null } = answer.kind === 'link' ? answer : {};
    const date = clock === null ? null : new Date(this.#clock.wall + clock).toUTCString();
    request.sent = { answer, link: answer.kind === 'link' ? this.makeLink(answer.link) : '', retryAfter, date };
    request.settle(request.sent);
  }

  readonly fetch = (url: unknown, init: RequestInit = {}): Promise<Response> =>
    new Promise((resolve, reject) => {
      const signal = init.signal ?? new AbortController().signal;
      const abort = () => reject(signal.reason as Error);
      if (signal.aborted) return abort();
      signal.addEventListener('abort', abort);
      this.#add({
        signal,
        reason: undefined,
        url: url as string,
        method: init.method,
        init,
        settle: (sent) => {
          if (sent.answer.kind === 'network') reject(new TypeError('Failed to fetch'));
          else resolve(this.#response(sent, signal));
        },
      });
    });

  /** A function of the page; a stubborn one ignores its signal. */
  makeFunction(stubborn: boolean) {
    return ({ signal, reason }: { signal: AbortSignal; reason: string }): Promise<any> =>
      new Promise((resolve, reject) => {
        if (!stubborn) signal.addEventListener('abort', () => reject(signal.reason as Error));
        const settle = ({ answer, link }: Sent) => {
          if (answer.kind === 'link') resolve(wrap(link, answer.shape));
          else if (answer.kind === 'invalid') resolve({});
          else if (answer.kind !== 'hanging body') reject(new Error('The page could not get a link.'));
        };
        this.#add({ signal, reason, url: undefined, method: undefined, init: undefined, settle });
      });
  }

  #add(request: Omit<SimulatedRequest, 'at' | 'sent'>): void {
    const added = { ...request, at: this.#clock.time, sent: undefined };
    this.requests.push(added);
    const { prompt } = this;
    if (!prompt) return;
    this.#clock.setTimeout(() => {
      if (isOpen(added)) this.answer(added, prompt);
    });
  }

  #date(): string {
    return new Date(this.#clock.wall + 5000).toUTCString();
  }

  /** A real response, except that its body resolves without a task of the browser, or never. */
  #response({ answer, link, date }: Sent, signal: AbortSignal): Response {
    const headers = new Headers(date === null ? {} : { Date: date });
    if (answer.kind === 'status' && answer.retryAfter !== 'none') {
      headers.set('Retry-After', { seconds: '3', date: this.#date(), 'an hour': '3600' }[answer.retryAfter]);
    }
    const body =
      answer.kind === 'link' ? JSON.stringify(wrap(link, answer.shape)) : 'body' in answer ? answer.body : '';
    // As with `redirect: 'manual'`. A script cannot create a real one.
    if (answer.kind === 'redirect') {
      const isOpaque = { type: 'opaqueredirect', ok: false, status: 0, headers: new Headers() };
      return Object.create(Response.prototype, Object.getOwnPropertyDescriptors(isOpaque)) as Response;
    }
    const response = new Response(null, { status: answer.kind === 'status' ? answer.status : 200, headers });
    const text = async (): Promise<string> =>
      answer.kind === 'hanging body'
        ? new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
        : body;
    return Object.assign(response, { text, json: async () => JSON.parse(await text()) as unknown });
  }
}
