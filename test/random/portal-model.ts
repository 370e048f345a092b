/**
 * The rules of the contract, as a model of the element without a browser: the state that the real element must have after every
 * step. It follows the contract and the documentation, and the code only if both leave a detail open, for example the order of
 * two events.
 *
 * Each step calls a method of the model. `settle` does what the element does in later tasks. It reads the requests of the
 * simulated endpoint for their answers.
 */
import type { SimulatedRequest, Sent } from './simulated-endpoint.ts';
import type { PortalWord } from './portal-words.ts';

export type State = 'idle' | 'loading' | 'ready' | 'expired' | 'error';
type Reason = 'start' | 'refresh' | 'reload';

/** The reaction of a listener of the host page to the next event of a type. */
export type Reaction = 'reload' | 'remove' | 'move' | 'other endpoint';

/** A call of `reload()`. */
export interface Call {
  outcome: string;
  /** Other valid outcomes, if the contract does not define the order within a task. */
  or: string[];
}

interface Session {
  readonly link: string;
  /** By the system clock. */
  readonly startedAt: number;
  readonly sandbox: string | null;
  readonly origins: readonly string[];
  watchdogAt: number;
  /** The number of the watchdog among the model's timers. */
  readonly timer: number;
  hasPosted: boolean;
}

/** A pending request for a link: for the frame, or for a new tab. */
interface Asking {
  readonly reason: Reason | 'open';
  /** The number of the task of the first request. */
  readonly task: number;
  attempts: number;
  /** The open request, and the number of its time limit among the model's timers. */
  request: SimulatedRequest | undefined;
  timer: number;
  /** When the next attempt, or that of a refresh, has to come. */
  between: { earliest: number; latest: number } | undefined;
}

/** What the model may read of the element. */
export interface Observed {
  /** Whether it has just reported this error. */
  reported(code: string): boolean;
  /** Whether it has used this link in a frame. */
  framed(link: string): boolean;
}

/** A source of links. */
interface Source {
  readonly hasFunction: boolean;
  readonly endpoint: string | null;
  readonly method: string;
}

const TIME_LIMIT = 15_000;
const ATTEMPTS = 4;
/** ms; spreads the requests of many tabs whose sessions end at once. */
const REFRESH_SPREAD = 500;
const SHORT_SESSION = 30_000;
const LIMIT = 3;
/** Links at once without a click, and ms for each further one. */
const LINKS_AT_ONCE = 7;
const INTERVAL = 60_000;
/** Properties that a framework may set late, and that lead to another request. */
const LATE: readonly string[] = ['headers', 'csrfToken', 'fetchPortalLink'];
/** The difference in ms between the system clock and the endpoint's that is ignored. */
const CLOCK_TOLERANCE = 60_000;
/** Names without `;`, `*` and the like, and IPv6 addresses. */
const PLAIN_HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])$/;

/** A rule that the element has broken. */
export class Violation extends Error {
  // The place in this folder says nothing about the element, and makes the report longer.
  override readonly stack = this.message;
}

export class PortalModel {
  // The page and the browser.
  time = 0;
  wall: number;
  connected = false;
  visible = true;
  online = true;
  near = true;
  rendered = true;
  /** The page is prerendered, or a preview of Turbo. */
  prerendering = false;
  preview = false;
  /** Whether a listener of the host page calls `reload()` at every error. */
  reloadsOnError = false;
  /** Whether the host page prevents every `portal-refresh`. */
  preventsRefresh = false;
  readonly reactions = new Map<string, Reaction>();

  // The settings.
  endpoint: string | null = null;
  hasFunction = false;
  environmentUrl: readonly string[] | null = null;
  method: 'GET' | 'POST' = 'GET';
  lazy = false;
  /** The element has `defer-hydration`. */
  deferring = false;
  loadTimeout = 20_000;
  sandbox: string | null = null;
  frameTitle = 'Admin portal';

  // The state.
  state: State = 'idle';
  error: string | null = null;
  expiresAt: number | null = null;
  endsSoon = false;
  session: Session | null = null;
  asking: Asking | null = null;
  opening: Asking | null = null;
  /** When the pace allows the link that it delays. */
  paceAt = Infinity;
  /** The number of the pace's timer: timers for the same time run in the order of their numbers. */
  #paceTimer = 0;
  #timers = 0;

