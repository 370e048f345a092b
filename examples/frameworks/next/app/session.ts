import { randomBytes } from 'node:crypto';
import { getIronSession } from 'iron-session';
import { cookies } from 'next/headers';
import { connection } from 'next/server';
import { variable } from './variable';

interface Session {
  user?: { name: string; isAdministrator: boolean };
  /** Goes out with every request for a link. */
  csrfToken?: string;
}

/** Your table of users. The passwords here are the names. */
const USERS = [
  { name: 'ada', isAdministrator: true },
  { name: 'mel', isAdministrator: false },
];

/** The visitor's session, sealed in a cookie. */
export async function getSession() {
  // The seal has a time, so that nothing of this is prerendered.
  await connection();
  return getIronSession<Session>(await cookies(), {
    cookieName: 'session',
    password: variable('SESSION_SECRET'),
    // Secure, but on this computer over plain HTTP.
    cookieOptions: { sameSite: 'lax', secure: !process.env.ORIGIN?.startsWith('http:') },
  });
}

/** Whether there is such a user, who is signed in then. */
export async function signIn(name: unknown, password: unknown): Promise<boolean> {
  const user = USERS.find((user) => user.name === name && user.name === password);
  if (!user) return false;
  const session = await getSession();
  session.user = user;
  session.csrfToken = randomBytes(32).toString('base64url');
  await session.save();
  return true;
}
