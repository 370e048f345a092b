/**
 * How a browser proves that a request belongs to a session. In a cross-site frame over plain HTTP, no single way works
 * everywhere:
 *
 * - Chromium needs `SameSite=None`, which requires `Secure`. With `Partitioned`, Chromium and Firefox accept the cookie even if
 *   third-party cookies are blocked.
 * - WebKit rejects `Secure` without TLS, even on loopback, so the same value is also sent as a plain cookie.
 * - By default, WebKit rejects all third-party cookies. Only in this case, the secret is in the path.
 *
 * A real portal has TLS and, for the last case, a custom domain on the host page's site.
 */

import type { Request, Response } from 'express';
import type { Session } from './sessions.ts';

/** Cookies ignore ports, so these names must differ from those of any host application on the same machine. */
const COOKIE = 'portal_simulator';
const PLAIN_COOKIE = 'portal_simulator_plain';

/** The path of a session's pages. The number distinguishes the sessions of two frames. */
export function pathOf(session: Session): string {
  return session.keepsCookie ? cookiePathOf(session) : `${cookiePathOf(session)}.${session.secret}`;
}

export function cookiePathOf(session: Session): string {
  return `/s/${session.number}`;
}

/** The session's number, from the part of the path that may also contain the secret. */
export function numberIn(pathPart: string): string {
  return pathPart.split('.', 1)[0] ?? '';
}

export function setSessionCookies(response: Response, session: Session): void {
  const shared = `${session.secret}; Path=${cookiePathOf(session)}; HttpOnly`;
  response.append('Set-Cookie', `${COOKIE}=${shared}; Secure; SameSite=None; Partitioned`);
  response.append('Set-Cookie', `${PLAIN_COOKIE}=${shared}`);
}

export function hasCookieOf(request: Request, session: Session): boolean {
  const pairs = (request.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  return pairs.includes(`${COOKIE}=${session.secret}`) || pairs.includes(`${PLAIN_COOKIE}=${session.secret}`);
}

/** Whether a request with this part of the path belongs to the session. */
export function provesSession(request: Request, pathPart: string, session: Session): boolean {
  if (!session.keepsCookie && pathPart === `${session.number}.${session.secret}`) return true;
  return hasCookieOf(request, session);
}
