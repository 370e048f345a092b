/**
 * Answers what an organization has set up, for the product's own pages: who came back from a portal asks anew. A product
 * that keeps Scalekit's or WorkOS's webhooks answers it from its own database.
 */
import type { Request, RequestHandler } from 'express';
import type { Person } from './people.ts';

/** `ask`: what the portal's own backend says about the organization of an administrator. */
export function statusEndpoint(
  ask: (person: Person) => Promise<Readonly<Record<string, boolean>>>,
  signedInPerson: (request: Request) => Person | null,
): RequestHandler {
  return async (request, response) => {
    response.set('Cache-Control', 'no-store');
    const person = signedInPerson(request);
    if (!person?.isAdmin) {
      response.status(person === null ? 401 : 403).json({ error: 'For administrators alone.' });
      return;
    }
    try {
      response.json(await ask(person));
    } catch (cause) {
      // Not the whole error: it may carry secrets.
      console.error(`The status could not be asked for. ${String(cause)}`);
      response.status(502).json({ error: 'The status could not be asked for.' });
    }
  };
}
