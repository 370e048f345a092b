import { randomBytes } from 'node:crypto';
import type { Cookies } from '@sveltejs/kit';
import { sealData, unsealData } from 'iron-session';
import { SESSION_SECRET } from '$app/env/private';

/** The session in a sealed cookie. The browser can neither read nor change it. */
export interface Session {
  readonly name: string;
  readonly isAdministrator: boolean;
  readonly csrfToken: string;
}

const COOKIE = 'session';

/** Replace with your own table of users. Here, the passwords are the names. */
const USERS = [
  { name: 'ada', isAdministrator: true },
  { name: 'mel', isAdministrator: false },
];

/** Signs the user in. Returns false if there is no such user. */
export async function signIn(cookies: Cookies, form: FormData): Promise<boolean> {
  const [name, password] = [form.get('username'), form.get('password')];
  const user = USERS.find((one) => one.name === name && one.name === password);
  if (!user) return false;
  const session: Session = { ...user, csrfToken: randomBytes(32).toString('base64url') };
  const sealed = await sealData(session, { password: SESSION_SECRET });
  cookies.set(COOKIE, sealed, { path: '/', httpOnly: true, sameSite: 'lax' });
  return true;
}

export async function readSession(cookies: Cookies): Promise<Session | null> {
  const sealed = cookies.get(COOKIE);
  if (!sealed) return null;
  // The object is empty if the cookie has expired or is not ours.
  const session = await unsealData<Partial<Session>>(sealed, { password: SESSION_SECRET });
  const { name, isAdministrator, csrfToken } = session;
  return name && csrfToken ? { name, isAdministrator: isAdministrator === true, csrfToken } : null;
}
