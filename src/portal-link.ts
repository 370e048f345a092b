/**
 * Requests links and checks whether they may be used. It knows `fetch` and URLs, and neither the element nor the state
 * machine. A link opens an organization's SSO settings, so no error of this file contains one.
 */
import { hasPlainHost, isSecure, linkIn, parseUrl, withoutFragment, type PortalLinkAnswer } from './link-answer.js';
import { PortalError, toPortalError } from './portal-error.js';
import { parseRetryAfter, pause, throwIfAborted, withRetry } from './retry.js';

/**
 * Why a link is requested: `start` (the element appeared or its endpoint changed), `refresh` (the session ended),
 * `reload` (a call of `reload()` or a click), `open` (for a new tab).
 */
export type LinkReason = 'start' | 'refresh' | 'reload' | 'open';

/**
 * Gets a link in the page's own way and replaces the request to the endpoint. The element calls it for every link, so it
 * must not cache. A rejection counts as a network failure and is tried again; a `PortalError` is used as it is.
 * `signal` is aborted when the link is no longer needed, or after 15 s.
 */
export type FetchPortalLink = (request: { signal: AbortSignal; reason: LinkReason }) => Promise<PortalLinkAnswer>;

/** Headers for the endpoint, or a function that returns them or a promise of them. Called for every attempt. */
export type PortalLinkHeaders = HeadersInit | (() => HeadersInit | Promise<HeadersInit>);

/** The part of the element that defines where links come from. */
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

/** Whether there is an endpoint or a function that can be asked for a link. */
export const canAsk = ({ endpoint, fetchPortalLink }: LinkSource): boolean => Boolean(endpoint || fetchPortalLink);

/** Receives the time of the answer by the endpoint's clock, in ms since the epoch; NaN if it is not readable. */
export type OnServerTime = (time: number) => void;

/**
 * ms: a refresh waits a random part of it. Sessions may end together, and all their pages would send a request at the same
 * moment. `npm run bench -- --only=many-tabs` measures the effect.
 */
const REFRESH_SPREAD = 500;
/** ms for one attempt, including the body of the answer. */
const TIME_LIMIT = 15_000;

/**
 * Waits a moment before a request, so that the page can still set properties that matter for it. Angular's router inserts
 * a page first and sets its properties, such as headers, in a later task.
 */
export const waitBefore = (reason: LinkReason, signal: AbortSignal): Promise<void> =>
  pause(reason === 'refresh' ? Math.random() * REFRESH_SPREAD : 0, signal);

/** The error for an element without a source of links. */
export const noSource = (): PortalError => new PortalError('ENDPOINT_MISSING', 'Set "endpoint" or "fetchPortalLink".');

const invalidResponse = (got: string): PortalError =>
  new PortalError('RESPONSE_INVALID', `Expected {"location": "https://…"}, got ${got}.`);

/** The values of `credentials` besides its default. */
const CREDENTIALS: ReadonlySet<unknown> = new Set<RequestCredentials>(['include', 'omit']);

/** Enumerated attributes are never passed on raw: `method="DELETE"` would send a request that nobody wants. */
const requestOptions = ({ method, credentials }: LinkSource): RequestInit => ({
  method: method?.toUpperCase() === 'POST' ? 'POST' : 'GET',
  credentials: CREDENTIALS.has(credentials) ? credentials! : 'same-origin',
  cache: 'no-store',
  // Redirects are not followed: another address would get the headers, and its link would be shown.
  redirect: 'manual',
});

const askEndpoint = async (source: LinkSource, signal: AbortSignal): Promise<Response> => {
  const { endpoint, headers, csrfToken, csrfHeader } = source;
  // The page may have removed the endpoint just before the request.
  if (!endpoint) throw noSource();
  const sent = new Headers((typeof headers === 'function' ? await headers() : headers) ?? {});
  sent.set('Accept', 'application/json');
  if (csrfToken) sent.set(csrfHeader || 'X-CSRF-Token', csrfToken);
  // Without a prototype: `fetch` must not read options that a script has put on Object.prototype.
  const init = { __proto__: null, ...requestOptions(source), headers: sent, signal } as RequestInit;
  return fetch(endpoint, init);
};

/** Returns the parsed body of the endpoint's answer. Throws a `PortalError` for any answer but a successful one with JSON. */
const read = async (response: Response, onServerTime: OnServerTime): Promise<unknown> => {
  const { status } = response;
  // `redirected`: the page's own request, given as `firstResponse`, may have followed a redirect.
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
    // The SyntaxError must not become the cause: engines quote the text in it, and the text may contain a link.
    throw invalidResponse('no JSON (a login page?)');
  }
};

/**
 * Gets an unchecked link from the source. Makes up to 4 attempts of at most 15 s each. Always rejects with a `PortalError`,
 * even if the page's own functions throw something else. If `first` gives a response, it replaces the first request.
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
        // A race, because `fetchPortalLink` may ignore its signal. A timer, because `AbortSignal.timeout()` causes a
        // different error in every engine.
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
    // Without a source there is only the response that the page gave, so there is nothing to try again.
    canAsk(source) ? undefined : 1,
  );
};

/** The origins in a space-separated list of URLs. Entries that are not http(s) URLs are skipped, so `*` and `null` never match. */
export const parseOrigins = (list: string): string[] =>
  list
    .split(/\s+/)
    .map(parseUrl)
    // A blob: URL has the origin of its creator, so the protocol has to be checked too.
    .filter((url): url is URL => url !== null && /^https?:$/.test(url.protocol) && hasPlainHost(url))
    .map((url) => url.origin);

const rejected = (why: string): PortalError => new PortalError('LINK_REJECTED', `Link refused: it ${why}.`);

/**
 * Returns the link as a URL that is safe for a frame or a tab, and adds it to `used`. Throws `LINK_REJECTED`. `named` is
 * the value of `environment-url`, if there is one.
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
