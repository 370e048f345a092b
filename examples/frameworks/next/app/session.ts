import { randomBytes } from 'node:crypto';
import { getIronSession } from 'iron-session';
import { cookies } from 'next/headers';
import { connection } from 'next/server';
import { variable } from './variable';

interface Session {
  user?: { name: string; isAdministrator: boolean };
  /** Sent with every request for a link. */
  csrfToken?: string;
}

/** Replace with your own table of users. Here, the passwords are the names. */
const USERS = [
  { name: 'ada', isAdministrator: true },
  { name: 'mel', isAdministrator: false },
];

/** The visitor's session, sealed in a cookie. */
export async function getSession() {
  // The sealed cookie contains a time, so this must not be prerendered.
  await connection();
  return getIronSession<Session>(await cookies(), {
    cookieName: 'session',
    password: variable('SESSION_SECRET'),
    // Secure, except over plain HTTP on this computer.
    cookieOptions: { sameSite: 'lax', secure: !process.env.ORIGIN?.startsWith('http:') },
  });
}

/** Signs the user in. Returns false if there is no such user. */
export async function signIn(name: unknown, password: unknown): Promise<boolean> {
  const user = USERS.find((user) => user.name === name && user.name === password);
  if (!user) return false;
  const session = await getSession();
  session.user = user;
  session.csrfToken = randomBytes(32).toString('base64url');
  await session.save();
  return true;
}
