/**
 * Types of the test backend, shared by its server half (`fake-backend.ts`) and the half that runs in the page
 * (`backend.ts`).
 *
 * Strings in answers and portal scripts may contain placeholders: `{link}` (the whole link), `{landing}` (path of the page
 * that a redirected link ends on), `{number}`, `{run}` and `{port}`. An answer that contains `{link}`, `{landing}` or
 * `{number}` mints one link, however often it contains them.
 */

/** One answer of the endpoint. Empty: a fresh link as `{ "location": "…" }`. */
export interface Answer {
  /** Default: 200, or 302 with `redirect`. */
  status?: number;
  headers?: Record<string, string>;
  /** Sent as it is, as `text/plain` unless `headers` says otherwise. */
  body?: string;
  /** Sent as JSON. */
  json?: unknown;
  /** A fresh link as JSON: `{ location, ...link }`. */
  link?: Record<string, unknown>;
  /** Milliseconds before the answer is sent. For tests of time; other tests use `held`. */
  delay?: number;
  /** The answer is sent when the test calls `release()`, so that the order of events does not depend on the machine. */
  held?: true;
  /** `headers`: nothing is ever sent. `body`: headers and half of the body are sent, the rest never comes. */
  hang?: 'headers' | 'body';
  /** The connection ends in the middle of the body. */
  cut?: true;
  /** A network error, as after a connection that was reset. */
  destroy?: true;
  /** Address of a redirect. `/backend/{run}/login` is a login page. */
  redirect?: string;
}

/** How the portal behind a link behaves. Empty: it loads and posts PORTAL_LOAD_SUCCESS with an expiry 6 hours ahead. */
export interface PortalScript {
  /** Messages posted to the parent once the page has loaded. `[]`: a silent portal. */
  onLoad?: unknown[];
  /** Milliseconds between the page's load and the messages of `onLoad`. */
  postDelay?: number;
  /** Milliseconds before the page is sent. For tests of time; other tests use `held`. */
  delay?: number;
  /** The page is sent when the test calls `release()`. */
  held?: true;
  status?: number;
  headers?: Record<string, string>;
  /** HTML instead of the portal page: no script, no messages, no commands. */
  body?: string;
  /** Address that the link redirects to, for instance `http://portal.localhost:{port}{landing}`. */
  redirectTo?: string;
  /** The page never answers. */
  hang?: true;
  /** The answer is 204: the frame stays where it was. */
  status204?: true;
}

/** What a test may post to a portal page, to a page nested in it and to `/frame/other`. */
export type PortalCommand =
  /** Posts one message to the parent. */
  | { command: 'post'; message: unknown }
  /** Posts several messages to the parent, in one task. */
  | { command: 'post-burst'; messages: unknown[] }
  /** Posts the value of an expression to the parent: Maps, Dates, cycles and other values that can be cloned. */
  | { command: 'eval-post'; code: string }
  /** Navigates to another page of the same portal (a name), or to a URL. */
  | { command: 'navigate'; to: string }
  /** Creates a frame of the same origin in the page, which posts the message to the host page. */
  | { command: 'nested'; message: unknown }
  /** Focuses the page's input. */
  | { command: 'focus' };

/** A request as the endpoint saw it. */
export interface RecordedRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A link that was opened. */
export interface OpenedLink {
  readonly number: number;
  /** When it was first opened, in milliseconds since the epoch. */
  readonly at: number;
  readonly referer: string | null;
  /** How often it was opened: more than once is a link used twice. */
  readonly times: number;
  /** How many of its pages have loaded and listen to commands. */
  readonly listening: number;
  /** Pages that were visited inside the portal, the landing page of a redirect included. */
  readonly pages: readonly string[];
}

export interface BackendLog {
  /** Requests to the endpoint, without preflights. */
  readonly requests: readonly RecordedRequest[];
  readonly preflights: readonly RecordedRequest[];
  /** Number of minted links. A link counts when its request arrives, even if the answer never does. */
  readonly minted: number;
  /** Links that were opened, by number. */
  readonly opened: readonly OpenedLink[];
}
