/** All steps that can happen to an element, drawn at random. Each is applied to the real element and to the model. */
import fc from 'fast-check';
import { endOfTask, type Life } from './life.ts';
import type { Call, PortalModel, Reaction } from './portal-model.ts';
import { ENDINGS, PORTAL_WORDS, type PortalWord } from './portal-words.ts';
import { CUSTOM_DOMAIN, LINK_KINDS, PORTAL, SHAPES, isOpen, type Answer, type LinkKind } from './simulated-endpoint.ts';

interface Step {
  readonly text: string;
  readonly possible?: (model: PortalModel) => boolean;
  /** Applies it to the element and to the model. */
  readonly act: (life: Life, model: PortalModel) => void | Promise<void>;
}

/** The pause between the steps of a command: none, microtasks only, or until nothing more happens. */
type Pause = 'none' | 'promises' | 'rest';

const PAUSE_TEXTS: Record<Pause, string> = {
  none: ', and at once ',
  promises: ', and a moment later ',
  rest: ', then ',
};

/** One step, or several that belong together. */
export class StepCommand implements fc.AsyncCommand<PortalModel, Life> {
  readonly #steps: readonly Step[];
  readonly #pause: Pause;

  constructor(steps: readonly Step[], pause: Pause = 'rest') {
    this.#steps = steps;
    this.#pause = pause;
  }

  check(model: PortalModel): boolean {
    return this.#steps.some((step) => isPossible(step, model));
  }

  async run(model: PortalModel, life: Life): Promise<void> {
    for (const [index, step] of this.#steps.entries()) {
      const rested = index > 0 && this.#rest(model, life);
      // Any `await` would end the task.
      if (rested) await rested;
      if (!isPossible(step, model)) continue;
      const done = step.act(life, model);
      if (done) await done;
    }
    await life.settle(model);
  }

  toString(): string {
    return this.#steps.map(({ text }) => text).join(PAUSE_TEXTS[this.#pause]);
  }

