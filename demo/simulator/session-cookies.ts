/**
 * The cookies that carry a session through a cross-site frame. Two of them, because no single one works everywhere
 * over plain HTTP: Chromium wants `SameSite=None`, which demands `Secure`, and WebKit refuses `Secure` without TLS, on
 * loopback too. `Partitioned` keeps the first alive where third-party cookies are blocked.
 */

import type { Request, Response } from 'express';
import { pathOf } from './pages/layout.ts';
import type { Session } from './sessions.ts';

/** Cookies ignore ports, so these names must differ from those of any host application on the same machine. */
const COOKIE = 'portal_simulator';
const PLAIN_COOKIE = 'portal_simulator_plain';

export function setSessionCookies(response: Response, session: Session): void {
  // The path keeps the sessions of two frames apart: neither sees the other's cookie.
  const shared = `${session.secret}; Path=${pathOf(session)}; HttpOnly`;
  response.append('Set-Cookie', `${COOKIE}=${shared}; Secure; SameSite=None; Partitioned`);
  response.append('Set-Cookie', `${PLAIN_COOKIE}=${shared}`);
}

/** Whether the request proves that it belongs to the session. */
export function sessionIn(request: Request, session: Session): boolean {
  const pairs = (request.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  return pairs.includes(`${COOKIE}=${session.secret}`) || pairs.includes(`${PLAIN_COOKIE}=${session.secret}`);
}
