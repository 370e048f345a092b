import { timingSafeEqual } from 'node:crypto';
import { ScalekitClient } from '@scalekit-sdk/node';
import { portalLinkHandler } from 'scalekit-admin-portal/server';
import { getSession } from '../../session';
import { variable } from '../../variable';

let client: ScalekitClient | undefined;

/** Created on first use, so that a build needs no secrets. */
function scalekit(): ScalekitClient {
  client ??= new ScalekitClient(
    variable('SCALEKIT_ENVIRONMENT_URL'),
    variable('SCALEKIT_CLIENT_ID'),
    variable('SCALEKIT_CLIENT_SECRET'),
  );
  return client;
}

const refuse = (status: number, error: string) =>
  Response.json({ error }, { status, headers: { 'Cache-Control': 'no-store' } });

function isSame(sent: string | null, kept = ''): boolean {
  const [a, b] = [Buffer.from(sent ?? ''), Buffer.from(kept)];
  return a.length > 0 && a.length === b.length && timingSafeEqual(a, b);
}

export const POST = portalLinkHandler(async (request) => {
  const { user, csrfToken } = await getSession();
  if (!user) return refuse(401, 'Sign in first.');
  if (!user.isAdministrator) return refuse(403, 'Ask an administrator.');
  if (!isSame(request.headers.get('X-CSRF-Token'), csrfToken))
    return refuse(403, 'Reload the page.');
  // In a product, the organization comes from the user, never from the browser.
  return scalekit().organization.generatePortalLink(variable('SCALEKIT_ORGANIZATION_ID'));
});
