/**
 * Sign-ins: a random identifier in a cookie, and the person behind it in the server's memory. The first visit signs in the
 * first person, so that the portal shows at once.
 */
import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Person } from './people.ts';

export class SignIns {
  readonly people: readonly [Person, ...Person[]];
  /** Keeps an entry after sign-out. Otherwise the next visit would count as the first one and sign in again. */
  readonly #persons = new Map<string, Person | null>();

  constructor(people: readonly [Person, ...Person[]]) {
    this.people = people;
  }

  /** The signed-in person behind a request, or null. */
  personOf(request: Request): Person | null {
    return this.#persons.get(readIdentifier(request)) ?? null;
  }

  /** The signed-in person for a page, or null. The first visit signs in the first person. */
  visit(request: Request, response: Response): Person | null {
    if (!this.#persons.has(readIdentifier(request))) {
      this.#remember(request, response, this.people[0]);
      return this.people[0];
    }
    return this.personOf(request);
  }

  /** False if there is no such person. */
  signIn(request: Request, response: Response, personId: unknown): boolean {
    const person = this.people.find(({ id }) => id === personId);
    if (person === undefined) return false;
    this.#remember(request, response, person);
    return true;
  }

  signOut(request: Request, response: Response): void {
    this.#remember(request, response, null);
  }

  /** Uses a new identifier every time: a known or planted one must not become signed in (session fixation). */
  #remember(request: Request, response: Response, person: Person | null): void {
    this.#persons.delete(readIdentifier(request));
    const identifier = randomBytes(24).toString('base64url');
    this.#persons.set(identifier, person);
    // Without `secure`: the demo uses http on loopback. A product should set it.
    response.cookie(cookieName(request), identifier, { httpOnly: true, sameSite: 'lax', path: '/' });
  }
}

/** Cookies ignore ports. With the port in the name, two demos on one machine do not sign each other out. */
function cookieName(request: Request): string {
  return `northwind_${request.socket.localPort}`;
}

function readIdentifier(request: Request): string {
  const prefix = `${cookieName(request)}=`;
  const cookies = request.headers.cookie?.split('; ') ?? [];
  return cookies.find((cookie) => cookie.startsWith(prefix))?.slice(prefix.length) ?? '';
}
