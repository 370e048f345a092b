/** The endpoint as a Fetch API handler: the same in every server. */
import type { ScalekitClient } from '@scalekit-sdk/node';
import { portalLinkHandler } from 'scalekit-admin-portal/server';

/** Your own: whoever is signed in. */
export interface User {
  isAdmin: boolean;
  organizationId: string;
}

export function portalLink(scalekit: ScalekitClient, userOf: (request: Request) => User | null) {
  return portalLinkHandler(
    (request) => {
      const user = userOf(request);
      if (user === null) return Response.json({ error: 'Sign in first.' }, { status: 401 });
      // Null is 403. The organization is the user's own, never one that the browser names.
      return user.isAdmin ? scalekit.organization.generatePortalLink(user.organizationId) : null;
    },
    // The name alone: an SDK's error may carry the client secret.
    { onError: (error) => console.error('No portal link:', error instanceof Error ? error.name : 'unknown cause') },
  );
}
