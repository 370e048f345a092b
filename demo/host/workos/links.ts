/** The links of the simulated WorkOS. Each is minted for one intent and expires after 5 minutes if nobody opens it. */
import { randomBytes } from 'node:crypto';
import type { Intent } from './intents.ts';

const LIFE_MS = 5 * 60_000;

export interface PortalVisit {
  readonly intent: Intent;
  /** The URL of the portal's way back. Null: neither the link nor the environment has one. */
  readonly returnUrl: string | null;
  /** The URL that the portal redirects to after the set-up. Null: it stays on its page. */
  readonly successUrl: string | null;
}

export interface WorkOsLink extends PortalVisit {
  readonly mintedAt: number;
  opened: boolean;
}

export class WorkOsLinks {
  /** The token is the credential, so `all` does not contain it. */
  readonly #byToken = new Map<string, WorkOsLink>();

  get all(): readonly WorkOsLink[] {
    return [...this.#byToken.values()];
  }

  mint(visit: PortalVisit): string {
    const token = randomBytes(24).toString('base64url');
    this.#byToken.set(token, { ...visit, mintedAt: Date.now(), opened: false });
    return token;
  }

  /** The visit behind a link that has not expired or was opened in time, else null. */
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
