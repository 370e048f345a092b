/**
 * Links to a part of the portal: `sso`, `dir_sync`. They come from Scalekit's REST API, because the Node SDK's method takes no
 * features.
 */

interface Access {
  environmentUrl: string;
  clientId: string;
  clientSecret: string;
}

/** Throws only the status: the body or the request may contain secrets. */
async function answerOf(response: Response): Promise<Record<string, unknown>> {
  if (!response.ok) throw new Error(`Scalekit answered ${response.status}.`);
  return (await response.json()) as Record<string, unknown>;
}

export function linksWithFeatures({ environmentUrl, clientId, clientSecret }: Access) {
  let token: { text: string; goodUntil: number } | null = null;

  const accessToken = async (): Promise<string> => {
    if (token !== null && Date.now() < token.goodUntil) return token.text;
    const credentials = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    const body = new URLSearchParams(credentials);
    const answer = await answerOf(await fetch(`${environmentUrl}/oauth/token`, { method: 'POST', body }));
    // A minute early, so that it does not expire before it arrives.
    token = {
      text: String(answer['access_token']),
      goodUntil: Date.now() + (Number(answer['expires_in']) - 60) * 1000,
    };
    return token.text;
  };

  /** Returns the REST answer, which `portalLinkHandler` understands. */
  return async (organizationId: string, features: readonly ('sso' | 'dir_sync')[]): Promise<{ link: string }> => {
    const query = new URLSearchParams(features.map((feature) => ['features', feature]));
    const path = `/api/v1/organizations/${encodeURIComponent(organizationId)}/portal_links?${query}`;
    const headers = { Authorization: `Bearer ${await accessToken()}` };
    const response = await fetch(`${environmentUrl}${path}`, { method: 'PUT', headers });
    // The token was revoked. The next call requests a new one.
    if (response.status === 401) token = null;
    const { link } = (await answerOf(response)) as { link: { location: string } };
    return { link: link.location };
  };
}
