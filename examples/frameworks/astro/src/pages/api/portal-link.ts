import type { APIContext } from 'astro';
import { portalLinkHandler } from 'scalekit-admin-portal/server';
import { scalekit } from '../../lib/scalekit';

export const POST = portalLinkHandler((request, { locals }: APIContext) => {
  const { user, csrfToken } = locals;
  if (!user) return Response.json({ error: 'Sign in first.' }, { status: 401 });
  // Null is 403. The organization is the user's own, never one that the browser names.
  if (!user.isAdmin || request.headers.get('X-CSRF-Token') !== csrfToken) return null;
  return scalekit().organization.generatePortalLink(user.organizationId);
});
