/**
 * The messages that the element accepts, for every combination of sender, origin, `environment-url`, redirect, shape and moment.
 * `test/element/messages.test.ts` tests the same in single sentences.
 *
 * The senders are real, and so are all origins that loopback can have: other names and addresses of the same server, and
 * "null". Other ports, other schemes, and strings that no page can have as its origin, for example in upper case, need events
 * that this page dispatches. Firefox creates no such event with a window of another origin as its source, so that the portal
 * is on the page's origin there. The other engines run both.
 */
import { expect } from '@open-wc/testing';
import { Backend, command, target, until } from '../tools/backend.ts';
import { catchWarnings } from '../tools/conditions.ts';
import { isLongRun, report } from '../tools/figures.ts';
import { PortalHarness } from '../tools/portal-harness.ts';
import { loadSuccess } from '../tools/sample-messages.ts';
import { BIG_PAYLOADS, LIBRARIES, PAYLOADS, PLACES, type Payload } from './message-payloads.ts';
import {
  addFrame,
  closePortalTab,
  emptyFrameSender,
  frameSender,
  goneSender,
  nestedSender,
  OBEDIENT_PAGE,
  originOf,
  portalTabSender,
  RIGHT_HOST,
  RIGHT_ORIGIN,
  rightLink,
  runIn,
  Strangers,
  WRONG_HOSTS,
  type Sender,
} from './message-senders.ts';
import { ENDING, LASTING, NOTHING, SHAPES, type Shape } from './message-shapes.ts';
import { MessageTally } from './message-tally.ts';
import { MessageWatch, type Arrival } from './message-watch.ts';

/** A custom domain that links of the portal redirect to. */
const CUSTOM_HOST = 'custom.localhost';
const CUSTOM_ORIGIN = originOf(CUSTOM_HOST);

/**
 * A page of the portal that finishes loading when a script removes its inner frame. Each address is unique, because Chromium does
 * not request an address again while it waits for it.
 */
const slowPage = (hanging: string) => `${OBEDIENT_PAGE}<script>
document.write('<iframe src="${hanging}?' + Math.random() + '"></iframe>');
</script>`;

