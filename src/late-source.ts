/**
 * Properties that a framework sets late. While it hydrates a server-rendered tag, the element may already have requested a
 * link without them. If the endpoint refused that request, it minted no link, so the element sends the request again.
 */
import type { PortalError } from './portal-error.js';
import type { LinkSource } from './portal-link.js';

/** The part of the element that holds the source of links and the last error. */
interface LateSourceHost extends LinkSource {
  readonly error: PortalError | null;
}

const NAMES = ['headers', 'csrfToken', 'fetchPortalLink'] as const;

export class LateSource {
  readonly #host: LateSourceHost;
  /** The properties that may still cause another request. Each counts once: a framework may pass a new function on every render. */
  #open: readonly (typeof NAMES)[number][] = NAMES;

  constructor(host: LateSourceHost) {
    this.#host = host;
  }

  /** Whether to repeat a refused request with the changed properties: once per property, until a link arrives. */
  isCompletedBy(changed: { has(name: PropertyKey): boolean }): boolean {
    const { length } = this.#open;
    if (this.#host.error?.code === 'ENDPOINT_UNAUTHORIZED') {
      this.#open = this.#open.filter((name) => !changed.has(name) || !this.#host[name]);
    }
    return this.#open.length < length;
  }

  /** Call it when a link has arrived. */
  forget(): void {
    this.#open = NAMES;
  }
}
