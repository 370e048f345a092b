/**
 * The only error class of this package. It knows the codes and which of them are worth another attempt, and nothing about
 * their causes. A message addresses the developer and never contains a link: a link is a credential.
 */

/**
 * The error code, for programs. `docs/errors.md` tells for each code what to do about it.
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

/** The details that a `PortalError` may carry besides its code and message. */
export interface PortalErrorDetails {
  /** The HTTP status of the endpoint's answer. */
  status?: number;
  /** ms that the endpoint asked the client to wait (`Retry-After`). */
  retryAfter?: number;
  /** The `error_code` of the portal's own PORTAL_LOAD_FAILURE. */
  portalCode?: string | undefined;
  /** The original error. */
  cause?: unknown;
}

/** Codes without a status that another attempt cannot cure: the host page or its backend has to change first. */
const NEEDS_A_CHANGE: ReadonlySet<string> = new Set<PortalErrorCode>([
  'ENDPOINT_MISSING',
  'ENDPOINT_UNAUTHORIZED',
  'RESPONSE_INVALID',
  'LINK_REJECTED',
  'PORTAL_BLOCKED',
]);

/** Statuses of failures that may soon be over: RFC 9110 section 15, RFC 8470 (425), RFC 6585 (429). */
const isTransient = (status: number): boolean => [408, 425, 429].includes(status) || status >= 500;

/** Every failure that this package reports: in `element.error`, in `portal-error`, and from `reload()`. */
export class PortalError extends Error {
  override readonly name = 'PortalError';
  declare readonly code: PortalErrorCode;
  /** True if the same call may succeed later without any fix. */
  declare readonly retryable: boolean;
  /** The HTTP status of the endpoint's answer, if it is not a success. */
  declare readonly status?: number;
  /** ms that the endpoint asked the client to wait (`Retry-After`); 0 if it answered with a failure and without that header. */
  declare readonly retryAfter?: number;
  /** The `error_code` that the portal gave with PORTAL_LOAD_FAILURE. */
  declare readonly portalCode?: string | undefined;

  constructor(code: PortalErrorCode, message: string, details: PortalErrorDetails = {}) {
    super(message, details);
    const { status } = details;
    Object.assign(this, details, { code, retryable: status ? isTransient(status) : !NEEDS_A_CHANGE.has(code) });
  }
}

/** Ends the message of an error that may have many causes. The command finds the cause in the page, the endpoint or the link. */
export const ASK_DOCTOR = ' To find out, run: npx scalekit-admin-portal doctor <URL of this page>';

/** Returns a `PortalError` unchanged. Wraps any other error of the page's functions, replaced built-ins or the browser in one. */
export const toPortalError = (cause: unknown): PortalError =>
  cause instanceof PortalError
    ? cause
    : new PortalError('ENDPOINT_UNREACHABLE', `No answer: network, CORS or "connect-src"? See "cause".${ASK_DOCTOR}`, {
        cause,
      });