  // The expected effects since the last comparison.
  expected: string[] = [];
  /** A reaction has run. Then the contract does not define the order of events. */
  interfered = false;
  begins = 0;
  refreshes = 0;
  warnings = 0;
  tabs = 0;

  readonly #page: { origin: string };
  readonly #observed: Observed;
  readonly #used = new Set<string>();
  #everConnected = false;
  /** The element has to start from its source of links at its next update. */
  #startDue = false;
  /** The reason of a delayed request. */
  #postponed: Reason | null = null;
  /** The number of updates, and whether another one is due. */
  #updates = 0;
  #updateDue = true;
  /** The values of properties. */
  readonly #values = new Map<string, unknown>();
  /** The properties in LATE that were set since the last update, and those that have led to another request since the last link. */
  readonly #late = new Set<string>();
  readonly #completed = new Set<string>();
  #hadSession = false;
  /** The endpoint of what is shown. */
  #knownEndpoint: string | null = null;
  /** The unused link of `src`. */
  #firstLink: string | null = null;
  /** The value of `src` until the next update. */
  #src: string | null = null;
  /** The last report of the observer. */
  #knowsNear = false;
  /** Whether the element observes its place. */
  #observes = false;
  /** The number of the task of the observer's next report; 0 if there is none. */
  #reportDue = 0;
  #tasks = 0;
  #warned = false;
  #warningDue = false;
  /** The change of state of a removed element, which it reports later. */
  #removalEvent: (() => void) | null = null;
  #overdueAt = Infinity;
  /** ms of the pace that are used, and when that was computed, by the system clock. */
  #spent = 0;
  #computedAt = 0;
  /** How many ms the system clock is ahead of the endpoint's. */
  #clockError = 0;
  /** The number of short sessions in a row. Several numbers are possible if the contract leaves it open. */
  #shortSessions: readonly number[] = [0];
  /** Changes whenever the current run ends. */
  #run = 0;
  #calls: { call: Call; byPerson: boolean; after: number }[] = [];
  #waiting: Call[] = [];
  #requests: SimulatedRequest[] = [];
  /** The sources since the last comparison. */
  #sources: Source[] = [];

  /**
   * @param wall - The system clock at the start.
   * @param page - The address of the host page.
   * @param observed - The element, read only where the contract allows several results.
   */
  constructor(wall: number, page: { origin: string }, observed: Observed) {
    this.wall = wall;
    this.#page = page;
    this.#observed = observed;
  }

  get hasSource(): boolean {
    return !!this.endpoint || this.hasFunction;
  }

