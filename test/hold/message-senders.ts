/**
 * All senders of messages to the host page: frames, nested frames, tabs, the page itself, and removed frames. All are real.
 * They post the values of JavaScript expressions.
 */
import { command, type Backend } from '../tools/backend.ts';
import type { Arrival, MessageWatch } from './message-watch.ts';

/** The origin of this server under another host name. All names in these tests are loopback in every engine. */
export const originOf = (host: string): string => `http://${host}:${location.port}`;

/** The host of the portal in these tests. */
export const RIGHT_HOST = 'portal.localhost';
export const RIGHT_ORIGIN = originOf(RIGHT_HOST);

/** Hosts that a careless comparison takes for the right one. */
export const WRONG_HOSTS: Readonly<Record<string, string>> = {
  'its sub-domain': 'a.portal.localhost',
  'a host that ends like it': 'notportal.localhost',
  'a host that begins like it': 'portal.localhost.localhost',
  'its parent, the origin of the page itself': 'localhost',
  'the same host with a dot at its end': 'portal.localhost.',
  'another name of the same server': '127.0.0.1',
  'the address of the same server, begun like a name': '127.0.0.1.localhost',
  'another address of the same server': '127.0.0.2',
  'an IPv6 address of the same server': '[::1]',
};

/** Opens a window beside that of the tests: in a background tab, Firefox runs timers once a second. */
const OWN_WINDOW = 'popup,width=200,height=200';

export interface Sender {
  readonly name: string;
  readonly origin: string;
  /** Whether this sender posted a message. */
  isFrom(arrival: Arrival): boolean;
  /** Whether a message belongs to its batch, as another window may post for it. Default: `isFrom`. */
  isAnswer?(arrival: Arrival): boolean;
  /** Posts the values of expressions in order, and one string after them. */
  post(codes: readonly string[]): unknown;
  /** How many other elements have this sender as their portal, and may read its data. */
  readonly otherReaders?: number;
  /** Whether it may be cut off. Then the engine decides how many of its messages arrive. */
  readonly mayBeCutOff?: true;
}

/** Statements that post the values of expressions. A value that cannot be cloned is replaced by its error message. */
const posting = (codes: readonly string[], to: string): string => `
  for (const make of [${codes.map((code) => `() => (${code})`).join(', ')}]) {
    try { ${to}.postMessage(make(), '*'); } catch (error) { ${to}.postMessage(String(error), '*'); }
  }`;

/** An expression that runs statements, for a page that posts the value of an expression. */
const expression = (statements: string): string => `(() => { ${statements}; return 'done'; })()`;

/** Runs statements in a page of the same origin, for example this one. */
export const runIn = (page: Document, statements: string): void => {
  const script = page.createElement('script');
  // In a function, so that names do not clash with those of the last call.
  script.text = `(() => { ${statements} })();`;
  page.documentElement.append(script);
  script.remove();
};

/** A page that obeys its parent like the pages of the test backend. */
export const OBEDIENT_PAGE = `<!doctype html><title>Obedient</title><script>
addEventListener('message', (event) => {
  if (event.source === parent) parent.postMessage(new Function('return (' + event.data.code + ')')(), '*');
});
</script>`;

const loaded = (frame: HTMLIFrameElement): Promise<unknown> =>
  new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));

/** Adds a frame to the page. */
export const addFrame = async (attributes: Record<string, string>): Promise<HTMLIFrameElement> => {
  const frame = document.createElement('iframe');
  for (const [name, value] of Object.entries(attributes)) frame.setAttribute(name, value);
  const done = loaded(frame);
  document.body.append(frame);
  await done;
  return frame;
};

/** The page in a frame, which obeys this page. */
export const frameSender = (name: string, origin: string, frame: HTMLIFrameElement): Sender => ({
  name,
  origin,
  // Read each time: a frame that is moved gets another window.
  isFrom: ({ source }) => source !== null && source === frame.contentWindow,
  post: (codes) => command(frame, { command: 'eval-post', code: expression(posting(codes, 'parent')) }),
});

/** The portal in a frame, for commands after which no other window posts. */
const portalIn = (frame: HTMLIFrameElement) => ({
  name: 'the portal',
  isFrom: ({ source }: Arrival) => source === frame.contentWindow,
});

/** One foreign sender of every kind. They stay for all tests of a file. */
export class Strangers {
  readonly senders: Sender[] = [];
  readonly #frames: HTMLIFrameElement[] = [];
  /** The last frame, which has the page's origin. */
  get frameOfPage(): HTMLIFrameElement {
    return this.#frames.at(-1)!;
  }
  #tab: Window | null = null;

  static async create(): Promise<Strangers> {
    const strangers = new Strangers();
    await strangers.#fill();
    return strangers;
  }

  async #fill(): Promise<void> {
    const html = { type: 'text/html' };
    const blob = URL.createObjectURL(new Blob([OBEDIENT_PAGE], html));
    const pageOf = (host: string) => `${originOf(host)}/frame/other`;
    const frames: [name: string, origin: string, attributes: Record<string, string>][] = [
      ['a stranger on the right origin', RIGHT_ORIGIN, { src: pageOf(RIGHT_HOST) }],
      ...Object.entries(WRONG_HOSTS).map(([how, host]): (typeof frames)[number] => {
        return [`a stranger on ${how}`, originOf(host), { src: pageOf(host) }];
      }),
      ['a sandboxed frame of the portal', 'null', { src: pageOf(RIGHT_HOST), sandbox: 'allow-scripts' }],
      ['a data: frame', 'null', { src: `data:text/html,${encodeURIComponent(OBEDIENT_PAGE)}` }],
      ['a blob: frame of the page', location.origin, { src: blob }],
      ['a srcdoc frame of the page', location.origin, { srcdoc: OBEDIENT_PAGE }],
    ];
    for (const [name, origin, attributes] of frames) {
      const frame = await addFrame(attributes);
      this.#frames.push(frame);
      this.senders.push(frameSender(name, origin, frame));
    }
    URL.revokeObjectURL(blob);
    this.senders.push(PAGE);
    // WebKit's pop-up blocker cannot be switched off for tests.
    const tab = window.open('about:blank', '', OWN_WINDOW);
    if (!tab) return;
    this.#tab = tab;
    // See `portalTabSender`.
    await new Promise((resolve) => tab.setTimeout(resolve));
    this.senders.push(tabSender(tab));
  }

  remove(): void {
    this.#tab?.close();
    for (const frame of this.#frames) frame.remove();
  }
}

