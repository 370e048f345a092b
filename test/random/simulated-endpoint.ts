/**
 * The endpoint, as a `fetch` and as a `fetchPortalLink` that answer when a step says so. Every request stays open until
 * then; both obey their signal, unless the function is a stubborn one.
 */
import type { SimulatedClock } from './simulated-clock.ts';

export const PORTAL = 'https://portal.example';
export const CUSTOM_DOMAIN = 'https://sso.customer.example';
const LOOPBACK = 'http://portal.localhost:1234';

/** In every link and nowhere else: whoever shows it has shown a link. */
export const SECRET = 'magicLink';

/** What the link of an answer is like; `fresh` and the next two are safe. */
export const LINK_KINDS = [
  ...['fresh', 'custom domain', 'loopback', 'used', 'javascript:', 'data:', 'blob:', 'http:', 'user name'],
  ...['relative', 'own origin', 'odd host', 'wildcard host'],
] as const;
export type LinkKind = 'fresh' | (typeof LINK_KINDS)[number];

export const SHAPES = ['location', 'link.location', 'portalUrl', 'portalLink', 'url', 'link', 'string'] as const;
export type Shape = (typeof SHAPES)[number];

/** What the endpoint's `Date` header says, by its own clock: right, or ms ahead of the clock on the wall; null: nothing. */
export type ServerClock = number | null;

export type Answer =
  | { readonly kind: 'link'; readonly link: LinkKind; readonly shape: Shape; readonly clock?: ServerClock }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter: 'none' | 'seconds' | 'date' | 'an hour' }
  | { readonly kind: 'network' }
  | { readonly kind: 'redirect' }
  | { readonly kind: 'invalid'; readonly body: string }
  | { readonly kind: 'hanging body' };

/** What was sent in the end; the model reads it. */
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
  /** `fetchPortalLink` was called, and with this reason. */
  readonly reason: string | undefined;
  /** `fetch` was called with these. */
  readonly url: string | undefined;
  readonly method: string | undefined;
  readonly init: RequestInit | undefined;
  sent: Sent | undefined;
  readonly settle: (sent: Sent) => void;
}

/** Neither answered nor given up. */
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

/** Of all lives: a page remembers which rendered links were used on it. */
let links = 0;

export class SimulatedEndpoint {
  readonly requests: SimulatedRequest[] = [];
  /** Every request is answered at once like this. */
  prompt: Answer | null = null;
  readonly #clock: SimulatedClock;
  #last = '';

  constructor(clock: SimulatedClock) {
    this.#clock = clock;
  }

  /** Makes a link that was never seen, or the one before. */
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

  /** The oldest request that waits for an answer; an aborted one of a function that does not care is one, too. */
  get waiting(): SimulatedRequest | undefined {
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
      const giveUp = () => reject(signal.reason as Error);
      if (signal.aborted) return giveUp();
      signal.addEventListener('abort', giveUp);
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

  /** A function of the page's own; a stubborn one goes on when nobody wants its link any more. */
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

  /** A real one, but its body is there without a task of the browser's, or never. */
  #response({ answer, link, date }: Sent, signal: AbortSignal): Response {
    const headers = new Headers(date === null ? {} : { Date: date });
    if (answer.kind === 'status' && answer.retryAfter !== 'none') {
      headers.set('Retry-After', { seconds: '3', date: this.#date(), 'an hour': '3600' }[answer.retryAfter]);
    }
    const body =
      answer.kind === 'link' ? JSON.stringify(wrap(link, answer.shape)) : 'body' in answer ? answer.body : '';
    // As `redirect: 'manual'` shows it; no script can make a real one.
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
