/**
 * Domain verification: an administrator adds a domain, and proves with a TXT record that it is the organization's. No
 * DNS is asked here: whoever steers the simulator says when the record is there.
 */

import { randomBytes } from 'node:crypto';
import { domainToASCII } from 'node:url';
import type { Domain, Organization } from './organizations.ts';

/** Mail providers that everybody uses, of which Scalekit refuses all; these are the best known. */
const PUBLIC_DOMAINS = ['gmail.com', 'hotmail.com', 'icloud.com', 'outlook.com', 'yahoo.com'];

/** RFC 1035, 2.3.4, and at least two labels: nobody verifies a top-level domain. */
const DOMAIN_NAME = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/** The domain as it is kept, or null if it is none. */
export function parseDomain(text: string): string | null {
  const name = domainToASCII(text.trim()).replace(/\.$/, '');
  return DOMAIN_NAME.test(name) ? name : null;
}

/** Why the organization cannot add this, or null. */
export function complaintAboutDomain({ domains }: Organization, text: string): string | null {
  const name = parseDomain(text);
  if (name === null) return 'Enter a domain, such as acme.com.';
  if (PUBLIC_DOMAINS.includes(name)) return `${name} is a public mail domain. Enter one that your organization owns.`;
  if (domains.some((domain) => domain.name === name)) return `${name} is in the list already.`;
  return null;
}

/** What was entered has no complaint. */
export function addDomain(organization: Organization, text: string): void {
  const name = parseDomain(text);
  if (name === null) throw new RangeError(`${text} is not a domain.`);
  const domain: Domain = {
    id: `dom_${randomBytes(9).toString('hex')}`,
    name,
    // Scalekit documents neither the name nor the value of its record.
    record: {
      name: `_scalekit-challenge.${name}`,
      value: `scalekit-domain-verification=${randomBytes(18).toString('base64url')}`,
    },
    verified: false,
    createdAt: new Date(),
  };
  organization.domains = [...organization.domains, domain];
}

export function removeDomain(organization: Organization, id: string): void {
  organization.domains = organization.domains.filter((domain) => domain.id !== id);
}

/** Its record has been found. Adds the domain first, if nobody has. */
export function verifyDomain(organization: Organization, text: string): void {
  const complaint = complaintAboutDomain({ ...organization, domains: [] }, text);
  if (complaint !== null) throw new RangeError(complaint);
  const name = parseDomain(text);
  if (organization.domains.every((domain) => domain.name !== name)) addDomain(organization, text);
  organization.domains = organization.domains.map((domain) =>
    domain.name === name ? { ...domain, verified: true } : domain,
  );
}
