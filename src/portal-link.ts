/**
 * Where a link comes from, and whether it may be used. It knows `fetch` and URLs, and neither the element nor the
 * state machine. A link opens somebody's SSO settings, so no error that leaves this file contains one.
 */
import { hasPlainHost, isSecure, linkIn, parseUrl, withoutFragment, type PortalLinkAnswer } from './link-answer.js';
import { PortalError, toPortalError } from './portal-error.js';
import { parseRetryAfter, pause, throwIfAborted, withRetry } from './retry.js';

/**
 * Why a link is asked for: `start` (the element appeared or its endpoint changed), `refresh` (the session ended),
 * `reload` (somebody asked), `open` (for a new tab).
 */
export type LinkReason = 'start' | 'refresh' | 'reload' | 'open';

/**
 * Gets a link in the page's own way, used instead of the endpoint. Called for every link anew; must not cache.
 * What it rejects with is taken for a failing network and tried again; a `PortalError` speaks for itself.
 * `signal` is aborted when the link is no longer wanted, or after 15 s.
 */
export type FetchPortalLink = (request: { signal: AbortSignal; reason: LinkReason }) => Promise<PortalLinkAnswer>;

/** Headers for the endpoint, or a function that returns them, possibly later. Called for every attempt. */
export type PortalLinkHeaders = HeadersInit | (() => HeadersInit | Promise<HeadersInit>);

/** The part of the element that says where links come from. */
export interface LinkSource {
  readonly endpoint: string | null;
  readonly fetchPortalLink: FetchPortalLink | null;
  // A framework may set a property to null or undefined where it has no value.
  readonly method: string | null | undefined;
  readonly credentials: RequestCredentials | null | undefined;
  readonly headers: PortalLinkHeaders | null;
  readonly csrfToken?: string | null | undefined;
  readonly csrfHeader?: string | null | undefined;
}

/** Somebody can be asked for a link. */
export const canAsk = ({ endpoint, fetchPortalLink }: LinkSource): boolean => Boolean(endpoint || fetchPortalLink);

/** Hears the time of the endpoint's answer, in ms since the epoch by the endpoint's clock; NaN if that cannot be read. */
export type OnServerTime = (time: number) => void;

/**
 * ms: a refresh waits a random part of it. Sessions may end together, and all their pages would ask in one moment. Figures:
 * `npm run bench -- --only=many-tabs`.
 */
const REFRESH_SPREAD = 500;
/** ms for one attempt, the answer's body included. */
const TIME_LIMIT = 15_000;

/**
 * The moment before a link is asked for, in which the page may still set what counts for it: Angular's router puts a page
 * in first and sets its properties in a task of its own, and headers must not come too late.
 */
export const waitBefore = (reason: LinkReason, signal: AbortSignal): Promise<void> =>
  pause(reason === 'refresh' ? Math.random() * REFRESH_SPREAD : 0, signal);

/** There is nobody to ask for a link. */
export const noSource = (): PortalError => new PortalError('ENDPOINT_MISSING', 'Set "endpoint" or "fetchPortalLink".');

const invalidResponse = (got: string): PortalError =>
  new PortalError('RESPONSE_INVALID', `Expected {"location": "https://…"}, got ${got}.`);

/** What `credentials` may be beside its default. */
const CREDENTIALS: ReadonlySet<unknown> = new Set<RequestCredentials>(['include', 'omit']);

/** Enumerated attributes are never passed on raw: `method="DELETE"` would be a request that no click asked for. */
const requestOptions = ({ method, credentials }: LinkSource): RequestInit => ({
  method: method?.toUpperCase() === 'POST' ? 'POST' : 'GET',
  credentials: CREDENTIALS.has(credentials) ? credentials! : 'same-origin',
  cache: 'no-store',
  // The endpoint answers itself: another address would get the headers, and its link would be shown.
  redirect: 'manual',
});

const askEndpoint = async (source: LinkSource, signal: AbortSignal): Promise<Response> => {
  const { endpoint, headers, csrfToken, csrfHeader } = source;
  // Taken away while the element was about to ask.
  if (!endpoint) throw noSource();
  const sent = new Headers((typeof headers === 'function' ? await headers() : headers) ?? {});
  sent.set('Accept', 'application/json');
  if (csrfToken) sent.set(csrfHeader || 'X-CSRF-Token', csrfToken);
  // Own properties alone: what somebody has put on Object.prototype is no option of ours.
  const init = { __proto__: null, ...requestOptions(source), headers: sent, signal } as RequestInit;
  return fetch(endpoint, init);
};

