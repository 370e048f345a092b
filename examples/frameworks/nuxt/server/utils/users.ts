import { timingSafeEqual } from 'node:crypto';
import type { User } from './session';

/** In place of your database, with one password for each person: their name. */
export function findUser(name: string, password: string): User | undefined {
  const [given, right] = [Buffer.from(password), Buffer.from(name)];
  if (!['ada', 'mel'].includes(name)) return undefined;
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  const organizationId = process.env.SCALEKIT_ORGANIZATION_ID ?? '';
  return { name, isAdmin: name === 'ada', organizationId };
}
