/**
 * Domain verification: an administrator adds a domain, and proves with a TXT record that the organization owns it. The
 * simulator does not query the DNS: the test decides when the record is found.
 */

import { randomBytes } from 'node:crypto';
import { domainToASCII } from 'node:url';
import type { Domain, Organization } from './organizations.ts';

/** Public mail providers. Scalekit rejects all of them; this list has the best known. */
const PUBLIC_DOMAINS = ['gmail.com', 'hotmail.com', 'icloud.com', 'outlook.com', 'yahoo.com'];

/** RFC 1035, section 2.3.4, and at least two labels: nobody can own a top-level domain. */
const DOMAIN_NAME = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/** The normalized domain, or null if the text is not a domain. */
export function parseDomain(text: string): string | null {
  const name = domainToASCII(text.trim()).replace(/\.$/, '');
  return DOMAIN_NAME.test(name) ? name : null;
}

/** The reason why the organization cannot add this domain, or null. */
export function complaintAboutDomain({ domains }: Organization, text: string): string | null {
  const name = parseDomain(text);
  if (name === null) return 'Enter a domain, such as acme.com.';
  if (PUBLIC_DOMAINS.includes(name)) return `${name} is a public mail domain. Enter one that your organization owns.`;
  if (domains.some((domain) => domain.name === name)) return `${name} is in the list already.`;
  return null;
}

/** Adds a domain. Call `complaintAboutDomain` first. */
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

/** Marks a domain as verified. Adds it first if it is not in the list. */
export function verifyDomain(organization: Organization, text: string): void {
  const complaint = complaintAboutDomain({ ...organization, domains: [] }, text);
  if (complaint !== null) throw new RangeError(complaint);
  const name = parseDomain(text);
  if (organization.domains.every((domain) => domain.name !== name)) addDomain(organization, text);
  organization.domains = organization.domains.map((domain) =>
    domain.name === name ? { ...domain, verified: true } : domain,
  );
}
