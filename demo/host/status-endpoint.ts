/**
 * Tells the product's pages what an organization has set up. The pages ask again when the person comes back from a portal. A
 * product that stores the data of Scalekit's or WorkOS's webhooks answers from its own database.
 */
import type { Request, RequestHandler } from 'express';
import type { Person } from './people.ts';

/** `ask` requests the status of the administrator's organization from the portal's backend. */
export function statusEndpoint(
  ask: (person: Person) => Promise<Readonly<Record<string, boolean>>>,
  signedInPerson: (request: Request) => Person | null,
): RequestHandler {
  return async (request, response) => {
    response.set('Cache-Control', 'no-store');
    const person = signedInPerson(request);
    if (!person?.isAdmin) {
      response.status(person === null ? 401 : 403).json({ error: 'Only for administrators.' });
      return;
    }
    try {
      response.json(await ask(person));
    } catch (cause) {
      // Not the whole error: it may contain secrets.
      console.error(`The status request failed. ${String(cause)}`);
      response.status(502).json({ error: 'The status request failed.' });
    }
  };
}
