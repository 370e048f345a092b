/** Simulates a backend and Scalekit: creates links to the simulated portal, and controls the portal. */
import type { FetchPortalLink, PortalError } from 'scalekit-admin-portal';

export const ENDPOINTS = {
  works: 'mints a link',
  unauthorized: 'answers 401: signed out',
  failed: 'answers 500',
  unreachable: 'cannot be reached',
} as const;
export type Endpoint = keyof typeof ENDPOINTS;

export class SimulatedBackend {
  endpoint: Endpoint = 'works';
  portalFails = false;
  /** Links minted so far. */
  links = 0;
  readonly #portalPage: string;
  readonly #onLink: (links: number) => void;
  readonly #name = `simulated-portal-${Date.now()}-${Math.random()}`;
  readonly #channel = new BroadcastChannel(this.#name);

  constructor(portalPage: string, onLink: (links: number) => void) {
    this.#portalPage = portalPage;
    this.#onLink = onLink;
  }

  /** Takes the package's error class as a parameter, because the package is only loaded in the browser. */
  fetchWith(Failure: typeof PortalError): FetchPortalLink {
    return async () => {
      // About the time of a backend that calls Scalekit.
      await new Promise((resolve) => setTimeout(resolve, 300));
      switch (this.endpoint) {
        case 'unauthorized':
          throw new Failure('ENDPOINT_UNAUTHORIZED', 'The simulated endpoint answered 401.', { status: 401 });
        case 'failed':
          throw new Failure('ENDPOINT_FAILED', 'The simulated endpoint answered 500.', { status: 500 });
        case 'unreachable':
          throw new TypeError('The simulated endpoint cannot be reached.');
        case 'works':
          return { location: this.#mint() };
      }
    };
  }

  #mint(): string {
    this.links += 1;
    this.#onLink(this.links);
    const link = new URL(this.#portalPage);
    link.searchParams.set('link', String(this.links));
    link.searchParams.set('channel', this.#name);
    if (this.portalFails) link.searchParams.set('fails', '');
    return link.href;
  }

  tellPortal(what: 'end' | 'warn'): void {
    this.#channel.postMessage(what);
  }

  close(): void {
    this.#channel.close();
  }
}
