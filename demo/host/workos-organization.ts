/**
 * The customer's organization at WorkOS, read with WorkOS's SDK. The SDK is loaded on first use, so the demo works without it
 * unless somebody opens the WorkOS page.
 */
import type { RateLimitExceededException, WorkOS } from '@workos-inc/node';
import type { Intent } from './workos/intents.ts';
import type { WorkOsAccess } from './workos/start-workos.ts';

/**
 * The intents whose status WorkOS's API returns. An audit log has no status: people only view it. The renewal of a certificate
 * is an event (`connection.saml_certificate_renewed`), for products that store WorkOS's events.
 */
export const INTENTS_WITH_STATE = ['sso', 'dsync', 'domain_verification', 'log_streams'] as const satisfies Intent[];

export type WorkOsState = Record<(typeof INTENTS_WITH_STATE)[number], boolean>;

/** Less than the 15 s that the element waits for an answer. */
const TIME_LIMIT_MS = 10_000;

/** `GET /organizations/{id}/audit_log_configuration`: in WorkOS's reference, but without a method in version 11 of the SDK. */
interface AuditLogConfiguration {
  log_stream?: { state: 'active' | 'inactive' | 'error' | 'invalid' };
}

export class WorkOsOrganization {
  readonly #access: WorkOsAccess;
  #client: Promise<WorkOS> | undefined;

  constructor(access: WorkOsAccess) {
    this.#access = access;
  }

  /** The link lives 5 minutes. Throws the SDK's errors: `describeFailure` turns them into a text for the log. */
  async generateLink(intent: Intent, returnUrl: string, successUrl: string): Promise<{ link: string }> {
    const workOs = await this.#connect();
    const { organizationId: organization } = this.#access;
    return workOs.adminPortal.generateLink({ organization, intent, returnUrl, successUrl });
  }

  /** Which intents the organization has set up. */
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
      // The API calls this state "linked", the SDK "active".
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
    // By default the SDK makes up to four attempts, and waits up to 60 s if WorkOS asks for it. The element gives up earlier.
    maxRetries: 0,
  });
}

/** Seconds that WorkOS asks the client to wait, or null if it does not ask. */
export function secondsToWait(cause: unknown): number | null {
  const { name, retryAfter } = Object(cause) as Partial<Pick<RateLimitExceededException, 'name' | 'retryAfter'>>;
  return (name === 'RateLimitExceededException' && retryAfter) || null;
}

/** A text for the log: the failure, and the id that identifies the request at WorkOS. */
export function describeFailure(cause: unknown): string {
  const { name, cause: inner, requestID } = Object(cause) as { name?: string; cause?: unknown; requestID?: string };
  const isUnreadable = [name, (Object(inner) as Error).name].includes('ParseError');
  // The message of a ParseError quotes the answer, and the answer may contain a link.
  const message = isUnreadable ? 'Its answer is not JSON.' : String(cause);
  return requestID ? `${message} (${requestID})` : message;
}