  #rest(model: PortalModel, life: Life): Promise<void> | undefined {
    if (this.#pause === 'rest') return life.settle(model);
    if (this.#pause === 'none') return undefined;
    return endOfTask().then(() => model.flush(life.recentRequests));
  }
}

const isPossible = (step: Step, model: PortalModel): boolean => step.possible?.(model) ?? true;

const step = (text: string, act: Step['act'], more: Partial<Step> = {}): Step => ({ text, act, ...more });

// The host page.

const attach = step(
  'attach',
  (life, model) => {
    life.attach();
    model.attach();
  },
  { possible: (model) => !model.connected },
);

const detach = step(
  'detach',
  (life, model) => {
    life.detach();
    model.detach();
  },
  { possible: (model) => model.connected },
);

const move = step(
  'append elsewhere',
  (life, model) => {
    life.attach();
    model.detach();
    model.attach();
  },
  { possible: (model) => model.connected },
);

const moveBefore = step('moveBefore elsewhere', (life, model) => model.moved(life.moveBefore()), {
  possible: (model) => model.connected && 'moveBefore' in Element.prototype,
});

const setEndpoint = (endpoint: string | null, asAttribute: boolean): Step =>
  step(`${asAttribute ? 'attribute' : 'property'} endpoint = ${endpoint}`, (life, model) => {
    // A property is reflected at the next update. Until then, there may be no attribute to remove.
    const changes = !asAttribute || endpoint !== null || life.element.hasAttribute('endpoint');
    life.quietly((element) => {
      if (!asAttribute) element.endpoint = endpoint;
      else if (endpoint === null) element.removeAttribute('endpoint');
      else element.setAttribute('endpoint', endpoint);
    });
    if (changes) model.setEndpoint(endpoint);
  });

const setSrc = (kind: LinkKind, asAttribute: boolean): Step =>
  step(`${asAttribute ? 'attribute' : 'property'} src = a link (${kind})`, (life, model) => {
    const link = life.page.endpoint.makeLink(kind);
    life.quietly((element) => (asAttribute ? element.setAttribute('src', link) : (element.src = link)));
    model.setSrc(link);
  });

const setFunction = (kind: 'none' | 'obedient' | 'stubborn'): Step =>
  step(`fetchPortalLink = ${kind}`, (life, model) => {
    const { endpoint } = life.page;
    life.quietly((element) => {
      element.fetchPortalLink = kind === 'none' ? null : endpoint.makeFunction(kind === 'stubborn');
    });
    model.hasFunction = kind !== 'none';
    model.set('fetchPortalLink', kind === 'none' ? null : {});
  });

/** Sets the headers or the token to a new value each time, as a framework does at each render. */
const setCaller = (property: 'headers' | 'csrfToken', isSet: boolean): Step =>
  step(`${property} ${isSet ? 'is set' : 'is removed'}`, (life, model) => {
    const value = isSet ? `token ${life.page.clock.time}` : null;
    const headers = value === null ? null : () => ({ 'X-Caller': value });
    const set = property === 'headers' ? headers : value;
    life.quietly((element) => Object.assign(element, { [property]: set }));
    model.set(property, set);
  });

/** A value of environment-url, and the origins that it names. */
interface EnvironmentUrl {
  readonly value: string | null;
  readonly origins: readonly string[] | null;
}

const setEnvironmentUrl = ({ value, origins }: EnvironmentUrl): Step =>
  step(`environment-url = ${value}`, (life, model) => {
    life.quietly((element) => (element.environmentUrl = value));
    model.environmentUrl = origins;
    model.set('environmentUrl', value);
  });

const setMethod = (method: 'GET' | 'POST'): Step =>
  step(`method = ${method}`, (life, model) => {
    life.quietly((element) => (element.method = method));
    model.method = method;
    model.set('method', method);
  });

const setDeferHydration = (deferring: boolean, asAttribute: boolean): Step =>
  step(
    `${asAttribute ? 'attribute' : 'property'} defer-hydration ${deferring ? 'is set' : 'is removed'}`,
    (life, model) => {
      // A property is reflected at the next update, as for `endpoint`.
      const changes = !asAttribute || deferring || life.element.hasAttribute('defer-hydration');
      life.quietly((element) => {
        if (!asAttribute) element.deferHydration = deferring;
        else if (deferring) element.setAttribute('defer-hydration', '');
        else element.removeAttribute('defer-hydration');
      });
      if (!changes) return;
      model.deferring = deferring;
      // Null means not set.
      model.set('deferHydration', deferring || null);
    },
  );

const setLoading = (loading: 'eager' | 'lazy'): Step =>
  step(`loading = ${loading}`, (life, model) => {
    life.quietly((element) => (element.loading = loading));
    model.lazy = loading === 'lazy';
    model.set('loading', loading);
  });

const setLoadTimeout = (ms: number): Step =>
  step(`load-timeout = ${ms}`, (life, model) => {
    life.quietly((element) => (element.loadTimeout = ms));
    model.loadTimeout = ms;
    model.set('loadTimeout', ms);
  });

interface Looks {
  readonly height: number | null;
  readonly frameTitle: string;
  readonly sandbox: string | null;
}

const setLooks = ({ height, frameTitle, sandbox }: Looks): Step =>
  step(`height = ${height}, frame-title = "${frameTitle}", sandbox = ${sandbox}, labels`, (life, model) => {
    life.quietly((element) => Object.assign(element, { height, frameTitle, sandbox, labels: { retry: 'Again' } }));
    Object.assign(model, { frameTitle, sandbox });
    model.set('labels', {});
  });

const reload = (byPerson: boolean): Step =>
  step(`reload()${byPerson ? ' in a click' : ''}`, (life, model) => {
    const actual = life.reload(byPerson);
    const expected: Call = { outcome: 'pending', or: [] };
    model.reload(byPerson, expected);
    life.outcomes.push({ actual, expected });
  });

const clickRetry = step(
  'click on "Try again"',
  (life, model) => {
    life.click('retry');
    model.reload(true);
  },
  { possible: (model) => model.connected && model.retryShown },
);

const clickOpen = (blocked: boolean): Step =>
  step(
    `click on "Open in a new tab"${blocked ? ', which the browser blocks' : ''}`,
    (life, model) => {
      life.page.blocksTabs = blocked;
      life.click('open');
      model.open(blocked);
    },
    { possible: (model) => model.connected && model.openShown },
  );

const prevent = (prevents: boolean): Step =>
  step(`portal-refresh is ${prevents ? '' : 'not '}prevented from now on`, (life, model) => {
    life.preventsRefresh = model.preventsRefresh = prevents;
  });

const setReloadOnError = (reloads: boolean): Step =>
  step(`a listener ${reloads ? 'calls reload() at every error' : 'no longer handles errors'}`, (life, model) => {
    life.reloadsOnError = model.reloadsOnError = reloads;
  });

const react = (type: string, reaction: Reaction): Step =>
  step(`the next ${type} makes a listener ${reaction}`, (life, model) => {
    life.react(type, reaction);
    model.reactions.set(type, reaction);
  });

// The portal.

const hasFrame = (model: PortalModel): boolean => model.session !== null;

const postsFrom = (word: PortalWord, origin: string, fromNow: number): Step =>
  step(
    `the frame posts ${word.name} from ${origin}${word.dated ? `, ${fromNow} ms from now` : ''}`,
    (life, model) => {
      const expiry = life.page.clock.wall + fromNow;
      life.postWord(word, origin, expiry);
      model.receives(word, origin, expiry);
    },
    { possible: hasFrame },
  );

/** From the origin of the link. */
const posts = (word: PortalWord, fromNow: number): Step =>
  step(
    `the portal posts ${word.name}${word.dated ? `, ${fromNow} ms from now` : ''}`,
    (life, model) => {
      const expiry = life.page.clock.wall + fromNow;
      const { origin } = new URL(model.session!.link);
      life.postWord(word, origin, expiry);
      model.receives(word, origin, expiry);
    },
    { possible: hasFrame },
  );

const foreignPost = (source: 'old frame' | 'host page' | 'no source', word: PortalWord): Step =>
  step(`${source} posts ${word.name}`, (life) => life.post(source, PORTAL, word.data(new Date().toISOString())));

const load = step(
  'the frame loads',
  (life, model) => {
    // During a task, the real frame may not exist yet.
    if (!life.frame) return;
    life.frame.dispatchEvent(new Event('load'));
    model.loaded();
  },
  { possible: hasFrame },
);

const blocked = (blockedURI: string): Step =>
  step(`the host page forbids a frame of ${blockedURI}`, (life, model) => {
    life.violate(blockedURI);
    if (URL.canParse(blockedURI)) model.blocked(new URL(blockedURI).origin);
  });

// The endpoint.

const answer = (value: Answer): Step =>
  step(
    `the endpoint answers ${JSON.stringify(value)}`,
    (life) => {
      const request = life.page.endpoint.nextOpen;
      if (request) life.page.endpoint.answer(request, value);
    },
    {
      possible: (model) => [model.asking, model.opening].some((each) => each?.request && isOpen(each.request)),
    },
  );

/** The late link of a function that ignores its signal. */
const answerLate = step('a function answers too late', (life) => {
  const { endpoint } = life.page;
  const request = endpoint.requests.find(({ sent, signal, reason }) => !sent && signal.aborted && reason !== undefined);
  if (request) endpoint.answer(request, { kind: 'link', link: 'fresh', shape: 'location' });
});

const prompt = (value: Answer | null): Step =>
  step(`the endpoint ${value ? `answers at once: ${JSON.stringify(value)}` : 'answers later'}`, (life) => {
    life.page.endpoint.prompt = value;
  });

// The browser.

const advance = (ms: number): Step => step(`${ms} ms pass`, (life, model) => life.advance(model, ms));

const sleep = (ms: number): Step =>
  step(`the computer sleeps for ${ms} ms`, (life, model) => {
    life.page.clock.sleep(ms);
    model.wall += ms;
  });

const setVisible = (visible: boolean): Step =>
  step(`the page becomes ${visible ? 'visible' : 'hidden'}`, (life, model) => {
    model.visible = visible;
    life.page.setVisible(visible);
    if (visible) model.shown();
  });

const setOnline = (online: boolean): Step =>
  step(`the browser goes ${online ? 'online' : 'offline'}`, (life, model) => {
    model.online = online;
    life.page.setOnline(online);
    if (online) model.wentOnline();
  });

const setRendered = (rendered: boolean): Step =>
  step(`the element's place is ${rendered ? 'shown' : 'hidden'}`, (life, model) => {
    model.rendered = rendered;
    life.setRendered(rendered);
    model.placeChanged();
  });

const setPrerendering = (prerendering: boolean): Step =>
  step(`the page is ${prerendering ? '' : 'no longer '}prerendered`, (life, model) => {
    model.prerendering = prerendering;
    life.page.setPrerendering(prerendering);
    if (!prerendering && model.visible) model.shown();
  });

const setPreview = (isPreview: boolean): Step =>
  step(`the page is ${isPreview ? '' : 'no longer '}a preview of Turbo`, (life, model) => {
    model.preview = isPreview;
    life.page.setPreview(isPreview);
  });

const setNear = (near: boolean): Step =>
  step(`the page is scrolled ${near ? 'near' : 'far away'}`, (life, model) => {
    model.near = near;
    life.page.setNear(near);
    model.placeChanged();
  });

/** Several steps in one task. */
const atOnce = (...steps: readonly Step[]): Step =>
  step(steps.map(({ text }) => text).join(PAUSE_TEXTS.none), (life, model) => {
    for (const { act } of steps) void act(life, model);
  });

// The arbitraries, and the weights of the steps.

const words = fc.constantFrom(...PORTAL_WORDS);
const endings = fc.constantFrom(...ENDINGS);
const fromNow = fc.constantFrom(21_600_000, 300_000, 20_000, 1000, 0, -60_000);
const origins = fc.constantFrom(PORTAL, CUSTOM_DOMAIN, 'https://portal.example.evil', 'https://PORTAL.example', 'null');
const forbidden = fc.constantFrom(PORTAL, `${PORTAL}/whole`, CUSTOM_DOMAIN, 'data', 'https://other.example');
const likelyLinks = fc.constantFrom<LinkKind>('fresh', 'fresh', 'fresh', 'custom domain', 'loopback', 'used');
const links = fc.oneof({ weight: 4, arbitrary: likelyLinks }, { weight: 2, arbitrary: fc.constantFrom(...LINK_KINDS) });
const statuses = fc.constantFrom(204, 400, 401, 403, 404, 408, 410, 425, 429, 500, 502, 503);

const answers: fc.Arbitrary<Answer> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('link' as const),
      link: links,
      shape: fc.constantFrom(...SHAPES),
      clock: fc.constantFrom(null, null, 0, 59_000, -59_000, 3_600_000, -3_600_000),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'redirect' } as const) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('status' as const),
      status: statuses,
      retryAfter: fc.constantFrom('none', 'seconds', 'date', 'an hour'),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'network' } as const) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('', '<!doctype html>', '{', '{}', 'null', '[1]')
      .map((body) => ({ kind: 'invalid' as const, body })),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'hanging body' } as const) },
);

