/** The endpoint: a link for the user's own organization, from Scalekit's Node SDK. */
import { portalLinkHandler, toNodeHandler } from 'scalekit-admin-portal/server';

export function portalLink(scalekit, userOf) {
  const mint = async (request, req) => {
    const { isAdmin, organizationId } = userOf(req);
    if (!isAdmin) return null; // This is 403.
    try {
      // The organization comes from the user, never from the browser. This SDK takes no features:
      // examples/backend/links-with-features.ts uses the REST API.
      return await scalekit.organization.generatePortalLink(organizationId);
    } catch (cause) {
      throw new Error(`No portal link for ${organizationId}`, { cause });
    }
  };
  // Log only names and numbers: an SDK's error may contain the client secret.
  const onError = ({ message, cause }) => {
    const why = cause && `${cause.name} ${cause.errorCode ?? cause.status ?? cause.code}`;
    console.error([message, why].filter(Boolean).join(': '));
  };
  return toNodeHandler(portalLinkHandler(mint, { onError }));
}
