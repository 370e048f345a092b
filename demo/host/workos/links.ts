/** The links of the simulated WorkOS: minted for one intent, dead after 5 minutes if nobody opens them. */
import { randomBytes } from 'node:crypto';
import type { PortalVisit } from './workos-client.ts';

const LIFE_MS = 5 * 60_000;

export interface WorkOsLink extends PortalVisit {
  readonly mintedAt: number;
  opened: boolean;
}

export class WorkOsLinks {
  /** The secret is the credential, so it stays out of what `all` hands out. */
  readonly #bySecret = new Map<string, WorkOsLink>();

  get all(): readonly WorkOsLink[] {
    return [...this.#bySecret.values()];
  }

  mint(visit: PortalVisit): string {
    const secret = randomBytes(24).toString('base64url');
    this.#bySecret.set(secret, { ...visit, mintedAt: Date.now(), opened: false });
    return secret;
  }

  /** The visit behind a link that lives, or that was opened in time; or null. */
  open(secret: unknown): WorkOsLink | null {
    const link = this.#bySecret.get(String(secret));
    if (link === undefined || (!link.opened && Date.now() - link.mintedAt > LIFE_MS)) return null;
    link.opened = true;
    return link;
  }

  clear(): void {
    this.#bySecret.clear();
  }
}
