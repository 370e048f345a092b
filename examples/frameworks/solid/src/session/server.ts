import { randomBytes, timingSafeEqual } from 'node:crypto';
import { getRequestProtocol, useSession } from '@solidjs/start/http';

/** The session in a sealed cookie. The browser can neither read nor change it. */
export interface Session {
  name: string;
  isAdministrator: boolean;
  /** Sent with every request for a link. */
  csrfToken: string;
}

/** Replace with your own table of users. Here, the passwords are the names. */
const USERS = [
  { name: 'ada', isAdministrator: true },
  { name: 'mel', isAdministrator: false },
];

const sealed = () =>
  useSession<Session>({
    name: 'session',
    password: process.env['SESSION_SECRET'] ?? '',
    cookie: { httpOnly: true, sameSite: 'lax', secure: getRequestProtocol() === 'https' },
  });

/** Signs the user in. Returns false if there is no such user. */
export async function createSession(form: FormData): Promise<boolean> {
  const [name, password] = [form.get('username'), form.get('password')];
  const user = USERS.find((one) => one.name === name && one.name === password);
  if (!user) return false;
  const session = await sealed();
  await session.update({ ...user, csrfToken: randomBytes(32).toString('base64url') });
  return true;
}

/** Null for a stranger. */
export async function readSession(): Promise<Session | null> {
  const { data } = await sealed();
  return data.csrfToken ? (data as Session) : null;
}

/** Compares in constant time. */
export function hasToken(request: Request, { csrfToken }: Session): boolean {
  const sent = Buffer.from(request.headers.get('X-CSRF-Token') ?? '');
  const kept = Buffer.from(csrfToken);
  return sent.length === kept.length && timingSafeEqual(sent, kept);
}
