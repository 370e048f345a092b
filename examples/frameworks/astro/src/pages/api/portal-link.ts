import type { APIContext } from 'astro';
import { portalLinkHandler } from 'scalekit-admin-portal/server';
import { scalekit } from '../../lib/scalekit';

export const POST = portalLinkHandler((request, { locals }: APIContext) => {
  const { user, csrfToken } = locals;
  if (!user) return Response.json({ error: 'Sign in first.' }, { status: 401 });
  // Null becomes 403. The organization comes from the user, never from the browser.
  if (!user.isAdmin || request.headers.get('X-CSRF-Token') !== csrfToken) return null;
  return scalekit().organization.generatePortalLink(user.organizationId);
});
