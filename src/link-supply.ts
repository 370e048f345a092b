/**
 * The links of one element, each handed out once: first the one that the server rendered into the page, or that of an answer
 * that the page asked for itself, then those of the endpoint. It knows where links come from, and nothing of what is done with
 * them.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { parseUrl, withoutFragment } from './link-answer.js';
import { admitLink, canAsk, parseOrigins, requestLink, type LinkReason, type LinkSource } from './portal-link.js';

/** The part of the element that says where links come from and where they may lead. */
export interface LinkSupplySource extends LinkSource {
  readonly environmentUrl: string | null | undefined;
  firstResponse: Response | Promise<Response> | null;
}

/** ms that two clocks may differ by before it matters. A `Date` header has whole seconds, and takes its time. */
const CLOCK_TOLERANCE = 60_000;

/** ms: what has waited for longer may hold a link that dies on its way; links live for a minute. */
const FRESH = 45_000;

/** A page younger than that has no older answer, whatever the two clocks say. */
const isFresh = ({ headers }: Response): boolean =>
  performance.now() < FRESH || !(Date.now() - Date.parse(headers.get('Date') ?? '') > FRESH);

/** Links that were rendered into the page and used by any of its elements: a router's cache may mount the same one again. */
const usedRendered = new Set<string>();

/** The page came out of the browser's history, and perhaps out of its cache, with the link of the last visit. */
const isOutOfHistory = (): boolean =>
  (performance.getEntriesByType?.('navigation')[0] as PerformanceNavigationTiming | undefined)?.type === 'back_forward';

export class LinkSupply implements ReactiveController {
  /** ms that the clock of this computer is ahead of the endpoint's, as far as that is known. */
  clockError = 0;
  readonly #source: LinkSupplySource;
  /** Links that were handed out: one that comes back was cached somewhere. */
  readonly #used = new Set<string>();
  /** The link from `src`, taken out of the page's sight until it is used. */
  #firstLink: string | null = null;
  /** The answer from `firstResponse`, taken likewise. */
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
    // A failure is told when it is used, and not by an unhandled rejection before.
    this.#answer.catch(() => undefined);
  }

  /**
   * Takes a link that the page gives, to be handed out next. Returns whether it is new. A link that was used before is
   * dropped, and so is one that was rendered into a page out of history; without anybody to ask and without a session they
   * are all there is, and it is said that they were used.
   */
  offer(link: string, isRendered: boolean, hasSession: boolean): boolean {
    const href = withoutFragment(parseUrl(link)?.href ?? link);
    const isUsed =
      this.#used.has(href) || (this.canAsk && (usedRendered.has(href) || (isRendered && isOutOfHistory())));
    if (!isUsed || !(this.canAsk || hasSession)) this.#firstLink = link;
    return !isUsed;
  }

  /** Somebody can be asked for a link. */
  get canAsk(): boolean {
    return canAsk(this.#source);
  }

  /** There is a link, or somebody who can be asked for one. */
  get canServe(): boolean {
    return this.canAsk || this.#firstLink !== null || this.#answer !== null;
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
    const answer = isTooOld ? null : this.#answer;
    this.#firstLink = this.#answer = null;
    const compareClocks = (time: number) => this.#compareClocks(time);
    const link =
      first ?? (await requestLink(this.#source, reason, signal, compareClocks, answer && this.#usable(answer)));
    const url = admitLink(link, this.#environmentUrl, this.#used);
    if (first) usedRendered.add(withoutFragment(url.href));
    return url;
  }

  /** The answer; null if it was read, or is old, or the page came out of history, and somebody else can be asked. */
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