  get #canStart(): boolean {
    return this.hasSource || this.#firstLink !== null;
  }

  /** Whether a session runs. */
  get #isRunning(): boolean {
    return this.state === 'ready' || (this.state === 'loading' && this.session !== null);
  }

  get retryShown(): boolean {
    const ended = this.state === 'error' || this.state === 'expired' || (this.state === 'ready' && this.endsSoon);
    return ended && this.hasSource && !this.deferring && this.error !== 'PORTAL_BLOCKED';
  }

  get openShown(): boolean {
    return this.state === 'error' && this.hasSource && !this.deferring && /^(PORTAL|REFRESH)_/.test(this.error!);
  }

  get noticeShown(): boolean {
    return this.session !== null && (this.state === 'error' || (this.state === 'ready' && this.endsSoon));
  }

  // Steps of the host page.

  attach(): void {
    this.connected = this.#everConnected = true;
    this.#restart();
  }

  detach(): void {
    if (!this.connected) return;
    this.connected = this.#knowsNear = this.#observes = false;
    this.#reportDue = 0;
    this.opening = null;
    this.#stop('idle');
  }

  /** After `moveBefore`. Nothing happens if the browser has kept the frame. */
  moved(kept: boolean): void {
    if (!kept) this.#restart();
  }

  setEndpoint(endpoint: string | null): void {
    this.endpoint = endpoint;
    this.set('endpoint', endpoint);
  }

  setSrc(link: string): void {
    this.#src = link;
    this.#updateDue = true;
  }

  /** Sets a property. Another value makes an update due. */
  set(property: string, value: unknown): void {
    if ((this.#values.get(property) ?? null) !== value) {
      this.#updateDue = true;
      if (LATE.includes(property)) this.#late.add(property);
    }
    this.#values.set(property, value);
  }

  /** `byPerson`: in the task of a click. */
  reload(byPerson = false, call: Call = { outcome: 'pending', or: [] }): void {
    if (!this.hasSource) call.or.push('ENDPOINT_MISSING');
    // Properties that were set before count.
    this.#calls.push({ call, byPerson, after: this.#updates + (this.#updateDue ? 1 : 0) });
  }

  open(blocked: boolean): void {
    if (this.opening) return;
    if (blocked) {
      this.#updateDue = true;
      return;
    }
    this.tabs++;
    this.opening = this.#ask('open');
  }

  // Steps of the browser.

  /** The place of the element was scrolled, hidden or shown. The observer reports it a task later. */
  placeChanged(): void {
    if (this.#observes) this.#reportDue ||= ++this.#tasks;
  }

  /** The page becomes visible. An element without a source looks for one again, and warns. */
  shown(): void {
    if (this.connected && this.#startDue) this.#updateDue = true;
    this.wake();
  }

  /** The page or the element may have become visible. */
  wake(): void {
    if (!this.connected) return;
    const reason = this.#postponed;
    if (reason && (reason === 'start' || this.hasSource)) {
      this.#begin(reason);
    } else if (reason) {
      this.#stop('expired');
    } else if (this.state === 'ready' && this.#now >= this.#overdueAt && this.#isTimeTo('refresh')) {
      this.#endSession();
      this.#refresh('session-overdue');
    }
  }

  /** The browser is online again. */
  wentOnline(): void {
    if (!this.connected) return;
    if (this.error === 'ENDPOINT_UNREACHABLE') this.#begin('start');
    else this.wake();
  }

  /** Whether a request is allowed now: not for an element that is not visible, and not with `defer-hydration`. */
  #isTimeTo(reason: Reason): boolean {
    if (this.deferring || this.prerendering || this.preview || !this.rendered) return false;
    if (reason === 'reload') return true;
    if (reason === 'refresh') return this.visible && this.online;
    return this.#canStart && this.visible && (!this.lazy || this.#knowsNear);
  }

  /** The corrected time. */
  get #now(): number {
    return this.wall - this.#clockError;
  }

  /** ms until the pace allows another link. */
  #delay(): number {
    this.#spent = Math.max(0, this.#spent - (this.wall - this.#computedAt));
    this.#computedAt = this.wall;
    return Math.max(0, this.#spent + INTERVAL - LINKS_AT_ONCE * INTERVAL);
  }

  // Steps of the portal.

  /** The frame has loaded. */
  loaded(): void {
    if (this.state === 'loading') this.#ready();
  }

  /** The policy of the host page forbids a frame of this origin. */
  blocked(origin: string): void {
    if (!this.session || this.session.hasPosted || !this.allows(origin)) return;
    this.#clear();
    this.#fail('PORTAL_BLOCKED');
  }

  allows(origin: string): boolean {
    return (this.environmentUrl ?? [new URL(this.session!.link).origin]).includes(origin);
  }

  /** The current frame posts a message. */
  receives(word: PortalWord, origin: string, expiry: number): void {
    const { session } = this;
    if (!session) return;
    if (!this.allows(origin)) {
      this.#warn();
      return;
    }
    if (word.means === 'junk') return;
    session.hasPosted = true;
    session.watchdogAt = Infinity;
    if (word.means === 'ended') {
      this.#endSession();
    } else if (word.means === 'failed') {
      this.#clear();
      this.#fail('PORTAL_LOAD_FAILED');
    } else {
      if (word.dated) {
        this.expiresAt = expiry;
        this.#updateDue ||= this.endsSoon || word.means === 'warning';
        this.endsSoon = word.means === 'warning';
        this.#overdueAt = expiry > this.#now ? expiry : Infinity;
      }
      this.#ready();
    }
    this.#emit('portal-message');
    if (word.event) this.#emit(word.event);
    if (word.means === 'ended') this.#refresh('session-expired');
  }

  // Time.

  /** When the next timer of the model is due. */
  get next(): number {
    const ofAsking = (asking: Asking | null) => (asking?.request ? asking.request.at + TIME_LIMIT : Infinity);
    const latest = Math.min(this.asking?.between?.latest ?? Infinity, this.opening?.between?.latest ?? Infinity);
    const watchdogAt = this.session?.watchdogAt ?? Infinity;
    return Math.min(ofAsking(this.asking), ofAsking(this.opening), latest, watchdogAt, this.paceAt);
  }

  /**
   * Does everything that needs no further step, including later tasks.
   *
   * @param requests - The requests since the last comparison that were not aborted before an answer.
   */
  settle(requests: readonly SimulatedRequest[]): void {
    this.#requests = [...requests];
    let isActive = true;
    while (isActive) {
      this.#flushUpdates();
      isActive =
        this.#getsReport() ||
        (this.time >= this.paceAt && this.#isSilent(this.#paceTimer)) ||
        this.#paceAllows() ||
        this.#advanceRequest('asking') ||
        this.#advanceRequest('opening') ||
        this.#isSilent();
    }
    if (this.#warningDue && this.#startDue && !this.deferring && !this.preview && !this.prerendering) this.#warn();
    this.#warningDue = false;
    this.#sources = [];
    if (this.#requests.length > 0) {
      throw new Violation(`${this.#requests.length} unnecessary request(s): ${this.#describe(this.#requests[0]!)}`);
    }
  }

  /** Does everything that happens in microtasks. */
  flush(requests: readonly SimulatedRequest[]): void {
    this.#requests = [...requests];
    this.#flushUpdates();
  }

  #flushUpdates(): void {
    if (!this.#everConnected) return;
    while (this.#updateDue || this.#removalEvent || this.#calls.length > 0) {
      // Calls before the update was due come before the update.
      this.#takeCalls();
      if (this.#updateDue) this.#update();
    }
    this.#noteSource();
  }

  /** Does what the element does at each update. */
  #update(): void {
    this.#updateDue = false;
    this.#updates++;
    if (this.#src) this.#takeSrc(this.#src);
    if (this.#knownEndpoint !== this.endpoint) this.#startDue = true;
    this.#knownEndpoint = this.endpoint;
    if (this.#isCompleted()) this.#startDue = true;
    if (this.connected && !this.#observes) this.#reportDue ||= ++this.#tasks;
    this.#observes = this.connected;
    this.#reportRemoval();
    if (!this.connected) return;
    if (this.#startDue) this.#start();
    else this.wake();
  }

  /** Whether a refused request is repeated with properties that were set late: once for each, until a link arrives. */
  #isCompleted(): boolean {
    const late = [...this.#late].filter((property) => Boolean(this.#values.get(property)));
    this.#late.clear();
    if (this.error !== 'ENDPOINT_UNAUTHORIZED') return false;
    const fresh = late.filter((property) => !this.#completed.has(property));
    for (const property of fresh) this.#completed.add(property);
    return fresh.length > 0;
  }

  #reportRemoval(): void {
    const report = this.#removalEvent;
    this.#removalEvent = null;
    report?.();
  }

  /** A used link is discarded if there is a session or another source, and does not end a session. */
  #takeSrc(link: string): void {
    const isBusy = this.state === 'loading' || this.state === 'ready';
    const isUsed = this.#used.has(link);
    if (!isUsed || !(this.hasSource || isBusy)) this.#firstLink = link;
    if (!isUsed || !isBusy) this.#startDue = true;
    this.#src = null;
  }

  #takeCalls(): void {
    const isReady = ({ after }: { after: number }) => after <= this.#updates;
    const ready = this.#calls.filter(isReady);
    this.#calls = this.#calls.filter((each) => !isReady(each));
    for (const { call, byPerson } of ready) {
      this.#reportRemoval();
      this.#take(call, byPerson);
    }
    if (!this.#updateDue) this.#reportRemoval();
  }

  #restart(): void {
    this.#startDue = this.#updateDue = true;
  }

  #noteSource(): void {
    const { hasFunction, endpoint, method } = this;
    this.#sources.push({ hasFunction, endpoint, method });
  }

  #take(call: Call, byPerson: boolean): void {
    if (!this.connected) {
      call.outcome = 'AbortError';
    } else if (!this.hasSource) {
      call.outcome = 'ENDPOINT_MISSING';
    } else {
      this.#waiting.push(call);
      // The call shares a pending request. The contract does not say whether it resets the short sessions.
      if (this.asking) {
        this.#shortSessions = [...this.#shortSessions, 0];
      } else {
        this.#begin('reload', byPerson);
      }
    }
  }

  #start(): void {
    // It stays due until `defer-hydration` ends.
    if (this.deferring) return;
    this.#startDue = !this.#canStart;
    if (this.#canStart) {
      this.#begin('start');
    } else if (this.#isRunning) {
      // A later source is used for the next link.
      this.#startDue = false;
    } else {
      const rest = this.#hadSession ? 'expired' : 'idle';
      if (this.state !== rest) this.#stop(rest);
      this.#warningDue ||= rest === 'idle';
    }
  }

  #getsReport(): boolean {
    // An earlier request comes first.
    const isLater = this.asking?.attempts === 0 && !this.asking.between && this.asking.task < this.#reportDue;
    if (!this.#reportDue || isLater) return false;
    this.#reportDue = 0;
    this.#knowsNear = this.near && this.rendered;
    this.wake();
    return true;
  }

  /** Starts the request that the pace has delayed, if it is time. */
  #paceAllows(): boolean {
    if (this.time < this.paceAt) return false;
    this.paceAt = Infinity;
    this.wake();
    return true;
  }

  /** Requests a link, or delays the request. */
  #begin(reason: Reason, byPerson = false): void {
    this.paceAt = Infinity;
    if (byPerson) {
      this.#spent = 0;
      this.#shortSessions = [0];
    }
    const delay = this.#delay();
    if (delay > 0) {
      this.paceAt = this.time + delay;
      this.#paceTimer = ++this.#timers;
    }
    if (delay > 0 || !this.#isTimeTo(reason)) {
      this.#postponed = reason;
      return;
    }
    if (reason !== 'refresh') this.#shortSessions = [0];
    this.#spent += INTERVAL;
    this.opening = this.#postponed = null;
    this.#clear();
    const run = this.#run;
    this.#become('loading');
    if (run === this.#run) this.asking = this.#ask(reason);
  }

  /** Advances a pending request by one step; false if no step is due. */
  #advanceRequest(kind: 'asking' | 'opening'): boolean {
    const asking = this[kind];
    if (!asking) return false;
    const { request, between } = asking;
    if (request) {
      if (!request.sent || request.sent.answer.kind === 'hanging body') return false;
      this.#answered(kind, asking, request.sent);
      return true;
    }
    if (asking.attempts === 0 && this.#firstLink !== null) {
      if (!this.#reachesFirstLink(this.#firstLink, asking)) return false;
      if (this.#takesFirstLink(kind, this.#firstLink, asking)) return true;
    }
    // A listener of that error may have set a source, which led to a request.
    const isMissing = this.#observed.reported('ENDPOINT_MISSING') || (!between && this.#requests.length === 0);
    if (!this.hasSource && isMissing) {
      this[kind] = null;
      this.#usesSource(asking);
      this.#fail('ENDPOINT_MISSING');
      return true;
    }
    const next = this.#requests.shift();
    if (between && (next?.at ?? this.time) < between.earliest) {
      if (next) throw new Violation(`A further attempt at ${next.at}, before ${between.earliest}.`);
      return false;
    }
    if (between && !next && this.time < between.latest) return false;
    if (!next) throw new Violation(`No request for "${asking.reason}", attempt ${asking.attempts + 1}.`);
    this.#check(next, asking);
    this.#usesSource(asking);
    asking.request = next;
    asking.timer = ++this.#timers;
    asking.between = undefined;
    asking.attempts++;
    return true;
  }

  /** The first attempt uses the current `src` or `endpoint`, so that no other start is due for it. */
  #usesSource({ reason, attempts }: Asking): void {
    if (attempts === 0 && reason !== 'open') this.#postponed = null;
  }

  /** A refresh takes the link of `src` after its random delay. */
  #reachesFirstLink(link: string, { between }: Asking): boolean {
    if (!between || this.time >= between.latest || this.#observed.reported('LINK_REJECTED')) return true;
    return !this.#used.has(link) && this.#observed.framed(link);
  }

  /** The link of `src` comes first and needs no request. But a tab gets a new link if there is another source. */
  #takesFirstLink(kind: 'asking' | 'opening', link: string, asking: Asking): boolean {
    this.#firstLink = null;
    this.#usesSource(asking);
    if (asking.reason === 'open' && this.hasSource) return false;
    this.#gets(kind, link);
    return true;
  }

  #ask(reason: Reason | 'open'): Asking {
    this.begins++;
    this.#noteSource();
    const between = reason === 'refresh' ? { earliest: this.time, latest: this.time + REFRESH_SPREAD } : undefined;
    return { reason, task: ++this.#tasks, attempts: 0, request: undefined, timer: 0, between };
  }

  #check(request: SimulatedRequest, { reason }: Asking): void {
    if (!this.#sources.some((source) => this.#isFrom(request, source))) {
      throw new Violation(`${this.#describe(request)}, which matches no setting of the element.`);
    }
    if (request.init) {
      const { headers, cache, credentials, redirect } = request.init;
      const accept = new Headers(headers).get('Accept');
      const [is, should] = [
        `${accept} ${cache} ${credentials} ${redirect}`,
        'application/json no-store same-origin manual',
      ];
      if (is !== should) throw new Violation(`A request with ${is}, not ${should}.`);
    } else if (`${request.reason}`.replace('start', 'reload') !== reason.replace('start', 'reload')) {
      // If a start and a reload come in one task, either reason is valid.
      throw new Violation(`Requested for "${request.reason}" instead of "${reason}".`);
    }
  }

  #isFrom(request: SimulatedRequest, { hasFunction, endpoint, method }: Source): boolean {
    if (hasFunction) return request.reason !== undefined;
    return endpoint !== null && request.url === endpoint && request.method === method;
  }

  #describe({ at, url, method, reason }: SimulatedRequest): string {
    return `${url === undefined ? `fetchPortalLink for "${reason}"` : `${method} ${url}`} at ${at}`;
  }

  #answered(kind: 'asking' | 'opening', asking: Asking, { answer, link, retryAfter, date }: Sent): void {
    const redirects = answer.kind === 'redirect' && !this.#ofFunction(asking);
    const unauthorized = redirects || (answer.kind === 'status' && [401, 403].includes(answer.status));
    // A function has no status. Its errors count as network errors.
    const status = answer.kind === 'status' && !this.#ofFunction(asking) ? answer.status : undefined;
    const transient =
      status === undefined ? !redirects && answer.kind !== 'link' && answer.kind !== 'invalid' : isTransient(status);
    const isRead = answer.kind === 'link' || answer.kind === 'invalid' || status === 204;
    if (isRead && !this.#ofFunction(asking)) {
      const ahead = date === null ? 0 : this.wall - Date.parse(date);
      this.#clockError = Math.abs(ahead) > CLOCK_TOLERANCE ? ahead : 0;
    }
    if (answer.kind === 'link') {
      this.#gets(kind, link);
    } else if (transient && asking.attempts < ATTEMPTS) {
      const earliest = this.time + (status === undefined ? 0 : retryAfter);
      asking.request = undefined;
      asking.between = { earliest, latest: 2 * earliest - this.time + 500 * 2 ** (asking.attempts - 1) };
    } else {
      this[kind] = null;
      this.#fail(
        answer.kind === 'invalid' || status === 204
          ? 'RESPONSE_INVALID'
          : status === undefined && !redirects
            ? 'ENDPOINT_UNREACHABLE'
            : unauthorized
              ? 'ENDPOINT_UNAUTHORIZED'
              : 'ENDPOINT_FAILED',
      );
    }
  }

  #ofFunction({ request }: Asking): boolean {
    return request?.reason !== undefined;
  }

  /** A link has arrived. It is used in the frame or the tab, if it is safe. */
  #gets(kind: 'asking' | 'opening', link: string): void {
    this[kind] = null;
    if (!this.#admits(link)) {
      this.#fail('LINK_REJECTED');
      return;
    }
    this.#used.add(link);
    if (kind === 'opening') {
      this.#updateDue = true;
      return;
    }
    this.#updateDue = true;
    const origins = this.environmentUrl ?? [new URL(link).origin];
    const watchdogAt = this.loadTimeout > 0 ? this.time + this.loadTimeout : Infinity;
    this.session = {
      link,
      startedAt: this.wall,
      sandbox: this.sandbox,
      origins,
      watchdogAt,
      timer: ++this.#timers,
      hasPosted: false,
    };
    this.#warned = false;
    this.#completed.clear();
  }

  #admits(link: string): boolean {
    if (this.#used.has(link) || !URL.canParse(link)) return false;
    const { protocol, hostname, username, origin } = new URL(link);
    const secure = protocol === 'https:' || (protocol === 'http:' && hostname.endsWith('localhost'));
    return (
      secure &&
      PLAIN_HOST.test(hostname) &&
      !username &&
      (this.environmentUrl?.includes(origin) ?? origin !== this.#page.origin)
    );
  }

  /** Handles a time limit or watchdog that is due, of the timers before this one. */
  #isSilent(before = Infinity): boolean {
    for (const kind of ['asking', 'opening'] as const) {
      const asking = this[kind];
      if (!asking?.request || asking.timer > before || this.time < asking.request.at + TIME_LIMIT) continue;
      // The answer arrived in time.
      if (asking.request.sent && asking.request.sent.answer.kind !== 'hanging body') continue;
      this[kind] = null;
      this.#fail('ENDPOINT_TIMEOUT');
      return true;
    }
    if (!this.session || this.session.timer > before || this.time < this.session.watchdogAt) return false;
    this.session.watchdogAt = Infinity;
    this.#fail('PORTAL_LOAD_TIMEOUT');
    return true;
  }

  #ready(): void {
    if (this.state === 'ready') return;
    this.error = null;
    this.#hadSession = true;
    for (const call of this.#waiting.splice(0)) call.outcome = 'resolved';
    this.#become('ready');
  }

  #fail(code: string): void {
    this.error = code;
    for (const call of this.#waiting.splice(0)) call.outcome = code;
    this.#become('error');
    this.#emit('portal-error', code);
  }

  #endSession(): void {
    const duration = this.wall - this.session!.startedAt;
    // Exactly 30 s may count as within 30 s or not.
    const longer = duration >= SHORT_SESSION ? [0] : [];
    const shorter = duration <= SHORT_SESSION ? this.#shortSessions.map((count) => count + 1) : [];
    this.#shortSessions = [...longer, ...shorter];
    this.#clear();
    this.#become('expired');
  }

  #refresh(reason: string): void {
    if (this.state !== 'expired') return;
    if (!this.hasSource) {
      this.#stop('expired');
      return;
    }
    const [fewest, most] = [Math.min(...this.#shortSessions), Math.max(...this.#shortSessions)];
    if (fewest >= LIMIT || this.#delay() > 0 || (most >= LIMIT && this.#observed.reported('REFRESH_LIMIT_REACHED'))) {
      this.#shortSessions = [most];
      this.#fail('REFRESH_LIMIT_REACHED');
      return;
    }
    this.#shortSessions = this.#shortSessions.filter((count) => count < LIMIT);
    this.refreshes++;
    const run = this.#run;
    this.#emit('portal-refresh', reason);
    if (run !== this.#run) return;
    if (this.preventsRefresh) {
      this.#stop('expired');
      return;
    }
    this.#begin('refresh');
    this.#updateDue = true;
  }

  #stop(rest: 'idle' | 'expired'): void {
    this.#postponed = null;
    this.paceAt = Infinity;
    this.#clear();
    for (const call of this.#waiting.splice(0)) call.outcome = 'AbortError';
    this.#become(rest);
  }

  #clear(): void {
    this.#run++;
    this.asking = this.session = this.error = this.expiresAt = null;
    this.endsSoon = false;
    this.#overdueAt = Infinity;
  }

  #become(state: State): void {
    const { state: previous } = this;
    this.#updateDue = true;
    if (state === previous) return;
    this.state = state;
    const report = () => this.#emit('portal-state-change', `${previous} > ${state}`);
    // A removed element reports it later, so that no event is dispatched during the removal.
    if (this.connected) report();
    else this.#removalEvent = report;
  }

  #warn(): void {
    if (!this.#warned) this.warnings++;
    this.#warned = true;
  }

  #emit(type: string, detail = ''): void {
    // A removed element dispatches no other event.
    if (!this.connected && type !== 'portal-state-change') return;
    this.expected.push(digest(type, detail, this.state, this.error, this.expiresAt));
    if (this.reloadsOnError && type === 'portal-error') this.reload();
    const reaction = this.reactions.get(type);
    if (!reaction) return;
    this.reactions.delete(type);
    this.interfered = true;
    if (reaction === 'reload') this.reload();
    else if (reaction === 'other endpoint') this.setEndpoint('/other');
    else if (this.connected) {
      for (const { call } of this.#calls) call.or.push('AbortError');
      this.detach();
      if (reaction === 'move') this.attach();
    }
  }
}

const isTransient = (status: number): boolean => [408, 425, 429].includes(status) || status >= 500;

/** An event in one line: its name, its detail, and the element's properties at that time. */
export const digest = (type: string, detail: string, state: string, error: string | null, expiresAt: number | null) =>
  `${[type, detail].filter(Boolean).join(' ')} (${[state, error, expiresAt].filter((part) => part !== null).join(', ')})`;
