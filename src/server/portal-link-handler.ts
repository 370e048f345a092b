/**
 * The backend's half as a Fetch API handler: asks the application for a link and answers it to the element, and to
 * nobody else. It knows Request and Response alone, so it runs wherever they do; it decides nothing about who may
 * administer what: that is `mint`'s.
 */
import { isSecure, linkIn, parseUrl, type PortalLinkAnswer } from '../link-answer.js';
import { checkedOrigins } from './allowed-origins.js';
import { isCrossSite } from './cross-site.js';
import { MintFailure } from './mint-failure.js';
import { ClientLeft, duringLifeOf } from './request-life.js';
import { isResponse, OF_CACHES, wholeResponse } from './whole-response.js';

/** What `mint` may return. `null`: this user may not administer the organization. */
export type MintedLink = PortalLinkAnswer | Response | null;

/**
 * Mints a link for whoever sent the request, and decides from the signed-in user which organization that is; never
 * from a parameter that the browser sends.
 *
 * Returns what the SDK returned (Scalekit's `Link`, BigInt and all, REST's nested answer, WorkOS's `{link}`, a string),
 * `null` if the user may not (403), or a `Response` of its own (a 401, say); such a Response may also be thrown.
 *
 * `context` is what the platform hands over besides: `req` and `res` (through `toNodeHandler`), the event of SvelteKit,
 * React Router or Astro, `env` and `ctx` of Workers. `request.signal` ends when the client leaves or the time is up:
 * hand it to whatever can be stopped.
 */
// `any`, for whoever writes the type down without a context of their own.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type MintPortalLink<Context extends unknown[] = any[]> = (
  request: Request,
  ...context: Context
) => MintedLink | Promise<MintedLink>;

/** What `portalLinkHandler` may be told. */
export interface PortalLinkHandlerOptions {
  /**
   * Origins of other sites whose pages may ask, with cookies (CORS), each as browsers write it: `https://app.example`,
   * without a path, in lower case, without the default port. Default: none.
   */
  allowedOrigins?: readonly string[];
  /**
   * Whether pages of other subdomains of the same site may ask (`Sec-Fetch-Site: same-site`). `false` is for those who
   * have subdomains that they do not trust. Default: true.
   */
  allowSameSite?: boolean;
  /**
   * ms that `mint` may take, the body of its Response included, before the answer is 502. `Infinity`: as long as it
   * likes. Default: 14000, a second less than the element waits.
   */
  timeLimit?: number;
  /**
   * Hears why the answer was 502. The caller learns nothing of it, and a failure of its own changes nothing. Take care:
   * an SDK's error may carry secrets. Default: one line on the console, with the name of the error alone.
   */
  onError?: (error: unknown) => void | Promise<void>;
}

/** What hands over its request in an event: SvelteKit, React Router, Remix, Astro. */
type EventOf<Context extends unknown[]> = Context extends [infer Event extends { request: Request }, ...unknown[]]
  ? Event
  : { readonly request: Request };

/** Answers a request. What it is given after the request goes to `mint`; so does an event that holds the request. */
export interface PortalLinkHandler<Context extends unknown[] = []> {
  (event: EventOf<Context>, ...context: unknown[]): Promise<Response>;
  (request: Request, ...context: [...Context, ...unknown[]]): Promise<Response>;
}

/** What the endpoint answers, as an `Allow` header has it. */
export const METHODS = 'GET, POST';
const TIME_LIMIT = 14_000;
/** What timers can count (HTML standard, and Node's `TIMEOUT_MAX`). */
const LONGEST_TIME = 2 ** 31 - 1;

const refuse = (status: number, error: string, headers: HeadersInit = {}): Response =>
  Response.json({ error }, { status, headers });

/** The link in what `mint` returned. Throws on what the element would refuse; the error does not quote it. */
const locationIn = (minted: unknown): string => {
  const url = parseUrl(linkIn(minted) ?? '');
  if (!isSecure(url) || url.username || url.password) throw new MintFailure('mint returned no https: link.');
  return url.href;
};

/** The default of `onError`: what is thrown may hold secrets, so only what this package wrote itself is quoted. */
const logFailure = (error: unknown): void => {
  const name = error instanceof Error && /^[\w.]{1,64}$/.test(error.name) ? error.name : 'unknown cause';
  const reason = error instanceof MintFailure ? error.message : `mint failed (${name}). Pass onError to learn more.`;
  // eslint-disable-next-line no-console -- Where nobody listens, a failure must not be silent.
  console.error(`scalekit-admin-portal: no portal link: ${reason}`);
};

const checkedTimeLimit = (timeLimit: unknown = TIME_LIMIT): number => {
  if (timeLimit === Infinity) return timeLimit;
  if (typeof timeLimit !== 'number' || !(timeLimit > 0) || timeLimit > LONGEST_TIME) {
    throw new RangeError(`timeLimit: give ms between 1 and ${LONGEST_TIME}, or Infinity for no limit.`);
  }
  return timeLimit;
};

const checkedFunction = <Checked>(name: string, value: Checked): Checked => {
  if (typeof value !== 'function') throw new TypeError(`${name} is no function.`);
  return value;
};

