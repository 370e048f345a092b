import { randomUUID } from 'node:crypto';
import { getIronSession } from 'iron-session';
import { cookies } from 'next/headers';

interface Session {
  user?: { name: string; isAdmin: boolean; organizationId: string };
  csrfToken?: string;
}

/** Two users in place of your own. Each belongs to an organization; the browser never names it. */
const USERS = [
  { name: 'ada', password: 'ada', isAdmin: true },
  { name: 'mel', password: 'mel', isAdmin: false },
];

/** The visitor's session, sealed in a cookie. */
export async function getSession() {
  return getIronSession<Session>(await cookies(), {
    cookieName: 'session',
    password: process.env.SESSION_SECRET ?? '',
    cookieOptions: { httpOnly: true, sameSite: 'lax', secure: process.env.PUBLIC_URL?.startsWith('https:') ?? false },
  });
}

export async function signIn(name: unknown, password: unknown) {
  const found = USERS.find((user) => user.name === name && user.password === password);
  if (!found) return false;
  const session = await getSession();
  const organizationId = process.env.SCALEKIT_ORGANIZATION_ID ?? '';
  session.user = { name: found.name, isAdmin: found.isAdmin, organizationId };
  session.csrfToken = randomUUID();
  await session.save();
  return true;
}