/** The host page. */
const PAGE: Sender = {
  name: 'the page itself',
  origin: location.origin,
  isFrom: ({ source }) => source === window,
  post: (codes) => runIn(document, posting([...codes, '"done"'], 'window')),
};

/** A tab that the host page opened. */
const tabSender = (tab: Window): Sender => ({
  name: 'a tab that the page has opened',
  origin: location.origin,
  isFrom: ({ source }) => source === tab,
  post: (codes) => runIn(tab.document, posting([...codes, '"done"'], 'opener')),
});

/** The empty page in a frame before its page loads. It has the origin of the page around it. */
export const emptyFrameSender = (frame: HTMLIFrameElement): Sender => ({
  name: 'the frame before its page has come',
  origin: location.origin,
  isFrom: ({ source }) => source === frame.contentWindow,
  post: (codes) => runIn(frame.contentDocument!, posting([...codes, '"done"'], 'parent')),
});

/** A frame inside the portal, with the portal's origin. The portal runs its script, and so also posts the end of the batch. */
export const nestedSender = async (watch: MessageWatch, frame: HTMLIFrameElement, origin: string): Promise<Sender> => {
  const nested = 'document.querySelector("iframe[data-nested]")';
  const make = expression(`
    const nested = document.createElement('iframe');
    nested.dataset.nested = '';
    document.body.append(nested)`);
  // The empty page of a new frame exists at once, with the origin of the page around it.
  await watch.during(() => command(frame, { command: 'eval-post', code: make }), portalIn(frame), 1);
  return {
    name: 'a frame inside the portal',
    origin,
    isFrom: ({ source }) => source !== null && source !== frame.contentWindow,
    isAnswer: (arrival) => arrival.source !== null && arrival.origin === origin,
    post: (codes) => {
      const code = `(${runIn.toString()})(${nested}.contentDocument, ${JSON.stringify(posting(codes, 'parent.parent'))})`;
      command(frame, { command: 'eval-post', code: expression(code) });
    },
  };
};

/**
 * A tab that the portal opened, with the portal's origin; null if pop-ups are blocked. It waits until the tab runs: puppeteer
 * 25.16 makes Chromium 156 pause a new window until puppeteer has attached to it, and with it all pages of its process. A frame
 * that loads in this process meanwhile never finishes. The wait can go when that is fixed.
 */
export const portalTabSender = async (
  watch: MessageWatch,
  frame: HTMLIFrameElement,
  origin: string,
): Promise<Sender | null> => {
  const replies: unknown[] = [];
  const listener = ({ data }: MessageEvent) => replies.push(data);
  window.addEventListener('message', listener);
  const make = `(window.tab = window.open('about:blank', '', '${OWN_WINDOW}')) ? 'opened' : 'blocked'`;
  await watch.during(() => command(frame, { command: 'eval-post', code: make }), portalIn(frame), 1);
  window.removeEventListener('message', listener);
  if (!replies.includes('opened')) return null;
  const whenItRuns = `tab.setTimeout(() => parent.postMessage('it runs', '*')) && 'asked'`;
  await watch.during(() => command(frame, { command: 'eval-post', code: whenItRuns }), portalIn(frame), 2);
  return {
    name: 'a tab that the portal has opened',
    origin,
    isFrom: ({ source }) => source !== null && source !== frame.contentWindow,
    isAnswer: (arrival) => arrival.source !== null && arrival.origin === origin,
    post: (codes) => {
      const code = `(${runIn.toString()})(tab.document, ${JSON.stringify(posting(codes, 'opener.parent'))})`;
      command(frame, { command: 'eval-post', code: expression(code) });
    },
  };
};

/** Closes the tab of `portalTabSender`. */
export const closePortalTab = (watch: MessageWatch, frame: HTMLIFrameElement): Promise<unknown> =>
  watch.during(() => command(frame, { command: 'eval-post', code: 'window.tab?.close()' }), portalIn(frame), 1);

/** A sender that is removed before its messages arrive: their source is null, or they never arrive. */
export const goneSender = async (name: string, origin: string, page: string): Promise<Sender> => {
  const frame = await addFrame({ src: page });
  const { contentWindow } = frame;
  return {
    name,
    origin,
    mayBeCutOff: true,
    isFrom: (arrival) => arrival.source === null && arrival.origin === origin,
    isAnswer: (arrival) => [null, contentWindow].includes(arrival.source as Window | null) && arrival.origin === origin,
    post: (codes) => {
      // The first message removes the frame, while the others are queued.
      const listener = ({ source }: MessageEvent) => {
        if (source !== contentWindow) return;
        window.removeEventListener('message', listener);
        frame.remove();
      };
      window.addEventListener('message', listener);
      command(frame, { command: 'eval-post', code: expression(posting(['"first"', ...codes], 'parent')) });
    },
  };
};

/** The address of a link on the right host. `Backend.link` has another host. */
export const rightLink = (backend: Backend, number: number): string =>
  `${RIGHT_ORIGIN}/portal/${backend.run}/${number}`;
