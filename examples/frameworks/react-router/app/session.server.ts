import { timingSafeEqual } from 'node:crypto';
import { createCookieSessionStorage, redirect } from 'react-router';
import { environment } from './environment.server';

interface SessionData {
  username: string;
  csrfToken: string;
}

// Replace with your own table of users, with hashes of their passwords.
const users = new Map<string | undefined, { password: string; isAdmin: boolean }>([
  ['ada', { password: 'ada', isAdmin: true }],
  ['mel', { password: 'mel', isAdmin: false }],
]);

let made: ReturnType<typeof createCookieSessionStorage<SessionData>> | undefined;

function storage() {
  made ??= createCookieSessionStorage<SessionData>({
    // Behind TLS, add `secure: true`.
    cookie: {
      name: 'session',
      httpOnly: true,
      path: '/',
      sameSite: 'lax',
      secrets: [environment('SESSION_SECRET')],
    },
  });
  return made;
}

/** The signed-in user, and the CSRF token that their pages send. */
export async function readSession(request: Request) {
  const session = await storage().getSession(request.headers.get('Cookie'));
  const user = users.get(session.get('username'));
  const csrfToken = session.get('csrfToken');
  return user && csrfToken ? { isAdmin: user.isAdmin, csrfToken } : null;
}

export async function signIn(username: string, password: string) {
  if (users.get(username)?.password !== password) return redirect('/');
  const session = await storage().getSession();
  session.set('username', username);
  session.set('csrfToken', crypto.randomUUID());
  const headers = { 'Set-Cookie': await storage().commitSession(session) };
  return redirect('/settings', { headers });
}

/** Compares the token in constant time. */
export function isSameToken(sent: string, kept: string): boolean {
  const [a, b] = [Buffer.from(sent), Buffer.from(kept)];
  return a.length > 0 && a.length === b.length && timingSafeEqual(a, b);
}
