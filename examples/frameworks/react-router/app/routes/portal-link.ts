import { portalLinkHandler } from 'scalekit-admin-portal/server';
import { environment } from '../environment.server';
import { scalekit } from '../scalekit.server';
import { isSameToken, readSession } from '../session.server';

export const action = portalLinkHandler(async (request) => {
  const session = await readSession(request);
  if (!session) return Response.json({ error: 'Sign in first.' }, { status: 401 });
  const hasToken = isSameToken(request.headers.get('X-CSRF-Token') ?? '', session.csrfToken);
  if (!session.isAdmin || !hasToken) return null; // This is 403.
  // The organization comes from your user, never from the browser.
  return scalekit().organization.generatePortalLink(environment('SCALEKIT_ORGANIZATION_ID'));
});
