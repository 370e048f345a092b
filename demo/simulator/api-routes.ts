/**
 * The API for backends without an SDK: the token endpoint, and the REST call that mints a link. Backends with the Node or Go
 * SDK also need this call to limit a link to some sections of the portal, because the SDK's method takes no features.
 */

import { Router, json, urlencoded } from 'express';
import type { Response } from 'express';
import { TOKEN_SECONDS } from './access-tokens.ts';
import type { Environment } from './environment.ts';
import { ERROR_CODES, GRPC_CODES } from './link-failures.ts';
import type { LinkFailure } from './simulator-api.ts';

const FEATURES = ['sso', 'dir_sync'];

/** The REST API is a gateway in front of gRPC. Its errors contain gRPC's codes and details. */
function refuse(response: Response, status: LinkFailure, message: string): void {
  const details = [
    { '@type': 'type.googleapis.com/scalekit.v1.errdetails.ErrorInfo', error_code: ERROR_CODES[status] },
  ];
  response.status(status).json({ code: GRPC_CODES[status], message, details });
}

export function apiRoutes(environment: Environment): Router {
  const router = Router();

  router.post('/oauth/token', urlencoded({ extended: false }), json(), (request, response) => {
    const { grant_type, client_id, client_secret } = (request.body ?? {}) as Record<string, unknown>;
    response.set('Cache-Control', 'no-store');
    if (grant_type !== 'client_credentials') {
      response.status(400).json({ error: 'unsupported_grant_type', error_description: 'Use client_credentials.' });
      return;
    }
    const token = environment.tokens.issue(client_id, client_secret);
    if (!token) {
      response.status(401).json({ error: 'invalid_client', error_description: 'The client id or secret is wrong.' });
      return;
    }
    response.json({ access_token: token, token_type: 'Bearer', expires_in: TOKEN_SECONDS });
  });

  router.put('/api/v1/organizations/:id/portal_links', (request, response) => {
    response.set('Cache-Control', 'no-store');
    if (!environment.tokens.accept(request.get('authorization'))) {
      refuse(response, 401, 'The access token is missing or not valid.');
      return;
    }
    const { id } = request.params;
    if (!environment.organizations.find(id)) {
      refuse(response, 404, `There is no organization ${id}.`);
      return;
    }
    const features = [request.query['features'] ?? []].flat().map(String);
    const unknown = features.find((feature) => !FEATURES.includes(feature));
    if (unknown !== undefined) {
      refuse(response, 400, `There is no feature ${unknown}.`);
      return;
    }
    const minted = environment.mintLink(id, features);
    if (typeof minted === 'number') {
      refuse(response, minted, 'The simulator was told to fail this link.');
      return;
    }
    const { link, location } = minted;
    response.json({ link: { id: link.id, location, expire_time: link.expiresAt.toISOString() } });
  });

  return router;
}
