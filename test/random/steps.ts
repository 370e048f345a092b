/**
 * Everything that can happen to an element, as steps that are drawn at random: each is done to the real element and
 * told to the model.
 */
import fc from 'fast-check';
import { endOfTask, type Life } from './life.ts';
import type { Call, PortalModel, Reaction } from './portal-model.ts';
import { ENDINGS, PORTAL_WORDS, type PortalWord } from './portal-words.ts';
import { CUSTOM_DOMAIN, LINK_KINDS, PORTAL, SHAPES, isOpen, type Answer, type LinkKind } from './simulated-endpoint.ts';

interface Step {
  readonly text: string;
  readonly possible?: (model: PortalModel) => boolean;
  /** Does it, and tells the model. */
  readonly act: (life: Life, model: PortalModel) => void | Promise<void>;
}

/** What comes between the steps of one happening: nothing, time for promises alone, or as much as they want. */
type Pause = 'none' | 'promises' | 'rest';

const WORDS: Record<Pause, string> = { none: ', and at once ', promises: ', and a moment later ', rest: ', then ' };

/** One step, or several that belong together. */
export class Happening implements fc.AsyncCommand<PortalModel, Life> {
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
      // To wait even for nothing would end the task.
      if (rested) await rested;
      if (!isPossible(step, model)) continue;
      const done = step.act(life, model);
      if (done) await done;
    }
    await life.settle(model);
  }

  toString(): string {
    return this.#steps.map(({ text }) => text).join(WORDS[this.#pause]);
  }

  #rest(model: PortalModel, life: Life): Promise<void> | undefined {
    if (this.#pause === 'rest') return life.settle(model);
    if (this.#pause === 'none') return undefined;
    return endOfTask().then(() => model.breathe(life.recentRequests));
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
    // A property shows as an attribute with the next update only: until then there may be none to take away.
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

/** What says who asks, beside the function: another value each time, as a framework that renders anew gives it. */
const setCaller = (property: 'headers' | 'csrfToken', isSet: boolean): Step =>
  step(`${property} ${isSet ? 'is set' : 'is taken away'}`, (life, model) => {
    const value = isSet ? `token ${life.page.clock.time}` : null;
    const headers = value === null ? null : () => ({ 'X-Caller': value });
    const given = property === 'headers' ? headers : value;
    life.quietly((element) => Object.assign(element, { [property]: given }));
    model.set(property, given);
  });

/** What a page may write, and the origins that it names so. */
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
    `${asAttribute ? 'attribute' : 'property'} defer-hydration ${deferring ? 'is set' : 'is taken away'}`,
    (life, model) => {
      // As with `endpoint`: a property shows as an attribute with the next update only.
      const changes = !asAttribute || deferring || life.element.hasAttribute('defer-hydration');
      life.quietly((element) => {
        if (!asAttribute) element.deferHydration = deferring;
        else if (deferring) element.setAttribute('defer-hydration', '');
        else element.removeAttribute('defer-hydration');
      });
      if (!changes) return;
      model.deferring = deferring;
      // Null is what nobody has set.
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
    life.prevents = model.prevents = prevents;
  });

const insist = (insists: boolean): Step =>
  step(`a listener ${insists ? 'calls reload() at every error' : 'no longer cares for errors'}`, (life, model) => {
    life.insists = model.insists = insists;
  });

const react = (type: string, reaction: Reaction): Step =>
  step(`the next ${type} makes a listener ${reaction}`, (life, model) => {
    life.react(type, reaction);
    model.reactions.set(type, reaction);
  });

// The portal.

const hasFrame = (model: PortalModel): boolean => model.session !== null;

const says = (word: PortalWord, origin: string, fromNow: number): Step =>
  step(
    `the frame says ${word.name} from ${origin}${word.dated ? `, ${fromNow} ms from now` : ''}`,
    (life, model) => {
      const expiry = life.page.clock.wall + fromNow;
      life.word(word, origin, expiry);
      model.says(word, origin, expiry);
    },
    { possible: hasFrame },
  );

/** The origin that the portal really has. */
const saysAtHome = (word: PortalWord, fromNow: number): Step =>
  step(
    `the portal says ${word.name}${word.dated ? `, ${fromNow} ms from now` : ''}`,
    (life, model) => {
      const expiry = life.page.clock.wall + fromNow;
      const { origin } = new URL(model.session!.link);
      life.word(word, origin, expiry);
      model.says(word, origin, expiry);
    },
    { possible: hasFrame },
  );

const stranger = (source: 'old frame' | 'host page' | 'nobody', word: PortalWord): Step =>
  step(`${source} says ${word.name}`, (life) => life.say(source, PORTAL, word.data(new Date().toISOString())));

const load = step(
  'the frame loads',
  (life, model) => {
    // In the middle of a task the real one may not be there yet.
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
      const request = life.page.endpoint.waiting;
      if (request) life.page.endpoint.answer(request, value);
    },
    {
      possible: (model) => [model.asking, model.opening].some((each) => each?.request && isOpen(each.request)),
    },
  );

/** A link for nobody: its function did not care that it was told so. */
const answerLate = step('a function answers too late', (life) => {
  const { endpoint } = life.page;
  const request = endpoint.requests.find(({ sent, signal, reason }) => !sent && signal.aborted && reason !== undefined);
  if (request) endpoint.answer(request, { kind: 'link', link: 'fresh', shape: 'location' });
});

const prompt = (value: Answer | null): Step =>
  step(`the endpoint ${value ? `answers at once: ${JSON.stringify(value)}` : 'takes its time'}`, (life) => {
    life.page.endpoint.prompt = value;
  });

// The browser.

const advance = (ms: number): Step => step(`${ms} ms go by`, (life, model) => life.advance(model, ms));

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
    model.moveOutOrIn();
  });

