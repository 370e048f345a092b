/** The endpoint as a Fetch API handler. It is the same in every server. */
import type { ScalekitClient } from '@scalekit-sdk/node';
import { portalLinkHandler } from 'scalekit-admin-portal/server';

/** Your own type of a signed-in user. */
export interface User {
  isAdmin: boolean;
  organizationId: string;
}

export function portalLink(scalekit: ScalekitClient, userOf: (request: Request) => User | null) {
  return portalLinkHandler(
    (request) => {
      const user = userOf(request);
      if (user === null) return Response.json({ error: 'Sign in first.' }, { status: 401 });
      // Null becomes 403. The organization comes from the user, never from the browser.
      return user.isAdmin ? scalekit.organization.generatePortalLink(user.organizationId) : null;
    },
    // Log only the name: an SDK's error may contain the client secret.
    { onError: (error) => console.error('No portal link:', error instanceof Error ? error.name : 'unknown cause') },
  );
}
