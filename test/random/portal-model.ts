/**
 * The rules of the contract, as a second element that knows no browser: what the real one has to show after every step.
 * It was written from the contract and the documentation, and from the code only where both leave a detail open (which of two
 * events comes first, say).
 *
 * A step tells it what happened; `settle` lets it do what the element does in tasks of its own. It reads the requests
 * of the simulated endpoint, because only they know what was answered.
 */
import type { SimulatedRequest, Sent } from './simulated-endpoint.ts';
import type { PortalWord } from './portal-words.ts';

export type State = 'idle' | 'loading' | 'ready' | 'expired' | 'error';
type Reason = 'start' | 'refresh' | 'reload';

/** What a listener of the host page does when it hears of an event; once. */
export type Reaction = 'reload' | 'remove' | 'move' | 'other endpoint';

/** What a call of `reload()` has come to. */
export interface Call {
  outcome: string;
  /** What may come of it as well, where things happen in the same task and the contract does not say which is first. */
  or: string[];
}

interface Session {
  readonly link: string;
  /** By the clock on the wall. */
  readonly startedAt: number;
  readonly sandbox: string | null;
  readonly origins: readonly string[];
  watchdogAt: number;
  /** Which of the model's timers the watchdog is. */
  readonly timer: number;
  spoke: boolean;
}

/** A link is being asked for: for the frame, or for a new tab. */
interface Asking {
  readonly reason: Reason | 'open';
  /** The number of the task in which the first request is made. */
  readonly task: number;
  attempts: number;
  /** The request that is open now, and which of the model's timers its time limit is. */
  request: SimulatedRequest | undefined;
  timer: number;
  /** Before a further attempt, and before that of a refresh: when it has to come. */
  between: { earliest: number; latest: number } | undefined;
}

/** What the model may ask of the element. */
export interface Look {
  /** Whether it has just reported this error. */
  reported(code: string): boolean;
  /** Whether it has put this link into a frame. */
  framed(link: string): boolean;
}

/** Where links come from. */
interface Source {
  readonly hasFunction: boolean;
  readonly endpoint: string | null;
  readonly method: string;
}

const TIME_LIMIT = 15_000;
const ATTEMPTS = 4;
/** ms: the tabs of many people, whose sessions all end at once, don't ask in one instant. */
const REFRESH_SPREAD = 500;
const SHORT_SESSION = 30_000;
const LIMIT = 3;
/** Links at once without a person, and ms for each further one. */
const LINKS_AT_ONCE = 7;
const INTERVAL = 60_000;
/** Properties that say who asks, and that a framework may set late. */
const LATE: readonly string[] = ['headers', 'csrfToken', 'fetchPortalLink'];
/** ms that the clock on the wall may differ from the endpoint's before it matters. */
const CLOCK_TOLERANCE = 60_000;
/** Names without `;`, `*` and the like, and IPv6 addresses. */
const PLAIN_HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])$/;

/** A rule that the element has broken. */
export class Violation extends Error {
  // Where in this folder it was found says nothing about the element; a report is longer for it.
  override readonly stack = this.message;
}

export class PortalModel {
  // Around the element.
  time = 0;
  wall: number;
  connected = false;
  visible = true;
  online = true;
  near = true;
  rendered = true;
  /** The page is prerendered, or a preview of Turbo's: perhaps nobody will ever see it. */
  prerendering = false;
  preview = false;
  /** A listener of the host page calls `reload()` at every error. */
  insists = false;
  /** The host page prevents every `portal-refresh`. */
  prevents = false;
  readonly reactions = new Map<string, Reaction>();

  // Its settings.
  endpoint: string | null = null;
  hasFunction = false;
  environmentUrl: readonly string[] | null = null;
  method: 'GET' | 'POST' = 'GET';
  lazy = false;
  /** What the page says of its source is not complete yet. */
  deferring = false;
  loadTimeout = 20_000;
  sandbox: string | null = null;
  frameTitle = 'Admin portal';

