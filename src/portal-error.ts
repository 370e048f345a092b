/**
 * The one error class of this package. It knows the codes and which of them are worth another try, and nothing of
 * where they come from. A message speaks to the developer and never contains a link: a link is a credential.
 */

/**
 * What went wrong, for programs. `docs/errors.md` says for each code what to do about it.
 *
 * - `ENDPOINT_MISSING`: `reload()` was called, but there is neither an `endpoint` nor a `fetchPortalLink`
 * - `ENDPOINT_UNREACHABLE`: network, CORS, or the host page's `connect-src`
 * - `ENDPOINT_TIMEOUT`: no answer within 15 s
 * - `ENDPOINT_UNAUTHORIZED`: 401, 403, or a redirect (to a sign-in page, or to the endpoint's real address)
 * - `ENDPOINT_FAILED`: another status, see `status`
 * - `RESPONSE_INVALID`: not JSON (a login page, say), or no link in it
 * - `LINK_REJECTED`: an unsafe link, a link of a wrong origin, or a link that was used before
 * - `PORTAL_BLOCKED`: the host page's own Content Security Policy forbids the frame
 * - `PORTAL_LOAD_TIMEOUT`: the frame stayed silent for `load-timeout` ms
 * - `PORTAL_LOAD_FAILED`: the portal said that it cannot load, see `portalCode`
 * - `REFRESH_LIMIT_REACHED`: 3 sessions in a row ended within 30 s of their start
 */
export type PortalErrorCode =
  | 'ENDPOINT_MISSING'
  | 'ENDPOINT_UNREACHABLE'
  | 'ENDPOINT_TIMEOUT'
  | 'ENDPOINT_UNAUTHORIZED'
  | 'ENDPOINT_FAILED'
  | 'RESPONSE_INVALID'
  | 'LINK_REJECTED'
  | 'PORTAL_BLOCKED'
  | 'PORTAL_LOAD_TIMEOUT'
  | 'PORTAL_LOAD_FAILED'
  | 'REFRESH_LIMIT_REACHED';

/** What a `PortalError` may carry beside its code and message. */
export interface PortalErrorDetails {
  /** The HTTP status of the endpoint's answer. */
  status?: number;
  /** ms that the endpoint asked to be left alone (`Retry-After`). */
  retryAfter?: number;
  /** The `error_code` of the portal's own PORTAL_LOAD_FAILURE. */
  portalCode?: string | undefined;
  /** What was thrown below. */
  cause?: unknown;
}

/** Codes without a status that no second try cures, as long as neither the host page nor its backend changes. */
const NEEDS_A_CHANGE: ReadonlySet<string> = new Set<PortalErrorCode>([
  'ENDPOINT_MISSING',
  'ENDPOINT_UNAUTHORIZED',
  'RESPONSE_INVALID',
  'LINK_REJECTED',
  'PORTAL_BLOCKED',
]);

/** Statuses that may be gone a moment later: RFC 9110 section 15, RFC 8470 (425), RFC 6585 (429). */
const isTransient = (status: number): boolean => [408, 425, 429].includes(status) || status >= 500;

/** Everything that this package reports as failed: in `element.error`, in `portal-error`, and from `reload()`. */
export class PortalError extends Error {
  override readonly name = 'PortalError';
  declare readonly code: PortalErrorCode;
  /** True if the same call may succeed a moment later although nothing was mended. */
  declare readonly retryable: boolean;
  /** The HTTP status of the endpoint's answer, if it answered with one that is no success. */
  declare readonly status?: number;
  /** ms that the endpoint asked to be left alone (`Retry-After`); 0 if it answered with a failure and did not ask. */
  declare readonly retryAfter?: number;
  /** The `error_code` that the portal gave with PORTAL_LOAD_FAILURE. */
  declare readonly portalCode?: string | undefined;

  constructor(code: PortalErrorCode, message: string, details: PortalErrorDetails = {}) {
    super(message, details);
    const { status } = details;
    Object.assign(this, details, { code, retryable: status ? isTransient(status) : !NEEDS_A_CHANGE.has(code) });
  }
}

/** Ends the message of an error that may have many causes, in the page, the endpoint or the link: a command that finds the one. */
export const ASK_DOCTOR = ' To find out, run: npx scalekit-admin-portal doctor <URL of this page>';

/** A `PortalError` as it is; whatever else the page's functions, replaced built-ins or the browser throw, as the cause of one. */
export const toPortalError = (cause: unknown): PortalError =>
  cause instanceof PortalError
    ? cause
    : new PortalError('ENDPOINT_UNREACHABLE', `No answer: network, CORS or "connect-src"? See "cause".${ASK_DOCTOR}`, {
        cause,
      });
