/** The half of a customer's backend that talks to Scalekit without its SDK. */

import assert from 'node:assert/strict';
import type { Simulator } from '../../demo/simulator/simulator-api.ts';

export async function fetchToken(simulator: Simulator, change: Record<string, string> = {}): Promise<Response> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: simulator.clientId,
    client_secret: simulator.clientSecret,
    ...change,
  });
  return fetch(`${simulator.url}/oauth/token`, { method: 'POST', body });
}

export async function putPortalLink(
  simulator: Simulator,
  { organizationId = simulator.organizationId, features = [] as string[], token = '' } = {},
): Promise<Response> {
  const query = new URLSearchParams(features.map((feature) => ['features', feature]));
  return fetch(`${simulator.url}/api/v1/organizations/${organizationId}/portal_links?${query}`, {
    method: 'PUT',
    headers: token ? { authorization: `Bearer ${token}` } : {},
  });
}

/** A fresh link, minted over REST. */
export async function mint(simulator: Simulator, features: string[] = []): Promise<string> {
  const { access_token: token } = (await (await fetchToken(simulator)).json()) as { access_token: string };
  const response = await putPortalLink(simulator, { features, token });
  assert.equal(response.status, 200);
  const { link } = (await response.json()) as { link: { location: string } };
  return link.location;
}