  // What it shows.
  state: State = 'idle';
  error: string | null = null;
  expiresAt: number | null = null;
  endsSoon = false;
  session: Session | null = null;
  asking: Asking | null = null;
  opening: Asking | null = null;
  /** When the pace allows the link that was put off for it. */
  paceAt = Infinity;
  /** Of timers for the same moment, the one that was set first comes first. */
  #paceTimer = 0;
  #timers = 0;

  // What it has to have done since the last look.
  expected: string[] = [];
  /** A listener has interfered: the contract does not say in which order everything comes then. */
  interfered = false;
  begins = 0;
  refreshes = 0;
  warnings = 0;
  tabs = 0;

  readonly #own: { origin: string };
  readonly #look: Look;
  readonly #used = new Set<string>();
  #everConnected = false;
  /** The element has to look at its source of links; it does so with its next update. */
  #startDue = false;
  /** Why a link is to be asked for as soon as it is time. */
  #postponed: Reason | null = null;
  /** Updates that were made, and whether another one is due. */
  #updates = 0;
  #updateDue = true;
  /** What properties were set to, as they are. */
  readonly #values = new Map<string, unknown>();
  /** Of LATE, what was set since the last update, and what has led to another request since the last link. */
  readonly #late = new Set<string>();
  readonly #completed = new Set<string>();
  #hadSession = false;
  /** The endpoint that what is shown belongs to. */
  #knownEndpoint: string | null = null;
  /** The link of `src`, as long as it was not used. */
  #firstLink: string | null = null;
  /** As it was set, until the element has looked at it. */
  #src: string | null = null;
  #knowsNear = false;
  /** The element observes its place, and is to hear of it. */
  #observes = false;
  /** The number of the task in which it hears; 0 if there is none. */
  #newsDue = 0;
  #tasks = 0;
  #warned = false;
  #owesWarning = false;
  #farewell: (() => void) | null = null;
  #overdueAt = Infinity;
  /** ms of the pace that were spent and have not come back, and when that was reckoned by the clock on the wall. */
  #spent = 0;
  #reckonedAt = 0;
  /** ms that the clock on the wall is ahead of the endpoint's. */
  #clockError = 0;
  /** Short sessions in a row; more than one number where the contract leaves it open. */
  #shortSessions: readonly number[] = [0];
  /** Changes whenever all that ran before is over. */
  #run = 0;
  #calls: { call: Call; byPerson: boolean; after: number }[] = [];
  #waiting: Call[] = [];
  #requests: SimulatedRequest[] = [];
  /** Where links could come from since the last look. */
  #sources: Source[] = [];

  /**
   * @param wall - The clock on the wall at the beginning.
   * @param own - Where the host page is.
   * @param look - What the element has just done: asked where the contract allows more than one thing.
   */
  constructor(wall: number, own: { origin: string }, look: Look) {
    this.wall = wall;
    this.#own = own;
    this.#look = look;
  }

  get canAsk(): boolean {
    return !!this.endpoint || this.hasFunction;
  }