const setPrerendering = (prerendering: boolean): Step =>
  step(`the page is ${prerendering ? '' : 'no longer '}prerendered`, (life, model) => {
    model.prerendering = prerendering;
    life.page.setPrerendering(prerendering);
    if (!prerendering && model.visible) model.shown();
  });

const setPreview = (isPreview: boolean): Step =>
  step(`the page is ${isPreview ? '' : 'no longer '}a preview of Turbo's`, (life, model) => {
    model.preview = isPreview;
    life.page.setPreview(isPreview);
  });

const setNear = (near: boolean): Step =>
  step(`the page is scrolled ${near ? 'near' : 'far away'}`, (life, model) => {
    model.near = near;
    life.page.setNear(near);
    model.moveOutOrIn();
  });

/** Several of the steps above in one task. */
const atOnce = (...steps: readonly Step[]): Step =>
  step(steps.map(({ text }) => text).join(WORDS.none), (life, model) => {
    for (const { act } of steps) void act(life, model);
  });

// How often what is drawn.

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
const heard = fc.constantFrom(
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
// Never without allow-same-origin: Firefox makes no event of ours with a source on another origin.
const looks = fc.constantFrom<Looks>(
  { height: null, frameTitle: 'Admin portal', sandbox: null },
  { height: 900, frameTitle: '', sandbox: 'allow-scripts allow-same-origin' },
  { height: 10, frameTitle: 'X', sandbox: 'allow-same-origin' },
);

interface Drawn {
  weight: number;
  arbitrary: fc.Arbitrary<Step>;
}

const one = <T>(make: (value: T) => Step, value: fc.Arbitrary<T>) => value.map(make);
const oneOf = (make: (value: boolean) => Step) => fc.boolean().map(make);

/** What host pages, portals and browsers do, often several in one task. */
const sudden: Drawn[] = [
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
  { weight: 1, arbitrary: oneOf(insist) },
  { weight: 3, arbitrary: fc.tuple(heard, reactions).map((values) => react(...values)) },
  { weight: 6, arbitrary: fc.tuple(words, fromNow).map((values) => saysAtHome(...values)) },
  { weight: 6, arbitrary: fc.tuple(endings, fromNow).map((values) => saysAtHome(...values)) },
  { weight: 3, arbitrary: fc.tuple(fc.oneof(words, endings), origins, fromNow).map((values) => says(...values)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('old frame', 'host page', 'nobody'), endings)
      .map((values) => stranger(...values)),
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

/** What takes time, or needs to see what is there. */
const calm: Drawn[] = [
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

const single = fc.oneof(...sudden, ...calm).map((drawn) => new Happening([drawn]));
const several = fc
  .tuple(
    fc.array(fc.oneof(...sudden), { minLength: 2, maxLength: 4, size: 'max' }),
    fc.constantFrom<Pause>('none', 'promises'),
  )
  .map(([drawn, pause]) => new Happening(drawn, pause));

// Chance alone would hardly ever come so far.

const fresh = answer(FRESH);
const endsOf = endings.map((ending) => saysAtHome(ending, 0));
const failure = fc.constantFrom<Answer>(
  { kind: 'network' },
  { kind: 'status', status: 503, retryAfter: 'none' },
  { kind: 'status', status: 429, retryAfter: 'seconds' },
);
const times = <T>(fewest: number, arbitrary: fc.Arbitrary<T>) =>
  fc.array(arbitrary, { minLength: fewest, maxLength: 5, size: 'max' });
const lifetime = fc.constantFrom(0, 1000, 29_999, 31_000);

const scenes: fc.Arbitrary<Step[]> = fc.oneof(
  // Sessions one after the other, short and long; each link is asked for within half a second.
  times(
    3,
    fc.tuple(endsOf, lifetime).map(([ending, ms]) => [advance(500), fresh, advance(ms), ending]),
  ).map((sessions) => sessions.flat()),
  // An endpoint that fails again and again.
  times(1, failure).map((failures) => failures.flatMap((each) => [answer(each), advance(8000)])),
  // A silent portal, and a person who opens it elsewhere.
  fc
    .tuple(fc.oneof(...sudden), fc.boolean())
    .map(([drawn, late]) => [
      ...[fresh, advance(20_000), clickOpen(false), drawn],
      ...(late ? [advance(15_000)] : [fresh]),
    ]),
  // A session that is over while nobody looks.
  fc
    .tuple(fromNow, fc.constantFrom(31_000, 25_000_000))
    .map(([ms, slept]) => [
      ...[fresh, saysAtHome(PORTAL_WORDS[0]!, ms), setVisible(false), sleep(slept), setVisible(true)],
    ]),
  // A computer whose clock is wrong, and a session that is over while nobody looks, or is not.
  fc
    .tuple(fc.constantFrom(3_600_000, -3_600_000, 59_000), fromNow, fc.constantFrom(1000, 31_000, 3_590_000, 4_000_000))
    .map(([clock, ms, slept]) => [
      ...[answer({ ...FRESH, clock }), saysAtHome(PORTAL_WORDS[0]!, ms), setVisible(false), sleep(slept)],
      ...[setVisible(true)],
    ]),
  // Something new in the task of a reload(), far away; then the element comes near.
  fc
    .constantFrom(setSrc('fresh', false), setEndpoint('/b', false), setEndpoint('/a', true))
    .map((told) => [
      setLoading('lazy'),
      setNear(false),
      atOnce(reload(false), told),
      fresh,
      setNear(true),
      setLoading('eager'),
    ]),
  // Something new while a refresh waits its part of a second, far away; then the element comes near.
  fc
    .tuple(
      endsOf,
      fc.constantFrom(0, 1, 49),
      fc.constantFrom(setSrc('fresh', false), setSrc('used', false), setEndpoint('/b', false)),
    )
    .map(([ending, ms, told]) => [
      ...[fresh, setLoading('lazy'), setNear(false), ending, advance(ms), told],
      ...[advance(400), advance(1000), fresh, setNear(true), setLoading('eager')],
    ]),
  // A page that uses its links up: by moving the element, by another endpoint, by reload(), and at every error.
  times(
    5,
    fc.constantFrom(
      ...[[move], [reload(false)], [setEndpoint('/b', false), setEndpoint('/a', false)], [detach, attach]],
      ...[[fresh, says(PORTAL_WORDS[2]!, PORTAL, 0)], [advance(1000)]],
    ),
  ).map((asks) => [prompt(FRESH), ...asks.flat(), ...asks.flat(), insist(true), insist(false), prompt(null)]),
  fc
    .tuple(
      fc.constantFrom<Answer>({ kind: 'redirect' }, { kind: 'status', status: 403, retryAfter: 'none' }),
      fc.constantFrom(1000, 30_000, 60_000),
      fc.oneof(...sudden),
    )
    .map(([refusal, ms, drawn]) => [
      ...[prompt(refusal), insist(true), reload(false), advance(ms), drawn, advance(60_000)],
      ...[prompt(null), insist(false), fresh],
    ]),
  // A framework that sets late who asks, and again with every render.
  fc
    .tuple(
      fc.constantFrom<Answer>({ kind: 'redirect' }, { kind: 'status', status: 403, retryAfter: 'none' }),
      fc.shuffledSubarray(
        [setCaller('headers', true), setCaller('csrfToken', true), setFunction('obedient'), setCaller('headers', true)],
        { minLength: 1 },
      ),
      fc.oneof(...sudden),
    )
    .map(([refusal, told, drawn]) => [
      ...[prompt(refusal), reload(false), advance(1000), ...told, drawn, ...told, advance(1000)],
      ...[prompt(null), setCaller('csrfToken', true), fresh, setFunction('none'), setCaller('headers', false)],
    ]),
  // A framework that completes what its server rendered: it says that it is coming, then sets the rest, and is done.
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
    .map(([asAttribute, told, drawn, byAttribute]) => [
      ...[setDeferHydration(true, asAttribute), ...told, drawn, advance(1000)],
      ...[setDeferHydration(false, byAttribute), fresh, load],
    ]),
  // Something new while nobody looks, which waits; the session goes on, or ends, or its portal fails.
  fc
    .tuple(
      fc.constantFrom([setVisible(false), setVisible(true)], [setRendered(false), setRendered(true)]),
      fc.constantFrom(setEndpoint('/b', false), setEndpoint(null, false), setSrc('fresh', false), reload(false)),
      fc.oneof(...sudden),
      fc.constantFrom(fresh, says(PORTAL_WORDS[2]!, PORTAL, 0), setEndpoint(null, true)),
    )
    .map(([[hide, show], told, drawn, then]) => [fresh, load, hide, told, drawn, then, show, fresh]),
  // A network that was away.
  fc
    .oneof(...sudden)
    .map((drawn) => [
      ...[prompt({ kind: 'network' }), setEndpoint('/b', false), setOnline(false), advance(15_000), drawn],
      ...[prompt(null), setOnline(true), fresh],
    ]),
  // A source that is gone when the refresh is due.
  endsOf.map((ending) => [
    ...[setEndpoint(null, false), setFunction('obedient'), fresh, setVisible(false), ending],
    ...[setFunction('none'), setVisible(true)],
  ]),
);

/** A life of at most so many happenings. */
export const lives = (longest: number) =>
  fc.commands<PortalModel, Life, false>(
    [
      fc.oneof(
        { weight: 12, arbitrary: single },
        { weight: 4, arbitrary: several },
        { weight: 2, arbitrary: scenes.map((steps) => new Happening(steps)) },
      ),
    ],
    { maxCommands: longest, size: 'max' },
  );

/** What most lives begin with; a shrunk life may do without. */
export const beginnings: readonly Happening[] = [new Happening([setEndpoint('/a', false), attach])];
