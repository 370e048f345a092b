/**
 * The actions of the portal's forms: they check the entries, change the organization, and record the change in the session for
 * the person and for the host page. This file knows nothing about HTTP.
 */

import { addDomain, complaintAboutDomain, removeDomain } from './domains.ts';
import type { Organization, Organizations } from './organizations.ts';
import type { DomainCorrection } from './pages/domain-page.ts';
import type { Details } from './pages/sso-pages.ts';
import { complaintAbout, fieldsFor, parseProtocol, parseProvider } from './providers.ts';
import type { Session } from './sessions.ts';

/** A running session and its organization. */
export interface Visit {
  readonly session: Session;
  readonly organization: Organization;
}

export type Form = Readonly<Record<string, string>>;

/** Returns the entries to correct, or null. */
export function saveConnection(organizations: Organizations, visit: Visit, form: Form): Details | null {
  const { session, organization } = visit;
  const provider = parseProvider(form['provider']);
  const protocol = parseProtocol(form['protocol']);
  const saved = organization.connection;
  if (!provider || !protocol || saved?.enabled) return null;
  const isEdit = saved?.provider === provider && saved.protocol === protocol;
  const values: Record<string, string> = {};
  const complaints: Record<string, string> = {};
  for (const field of fieldsFor(provider, protocol)) {
    const entered = (form[field.name] ?? '').replaceAll('\r\n', '\n').trim();
    const keepsSecret = field.kind === 'secret' && entered === '' && isEdit;
    const value = keepsSecret ? (saved.fields[field.name] ?? '') : entered;
    values[field.name] = value;
    const complaint = complaintAbout(field, value);
    if (complaint !== null) complaints[field.name] = complaint;
  }
  if (Object.keys(complaints).length > 0) return { provider, protocol, values, complaints };
  organizations.saveConnection(organization, { provider, protocol, fields: values });
  session.notice = 'The connection is saved.';
  return null;
}

export function switchConnection(
  organizations: Organizations,
  { session, organization }: Visit,
  enabled: boolean,
): void {
  const connection = organizations.switchConnection(organization, enabled);
  if (!connection) return;
  session.unposted.push({ kind: 'connection-switched', connection });
  session.notice = enabled ? 'Single sign-on is enabled.' : 'Single sign-on is disabled.';
}

/** Returns the entry to correct, or null. */
export function enterDomain({ session, organization }: Visit, form: Form): DomainCorrection | null {
  const value = form['domain'] ?? '';
  const complaint = complaintAboutDomain(organization, value);
  if (complaint !== null) return { value, complaint };
  addDomain(organization, value);
  session.notice = 'The domain is added. Its TXT record is below.';
  return null;
}

export function checkDomain({ session, organization }: Visit, form: Form): void {
  const domain = organization.domains.find(({ id }) => id === form['id']);
  if (!domain) return;
  session.notice = domain.verified ? `${domain.name} is verified.` : `The record of ${domain.name} is not found yet.`;
}

export function dropDomain({ session, organization }: Visit, form: Form): void {
  removeDomain(organization, form['id'] ?? '');
  session.notice = 'The domain is removed.';
}

export function saveDirectory(organizations: Organizations, { session, organization }: Visit, form: Form): void {
  const provider = parseProvider(form['provider']);
  if (!provider || organization.directory?.enabled) return;
  organizations.saveDirectory(organization, provider);
  session.notice = 'The endpoint and the token are ready.';
}

export function switchDirectory(
  organizations: Organizations,
  { session, organization }: Visit,
  enabled: boolean,
): void {
  const directory = organizations.switchDirectory(organization, enabled);
  if (!directory) return;
  session.unposted.push({ kind: 'directory-switched', directory });
  session.notice = enabled ? 'Directory sync is enabled.' : 'Directory sync is disabled.';
}