describe('messages, in every combination', function () {
  // Longer than `MessageWatch` waits, because its error names the sender.
  this.timeout(120_000);
  let strangers: Strangers;
  let watch: MessageWatch;
  const bySender = new MessageTally('Messages by sender');
  const byMoment = new MessageTally('Messages by moment');

  before(async () => {
    strangers = await Strangers.create();
  });
  after(async () => {
    strangers.remove();
    await bySender.report();
    await byMoment.report();
  });
  beforeEach(() => {
    watch = new MessageWatch();
  });
  afterEach(() => watch.stop());

  /** Lets a sender post messages, and counts their outcomes. `trusted`: its window and its origin are right. */
  async function attack(moment: string, sender: Sender, shapes: readonly Shape[], trusted: boolean): Promise<void> {
    const codes = shapes.map(({ code }) => code);
    const count = sender.mayBeCutOff ? undefined : codes.length + 1;
    const all = await watch.during(() => sender.post(codes), sender, count);
    const arrivals = all.filter((arrival) => sender.isFrom(arrival)).slice(0, codes.length);
    if (!sender.mayBeCutOff) expect(arrivals.length, `messages of ${sender.name}`).to.equal(codes.length);
    arrivals.forEach((arrival, index) => {
      const { name, shaped } = shapes[index]!;
      expect(arrival.origin, `origin of ${sender.name}`).to.equal(sender.origin);
      const label = `${moment}: ${sender.name}: ${name}`;
      arrival.reads -= sender.otherReaders ?? 0;
      countOutcome(moment, sender.name, label, arrival, trusted, trusted && shaped);
    });
  }

  /** Lets all foreign senders post all messages, which must have no effect. */
  async function attackByStrangers(moment: string, portal: PortalHarness, others: Sender[] = []): Promise<void> {
    const snapshot = () => ({ types: portal.types, state: portal.element.state, links: portal.links });
    const before = snapshot();
    const removed = [
      await goneSender('a removed frame of the page', location.origin, '/frame/other'),
      await goneSender('a removed frame on the right origin', RIGHT_ORIGIN, `${RIGHT_ORIGIN}/frame/other`),
    ];
    for (const sender of [...strangers.senders, ...others, ...removed]) {
      // The end of its session would remove the frame of another portal.
      await attack(moment, sender, sender.otherReaders ? LASTING : SHAPES, false);
    }
    expect(snapshot()).to.deep.equal(before);
  }

  interface Life {
    name: string;
    environmentUrl: string | null;
    redirected: boolean;
    /** Whether the element trusts the origin of its frame. */
    trusted: boolean;
    ending: Shape;
  }
  const [expiry, failure, upper, dotted] = ENDING as [Shape, Shape, Shape, Shape];
  const named = `${RIGHT_ORIGIN} ${CUSTOM_ORIGIN}/path`;
  const lives: Life[] = [
    { name: 'a link', environmentUrl: null, redirected: false, trusted: true, ending: expiry },
    { name: 'a link, environment-url', environmentUrl: named, redirected: false, trusted: true, ending: failure },
    { name: 'a redirected link', environmentUrl: null, redirected: true, trusted: false, ending: upper },
    {
      name: 'a redirected link, environment-url',
      environmentUrl: named,
      redirected: true,
      trusted: true,
      ending: dotted,
    },
  ];

  /** A second portal on the page, with the right origin. The first element must ignore its messages. */
  async function secondPortal() {
    const portal = await obedientPortal();
    const sender = (): Sender => ({
      ...frameSender('the frame of a second portal', RIGHT_ORIGIN, portal.frame!),
      otherReaders: 1,
    });
    return { portal, sender };
  }

  for (const { name, environmentUrl, redirected, trusted, ending } of lives) {
    it(`of every sender, at every moment of ${name}`, async () => {
      const warnings = catchWarnings();
      const backend = await Backend.create();
      // Links 1 and 2 are shown, redirects lead to link 3, and link 4 never answers.
      const page = { body: slowPage(`/portal/${backend.run}/4`) };
      const shown = redirected ? { redirectTo: `http://${CUSTOM_HOST}:{port}/portal/{run}/3` } : page;
      await backend.portal([shown, shown, page, { hang: true }]);
      const pages = (count: number) =>
        until(`page ${count} listens`, async () => {
          const inner = (await backend.log()).opened.find(({ number }) => number === 4);
          return inner && inner.times >= count;
        });
      const requests: ((link: string) => void)[] = [];
      const second = await secondPortal();
      const portal = await PortalHarness.mount({
        fetchPortalLink: () => new Promise<string>((resolve) => requests.push(resolve)),
        environmentUrl,
      });
      watch.follow(portal.element);
      const origin = redirected ? CUSTOM_ORIGIN : RIGHT_ORIGIN;
      const current = () => frameSender('the current frame', origin, portal.frame!);
      /** The frame posts messages, and is removed at the first. `valid`: the element must accept the first. */
      const attackAndLeave = async (moment: string, shapes: readonly Shape[], leave: () => void, valid: boolean) => {
        const sender: Sender = {
          ...current(),
          name: 'the frame that is removed',
          mayBeCutOff: true,
          isAnswer: () => true,
        };
        const frame = portal.frame!.contentWindow;
        const onFirst = ({ source }: MessageEvent) => {
          if (source !== frame) return;
          window.removeEventListener('message', onFirst, { capture: true });
          leave();
        };
        window.addEventListener('message', onFirst, { capture: true });
        const all = await watch.during(() => sender.post(shapes.map(({ code }) => code)), sender);
        all.forEach((arrival, index) => {
          const isFirst = trusted && index === 0;
          countOutcome(moment, sender.name, `${moment}: last messages: ${index}`, arrival, isFirst, isFirst && valid);
        });
      };

      await attackByStrangers('before the frame', portal, [second.sender()]);

      await until('the first request', () => requests[0]);
      requests[0]!(rightLink(backend, 1));
      await pages(1);
      const old = portal.frame!;
      let hasLoaded = false;
      old.addEventListener('load', () => (hasLoaded = true));
      await attackByStrangers('during load', portal, [second.sender(), await nestedSender(watch, old, origin)]);
      expect(portal.element.state).to.equal('loading');
      await attack('during load', current(), LASTING, trusted);
      expect(portal.element.state).to.equal(trusted ? 'ready' : 'loading');
      expect(hasLoaded).to.equal(false);

      command(old, { command: 'eval-post', code: `document.querySelector('iframe').remove()` });
      await until('the frame has loaded', () => hasLoaded);
      await portal.state('ready');
      const inner = [await nestedSender(watch, old, origin), await portalTabSender(watch, old, origin)];
      const existing = inner.filter((sender) => sender !== null);
      await attackByStrangers('running', portal, [second.sender(), ...existing]);
      await closePortalTab(watch, old);
      await attack('running', current(), LASTING, trusted);

      const leave = () => void (trusted || portal.element.reload());
      await attackAndLeave('during a refresh', [ending, ...SHAPES], leave, true);
      await until('the second request', () => requests[1]);
      expect(portal.frame).to.equal(null);
      document.body.append(old);
      await pages(2);
      const elsewhere = frameSender('the old frame in another place', origin, old);
      await attackByStrangers('during a refresh', portal, [second.sender(), elsewhere]);

      requests[1]!(rightLink(backend, 2));
      await pages(3);
      await attackByStrangers('after a refresh', portal, [second.sender(), elsewhere]);
      await attack('after a refresh', current(), LASTING, trusted);
      const { length } = second.portal.events;
      await attack('after a refresh', { ...second.sender(), mayBeCutOff: true }, [ending], false);
      expect(second.portal.types.slice(length)).to.include.members(['portal-message', 'portal-refresh']);
      await second.portal.state('ready');

      const last = portal.frame!;
      const moved = frameSender('the old frame in another place', origin, last);
      // The engine decides whether the element gets the first message, so it is empty.
      await attackAndLeave('after removal', [NOTHING, ...SHAPES], () => portal.element.remove(), false);
      document.body.append(last);
      await pages(4);
      await attackByStrangers('after removal', portal, [second.sender(), elsewhere, moved]);
      old.remove();
      last.remove();

      expect(bySender.takeFaults()).to.deep.equal([]);
      expect(portal.element.state).to.equal('idle');
      expect(requests.length).to.equal(2);
      // One warning per session, about the first refused origin of the frame.
      expect(warnings.length).to.equal(trusted ? 0 : 2);
    });
  }

  it('of the frame before its page loads', async () => {
    const warnings = catchWarnings();
    const backend = await Backend.create({ portal: { hang: true } });
    const portal = await PortalHarness.mount({ fetchPortalLink: () => Promise.resolve(rightLink(backend, 1)) });
    watch.follow(portal.element);
    await until('the frame', () => portal.frame);
    await attack('during load', emptyFrameSender(portal.frame!), SHAPES, false);
    expect(bySender.takeFaults()).to.deep.equal([]);
    expect(portal.types).to.deep.equal(['portal-state-change']);
    expect(warnings.length).to.equal(1);
  });

  it('of no source, while the page has removed the frame from the element', async () => {
    const portal = await shownPortal();
    portal.frame!.remove();
    await attackByStrangers('without its frame', portal);
    // Not every engine delivers messages of a removed frame.
    for (const { name, code, shaped } of SHAPES) {
      const arrival = dispatch({ source: null, origin: RIGHT_ORIGIN, data: shaped ? JSON.parse(code) : code });
      countOutcome('without its frame', 'an event without a source', name, arrival, false, false);
    }
    expect(bySender.takeFaults()).to.deep.equal([]);
  });

  it('of the right frame, once each, in an element that was removed and put back', async () => {
    const portal = await shownPortal();
    const parent = portal.element.parentElement!;
    portal.element.remove();
    await portal.state('idle');
    parent.append(portal.element);
    await portal.state('ready');
    const sender = frameSender('the current frame', RIGHT_ORIGIN, portal.frame!);
    await attack('put back', sender, LASTING, true);
    expect(bySender.takeFaults()).to.deep.equal([]);
  });

  it('of the right frame on a wrong origin', async () => {
    const tally = new MessageTally('Messages by origin: real pages');
    for (const [how, host] of Object.entries(WRONG_HOSTS)) {
      const warnings = catchWarnings();
      const redirect = { redirectTo: `http://${host}:{port}/portal/{run}/2` };
      const backend = await Backend.create({ portal: [redirect, { body: OBEDIENT_PAGE }] });
      const portal = await shownPortal({ fetchPortalLink: () => Promise.resolve(rightLink(backend, 1)) });
      const sender = frameSender(how, originOf(host), portal.frame!);
      // The last value shows that the messages are refused because of their origin only.
      const names = [
        null,
        RIGHT_ORIGIN,
        `${RIGHT_ORIGIN} ${CUSTOM_ORIGIN} * null`,
        `${RIGHT_ORIGIN} ${originOf(host)}`,
      ];
      for (const [index, environmentUrl] of names.entries()) {
        portal.element.environmentUrl = environmentUrl;
        const isNamed = index === names.length - 1;
        const arrivals = await watch.during(
          () => sender.post(LASTING.map(({ code }) => code)),
          sender,
          LASTING.length + 1,
        );
        for (const [at, { name, shaped }] of LASTING.entries()) {
          tally.count(how, `${environmentUrl}: ${name}`, arrivals[at]!, isNamed, isNamed && shaped);
        }
      }
      expect(warnings.length, how).to.equal(1);
      portal.element.remove();
    }
    await tally.report();
    expect(tally.takeFaults()).to.deep.equal([]);
  });

  describe('of the right frame, with origins that no page of this server can have', () => {
    const lookalikes = (right: string): string[] => {
      const { protocol, hostname, port, host } = new URL(right);
      const other = Number(port) + 1;
      return [
        ...['', 'null', '*', 'undefined', 'about:blank', 'file://', 'http://', 'https://*', '.', right.slice(0, -1)],
        ...[`${right}0`, `${right}/`, `${right}/path`, `${right}?`, `${right}#`, `${right}.`, `${right} `, ` ${right}`],
        ...[`${right}\0`, `${right}\n`, `${right}.evil.example`, `${right}@evil.example`, `${right} ${CUSTOM_ORIGIN}`],
        ...[`${protocol}//${hostname}`, `${protocol}//${hostname}:${other}`, `${protocol}//${hostname}:`, `//${host}`],
        ...[`${protocol}//${hostname}:80`, `${protocol}//${hostname}:443`, `${protocol}//${hostname}:0${port}`, host],
        ...[
          `https://${host}`,
          `ws://${host}`,
          `ftp://${host}`,
          `app://${host}`,
          `blob:${right}`,
          `filesystem:${right}`,
        ],
        ...[`${protocol}//${host.toUpperCase()}`, `HTTP://${host}`, right.toUpperCase(), `${protocol}\\\\${host}`],
        ...[
          `${protocol}//a.${host}`,
          `${protocol}//evil${host}`,
          `${protocol}//evil-${host}`,
          `${protocol}//*.${host}`,
        ],
        ...[
          `${protocol}//.${host}`,
          `${protocol}//${hostname}.:${port}`,
          `${protocol}//${hostname}.evil.example:${port}`,
        ],
        ...[`${protocol}//user@${host}`, `${protocol}//${hostname}@evil.example`, `${protocol}//evil.example/${right}`],
        ...[
          `${protocol}//${hostname.replace('o', 'о')}:${port}`,
          `${protocol}//${hostname.replace('l', '%6c')}:${port}`,
        ],
        ...[`${protocol}//${hostname.replace('o', 'x')}:${port}`, `${protocol}//xn--${host}`, `evil.example#${right}`],
      ];
    };

    /** Values of `environment-url`, and the origins that each of them names. */
    const namings = (right: string): [value: string | null, names: string[]][] => [
      ...[null, '', ' \n\t', right, `${right}/path?query#hash`, right.toUpperCase()].map(
        (value): [string | null, string[]] => [value, [right]],
      ),
      [`${CUSTOM_ORIGIN}\n  ${right}`, [CUSTOM_ORIGIN, right]],
      [CUSTOM_ORIGIN, [CUSTOM_ORIGIN]],
      ...['*', 'null', '* null undefined about:blank file:// //x', `blob:${right}/x`, new URL(right).host].map(
        (value): [string, string[]] => [value, []],
      ),
    ];

    const hosts = { 'the page’s origin': 'localhost', 'another origin': RIGHT_HOST };
    for (const [where, host] of Object.entries(hosts)) {
      it(`and a portal on ${where}`, async function () {
        catchWarnings();
        const right = originOf(host);
        const backend = await Backend.create({ portal: { body: OBEDIENT_PAGE } });
        const link = `${right}/portal/${backend.run}/1`;
        const portal = await shownPortal({ fetchPortalLink: () => Promise.resolve(link), environmentUrl: right });
        const frame = portal.frame!.contentWindow!;
        // Not every engine creates an event whose source has another origin.
        if (!canBeSource(frame)) this.skip();
        const other = strangers.frameOfPage.contentWindow!;
        const { port1: port } = new MessageChannel();
        const sources: MessageEventSource[] = [frame, window, other, port];
        const tally = new MessageTally('Messages by origin: synthetic events');
        for (const [environmentUrl, names] of namings(right)) {
          portal.element.environmentUrl = environmentUrl;
          for (const origin of [right, CUSTOM_ORIGIN, ...lookalikes(right)]) {
            for (const source of [...sources, null]) {
              for (const data of [loadSuccess(), { type: 'SSO_CONFIGURED' }, 'SESSION_EXPIRED']) {
                const arrival = dispatch({ source, origin, data });
                const isTrusted = source === frame && names.includes(origin);
                const isValid = isTrusted && typeof data === 'object';
                tally.count(where, `${environmentUrl}: ${origin}`, arrival, isTrusted, isValid);
              }
            }
          }
        }
        await tally.report();
        expect(tally.takeFaults()).to.deep.equal([]);
      });
    }
  });

  describe('with every payload', () => {
    /** Lets a foreign frame and the right frame post payloads in these places of a message. */
    async function attackWith(portal: PortalHarness, payloads: readonly Payload[], places: typeof PLACES) {
      const tally = new MessageTally('Messages by payload');
      const right = frameSender('the current frame', RIGHT_ORIGIN, portal.frame!);
      const messages = places.flatMap((place) => payloads.map((payload) => ({ place, payload })));
      for (const sender of [strangers.senders[0]!, right]) {
        const codes = messages.map(({ place, payload }) => place.place(payload.code));
        const arrivals = await watch.during(() => sender.post(codes), sender, codes.length + 1);
        for (const [at, { place, payload }] of messages.entries()) {
          const label = `${sender.name}: ${payload.code.slice(0, 80)} ${place.name}`;
          const isValid = sender === right && place.isShaped(payload);
          tally.count(payload.group, label, arrivals[at]!, sender === right, isValid);
          for (const detail of arrivals[at]!.accepted) expect(Object.isFrozen(detail), label).to.equal(true);
        }
      }
      await tally.report();
      expect(tally.takeFaults()).to.deep.equal([]);
      expect(portal.element.state).to.equal('ready');
      expect(Object.keys(Object.prototype)).to.deep.equal([]);
      expect(({} as { polluted?: unknown }).polluted).to.equal(undefined);
    }

    for (const [group, payloads] of Map.groupBy([...PAYLOADS, ...LIBRARIES], (payload) => payload.group)) {
      it(`: ${group}`, async () => {
        await attackWith(await shownPortal(), payloads, PLACES);
      });
    }

    for (const payload of BIG_PAYLOADS) {
      it(`: 10 MB, ${payload.code.slice(0, 40)}`, async () => {
        const places = (await isLongRun()) ? PLACES.slice(0, 4) : PLACES.slice(1, 3);
        const portal = await shownPortal();
        for (const place of places) await attackWith(portal, [payload], [place]);
      });
    }
  });

  it('of a foreign frame cost the page about as much as with a listener that ignores them', async () => {
    const rounds = (await isLongRun()) ? 40 : 10;
    const backend = await Backend.create();
    const pages = [await pageWithForeignFrame(), await pageWithForeignFrame()] as const;
    try {
      const [guarded, bare] = pages;
      const element = guarded.document.createElement('scalekit-admin-portal');
      element.endpoint = backend.endpoint;
      guarded.document.body.append(element);
      await until('the portal', () => element.state === 'ready' && element.expiresAt);
      bare.addEventListener('message', () => undefined);
      let reads = 0;
      const { prototype } = guarded.MessageEvent;
      const data = Object.getOwnPropertyDescriptor(prototype, 'data')!;
      Object.defineProperty(prototype, 'data', {
        ...data,
        get(this: MessageEvent) {
          reads += 1;
          return data.get!.call(this) as unknown;
        },
      });
      const ratios: number[] = [];
      // The first rounds warm up the engine's compilers.
      for (let round = -2; round < rounds; round++) {
        // Either page is first in turn, so that a busy machine slows both.
        const isEven = round % 2 === 0;
        const first = await flood(isEven ? guarded : bare);
        const second = await flood(isEven ? bare : guarded);
        if (round >= 0) ratios.push(isEven ? first / second : second / first);
      }
      const ratio = ratios.sort((a, b) => a - b)[Math.floor(rounds / 2)]!;
      await report('Messages: cost of hostile ones', `${engineName()}, ${target()}`, {
        messages: rounds * FLOOD,
        ratio: Number(ratio.toFixed(2)),
        dataRead: reads,
      });
      expect(reads).to.equal(0);
      expect(element.state).to.equal('ready');
      expect(ratio).to.be.below(3);
    } finally {
      for (const page of pages) page.frameElement!.remove();
    }
  });

  /** Counts the outcome of a message by its sender and by its moment. */
  function countOutcome(...[moment, sender, ...rest]: [moment: string, ...Parameters<MessageTally['count']>]): void {
    bySender.count(sender, ...rest);
    byMoment.count(moment, ...rest);
  }

  /** A portal with the right origin that only posts messages of the test. */
  async function obedientPortal(values: Partial<PortalHarness['element']> = {}): Promise<PortalHarness> {
    const backend = await Backend.create({ portal: { body: OBEDIENT_PAGE } });
    let links = 0;
    const fetchPortalLink = () => Promise.resolve(rightLink(backend, ++links));
    const portal = await PortalHarness.mount({ fetchPortalLink, ...values });
    await portal.state('ready');
    return portal;
  }

  /** The same, with its element watched. */
  async function shownPortal(values: Partial<PortalHarness['element']> = {}): Promise<PortalHarness> {
    const portal = await obedientPortal(values);
    watch.follow(portal.element);
    return portal;
  }

  function canBeSource(source: MessageEventSource): boolean {
    try {
      return new MessageEvent('message', { source }).source === source;
    } catch {
      return false;
    }
  }

  /** Dispatches a message event on the window, and returns its record. */
  function dispatch(message: { source: MessageEventSource | null; origin: string; data: unknown }): Arrival {
    const { source, origin, data } = message;
    const event = new MessageEvent('message', { source, origin });
    const get = () => {
      watch.noteRead();
      return data;
    };
    Object.defineProperty(event, 'data', { get });
    return watch.dispatch(event);
  }
});

