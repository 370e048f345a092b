/**
 * The backend's half as a Fetch API handler: asks the application for a link and answers it to the element, and to
 * nobody else. It knows Request and Response alone, so it runs wherever they do; it decides nothing about who may
 * administer what: that is `mint`'s.
 */
import { isSecure, linkIn, parseUrl, type PortalLinkAnswer } from '../link-answer.js';

/**
 * Mints a link for whoever sent the request, and decides from the signed-in user which organization that is; never
 * from a parameter that the browser sends. Returns what the SDK returned (Scalekit's `Link`, BigInt and all, REST's
 * nested answer, WorkOS's `{link}`, a string), `null` if the user may not (403), or a `Response` of its own (a 401, say).
 */
export type MintPortalLink = (
  request: Request,
) => PortalLinkAnswer | Response | null | Promise<PortalLinkAnswer | Response | null>;

/** What `portalLinkHandler` may be told. */
export interface PortalLinkHandlerOptions {
  /** Origins of other sites whose pages may ask, with cookies (CORS). Default: none. */
  allowedOrigins?: readonly string[];
  /** ms that `mint` may take before the answer is 502. Default: 14000, a second less than the element waits. */
  timeLimit?: number;
  /** Hears why the answer was 502. The caller learns nothing of it. Take care: an SDK's error may carry secrets. */
  onError?: (error: unknown) => void;
}

/** What the endpoint answers, as an `Allow` header has it. */
export const METHODS = 'GET, POST';
const TIME_LIMIT = 14_000;

const refuse = (status: number, error: string, headers: HeadersInit = {}): Response =>
  Response.json({ error }, { status, headers });

/** The link in what `mint` returned. Throws on what the element would refuse; the error does not quote it. */
const locationIn = (minted: unknown): string => {
  const url = parseUrl(linkIn(minted) ?? '');
  if (!isSecure(url) || url.username || url.password) throw new TypeError('mint returned no https: link.');
  return url.href;
};

const mintInTime = (mint: MintPortalLink, request: Request, timeLimit: number): Promise<unknown> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`mint took more than ${timeLimit} ms.`)), timeLimit);
  });
  const minted = (async () => mint(request))();
  return Promise.race([minted, late]).finally(() => clearTimeout(timer));
};

/**
 * Makes a handler for the endpoint that the element asks.
 *
 * | answer | when |
 * | --- | --- |
 * | 200 `{location}` | a link was minted |
 * | 403 | `mint` returned null, or another site asked (`Sec-Fetch-Site: cross-site`) that is not in `allowedOrigins` |
 * | 405, with `Allow` | neither GET nor POST |
 * | 502 | `mint` threw, took too long, or returned no safe link; the reason goes to `onError` alone |
 *
 * Every answer is `Cache-Control: no-store`: a link works once.
 */
export const portalLinkHandler =
  (mint: MintPortalLink, options: PortalLinkHandlerOptions = {}) =>
  async (request: Request): Promise<Response> => {
    const { allowedOrigins = [], timeLimit = TIME_LIMIT, onError } = options;
    const origin = request.headers.get('Origin') ?? '';
    const isAllowed = allowedOrigins.includes(origin);
    const respond = async (): Promise<Response> => {
      // The preflight of a page on another origin: its headers are its own affair, the origin is ours.
      if (request.method === 'OPTIONS' && isAllowed) {
        const asked = request.headers.get('Access-Control-Request-Headers') ?? '';
        const headers = { 'Access-Control-Allow-Methods': METHODS, 'Access-Control-Allow-Headers': asked };
        return new Response(null, { status: 204, headers });
      }
      if (request.method !== 'GET' && request.method !== 'POST') {
        return refuse(405, 'method_not_allowed', { Allow: METHODS });
      }
      // Another site must not make the browser of a signed-in administrator mint links.
      if (request.headers.get('Sec-Fetch-Site') === 'cross-site' && !isAllowed) {
        return refuse(403, 'cross_site');
      }
      try {
        const minted = await mintInTime(mint, request, timeLimit);
        if (minted === null) return refuse(403, 'forbidden');
        if (minted instanceof Response) return new Response(minted.body, minted);
        return Response.json({ location: locationIn(minted) });
      } catch (error) {
        onError?.(error);
        return refuse(502, 'portal_link_failed');
      }
    };
    const response = await respond();
    response.headers.set('Cache-Control', 'no-store');
    response.headers.append('Vary', 'Origin');
    if (isAllowed) {
      response.headers.set('Access-Control-Allow-Origin', origin);
      response.headers.set('Access-Control-Allow-Credentials', 'true');
      response.headers.set('Access-Control-Expose-Headers', 'Retry-After');
    }
    return response;
  };
