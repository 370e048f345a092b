/**
 * One simulated Scalekit environment: its data and its current behaviour. The gRPC API, the REST API and the portal pages
 * only share this object.
 */

import { AccessTokens } from './access-tokens.ts';
import { verifyDomain } from './domains.ts';
import { HostOrigins } from './host-origins.ts';
import { LinkFailures } from './link-failures.ts';
import { Links } from './links.ts';
import type { Link } from './links.ts';
import { Organizations } from './organizations.ts';
import type { Organization } from './organizations.ts';
import { exampleConnection } from './providers.ts';
import { Sessions } from './sessions.ts';
import type { Session } from './sessions.ts';
import type { Behaviour, Configuration, LinkFailure, SimulatorOptions } from './simulator-api.ts';

const HEALTHY: Behaviour = {
  sessionSeconds: 6 * 60 * 60,
  warningSeconds: 5 * 60,
  linkSeconds: 60,
  delay: 0,
  vocabulary: 'reference',
  fault: 'none',
  customDomain: false,
};

export class Environment {
  readonly url: string;
  readonly customDomainUrl: string;
  readonly tokens: AccessTokens;
  readonly organizations: Organizations;
  readonly hostOrigins: HostOrigins;
  readonly links = new Links(() => new Date());
  readonly linkFailures = new LinkFailures();
  readonly sessions = new Sessions();
  behaviour: Behaviour;
  readonly #initialBehaviour: Behaviour;

  constructor(port: number, options: Omit<SimulatorOptions, 'port'>) {
    const { hostOrigins, organizationIds, clientSecret, behaviour } = options;
    this.url = `http://127.0.0.1:${port}`;
    this.customDomainUrl = `http://localhost:${port}`;
    this.tokens = new AccessTokens(clientSecret);
    this.organizations = new Organizations(organizationIds);
    this.hostOrigins = new HostOrigins(hostOrigins);
    this.#initialBehaviour = { ...HEALTHY, ...behaviour };
    this.behaviour = this.#initialBehaviour;
  }

  /** The link, or the status of a failure that was requested. */
  mintLink(organizationId: string, features: readonly string[]): { link: Link; location: string } | LinkFailure {
    const failure = this.linkFailures.take();
    if (failure !== null) return failure;
    const { link, token } = this.links.mint(organizationId, features, this.behaviour.linkSeconds);
    return { link, location: `${this.url}/magicLink/${token}` };
  }

  /** Opens a link and starts its session. Null if the link is unknown, used or expired. */
  openLink(token: string, openedFrom: string | null): Session | null {
    const link = this.links.open(token);
    if (!link) return null;
    return this.sessions.start({
      organizationId: link.organizationId,
      // A link that is limited to features cannot include the domains: Scalekit only has features for SSO and directory sync.
      features: link.features.length > 0 ? link.features : ['sso', 'dir_sync', 'domains'],
      openedFrom,
      seconds: this.behaviour.sessionSeconds,
      warningSeconds: this.behaviour.warningSeconds,
    });
  }

  /** Changes settings as an administrator would in another portal window. */
  configure(change: Configuration): void {
    const { sso, directory, domainVerification } = change;
    const { organizations, sessions } = this;
    const organization = this.#organizationOf(change.organizationId);
    if (domainVerification !== undefined && domainVerification !== organization.verifiesDomains) {
      organization.verifiesDomains = domainVerification;
      sessions.tell(organization.id, { kind: 'domains-changed' });
    }
    if (sso !== undefined) {
      if (!organization.connection) organizations.saveConnection(organization, exampleConnection('OKTA', 'OIDC'));
      const connection = organizations.switchConnection(organization, sso);
      if (connection) sessions.tell(organization.id, { kind: 'connection-switched', connection });
    }
    if (directory !== undefined) {
      if (!organization.directory) organizations.saveDirectory(organization, 'OKTA');
      const switched = organizations.switchDirectory(organization, directory);
      if (switched) sessions.tell(organization.id, { kind: 'directory-switched', directory: switched });
    }
  }

  /** Marks a domain as verified, as if its record was found in the DNS. */
  verifyDomain(domain: string, organizationId?: string): void {
    const organization = this.#organizationOf(organizationId);
    verifyDomain(organization, domain);
    this.sessions.tell(organization.id, { kind: 'domains-changed' });
  }

  #organizationOf(id = this.organizations.firstId): Organization {
    const organization = this.organizations.find(id);
    if (!organization) throw new RangeError(`There is no organization ${id}.`);
    return organization;
  }

  reset(): void {
    this.links.clear();
    this.linkFailures.clear();
    this.sessions.clear();
    this.organizations.clear();
    this.behaviour = this.#initialBehaviour;
  }
}
