import { timingSafeEqual } from 'node:crypto';
import { portalLinkHandler } from 'scalekit-admin-portal/server';
import { SCALEKIT_ORGANIZATION_ID } from '$app/env/private';
import { scalekit } from '../../../lib/server/scalekit.ts';
import type { RequestEvent, RequestHandler } from './$types';

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length > 0 && a.length === b.length && timingSafeEqual(a, b);
}

const mint = (request: Request, { locals: { session } }: RequestEvent) => {
  if (!session) return Response.json({ error: 'Sign in first.' }, { status: 401 });
  const token = request.headers.get('X-CSRF-Token') ?? '';
  // This is 403.
  if (!session.isAdministrator || !isSame(token, session.csrfToken)) return null;
  // In a product, the organization comes from the user, never from the browser.
  return scalekit().organization.generatePortalLink(SCALEKIT_ORGANIZATION_ID);
};
export const POST: RequestHandler = portalLinkHandler(mint);