  get #canServe(): boolean {
    return this.canAsk || this.#firstLink !== null;
  }

  /** A session runs: nothing that it says or holds may be lost. */
  get #isRunning(): boolean {
    return this.state === 'ready' || (this.state === 'loading' && this.session !== null);
  }

  get retryShown(): boolean {
    const ended = this.state === 'error' || this.state === 'expired' || (this.state === 'ready' && this.endsSoon);
    return ended && this.canAsk && !this.deferring && this.error !== 'PORTAL_BLOCKED';
  }

  get openShown(): boolean {
    return this.state === 'error' && this.canAsk && !this.deferring && /^(PORTAL|REFRESH)_/.test(this.error!);
  }

  get noticeShown(): boolean {
    return this.session !== null && (this.state === 'error' || (this.state === 'ready' && this.endsSoon));
  }

  // What the host page does.

  attach(): void {
    this.connected = this.#everConnected = true;
    this.#restart();
  }

  detach(): void {
    if (!this.connected) return;
    this.connected = this.#knowsNear = this.#observes = false;
    this.#newsDue = 0;
    this.opening = null;
    this.#stop('idle');
  }

  /** `moveBefore`: where the browser has kept the frame, nothing happens at all. */
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

  /** A property was set: the element is updated if that is another value. */
  set(property: string, value: unknown): void {
    if ((this.#values.get(property) ?? null) !== value) {
      this.#updateDue = true;
      if (LATE.includes(property)) this.#late.add(property);
    }
    this.#values.set(property, value);
  }

  /** With `byPerson`, somebody has clicked just now. */
  reload(byPerson = false, call: Call = { outcome: 'pending', or: [] }): void {
    if (!this.canAsk) call.or.push('ENDPOINT_MISSING');
    // What was set before counts.
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

  // What the browser does.

  /** The place of the element was scrolled, hidden or shown; it hears of it a task later. */
  moveOutOrIn(): void {
    if (this.#observes) this.#newsDue ||= ++this.#tasks;
  }

  /** Somebody looks at the page. What has found nobody to ask looks again, and says so. */
  shown(): void {
    if (this.connected && this.#startDue) this.#updateDue = true;
    this.wake();
  }

  /** Somebody may look at the page, or at the element, where nobody did. */
  wake(): void {
    if (!this.connected) return;
    const reason = this.#postponed;
    if (reason && (reason === 'start' || this.canAsk)) {
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

  /** Nothing is asked for that nobody may see, or before the page has said everything. */
  #isTimeTo(reason: Reason): boolean {
    if (this.deferring || this.prerendering || this.preview || !this.rendered) return false;
    if (reason === 'reload') return true;
    if (reason === 'refresh') return this.visible && this.online;
    return this.#canServe && this.visible && (!this.lazy || this.#knowsNear);
  }

  /** The right time. */
  get #now(): number {
    return this.wall - this.#clockError;
  }

  /** ms until the pace allows another link. */
  #delay(): number {
    this.#spent = Math.max(0, this.#spent - (this.wall - this.#reckonedAt));
    this.#reckonedAt = this.wall;
    return Math.max(0, this.#spent + INTERVAL - LINKS_AT_ONCE * INTERVAL);
  }

  // What the portal does.

  /** Its frame's `load`. */
  loaded(): void {
    if (this.state === 'loading') this.#ready();
  }

  /** The host page's policy forbids a frame of this origin. */
  blocked(origin: string): void {
    if (!this.session || this.session.spoke || !this.allows(origin)) return;
    this.#clear();
    this.#fail('PORTAL_BLOCKED');
  }

  allows(origin: string): boolean {
    return (this.environmentUrl ?? [new URL(this.session!.link).origin]).includes(origin);
  }

  /** Its current frame says something. */
  says(word: PortalWord, origin: string, expiry: number): void {
    const { session } = this;
    if (!session) return;
    if (!this.allows(origin)) {
      this.#warn();
      return;
    }
    if (word.means === 'junk') return;
    session.spoke = true;
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

  // What time does.

  /** When something has to happen by itself next. */
  get next(): number {
    const ofAsking = (asking: Asking | null) => (asking?.request ? asking.request.at + TIME_LIMIT : Infinity);
    const latest = Math.min(this.asking?.between?.latest ?? Infinity, this.opening?.between?.latest ?? Infinity);
    const watchdogAt = this.session?.watchdogAt ?? Infinity;
    return Math.min(ofAsking(this.asking), ofAsking(this.opening), latest, watchdogAt, this.paceAt);
  }

  /**
   * Everything that follows without another step, tasks included.
   *
   * @param requests - The requests that came since the last look and were not given up unanswered.
   */
  settle(requests: readonly SimulatedRequest[]): void {
    this.#requests = [...requests];
    let goesOn = true;
    while (goesOn) {
      this.#flush();
      goesOn =
        this.#hearsNews() ||
        (this.time >= this.paceAt && this.#isSilent(this.#paceTimer)) ||
        this.#isAllowed() ||
        this.#asks('asking') ||
        this.#asks('opening') ||
        this.#isSilent();
    }
    if (this.#owesWarning && this.#startDue && !this.deferring && !this.preview && !this.prerendering) this.#warn();
    this.#owesWarning = false;
    this.#sources = [];
    if (this.#requests.length > 0) {
      throw new Violation(
        `${this.#requests.length} request(s) that nobody needs: ${this.#describe(this.#requests[0]!)}`,
      );
    }
  }

  /** Everything that follows when nothing but promises has time. */
  breathe(requests: readonly SimulatedRequest[]): void {
    this.#requests = [...requests];
    this.#flush();
  }

  #flush(): void {
    if (!this.#everConnected) return;
    while (this.#updateDue || this.#farewell || this.#calls.length > 0) {
      // Calls that came before the update was due are taken before it is made.
      this.#takeCalls();
      if (this.#updateDue) this.#update();
    }
    this.#noteSource();
  }

  /** What the element does whenever it is rendered anew. */
  #update(): void {
    this.#updateDue = false;
    this.#updates++;
    if (this.#src) this.#takeSrc(this.#src);
    if (this.#knownEndpoint !== this.endpoint) this.#startDue = true;
    this.#knownEndpoint = this.endpoint;
    if (this.#isCompleted()) this.#startDue = true;
    if (this.connected && !this.#observes) this.#newsDue ||= ++this.#tasks;
    this.#observes = this.connected;
    this.#sayFarewell();
    if (!this.connected) return;
    if (this.#startDue) this.#start();
    else this.wake();
  }

  /** A request that was refused is made again with what came late: once for each, until a link comes. */
  #isCompleted(): boolean {
    const late = [...this.#late].filter((property) => Boolean(this.#values.get(property)));
    this.#late.clear();
    if (this.error !== 'ENDPOINT_UNAUTHORIZED') return false;
    const fresh = late.filter((property) => !this.#completed.has(property));
    for (const property of fresh) this.#completed.add(property);
    return fresh.length > 0;
  }

  #sayFarewell(): void {
    const farewell = this.#farewell;
    this.#farewell = null;
    farewell?.();
  }

  /** A link that was used is dropped where there is a session or somebody to ask; and is no reason to end a session. */
  #takeSrc(link: string): void {
    const isBusy = this.state === 'loading' || this.state === 'ready';
    const isUsed = this.#used.has(link);
    if (!isUsed || !(this.canAsk || isBusy)) this.#firstLink = link;
    if (!isUsed || !isBusy) this.#startDue = true;
    this.#src = null;
  }

  #takeCalls(): void {
    const isReady = ({ after }: { after: number }) => after <= this.#updates;
    const ready = this.#calls.filter(isReady);
    this.#calls = this.#calls.filter((each) => !isReady(each));
    for (const { call, byPerson } of ready) {
      this.#sayFarewell();
      this.#take(call, byPerson);
    }
    if (!this.#updateDue) this.#sayFarewell();
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
    } else if (!this.canAsk) {
      call.outcome = 'ENDPOINT_MISSING';
    } else {
      this.#waiting.push(call);
      // Whoever asks already needs no second link. Whether that is a new beginning is left open.
      if (this.asking) {
        this.#shortSessions = [...this.#shortSessions, 0];
      } else {
        this.#begin('reload', byPerson);
      }
    }
  }

  #start(): void {
    // It stays due until the page is done.
    if (this.deferring) return;
    this.#startDue = !this.#canServe;
    if (this.#canServe) {
      this.#begin('start');
    } else if (this.#isRunning) {
      // What comes later is used for the next link.
      this.#startDue = false;
    } else {
      const rest = this.#hadSession ? 'expired' : 'idle';
      if (this.state !== rest) this.#stop(rest);
      this.#owesWarning ||= rest === 'idle';
    }
  }

  #hearsNews(): boolean {
    // A link that was asked for earlier comes first: it is for what the news would start.
    const isFirst = this.asking?.attempts === 0 && !this.asking.between && this.asking.task < this.#newsDue;
    if (!this.#newsDue || isFirst) return false;
    this.#newsDue = 0;
    this.#knowsNear = this.near && this.rendered;
    this.wake();
    return true;
  }

  /** The pace allows the next link. */
  #isAllowed(): boolean {
    if (this.time < this.paceAt) return false;
    this.paceAt = Infinity;
    this.wake();
    return true;
  }

  /** Asks for a link, or puts it off. */
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

  /** Carries the asking for a link on by one step; false if there is none that is due. */
  #asks(what: 'asking' | 'opening'): boolean {
    const asking = this[what];
    if (!asking) return false;
    const { request, between } = asking;
    if (request) {
      if (!request.sent || request.sent.answer.kind === 'hanging body') return false;
      this.#answered(what, asking, request.sent);
      return true;
    }
    if (asking.attempts === 0 && this.#firstLink !== null) {
      if (!this.#reachesFirstLink(this.#firstLink, asking)) return false;
      if (this.#takesFirstLink(what, this.#firstLink, asking)) return true;
    }
    // A listener of that error may have set a source, and a request have followed.
    const isMissing = this.#look.reported('ENDPOINT_MISSING') || (!between && this.#requests.length === 0);
    if (!this.canAsk && isMissing) {
      this[what] = null;
      this.#looksAtSource(asking);
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
    this.#looksAtSource(asking);
    asking.request = next;
    asking.timer = ++this.#timers;
    asking.between = undefined;
    asking.attempts++;
    return true;
  }

  /** What was set until then, in `src` or `endpoint`, is what will be shown: nothing new is due for it. */
  #looksAtSource({ reason, attempts }: Asking): void {
    if (attempts === 0 && reason !== 'open') this.#postponed = null;
  }

  /** A refresh takes the link of `src` when its wait is over, at some moment that it alone knows. */
  #reachesFirstLink(link: string, { between }: Asking): boolean {
    if (!between || this.time >= between.latest || this.#look.reported('LINK_REJECTED')) return true;
    return !this.#used.has(link) && this.#look.framed(link);
  }

  /** The link of `src` goes first, and needs no request; but a tab gets a fresh one wherever there is one to get. */
  #takesFirstLink(what: 'asking' | 'opening', link: string, asking: Asking): boolean {
    this.#firstLink = null;
    this.#looksAtSource(asking);
    if (asking.reason === 'open' && this.canAsk) return false;
    this.#gets(what, link);
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
      throw new Violation(`${this.#describe(request)}, and the element was never set so.`);
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
      // Which of the two it is, where both come in one task, makes no difference to anybody.
      throw new Violation(`Asked for "${request.reason}" in place of "${reason}".`);
    }
  }

  #isFrom(request: SimulatedRequest, { hasFunction, endpoint, method }: Source): boolean {
    if (hasFunction) return request.reason !== undefined;
    return endpoint !== null && request.url === endpoint && request.method === method;
  }

  #describe({ at, url, method, reason }: SimulatedRequest): string {
    return `${url === undefined ? `fetchPortalLink for "${reason}"` : `${method} ${url}`} at ${at}`;
  }

  #answered(what: 'asking' | 'opening', asking: Asking, { answer, link, retryAfter, date }: Sent): void {
    const redirects = answer.kind === 'redirect' && !this.#ofFunction(asking);
    const unauthorized = redirects || (answer.kind === 'status' && [401, 403].includes(answer.status));
    // A function has no status: what it throws counts as a network that fails.
    const status = answer.kind === 'status' && !this.#ofFunction(asking) ? answer.status : undefined;
    const transient =
      status === undefined ? !redirects && answer.kind !== 'link' && answer.kind !== 'invalid' : isTransient(status);
    const isRead = answer.kind === 'link' || answer.kind === 'invalid' || status === 204;
    if (isRead && !this.#ofFunction(asking)) {
      const ahead = date === null ? 0 : this.wall - Date.parse(date);
      this.#clockError = Math.abs(ahead) > CLOCK_TOLERANCE ? ahead : 0;
    }
    if (answer.kind === 'link') {
      this.#gets(what, link);
    } else if (transient && asking.attempts < ATTEMPTS) {
      const earliest = this.time + (status === undefined ? 0 : retryAfter);
      asking.request = undefined;
      asking.between = { earliest, latest: 2 * earliest - this.time + 500 * 2 ** (asking.attempts - 1) };
    } else {
      this[what] = null;
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

  /** A link has come: into the frame with it, or into the tab, if it is safe. */
  #gets(what: 'asking' | 'opening', link: string): void {
    this[what] = null;
    if (!this.#admits(link)) {
      this.#fail('LINK_REJECTED');
      return;
    }
    this.#used.add(link);
    if (what === 'opening') {
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
      spoke: false,
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
      (this.environmentUrl?.includes(origin) ?? origin !== this.#own.origin)
    );
  }

  /** What is due by the clock, of the timers that were set before this one, and nothing else has happened. */
  #isSilent(before = Infinity): boolean {
    for (const what of ['asking', 'opening'] as const) {
      const asking = this[what];
      if (!asking?.request || asking.timer > before || this.time < asking.request.at + TIME_LIMIT) continue;
      // It was answered in time.
      if (asking.request.sent && asking.request.sent.answer.kind !== 'hanging body') continue;
      this[what] = null;
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
    const lived = this.wall - this.session!.startedAt;
    // "Within 30 s" can be read both ways when it was 30 s to the millisecond.
    const longer = lived >= SHORT_SESSION ? [0] : [];
    const shorter = lived <= SHORT_SESSION ? this.#shortSessions.map((count) => count + 1) : [];
    this.#shortSessions = [...longer, ...shorter];
    this.#clear();
    this.#become('expired');
  }

  #refresh(reason: string): void {
    if (this.state !== 'expired') return;
    if (!this.canAsk) {
      this.#stop('expired');
      return;
    }
    const [fewest, most] = [Math.min(...this.#shortSessions), Math.max(...this.#shortSessions)];
    if (fewest >= LIMIT || this.#delay() > 0 || (most >= LIMIT && this.#look.reported('REFRESH_LIMIT_REACHED'))) {
      this.#shortSessions = [most];
      this.#fail('REFRESH_LIMIT_REACHED');
      return;
    }
    this.#shortSessions = this.#shortSessions.filter((count) => count < LIMIT);
    this.refreshes++;
    const run = this.#run;
    this.#emit('portal-refresh', reason);
    if (run !== this.#run) return;
    if (this.prevents) {
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
    const tell = () => this.#emit('portal-state-change', `${previous} > ${state}`);
    // An element that is off the page says so afterwards: whoever takes it off is in the middle of something.
    if (this.connected) tell();
    else this.#farewell = tell;
  }

  #warn(): void {
    if (!this.#warned) this.warnings++;
    this.#warned = true;
  }

  #emit(type: string, detail = ''): void {
    // An element that is off the page has nothing to say but that.
    if (!this.connected && type !== 'portal-state-change') return;
    this.expected.push(digest(type, detail, this.state, this.error, this.expiresAt));
    if (this.insists && type === 'portal-error') this.reload();
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

/** An event in one line: its name, what it says, and what the element said of itself meanwhile. */
export const digest = (type: string, detail: string, state: string, error: string | null, expiresAt: number | null) =>
  `${[type, detail].filter(Boolean).join(' ')} (${[state, error, expiresAt].filter((part) => part !== null).join(', ')})`;
