/**
 * Supplies one element with links and hands out each of them once. The first may come from `src` or `firstResponse`, all
 * others from the endpoint. This file knows where links come from, and nothing about their use.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { parseUrl, withoutFragment } from './link-answer.js';
import { admitLink, canAsk, parseOrigins, requestLink, type LinkReason, type LinkSource } from './portal-link.js';

/** The part of the element that defines where links come from and where they may lead. */
export interface LinkSupplySource extends LinkSource {
  readonly environmentUrl: string | null | undefined;
  firstResponse: Response | Promise<Response> | null;
}

/** ms that two clocks may differ by without effect. A `Date` header has whole seconds, and the answer takes time to arrive. */
const CLOCK_TOLERANCE = 60_000;

/** ms: an older response may hold a link that expires before the frame loads it. Links live for a minute. */
const FRESH = 45_000;

/** A page that is younger than `FRESH` cannot have an older response, even if the two clocks differ. */
const isFresh = ({ headers }: Response): boolean =>
  performance.now() < FRESH || !(Date.now() - Date.parse(headers.get('Date') ?? '') > FRESH);

/** Server-rendered links that any element of the page has used. A router's cache may mount the same one again. */
const usedRendered = new Set<string>();

/** The page was restored from the browser's history, perhaps from its cache, with the link of the last visit. */
const isOutOfHistory = (): boolean =>
  (performance.getEntriesByType?.('navigation')[0] as PerformanceNavigationTiming | undefined)?.type === 'back_forward';

export class LinkSupply implements ReactiveController {
  /** ms that the system clock is ahead of the endpoint's; 0 while unknown. */
  clockError = 0;
  readonly #source: LinkSupplySource;
  /** The links that were handed out. If one of them comes back, something cached it. */
  readonly #used = new Set<string>();
  /** The link from `src`, kept here until it is used, so that the page cannot read it. */
  #firstLink: string | null = null;
  /** The response from `firstResponse`, kept in the same way. */
  #answer: Promise<Response> | null = null;
  #answerSeenAt = 0;

  constructor(source: LinkSupplySource & ReactiveControllerHost) {
    this.#source = source;
    source.addController(this);
  }

  hostUpdate(): void {
    const { firstResponse } = this.#source;
    if (!firstResponse) return;
    this.#source.firstResponse = null;
    this.#answer = Promise.resolve(firstResponse);
    this.#answerSeenAt = Date.now();
    // A failure is reported when the response is used, not as an unhandled rejection before.
    this.#answer.catch(() => undefined);
  }

  /**
   * Takes a link from the page and keeps it as the next one. Returns whether it is new. A used link is dropped, and so is a
   * server-rendered link of a page restored from history. If there is neither another source nor a session, such a link is
   * kept: its use then fails with an error that tells why.
   */
  offer(link: string, isRendered: boolean, hasSession: boolean): boolean {
    const href = withoutFragment(parseUrl(link)?.href ?? link);
    const isUsed =
      this.#used.has(href) || (this.canAsk && (usedRendered.has(href) || (isRendered && isOutOfHistory())));
    if (!isUsed || !(this.canAsk || hasSession)) this.#firstLink = link;
    return !isUsed;
  }

  /** Whether there is an `endpoint` or a `fetchPortalLink`. */
  get canAsk(): boolean {
    return canAsk(this.#source);
  }

  /** Whether there is a link, or a source that can be asked for one. */
  get canServe(): boolean {
    return this.canAsk || this.#firstLink !== null || this.#answer !== null;
  }

  /** The origins where the portal of this link may live: those in `environmentUrl`, else the link's own. */
  originsOf(link: URL): string[] {
    return parseOrigins(this.#environmentUrl || link.href);
  }

  /** Resolves with a link that is safe to show and unused. Rejects with a `PortalError`. */
  async next(reason: LinkReason, signal: AbortSignal): Promise<URL> {
    // A person may read the page for a while before the click, and the link would have expired by then.
    const isTooOld = reason === 'open' && this.canAsk;
    const first = isTooOld ? null : this.#firstLink;
    const answer = isTooOld ? null : this.#answer;
    this.#firstLink = this.#answer = null;
    const compareClocks = (time: number) => this.#compareClocks(time);
    const link =
      first ?? (await requestLink(this.#source, reason, signal, compareClocks, answer && this.#usable(answer)));
    const url = admitLink(link, this.#environmentUrl, this.#used);
    if (first) usedRendered.add(withoutFragment(url.href));
    return url;
  }

  /**
   * The response. Null if there is another source, and the response was read before or is too old, or the page was restored
   * from history.
   */
  async #usable(answer: Promise<Response>): Promise<Response | null> {
    const { canAsk } = this;
    if (canAsk && (isOutOfHistory() || Date.now() - this.#answerSeenAt > FRESH)) return null;
    const response = await answer;
    return canAsk && (response.bodyUsed || !isFresh(response)) ? null : response;
  }

  #compareClocks(serverTime: number): void {
    const ahead = Date.now() - serverTime;
    this.clockError = Math.abs(ahead) > CLOCK_TOLERANCE ? ahead : 0;
  }

  get #environmentUrl(): string | undefined {
    return this.#source.environmentUrl?.trim();
  }
}
