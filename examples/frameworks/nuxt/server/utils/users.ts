import type { User } from './session';

/** Replace with your database. */
const USERS: Record<string, { password: string; isAdmin: boolean }> = {
  ada: { password: 'ada', isAdmin: true },
  mel: { password: 'mel', isAdmin: false },
};

export function findUser(name: string, password: string): User | undefined {
  const user = Object.hasOwn(USERS, name) ? USERS[name] : undefined;
  if (user?.password !== password) return undefined;
  const organizationId = process.env.SCALEKIT_ORGANIZATION_ID ?? '';
  return { name, isAdmin: user.isAdmin, organizationId };
}