const reactions = fc.constantFrom<Reaction>('reload', 'reload', 'remove', 'move', 'other endpoint');
const eventTypes = fc.constantFrom(
  ...[
    'portal-state-change',
    'portal-state-change',
    'portal-message',
    'portal-refresh',
    'portal-refresh',
    'portal-error',
  ],
  ...['session-expired', 'portal-load-success', 'portal-session-expiry'],
);

const environmentUrls = fc.constantFrom<EnvironmentUrl>(
  { value: null, origins: null },
  { value: ' ', origins: null },
  { value: `${PORTAL}/some/path`, origins: [PORTAL] },
  { value: `${PORTAL} ${CUSTOM_DOMAIN}`, origins: [PORTAL, CUSTOM_DOMAIN] },
  { value: CUSTOM_DOMAIN, origins: [CUSTOM_DOMAIN] },
  { value: '* null', origins: [] },
);
// Never without allow-same-origin: Firefox creates no event with a source of another origin.
const looks = fc.constantFrom<Looks>(
  { height: null, frameTitle: 'Admin portal', sandbox: null },
  { height: 900, frameTitle: '', sandbox: 'allow-scripts allow-same-origin' },
  { height: 10, frameTitle: 'X', sandbox: 'allow-same-origin' },
);

interface WeightedStep {
  weight: number;
  arbitrary: fc.Arbitrary<Step>;
}

