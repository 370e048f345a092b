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
