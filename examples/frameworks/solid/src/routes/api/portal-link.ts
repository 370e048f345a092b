import { portalLinkHandler } from 'scalekit-admin-portal/server';
import { scalekit, variable } from '~/scalekit';
import { hasToken, readSession } from '~/session/server';

export const POST = portalLinkHandler(async (request) => {
  const session = await readSession();
  if (!session) return Response.json({ error: 'Sign in first.' }, { status: 401 });
  if (!session.isAdministrator || !hasToken(request, session)) return null; // This is 403.
  // In a product, the organization comes from the user, never from the browser.
  return scalekit().organization.generatePortalLink(variable('SCALEKIT_ORGANIZATION_ID'));
});
