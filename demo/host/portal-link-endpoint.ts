/**
 * The endpoint that mints links: the one piece of server code that the element needs, and the file to copy.
 * It answers who may administer which organization from the signed-in person alone, never from what the browser sends.
 */
import type { ScalekitClient } from '@scalekit-sdk/node';
import type { Request, RequestHandler } from 'express';
import type { Person } from './people.ts';

export function portalLinkEndpoint(
  scalekit: ScalekitClient,
  signedInPerson: (request: Request) => Person | null,
): RequestHandler {
  return async (request, response) => {
    // A link is a single-use credential: no cache may keep it.
    response.set('Cache-Control', 'no-store');

    // Another site must not make the browser of a signed-in admin mint links.
    if (request.get('Sec-Fetch-Site') === 'cross-site') {
      response.status(403).json({ error: 'Cross-site requests are refused.' });
      return;
    }
    const person = signedInPerson(request);
    if (person === null) {
      response.status(401).json({ error: 'Sign in first.' });
      return;
    }
    if (!person.isAdmin) {
      response.status(403).json({ error: 'Only an administrator of the organization may do this.' });
      return;
    }
    try {
      const link = await scalekit.organization.generatePortalLink(person.organizationId);
      // Not the whole link: its expireTime holds a BigInt, which JSON cannot carry.
      response.json({ location: link.location });
    } catch (cause) {
      // Not the whole error: an error of the token request carries the client secret in its `config`.
      console.error(`A portal link could not be minted. ${describe(cause)}`);
      response.status(502).json({ error: 'The portal is not available at the moment.' });
    }
  };
}

function describe(cause: unknown): string {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : 'Unknown cause';
}
