/**
 * The links of one element, each handed out once: first the one that the server rendered into the page, then those of the
 * endpoint. It knows where links come from, and nothing of what is done with them.
 */
import { admitLink, parseOrigins, requestLink, type LinkReason, type LinkSource } from './portal-link.js';

/** The part of the element that says where links come from and where they may lead. */
export interface LinkSupplySource extends LinkSource {
  readonly environmentUrl: string | null | undefined;
}

export class LinkSupply {
  readonly #source: LinkSupplySource;
  /** Links that were handed out: one that comes back was cached somewhere. */
  readonly #used = new Set<string>();
  /** The link from `src`, taken out of the page's sight until it is used. */
  #firstLink: string | null = null;

  constructor(source: LinkSupplySource) {
    this.#source = source;
  }

  /** Takes a link that the page gives. It is the next one to be handed out. */
  offer(link: string): void {
    this.#firstLink = link;
  }

  /** Somebody can be asked for a link. */
  get canAsk(): boolean {
    return Boolean(this.#source.endpoint || this.#source.fetchPortalLink);
  }

  /** There is a link, or somebody who can be asked for one. */
  get canServe(): boolean {
    return this.canAsk || this.#firstLink !== null;
  }

  /** A link was handed out before. */
  get hasServed(): boolean {
    return this.#used.size > 0;
  }

  /** The origins where the portal of this link may live: those that the page names, else the link's own. */
  originsOf(link: URL): string[] {
    return parseOrigins(this.#environmentUrl || link.href);
  }

  /** Returns a link that is safe to show and was not used before. Rejects with a `PortalError`. */
  async next(reason: LinkReason, signal: AbortSignal): Promise<URL> {
    // The link of a page that was read for a while before the click has died by then.
    const isTooOld = reason === 'open' && this.canAsk;
    const first = isTooOld ? null : this.#firstLink;
    this.#firstLink = null;
    return admitLink(first ?? (await requestLink(this.#source, reason, signal)), this.#environmentUrl, this.#used);
  }

  get #environmentUrl(): string | undefined {
    return this.#source.environmentUrl?.trim();
  }
}
