/**
 * Single-use links: minted, opened once, expired after a while. This file knows nothing about HTTP and sessions, and takes its
 * clock as a parameter.
 */

import { randomUUID } from 'node:crypto';
import type { MintedLink } from './simulator-api.ts';

export interface Link extends MintedLink {
  openedAt: Date | null;
}

export class Links {
  readonly #now: () => Date;
  /** The token is the credential, so the records that tests and the demo page read do not contain it. */
  readonly #byToken = new Map<string, Link>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  get all(): readonly Link[] {
    return [...this.#byToken.values()];
  }

  mint(organizationId: string, features: readonly string[], seconds: number): { token: string; link: Link } {
    const mintedAt = this.#now();
    const link: Link = {
      number: this.#byToken.size + 1,
      id: `lnk_${randomUUID()}`,
      organizationId,
      features,
      mintedAt,
      expiresAt: new Date(mintedAt.getTime() + seconds * 1000),
      openedAt: null,
    };
    const token = randomUUID();
    this.#byToken.set(token, link);
    return { token, link };
  }

  /** Opens a link and returns it. Null if it is unknown, used or expired. */
  open(token: string): Link | null {
    const link = this.#byToken.get(token);
    const now = this.#now();
    if (!link || link.openedAt || now >= link.expiresAt) return null;
    link.openedAt = now;
    return link;
  }

  clear(): void {
    this.#byToken.clear();
  }
}