const one = <T>(make: (value: T) => Step, value: fc.Arbitrary<T>) => value.map(make);
const oneOf = (make: (value: boolean) => Step) => fc.boolean().map(make);

/** Steps of host pages, portals and browsers, of which several may happen in one task. */
const sudden: WeightedStep[] = [
  { weight: 4, arbitrary: fc.constant(attach) },
  { weight: 2, arbitrary: fc.constant(detach) },
  { weight: 1, arbitrary: fc.constant(move) },
  { weight: 2, arbitrary: fc.constant(moveBefore) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom('/a', '/b', null), fc.boolean()).map((values) => setEndpoint(...values)),
  },
  { weight: 1, arbitrary: fc.tuple(links, fc.boolean()).map((values) => setSrc(...values)) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom('headers', 'csrfToken'), fc.boolean()).map((values) => setCaller(...values)),
  },
  { weight: 2, arbitrary: one(setFunction, fc.constantFrom('none', 'obedient', 'stubborn')) },
  { weight: 1, arbitrary: one(setEnvironmentUrl, environmentUrls) },
  { weight: 1, arbitrary: one(setMethod, fc.constantFrom('GET', 'POST')) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(true, false, false), fc.boolean())
      .map((values) => setDeferHydration(...values)),
  },
  { weight: 1, arbitrary: one(setLoading, fc.constantFrom('eager', 'lazy')) },
  { weight: 1, arbitrary: one(setLoadTimeout, fc.constantFrom(0, 50, 20_000)) },
  { weight: 1, arbitrary: one(setLooks, looks) },
  { weight: 4, arbitrary: one(reload, fc.constantFrom(false, false, false, true)) },
  { weight: 1, arbitrary: oneOf(prevent) },
  { weight: 1, arbitrary: oneOf(setReloadOnError) },
  { weight: 3, arbitrary: fc.tuple(eventTypes, reactions).map((values) => react(...values)) },
  { weight: 6, arbitrary: fc.tuple(words, fromNow).map((values) => posts(...values)) },
  { weight: 6, arbitrary: fc.tuple(endings, fromNow).map((values) => posts(...values)) },
  { weight: 3, arbitrary: fc.tuple(fc.oneof(words, endings), origins, fromNow).map((values) => postsFrom(...values)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('old frame', 'host page', 'no source'), endings)
      .map((values) => foreignPost(...values)),
  },
  { weight: 4, arbitrary: fc.constant(load) },
  { weight: 1, arbitrary: one(blocked, forbidden) },
  { weight: 3, arbitrary: oneOf(setVisible) },
  { weight: 2, arbitrary: oneOf(setOnline) },
  { weight: 3, arbitrary: one(setRendered, fc.constantFrom(true, true, false)) },
  { weight: 1, arbitrary: one(setPrerendering, fc.constantFrom(true, false, false)) },
  { weight: 1, arbitrary: one(setPreview, fc.constantFrom(true, false, false)) },
];

