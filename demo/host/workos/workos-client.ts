/**
 * The few calls to WorkOS's API that the product makes, over plain HTTP and under the API's own names. A product would
 * use WorkOS's SDK.
 */
import type { Intent } from './intents.ts';

export interface WorkOsAccess {
  /** Origin of the API, without a trailing slash. */
  url: string;
  apiKey: string;
  organizationId: string;
}

export interface PortalVisit {
  intent: Intent;
  /** Where the portal leads back to. */
  return_url: string;
  /** Where it leads when the set-up is done. */
  success_url: string;
}

/** Below the 15 s that the element waits for one answer. */
const TIME_LIMIT_MS = 10_000;

interface List {
  data: { state: string }[];
}

export class WorkOsClient {
  readonly #access: WorkOsAccess;

  constructor(access: WorkOsAccess) {
    this.#access = access;
  }

  /** Lives 5 minutes. */
  generateLink(visit: PortalVisit): Promise<{ link: string }> {
    return this.#ask('/portal/generate_link', { organization: this.#access.organizationId, ...visit });
  }

  /** What the organization has set up. */
  async configured(): Promise<Record<Intent, boolean>> {
    const { organizationId } = this.#access;
    const [connections, directories, organization] = await Promise.all([
      this.#ask<List>(`/connections?organization_id=${organizationId}`),
      this.#ask<List>(`/directories?organization_id=${organizationId}`),
      this.#ask<{ domains: { state: string }[] }>(`/organizations/${organizationId}`),
    ]);
    return {
      sso: connections.data.some(({ state }) => state === 'active'),
      dsync: directories.data.some(({ state }) => state === 'linked'),
      domain_verification: organization.domains.some(({ state }) => state === 'verified'),
    };
  }

  async #ask<Answer>(path: string, body?: object): Promise<Answer> {
    const { url, apiKey } = this.#access;
    const response = await fetch(url + path, {
      headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    });
    if (!response.ok) throw new Error(`WorkOS answered ${response.status}.`);
    return (await response.json()) as Answer;
  }
}
