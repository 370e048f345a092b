/**
 * Who is signed in: a random identifier in a cookie, and the person it stands for in the memory of the server.
 * On a first visit the demo signs the first person in, so that the portal shows at once.
 */
import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Person } from './people.ts';

export class SignIns {
  readonly people: readonly [Person, ...Person[]];
  /** Somebody who signed out stays known, or the next visit would count as the first and sign in again. */
  readonly #persons = new Map<string, Person | null>();

  constructor(people: readonly [Person, ...Person[]]) {
    this.people = people;
  }

  /** The signed-in person behind a request, or null. */
  personOf(request: Request): Person | null {
    return this.#persons.get(readIdentifier(request)) ?? null;
  }

  /** The same for a page, where a first visit signs the first person in. */
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

  /** A new identifier every time: one that was planted or seen before must not become a signed-in one. */
  #remember(request: Request, response: Response, person: Person | null): void {
    this.#persons.delete(readIdentifier(request));
    const identifier = randomBytes(24).toString('base64url');
    this.#persons.set(identifier, person);
    // No `secure`: the demo is served over http on loopback. A product sets it.
    response.cookie(cookieName(request), identifier, { httpOnly: true, sameSite: 'lax', path: '/' });
  }
}

/** Cookies ignore ports, so the port is part of the name: two demos on one machine must not sign each other out. */
function cookieName(request: Request): string {
  return `northwind_${request.socket.localPort}`;
}

function readIdentifier(request: Request): string {
  const prefix = `${cookieName(request)}=`;
  const cookies = request.headers.cookie?.split('; ') ?? [];
  return cookies.find((cookie) => cookie.startsWith(prefix))?.slice(prefix.length) ?? '';
}