/** What an answer of the endpoint holds. */
const read = async (response: Response, onServerTime: OnServerTime): Promise<unknown> => {
  const { status } = response;
  // The page may have followed one in a request of its own.
  if (response.type === 'opaqueredirect' || response.redirected) {
    throw new PortalError(
      'ENDPOINT_UNAUTHORIZED',
      'The endpoint redirects. Signed out? Then answer 401. Moved? Then set "endpoint" to the final address.',
    );
  }
  if (!response.ok) {
    throw new PortalError(
      [401, 403].includes(status) ? 'ENDPOINT_UNAUTHORIZED' : 'ENDPOINT_FAILED',
      `The endpoint answered ${status}; check its log, sign-in, "credentials", "headers", "csrf-token".`,
      { status, retryAfter: parseRetryAfter(response.headers.get('Retry-After')) },
    );
  }
  const body = await response.text();
  onServerTime(Date.parse(response.headers.get('Date') ?? ''));
  try {
    return JSON.parse(body) as unknown;
  } catch {
    // Not as the cause: engines quote the text in their SyntaxError, and the text may hold a link.
    throw invalidResponse('no JSON (a login page?)');
  }
};

/**
 * Gets a link from the source, unchecked. Makes up to 4 attempts of at most 15 s each; rejects with a `PortalError`,
 * whatever the page's own functions throw. `first`, if it is there and gives a response, stands for the first attempt's request.
 */
export const requestLink = (
  source: LinkSource,
  reason: LinkReason,
  signal: AbortSignal,
  onServerTime: OnServerTime = () => undefined,
  first?: Promise<Response | null> | null,
): Promise<string> => {
  let given = first;
  const ask = async (): Promise<unknown> => {
    const response = given && (await given);
    throwIfAborted(signal);
    if (response) return read(response, onServerTime);
    const { fetchPortalLink } = source;
    return fetchPortalLink
      ? fetchPortalLink({ signal, reason })
      : read(await askEndpoint(source, signal), onServerTime);
  };
  return withRetry(
    async () => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      try {
        const answer = ask();
        given = null;
        // A race, because a fetchPortalLink need not obey its signal; and a limit of our own, because
        // AbortSignal.timeout() shows as another error in every engine.
        const end = new Promise<never>((_, reject) => {
          timer = setTimeout(() => reject(new PortalError('ENDPOINT_TIMEOUT', 'No answer within 15 s.')), TIME_LIMIT);
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        });
        const link = linkIn(await Promise.race([answer, end]));
        if (link) return link;
        throw invalidResponse('no link');
      } catch (cause) {
        throw toPortalError(cause);
      } finally {
        clearTimeout(timer);
      }
    },
    signal,
    // With nobody to ask, the answer that the page gave is all there is.
    canAsk(source) ? undefined : 1,
  );
};

/** The origins in a space-separated list of URLs; what is no http(s) URL is skipped, so `*` and `null` never match. */
export const parseOrigins = (list: string): string[] =>
  list
    .split(/\s+/)
    .map(parseUrl)
    // The origin of a blob: URL is that of its creator: the protocol decides first.
    .filter((url): url is URL => url !== null && /^https?:$/.test(url.protocol) && hasPlainHost(url))
    .map((url) => url.origin);

const rejected = (why: string): PortalError => new PortalError('LINK_REJECTED', `Link refused: it ${why}.`);

/**
 * Returns the link as a URL that is safe to put into a frame or a tab, and remembers it in `used`. Throws
 * `LINK_REJECTED`. `named` is what `environment-url` says, if it says anything.
 */
export const admitLink = (link: string, named: string | undefined, used: Set<string>): URL => {
  const url = parseUrl(link);
  if (!isSecure(url)) throw rejected('is no https: URL');
  const { href, origin } = url;
  if (url.username || url.password) throw rejected('has a user name or password');
  if (named ? !parseOrigins(named).includes(origin) : origin === self.origin) {
    throw rejected(`is on ${origin}; if the portal is there, name it in "environment-url"`);
  }
  const key = withoutFragment(href);
  if (used.has(key)) throw rejected('was used before; do not cache the answer');
  used.add(key);
  return url;
};