const checkedOptions = (options: PortalLinkHandlerOptions): CheckedOptions => {
  if (typeof options !== 'object' || (options as unknown) === null) {
    throw new TypeError('portalLinkHandler: give the options as an object.');
  }
  const { allowedOrigins, allowSameSite = true, timeLimit, onError = logFailure } = options;
  if (typeof allowSameSite !== 'boolean') throw new TypeError('allowSameSite: give true or false.');
  return {
    allowedOrigins: checkedOrigins(allowedOrigins),
    allowSameSite,
    timeLimit: checkedTimeLimit(timeLimit),
    onError: checkedFunction('onError', onError),
  };
};

type CheckedOptions = Required<Omit<PortalLinkHandlerOptions, 'allowedOrigins'>> & {
  readonly allowedOrigins: ReadonlySet<string>;
};

/** The request, and what `mint` gets after it. */
const requestIn = (given: unknown, context: unknown[]): [Request, ...unknown[]] => {
  const { request } = Object(given) as { request?: unknown };
  const found = (request ?? given) as Partial<Request> | undefined;
  if (typeof found?.url !== 'string' || typeof found.headers?.get !== 'function') {
    throw new TypeError(
      'portalLinkHandler answers a Request of the Fetch API, or an object that holds one as `request`. ' +
        'Express, Koa, Fastify, Nest and node:http need toNodeHandler(portalLinkHandler(mint)).',
    );
  }
  return request === undefined ? [found as Request, ...context] : [found as Request, given, ...context];
};

/**
 * Makes a handler for the endpoint that the element asks.
 *
 * | answer | when |
 * | --- | --- |
 * | 200 `{location}` | a link was minted |
 * | 403 | `mint` returned null, or a page of another site asked that is not in `allowedOrigins` |
 * | 405, with `Allow` | neither GET nor POST |
 * | 502 | `mint` threw, took too long, or returned no safe link; the reason goes to `onError` alone |
 *
 * Every answer is `Cache-Control: no-store`: a link works once.
 *
 * @throws TypeError, RangeError at once, if an option is not what it has to be.
 */
export const portalLinkHandler = <Context extends unknown[] = []>(
  mint: MintPortalLink<Context>,
  options: PortalLinkHandlerOptions = {},
): PortalLinkHandler<Context> => {
  checkedFunction('mint', mint);
  const { allowedOrigins, allowSameSite, timeLimit, onError } = checkedOptions(options);

  const mintOrThrown = async (request: Request, context: Context): Promise<MintedLink> => {
    try {
      return await mint(request, ...context);
    } catch (error) {
      if (isResponse(error)) return error;
      throw error;
    }
  };

  /** Whatever becomes of the report, the answer is the same. */
  const report = async (error: unknown): Promise<void> => {
    try {
      await onError(error);
    } catch {
      // Its own affair.
    }
  };

  const answerOf = async (request: Request, context: unknown[]): Promise<Response> => {
    const answered = async (signal: AbortSignal): Promise<Response> => {
      const minted = await mintOrThrown(request, context as Context);
      if (minted === null) return refuse(403, 'forbidden');
      if (isResponse(minted)) return wholeResponse(minted, signal);
      return Response.json({ location: locationIn(minted) });
    };
    try {
      return await duringLifeOf(request, timeLimit, answered);
    } catch (error) {
      // Nobody reads this answer, and nothing has failed.
      if (error instanceof ClientLeft) return refuse(499, 'client_left');
      void report(error);
      return refuse(502, 'portal_link_failed');
    }
  };

  return async (given: unknown, ...rest: unknown[]): Promise<Response> => {
    const [request, ...context] = requestIn(given, rest);
    const { method, headers } = request;
    const origin = headers.get('Origin') ?? '';
    const isAllowed = allowedOrigins.has(origin);
    const respond = (): Response | Promise<Response> => {
      // The preflight of a page on another origin: its headers are its own affair, the origin is ours.
      if (method === 'OPTIONS' && isAllowed) {
        const asked = headers.get('Access-Control-Request-Headers') ?? '';
        const allow = { 'Access-Control-Allow-Methods': METHODS, 'Access-Control-Allow-Headers': asked };
        return new Response(null, { status: 204, headers: allow });
      }
      if (method !== 'GET' && method !== 'POST') return refuse(405, 'method_not_allowed', { Allow: METHODS });
      if (!isAllowed && isCrossSite(request, allowSameSite)) return refuse(403, 'cross_site');
      return answerOf(request, context);
    };
    const response = await respond();
    for (const name of [...response.headers.keys()]) if (OF_CACHES.test(name)) response.headers.delete(name);
    response.headers.set('Cache-Control', 'no-store');
    if (!/(?:^|,)\s*(?:\*|origin)\s*(?:,|$)/i.test(response.headers.get('Vary') ?? '')) {
      response.headers.append('Vary', 'Origin');
    }
    if (isAllowed) {
      response.headers.set('Access-Control-Allow-Origin', origin);
      response.headers.set('Access-Control-Allow-Credentials', 'true');
      response.headers.append('Access-Control-Expose-Headers', 'Retry-After');
    }
    return response;
  };
};
