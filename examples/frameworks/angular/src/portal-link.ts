import { timingSafeEqual } from 'node:crypto';
import { ScalekitClient } from '@scalekit-sdk/node';
import type { Request } from 'express';
import { portalLinkHandler, toNodeHandler } from 'scalekit-admin-portal/server';
import { environment } from './environment';
import { userOf } from './sign-in';

let client: ScalekitClient | undefined;

/** Created on first use, so that the build needs no secrets. */
function scalekit(): ScalekitClient {
  client ??= new ScalekitClient(
    environment('SCALEKIT_ENVIRONMENT_URL'),
    environment('SCALEKIT_CLIENT_ID'),
    environment('SCALEKIT_CLIENT_SECRET'),
  );
  return client;
}

function hasToken(req: Request): boolean {
  const sent = Buffer.from(req.get('X-XSRF-TOKEN') ?? '');
  const kept = Buffer.from(req.session?.csrfToken ?? '');
  return sent.length > 0 && sent.length === kept.length && timingSafeEqual(sent, kept);
}

export const portalLink = toNodeHandler(
  portalLinkHandler((_request, req: Request) => {
    const user = userOf(req);
    if (!user) return Response.json({ error: 'Sign in first.' }, { status: 401 });
    if (!user.isAdmin || !hasToken(req)) return null; // This is 403.
    // The organization comes from your user, never from the browser.
    return scalekit().organization.generatePortalLink(environment('SCALEKIT_ORGANIZATION_ID'));
  }),
);
