import { timingSafeEqual } from 'node:crypto';
import type { H3Event } from 'h3';
import { portalLinkHandler } from 'scalekit-admin-portal/server';

function isSame(sent: string | null, kept = ''): boolean {
  const [a, b] = [Buffer.from(sent ?? ''), Buffer.from(kept)];
  return a.length > 0 && a.length === b.length && timingSafeEqual(a, b);
}

const portalLink = portalLinkHandler((request, { context }: H3Event) => {
  const { user, csrfToken } = context;
  if (!user) return Response.json({ error: 'Sign in first.' }, { status: 401 });
  // Null is 403. The organization is the user's own, never one that the browser names.
  if (!user.isAdmin || !isSame(request.headers.get('X-CSRF-Token'), csrfToken)) return null;
  return scalekit().organization.generatePortalLink(user.organizationId);
});

export default defineEventHandler((event) => portalLink(toWebRequest(event), event));
