/**
 * What a framework sets late: it hydrates a tag that the server rendered, and the element has asked for a link by then. A
 * request that was refused for lack of it has minted nothing, and is made again.
 */
import type { PortalError } from './portal-error.js';
import type { LinkSource } from './portal-link.js';

/** The part of the element that says who asks, and how that ended. */
interface LateSourceHost extends LinkSource {
  readonly error: PortalError | null;
}

const NAMES = ['headers', 'csrfToken', 'fetchPortalLink'] as const;

export class LateSource {
  readonly #host: LateSourceHost;
  /** What may still lead to another request. A framework may pass a new function with every render. */
  #open: readonly (typeof NAMES)[number][] = NAMES;

  constructor(host: LateSourceHost) {
    this.#host = host;
  }

  /** Whether a refused request is to be made again with what has changed: once for each property, until a link comes. */
  isCompletedBy(changed: { has(name: PropertyKey): boolean }): boolean {
    const { length } = this.#open;
    if (this.#host.error?.code === 'ENDPOINT_UNAUTHORIZED') {
      this.#open = this.#open.filter((name) => !changed.has(name) || !this.#host[name]);
    }
    return this.#open.length < length;
  }

  /** A link came. */
  forget(): void {
    this.#open = NAMES;
  }
}
