/**
 * The customers' organizations and the settings of their administrators: one SSO connection, one directory, and any number of
 * domains each. They are kept in memory and separate from sessions, so that a new session finds the settings of the last one.
 */

import { randomBytes, randomInt } from 'node:crypto';
import type { Protocol, ProviderCode } from './providers.ts';

export interface Connection {
  readonly id: string;
  readonly provider: ProviderCode;
  readonly protocol: Protocol;
  /** The administrator's entries, by field name. */
  readonly fields: Readonly<Record<string, string>>;
  readonly enabled: boolean;
}

export interface Directory {
  readonly id: string;
  readonly provider: ProviderCode;
  /** The bearer token of the identity provider. */
  readonly token: string;
  readonly enabled: boolean;
}

export interface Domain {
  readonly id: string;
  /** In lower case, in ASCII. */
  readonly name: string;
  /** Name and value of the TXT record that proves the ownership. */
  readonly record: { readonly name: string; readonly value: string };
  readonly verified: boolean;
  readonly createdAt: Date;
}

export interface Organization {
  readonly id: string;
  readonly name: string;
  /** Exists before the connection is saved: it is a part of the callback URL that the identity provider needs. */
  readonly connectionId: string;
  readonly directoryId: string;
  connection: Connection | null;
  directory: Directory | null;
  /** A setting of the organization: whether its portal has the section for domains. */
  verifiesDomains: boolean;
  domains: readonly Domain[];
}

const DEFAULT_IDS = ['org_69615647365005430'] as const;
const NAMES = ['Bluebird Logistics', 'Harbour Foods', 'Linden Care'];

/** In the format of Scalekit's ids: a prefix and a long number. */
function newId(prefix: string): string {
  return `${prefix}_${randomInt(1e8, 1e9)}${randomInt(1e8, 1e9)}`;
}

export class Organizations {
  readonly #ids: readonly [string, ...string[]];
  readonly #byId = new Map<string, Organization>();

  constructor(ids: readonly [string, ...string[]] = DEFAULT_IDS) {
    this.#ids = ids;
    this.clear();
  }

  get firstId(): string {
    return this.#ids[0];
  }

  find(id: string): Organization | null {
    return this.#byId.get(id) ?? null;
  }

  saveConnection(organization: Organization, connection: Pick<Connection, 'provider' | 'protocol' | 'fields'>): void {
    organization.connection = { ...connection, id: organization.connectionId, enabled: false };
  }

  /** The connection, or null if nothing has changed. */
  switchConnection(organization: Organization, enabled: boolean): Connection | null {
    if (!organization.connection || organization.connection.enabled === enabled) return null;
    organization.connection = { ...organization.connection, enabled };
    return organization.connection;
  }

  saveDirectory(organization: Organization, provider: ProviderCode): void {
    const token = `scim_${randomBytes(24).toString('base64url')}`;
    organization.directory = { id: organization.directoryId, provider, token, enabled: false };
  }

  switchDirectory(organization: Organization, enabled: boolean): Directory | null {
    if (!organization.directory || organization.directory.enabled === enabled) return null;
    organization.directory = { ...organization.directory, enabled };
    return organization.directory;
  }

  /** Resets all organizations to their initial state without settings. */
  clear(): void {
    this.#byId.clear();
    for (const [index, id] of this.#ids.entries()) {
      this.#byId.set(id, {
        id,
        name: NAMES[index] ?? `Customer ${index + 1}`,
        connectionId: newId('conn'),
        directoryId: newId('dir'),
        connection: null,
        directory: null,
        verifiesDomains: false,
        domains: [],
      });
    }
  }
}
