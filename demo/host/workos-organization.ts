/**
 * The customer's organization at WorkOS, as the product sees it through WorkOS's SDK. The SDK is loaded when it is needed
 * first: a demo that nobody opens WorkOS's page in works without it.
 */
import type { RateLimitExceededException, WorkOS } from '@workos-inc/node';
import type { Intent } from './workos/intents.ts';
import type { WorkOsAccess } from './workos/start-workos.ts';

/**
 * The intents of which WorkOS's API tells whether they are set up. An audit log is only viewed. The renewal of a certificate
 * is an event (`connection.saml_certificate_renewed`), for products that keep WorkOS's events.
 */
export const INTENTS_WITH_STATE = ['sso', 'dsync', 'domain_verification', 'log_streams'] as const satisfies Intent[];

export type WorkOsState = Record<(typeof INTENTS_WITH_STATE)[number], boolean>;

/** Below the 15 s that the element waits for one answer. */
const TIME_LIMIT_MS = 10_000;

/** `GET /organizations/{id}/audit_log_configuration`: WorkOS's reference has it, version 11 of the SDK has no method for it. */
interface AuditLogConfiguration {
  log_stream?: { state: 'active' | 'inactive' | 'error' | 'invalid' };
}

export class WorkOsOrganization {
  readonly #access: WorkOsAccess;
  #client: Promise<WorkOS> | undefined;

  constructor(access: WorkOsAccess) {
    this.#access = access;
  }

  /** Lives 5 minutes. Throws what the SDK throws: `describeFailure` has the words for a log. */
  async generateLink(intent: Intent, returnUrl: string, successUrl: string): Promise<{ link: string }> {
    const workOs = await this.#connect();
    const { organizationId: organization } = this.#access;
    return workOs.adminPortal.generateLink({ organization, intent, returnUrl, successUrl });
  }

  /** What the organization has set up. */
  async state(): Promise<WorkOsState> {
    const workOs = await this.#connect();
    const { OrganizationDomainState } = await import('@workos-inc/node');
    const { organizationId } = this.#access;
    const [connections, directories, organization, auditLog] = await Promise.all([
      workOs.sso.listConnections({ organizationId }),
      workOs.directorySync.listDirectories({ organizationId }),
      workOs.organizations.getOrganization(organizationId),
      workOs.get<AuditLogConfiguration>(`/organizations/${organizationId}/audit_log_configuration`),
    ]);
    return {
      sso: connections.data.some(({ state }) => state === 'active'),
      // The API says "linked" for it, the SDK "active".
      dsync: directories.data.some(({ state }) => state === 'active'),
      domain_verification: organization.domains.some(({ state }) => state === OrganizationDomainState.Verified),
      log_streams: auditLog.data.log_stream?.state === 'active',
    };
  }

  #connect(): Promise<WorkOS> {
    this.#client ??= connect(this.#access);
    return this.#client;
  }
}

async function connect({ url, apiKey }: WorkOsAccess): Promise<WorkOS> {
  const { WorkOS } = await import('@workos-inc/node');
  const { protocol, hostname, port } = new URL(url);
  return new WorkOS(apiKey, {
    apiHostname: hostname,
    https: protocol === 'https:',
    ...(port !== '' && { port: Number(port) }),
    timeout: TIME_LIMIT_MS,
    // By default the SDK asks up to four times, and waits up to 60 s if WorkOS says so: nobody would hear of it by then.
    maxRetries: 0,
  });
}

/** Seconds that WorkOS wants to be left alone, or null if it did not say so. */
export function secondsToWait(cause: unknown): number | null {
  const { name, retryAfter } = Object(cause) as Partial<Pick<RateLimitExceededException, 'name' | 'retryAfter'>>;
  return (name === 'RateLimitExceededException' && retryAfter) || null;
}

/** For a log: what went wrong, and the number by which WorkOS finds the request. */
export function describeFailure(cause: unknown): string {
  const { name, cause: inner, requestID } = Object(cause) as { name?: string; cause?: unknown; requestID?: string };
  const isUnreadable = [name, (Object(inner) as Error).name].includes('ParseError');
  // The words of a ParseError quote the answer, and the answer may be a link.
  const words = isUnreadable ? 'Its answer is no JSON.' : String(cause);
  return requestID ? `${words} (${requestID})` : words;
}
