/**
 * The endpoint that mints links: the only server code that the element needs, and the file to copy. The signed-in person
 * alone determines the organization, never a value that the browser sends.
 */
import type { ScalekitClient } from '@scalekit-sdk/node';
import type { Request, RequestHandler } from 'express';
import { portalLinkHandler, toNodeHandler } from 'scalekit-admin-portal/server';
import type { Person } from './people.ts';

export function portalLinkEndpoint(
  scalekit: ScalekitClient,
  signedInPerson: (request: Request) => Person | null,
): RequestHandler {
  return (request, response, next) => {
    const person = signedInPerson(request);
    const handler = portalLinkHandler(
      () => {
        if (person === null) return Response.json({ error: 'Sign in first.' }, { status: 401 });
        // Null: this person may not administer the organization. The answer is 403.
        return person.isAdmin ? scalekit.organization.generatePortalLink(person.organizationId) : null;
      },
      { onError: (cause) => console.error(`A portal link could not be minted. ${describe(cause)}`) },
    );
    void toNodeHandler(handler)(request, response, next);
  };
}

/** Never prints the whole error: an error of the token request contains the client secret in its `config`. */
function describe(cause: unknown): string {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : 'Unknown cause';
}
