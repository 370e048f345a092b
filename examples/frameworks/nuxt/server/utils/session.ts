import { timingSafeEqual } from 'node:crypto';
import type { H3Event } from 'h3';

export interface User {
  name: string;
  isAdmin: boolean;
  organizationId: string;
}

/** The data in the sealed cookie. Empty if nobody is signed in. */
export interface SessionData {
  user?: User;
  csrfToken?: string;
}

declare module 'h3' {
  interface H3EventContext {
    user?: User | undefined;
    csrfToken?: string | undefined;
  }
}

export const SESSION_COOKIE = 'session';

export function sessionOf(event: H3Event) {
  return useSession<SessionData>(event, {
    name: SESSION_COOKIE,
    password: process.env.SESSION_SECRET ?? '',
    cookie: { httpOnly: true, sameSite: 'lax', secure: getRequestProtocol(event) === 'https' },
  });
}

/** Compares the token in constant time. */
export function isSameToken(sent: string | null, kept = ''): boolean {
  const [a, b] = [Buffer.from(sent ?? ''), Buffer.from(kept)];
  return a.length > 0 && a.length === b.length && timingSafeEqual(a, b);
}