const FRESH = { kind: 'link', link: 'fresh', shape: 'location' } as const;
const prompts = fc.constantFrom<Answer | null>(
  ...[null, null, FRESH, FRESH],
  ...[{ kind: 'redirect' } as const, { kind: 'status', status: 403, retryAfter: 'none' } as const],
);

/** Steps that take time, or that depend on what shows. */
const calm: WeightedStep[] = [
  { weight: 3, arbitrary: fc.constant(clickRetry) },
  { weight: 3, arbitrary: oneOf(clickOpen) },
  { weight: 14, arbitrary: one(answer, answers) },
  { weight: 1, arbitrary: fc.constant(answerLate) },
  { weight: 2, arbitrary: one(prompt, prompts) },
  {
    weight: 6,
    arbitrary: one(
      advance,
      fc.constantFrom(1, 49, 400, 1000, 3000, 4000, 14_999, 15_000, 20_000, 29_999, 30_000, 60_000),
    ),
  },
  { weight: 2, arbitrary: one(sleep, fc.constantFrom(29_000, 31_000, 300_000, 25_000_000)) },
  { weight: 1, arbitrary: oneOf(setNear) },
];

const single = fc.oneof(...sudden, ...calm).map((drawn) => new StepCommand([drawn]));
const several = fc
  .tuple(
    fc.array(fc.oneof(...sudden), { minLength: 2, maxLength: 4, size: 'max' }),
    fc.constantFrom<Pause>('none', 'promises'),
  )
  .map(([drawn, pause]) => new StepCommand(drawn, pause));

