import { timingSafeEqual } from 'node:crypto';
import type { H3Event } from 'h3';

export interface User {
  name: string;
  isAdmin: boolean;
  organizationId: string;
}

/** What the sealed cookie holds. Empty for a stranger. */
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

/** Takes as long for a token that is nearly right as for any other. */
export function isSameToken(sent: string | null, kept = ''): boolean {
  const [a, b] = [Buffer.from(sent ?? ''), Buffer.from(kept)];
  return a.length > 0 && a.length === b.length && timingSafeEqual(a, b);
}
