/** The links of the simulated WorkOS: minted for one intent, dead after 5 minutes if nobody opens them. */
import { randomBytes } from 'node:crypto';
import type { Intent } from './intents.ts';

const LIFE_MS = 5 * 60_000;

export interface PortalVisit {
  readonly intent: Intent;
  /** Where the portal leads back to. Null: neither the link nor the environment says. */
  readonly returnUrl: string | null;
  /** Where the portal leads when the set-up is done. Null: the portal stays where it is. */
  readonly successUrl: string | null;
}

export interface WorkOsLink extends PortalVisit {
  readonly mintedAt: number;
  opened: boolean;
}

export class WorkOsLinks {
  /** The token is the credential, so it stays out of what `all` hands out. */
  readonly #byToken = new Map<string, WorkOsLink>();

  get all(): readonly WorkOsLink[] {
    return [...this.#byToken.values()];
  }

  mint(visit: PortalVisit): string {
    const token = randomBytes(24).toString('base64url');
    this.#byToken.set(token, { ...visit, mintedAt: Date.now(), opened: false });
    return token;
  }

  /** The visit behind a link that lives, or that was opened in time; or null. */
  open(token: unknown): WorkOsLink | null {
    const link = this.#byToken.get(String(token));
    if (link === undefined || (!link.opened && Date.now() - link.mintedAt > LIFE_MS)) return null;
    link.opened = true;
    return link;
  }

  clear(): void {
    this.#byToken.clear();
  }
}
