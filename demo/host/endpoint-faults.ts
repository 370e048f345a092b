/**
 * A middleware in front of the endpoint that makes it misbehave in every way that the element has to handle. For the demo and
 * the tests; a product has no such file.
 */
import type { RequestHandler, Response } from 'express';

/** Every fault, with its label in the demo controls. */
export const ENDPOINT_FAULTS = {
  none: 'None',
  'status-401': '401 not signed in',
  'status-403': '403 not allowed',
  'status-404': '404 not found',
  'status-429': '429 with Retry-After: 2',
  'status-500': '500 always',
  'status-503-once': '503 once, then well',
  slow: 'Slow: 3 s',
  slower: 'Slow: 10 s',
  hang: 'Hangs: never answers',
  drop: 'Drops the connection',
  'login-redirect': 'Redirects to the login page',
  'broken-json': 'Broken JSON',
  'no-link': 'JSON without a link',
  'unsafe-link': 'Unsafe link (javascript:)',
  'same-link': 'The same link twice (cached)',
  'foreign-link': 'Link of another origin',
  'shape-documented': 'Shape: id, location, expireTime',
  'shape-rest': 'Shape: nested in link (REST)',
  'shape-portal-url': 'Shape: portalUrl',
  'shape-link-string': 'Shape: link as a string',
  'shape-bare-string': 'Shape: a bare JSON string',
} as const;

export type EndpointFault = keyof typeof ENDPOINT_FAULTS;

export const SLOW_MS = 3000;
/** Less than the 15 s that the element waits, and longer than the user activation of a click lasts in any browser. */
export const SLOWER_MS = 10_000;

/** The answer of an endpoint without a fault. */
interface Answer {
  location: string;
}

export class EndpointFaults {
  #fault: EndpointFault = 'none';
  #failedOnce = false;
  #cached: Answer | null = null;

  get fault(): EndpointFault {
    return this.#fault;
  }

  choose(fault: EndpointFault): void {
    this.#fault = fault;
    this.#failedOnce = false;
    this.#cached = null;
  }

  readonly middleware: RequestHandler = (_request, response, next) => {
    if (this.#fault === 'none') return next();
    response.set('Cache-Control', 'no-store');
    switch (this.#fault) {
      case 'status-401':
        return fail(response, 401);
      case 'status-403':
        return fail(response, 403);
      case 'status-404':
        return fail(response, 404);
      case 'status-429':
        response.set('Retry-After', '2');
        return fail(response, 429);
      case 'status-500':
        return fail(response, 500);
      case 'status-503-once':
        if (this.#failedOnce) return next();
        this.#failedOnce = true;
        return fail(response, 503);
      case 'slow':
        return wait(response, SLOW_MS, next);
      case 'slower':
        return wait(response, SLOWER_MS, next);
      case 'hang':
        return;
      case 'drop':
        response.destroy();
        return;
      case 'login-redirect':
        // 303, as after a POST: the browser requests the page with GET and gets 200 and HTML.
        return response.redirect(303, '/sign-in');
      case 'broken-json':
        response.type('json').send('{"location": "https://');
        return;
      case 'no-link':
        response.json({ status: 'ok' });
        return;
      case 'unsafe-link':
        response.json({ location: 'javascript:alert(document.domain)' });
        return;
      case 'foreign-link':
        response.json({ location: 'https://portal.attacker.example/magicLink/0b1d6a2e-0000-4000-8000-000000000000' });
        return;
      case 'same-link':
        if (this.#cached !== null) {
          response.json(this.#cached);
          return;
        }
        reshape(response, (answer) => (this.#cached = answer));
        return next();
      case 'shape-documented':
        reshape(response, ({ location }) => ({ id: 'lnk_1', location, expireTime: inOneMinute() }));
        return next();
      case 'shape-rest':
        reshape(response, ({ location }) => ({ link: { id: 'lnk_1', location, expire_time: inOneMinute() } }));
        return next();
      case 'shape-portal-url':
        reshape(response, ({ location }) => ({ portalUrl: location }));
        return next();
      case 'shape-link-string':
        reshape(response, ({ location }) => ({ link: location }));
        return next();
      case 'shape-bare-string':
        reshape(response, ({ location }) => location);
        return next();
    }
  };
}

export function isEndpointFault(value: unknown): value is EndpointFault {
  return typeof value === 'string' && Object.hasOwn(ENDPOINT_FAULTS, value);
}

function fail(response: Response, status: number): void {
  response.status(status).json({ error: `Simulated failure ${status}.` });
}

/** Stops waiting when the client leaves, so that the timer does not keep the process alive. */
function wait(response: Response, delay: number, next: () => void): void {
  const timer = setTimeout(next, delay);
  response.on('close', () => clearTimeout(timer));
}

/** Lets the endpoint mint a link, and changes the shape of its answer. */
function reshape(response: Response, shape: (answer: Answer) => unknown): void {
  const end = response.end.bind(response) as (body: string | Buffer) => Response;
  const endReshaped = (body: string | Buffer) =>
    end(response.statusCode === 200 ? JSON.stringify(shape(JSON.parse(String(body)) as Answer)) : body);
  // `end` has several signatures. The endpoint only uses this one.
  response.end = endReshaped as Response['end'];
}

function inOneMinute(): string {
  return new Date(Date.now() + 60_000).toISOString();
}