// Sequences that single random steps would hardly ever reach.

const fresh = answer(FRESH);
const ends = endings.map((ending) => posts(ending, 0));
const failure = fc.constantFrom<Answer>(
  { kind: 'network' },
  { kind: 'status', status: 503, retryAfter: 'none' },
  { kind: 'status', status: 429, retryAfter: 'seconds' },
);
const times = <T>(fewest: number, arbitrary: fc.Arbitrary<T>) =>
  fc.array(arbitrary, { minLength: fewest, maxLength: 5, size: 'max' });
const lifetime = fc.constantFrom(0, 1000, 29_999, 31_000);

const scenes: fc.Arbitrary<Step[]> = fc.oneof(
  // Consecutive sessions, short and long; each link is requested within half a second.
  times(
    3,
    fc.tuple(ends, lifetime).map(([ending, ms]) => [advance(500), fresh, advance(ms), ending]),
  ).map((sessions) => sessions.flat()),
  // An endpoint that fails again and again.
  times(1, failure).map((failures) => failures.flatMap((each) => [answer(each), advance(8000)])),
  // A silent portal that is opened in a new tab.
  fc
    .tuple(fc.oneof(...sudden), fc.boolean())
    .map(([drawn, late]) => [
      ...[fresh, advance(20_000), clickOpen(false), drawn],
      ...(late ? [advance(15_000)] : [fresh]),
    ]),
  // A session that ends while the page is hidden.
  fc
    .tuple(fromNow, fc.constantFrom(31_000, 25_000_000))
    .map(([ms, slept]) => [...[fresh, posts(PORTAL_WORDS[0]!, ms), setVisible(false), sleep(slept), setVisible(true)]]),
  // A computer whose clock is wrong, and a session that may end while the page is hidden.
  fc
    .tuple(fc.constantFrom(3_600_000, -3_600_000, 59_000), fromNow, fc.constantFrom(1000, 31_000, 3_590_000, 4_000_000))
    .map(([clock, ms, slept]) => [
      ...[answer({ ...FRESH, clock }), posts(PORTAL_WORDS[0]!, ms), setVisible(false), sleep(slept)],
      ...[setVisible(true)],
    ]),
  // A new source in the task of a reload(), far from the viewport; then the element comes near.
  fc
    .constantFrom(setSrc('fresh', false), setEndpoint('/b', false), setEndpoint('/a', true))
    .map((setSource) => [
      setLoading('lazy'),
      setNear(false),
      atOnce(reload(false), setSource),
      fresh,
      setNear(true),
      setLoading('eager'),
    ]),
  // A new source during the random delay of a refresh, far from the viewport; then the element comes near.
  fc
    .tuple(
      ends,
      fc.constantFrom(0, 1, 49),
      fc.constantFrom(setSrc('fresh', false), setSrc('used', false), setEndpoint('/b', false)),
    )
    .map(([ending, ms, setSource]) => [
      ...[fresh, setLoading('lazy'), setNear(false), ending, advance(ms), setSource],
      ...[advance(400), advance(1000), fresh, setNear(true), setLoading('eager')],
    ]),
  // A page that uses up its links: by moves, by another endpoint, by reload(), and at every error.
  times(
    5,
    fc.constantFrom(
      ...[[move], [reload(false)], [setEndpoint('/b', false), setEndpoint('/a', false)], [detach, attach]],
      ...[[fresh, postsFrom(PORTAL_WORDS[2]!, PORTAL, 0)], [advance(1000)]],
    ),
  ).map((uses) => [
    ...[prompt(FRESH), ...uses.flat(), ...uses.flat(), setReloadOnError(true), setReloadOnError(false)],
    prompt(null),
  ]),
  fc
    .tuple(
      fc.constantFrom<Answer>({ kind: 'redirect' }, { kind: 'status', status: 403, retryAfter: 'none' }),
      fc.constantFrom(1000, 30_000, 60_000),
      fc.oneof(...sudden),
    )
    .map(([refusal, ms, drawn]) => [
      ...[prompt(refusal), setReloadOnError(true), reload(false), advance(ms), drawn, advance(60_000)],
      ...[prompt(null), setReloadOnError(false), fresh],
    ]),
  // A framework that sets headers, token or function late, and again at every render.
  fc
    .tuple(
      fc.constantFrom<Answer>({ kind: 'redirect' }, { kind: 'status', status: 403, retryAfter: 'none' }),
      fc.shuffledSubarray(
        [setCaller('headers', true), setCaller('csrfToken', true), setFunction('obedient'), setCaller('headers', true)],
        { minLength: 1 },
      ),
      fc.oneof(...sudden),
    )
    .map(([refusal, renders, drawn]) => [
      ...[prompt(refusal), reload(false), advance(1000), ...renders, drawn, ...renders, advance(1000)],
      ...[prompt(null), setCaller('csrfToken', true), fresh, setFunction('none'), setCaller('headers', false)],
    ]),
  // A framework that hydrates a server-rendered tag with defer-hydration.
  fc
    .tuple(
      fc.boolean(),
      fc.shuffledSubarray(
        [setEndpoint('/b', false), setSrc('fresh', false), setCaller('headers', true), reload(false), detach, attach],
        { minLength: 1 },
      ),
      fc.oneof(...sudden),
      fc.boolean(),
    )
    .map(([asAttribute, hydration, drawn, byAttribute]) => [
      ...[setDeferHydration(true, asAttribute), ...hydration, drawn, advance(1000)],
      ...[setDeferHydration(false, byAttribute), fresh, load],
    ]),
  // A delayed change in a hidden page, while the session continues, ends, or its portal fails.
  fc
    .tuple(
      fc.constantFrom([setVisible(false), setVisible(true)], [setRendered(false), setRendered(true)]),
      fc.constantFrom(setEndpoint('/b', false), setEndpoint(null, false), setSrc('fresh', false), reload(false)),
      fc.oneof(...sudden),
      fc.constantFrom(fresh, postsFrom(PORTAL_WORDS[2]!, PORTAL, 0), setEndpoint(null, true)),
    )
    .map(([[hide, show], change, drawn, then]) => [fresh, load, hide, change, drawn, then, show, fresh]),
  // A network that fails and returns.
  fc
    .oneof(...sudden)
    .map((drawn) => [
      ...[prompt({ kind: 'network' }), setEndpoint('/b', false), setOnline(false), advance(15_000), drawn],
      ...[prompt(null), setOnline(true), fresh],
    ]),
  // A source that is removed before a delayed refresh.
  ends.map((ending) => [
    ...[setEndpoint(null, false), setFunction('obedient'), fresh, setVisible(false), ending],
    ...[setFunction('none'), setVisible(true)],
  ]),
);

/** Lives of at most so many commands. */
export const lives = (longest: number) =>
  fc.commands<PortalModel, Life, false>(
    [
      fc.oneof(
        { weight: 12, arbitrary: single },
        { weight: 4, arbitrary: several },
        { weight: 2, arbitrary: scenes.map((steps) => new StepCommand(steps)) },
      ),
    ],
    { maxCommands: longest, size: 'max' },
  );

/** The first steps of most lives. A shortened life may lack them. */
export const beginnings: readonly StepCommand[] = [new StepCommand([setEndpoint('/a', false), attach])];
