import type { H3Event } from 'h3';
import { portalLinkHandler } from 'scalekit-admin-portal/server';

const portalLink = portalLinkHandler((request, { context }: H3Event) => {
  const { user, csrfToken } = context;
  if (!user) return Response.json({ error: 'Sign in first.' }, { status: 401 });
  // Null becomes 403. The organization comes from the user, never from the browser.
  if (!user.isAdmin || !isSameToken(request.headers.get('X-CSRF-Token'), csrfToken)) return null;
  return scalekit().organization.generatePortalLink(user.organizationId);
});

export default defineEventHandler((event) => portalLink(toWebRequest(event), event));
