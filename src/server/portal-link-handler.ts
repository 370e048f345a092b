/**
 * The backend's part as a Fetch API handler. It gets a link from the application and returns it to the element, but never to
 * pages of other sites. It only uses Request and Response, so it runs wherever they exist. `mint` decides who may administer
 * which organization.
 */
import { isSecure, linkIn, parseUrl, type PortalLinkAnswer } from '../link-answer.js';
import { checkedOrigins } from './allowed-origins.js';
import { isCrossSite } from './cross-site.js';
import { MintFailure } from './mint-failure.js';
import { ClientLeft, duringLifeOf } from './request-life.js';
import { isResponse, CACHE_HEADERS, wholeResponse } from './whole-response.js';

/** The result of `mint`. `null`: this user may not administer the organization. */
export type MintedLink = PortalLinkAnswer | Response | null;

/**
 * Mints a link for the sender of the request. Derives the organization from the signed-in user, never from a parameter that
 * the browser sends.
 *
 * Returns the SDK's result unchanged (Scalekit's `Link` with its BigInt, the nested answer of REST, WorkOS's `{link}`, a
 * string), `null` if the user may not administer the organization (403), or its own `Response` (for example a 401). It may
 * also throw such a Response.
 *
 * `context` holds the platform's further arguments: `req` and `res` (through `toNodeHandler`), the event of SvelteKit, React
 * Router or Astro, `env` and `ctx` of Workers. `request.signal` is aborted when the client leaves or the time is up: pass it
 * to every call that can be aborted.
 */
// `any`, so that the type can be written without a context.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type MintPortalLink<Context extends unknown[] = any[]> = (
  request: Request,
  ...context: Context
) => MintedLink | Promise<MintedLink>;

/** The options of `portalLinkHandler`. */
export interface PortalLinkHandlerOptions {
  /**
   * Origins of other sites whose pages may request a link, with cookies (CORS). Write each as browsers do:
   * `https://app.example`, without a path, in lower case, without the default port. Default: none.
   */
  allowedOrigins?: readonly string[];
  /**
   * Whether pages of other subdomains of the same site may request a link (`Sec-Fetch-Site: same-site`). Set it to `false` if
   * you do not trust all of your subdomains. Default: true.
   */
  allowSameSite?: boolean;
  /**
   * ms that `mint` may take, including the body of its Response, before the answer is 502. `Infinity`: no limit. Default:
   * 14000, a second less than the element waits.
   */
  timeLimit?: number;
  /**
   * Receives the cause of a 502. The answer does not contain it, and an error in this function changes nothing. Take care: an
   * SDK's error may contain secrets. Default: prints one line to the console, with only the name of the error.
   */
  onError?: (error: unknown) => void | Promise<void>;
}

/** The event that holds the request in SvelteKit, React Router, Remix and Astro. */
type EventOf<Context extends unknown[]> = Context extends [infer Event extends { request: Request }, ...unknown[]]
  ? Event
  : { readonly request: Request };

/** Answers a request. Further arguments go to `mint`, and so does an event that holds the request. */
export interface PortalLinkHandler<Context extends unknown[] = []> {
  (event: EventOf<Context>, ...context: unknown[]): Promise<Response>;
  (request: Request, ...context: [...Context, ...unknown[]]): Promise<Response>;
}

/** The allowed methods, as the value of an `Allow` header. */
export const METHODS = 'GET, POST';
const TIME_LIMIT = 14_000;
/** The longest delay of a timer (HTML standard, and Node's `TIMEOUT_MAX`). */
const LONGEST_TIME = 2 ** 31 - 1;

const refuse = (status: number, error: string, headers: HeadersInit = {}): Response =>
  Response.json({ error }, { status, headers });

/** The link in the result of `mint`. Throws for a link that the element would reject. The error does not quote it. */
const locationIn = (minted: unknown): string => {
  const url = parseUrl(linkIn(minted) ?? '');
  if (!isSecure(url) || url.username || url.password) throw new MintFailure('mint returned no https: link.');
  return url.href;
};

/** The default of `onError`. An error may contain secrets, so it only quotes the messages of this package. */
const logFailure = (error: unknown): void => {
  const name = error instanceof Error && /^[\w.]{1,64}$/.test(error.name) ? error.name : 'unknown cause';
  const reason = error instanceof MintFailure ? error.message : `mint failed (${name}). Pass onError to learn more.`;
  // eslint-disable-next-line no-console -- Without `onError`, a failure must not be silent.
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
  if (typeof value !== 'function') throw new TypeError(`${name} is not a function.`);
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

/** The arguments of `mint`: the request and its context. */
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
 * Creates a handler for the endpoint.
 *
 * | answer | when |
 * | --- | --- |
 * | 200 `{location}` | a link was minted |
 * | 403 | `mint` returned null, or the request comes from a page of another site that is not in `allowedOrigins` |
 * | 405, with `Allow` | neither GET nor POST |
 * | 502 | `mint` threw, took too long, or returned no safe link; only `onError` gets the cause |
 *
 * Every answer has `Cache-Control: no-store`: a link works once.
 *
 * @throws TypeError, RangeError at once, if an option is invalid.
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

  /** An error in `onError` does not change the answer. */
  const report = async (error: unknown): Promise<void> => {
    try {
      await onError(error);
    } catch {
      // Ignored: `onError` handles its own errors.
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
      // Nobody reads this answer, and this is not a failure.
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
      // The preflight of a page on another origin. Only the origin is checked; the page may send any headers.
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
    for (const name of [...response.headers.keys()]) if (CACHE_HEADERS.test(name)) response.headers.delete(name);
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