type HostPage = Window & typeof globalThis;

/** A host page in a frame, with a foreign frame in it. */
const pageWithForeignFrame = async (): Promise<HostPage> => {
  const page = (await addFrame({ src: `/host/${target()}` })).contentWindow as HostPage;
  const frame = page.document.createElement('iframe');
  frame.srcdoc = OBEDIENT_PAGE;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
  page.document.body.append(frame);
  await loaded;
  return page;
};

/** Messages of one round. */
const FLOOD = 1000;

/**
 * Lets the foreign frame of a page post 1,000 messages, and returns how many ms the page was busy with them. The frame has the
 * page's origin, and so its thread: all messages are posted before the first arrives.
 */
const flood = (page: HostPage): Promise<number> =>
  new Promise((resolve) => {
    let count = 0;
    let start = 0;
    const listener = () => {
      count += 1;
      if (count === 1) start = performance.now();
      if (count < FLOOD) return;
      page.removeEventListener('message', listener);
      resolve(performance.now() - start);
    };
    page.addEventListener('message', listener);
    const message = JSON.stringify({ ...loadSuccess(), more: Array.from({ length: 100 }, (_, index) => ({ index })) });
    const code = `(() => { for (let i = 1; i < ${FLOOD}; i++) parent.postMessage(${message}, '*'); })()`;
    const command = JSON.stringify({ code });
    runIn(page.document, `document.querySelector('iframe').contentWindow.postMessage(${command}, '*')`);
  });

const engineName = (): string =>
  ['Firefox', 'Chrome'].find((name) => navigator.userAgent.includes(name))?.replace('Chrome', 'Chromium') ?? 'WebKit';
