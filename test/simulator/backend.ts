/** Requests of a backend to Scalekit, without its SDK. */

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

export async function accessToken(simulator: Simulator): Promise<string> {
  const { access_token: token } = (await (await fetchToken(simulator)).json()) as { access_token: string };
  return token;
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

/** Mints a link over REST. */
export async function mint(simulator: Simulator, features: string[] = []): Promise<string> {
  const response = await putPortalLink(simulator, { features, token: await accessToken(simulator) });
  assert.equal(response.status, 200);
  const { link } = (await response.json()) as { link: { location: string } };
  return link.location;
}
