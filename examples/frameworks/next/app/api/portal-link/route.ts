import { ScalekitClient } from '@scalekit-sdk/node';
import { portalLinkHandler } from 'scalekit-admin-portal/server';
import { getSession } from '../../session';

let client: ScalekitClient | undefined;

/** Made on first use: a build has no secrets. */
function scalekit() {
  const { SCALEKIT_ENVIRONMENT_URL, SCALEKIT_CLIENT_ID, SCALEKIT_CLIENT_SECRET } = process.env;
  client ??= new ScalekitClient(
    SCALEKIT_ENVIRONMENT_URL ?? '',
    SCALEKIT_CLIENT_ID ?? '',
    SCALEKIT_CLIENT_SECRET ?? '',
  );
  return client;
}

export const POST = portalLinkHandler(async (request) => {
  const { user, csrfToken } = await getSession();
  if (!user) return new Response(null, { status: 401 });
  if (!user.isAdmin || request.headers.get('X-CSRF-Token') !== csrfToken) return null;
  return scalekit().organization.generatePortalLink(user.organizationId);
});
