/**
 * Everybody who can post to the host page: frames, frames in frames, tabs, the page itself, and frames that are gone.
 * All of them are real. What they post is handed to them as JavaScript expressions.
 */
import { command, type Backend } from '../tools/backend.ts';
import type { Arrival, MessageWatch } from './message-watch.ts';

/** A page's own origin on another name of the server. All of these names are loopback in every engine. */
export const originOf = (host: string): string => `http://${host}:${location.port}`;

/** Where the portal lives in these tests. */
export const RIGHT_HOST = 'portal.localhost';
export const RIGHT_ORIGIN = originOf(RIGHT_HOST);

/** Hosts that resemble the right one, and what a careless comparison would have to do to take them for it. */
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

/** A window beside that of the tests: behind another tab, Firefox lets timers run once a second. */
const OWN_WINDOW = 'popup,width=200,height=200';

/** Somebody who posts. */
export interface Sender {
  readonly name: string;
  readonly origin: string;
  /** Whether a message is this sender's. */
  isFrom(arrival: Arrival): boolean;
  /** Whether a message belongs to what it posts: another window may post for it as well. Default: `isFrom`. */
  isAnswer?(arrival: Arrival): boolean;
  /** Posts the values of expressions, in order, and one text after them. */
  post(codes: readonly string[]): unknown;
  /** How many other elements of the page this sender is the portal of: they look at its data, and rightly. */
  readonly otherReaders?: number;
  /** It may be cut off: how many of its messages come is the engine's choice. */
  readonly mayBeCutOff?: true;
}

/** Statements that post the values of expressions. What cannot be cloned is posted as the text of its error. */
const posting = (codes: readonly string[], to: string): string => `
  for (const make of [${codes.map((code) => `() => (${code})`).join(', ')}]) {
    try { ${to}.postMessage(make(), '*'); } catch (error) { ${to}.postMessage(String(error), '*'); }
  }`;

/** For a page that answers with the value of an expression. */
const expression = (statements: string): string => `(() => { ${statements}; return 'done'; })()`;

/** Runs statements as a page that this one may touch, as itself, say. */
export const runIn = (page: Document, statements: string): void => {
  const script = page.createElement('script');
  // A function, because names must not meet those of the last time.
  script.text = `(() => { ${statements} })();`;
  page.documentElement.append(script);
  script.remove();
};

/** A page that obeys its parent as the pages of the test backend do. */
export const OBEDIENT_PAGE = `<!doctype html><title>Obedient</title><script>
addEventListener('message', (event) => {
  if (event.source === parent) parent.postMessage(new Function('return (' + event.data.code + ')')(), '*');
});
</script>`;

const loaded = (frame: HTMLIFrameElement): Promise<unknown> =>
  new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));

/** Puts a frame beside the element. */
export const addFrame = async (attributes: Record<string, string>): Promise<HTMLIFrameElement> => {
  const frame = document.createElement('iframe');
  for (const [name, value] of Object.entries(attributes)) frame.setAttribute(name, value);
  const done = loaded(frame);
  document.body.append(frame);
  await done;
  return frame;
};

/** The page in a frame that obeys this one. */
export const frameSender = (name: string, origin: string, frame: HTMLIFrameElement): Sender => ({
  name,
  origin,
  // Taken anew: a frame that was put in elsewhere has another window.
  isFrom: ({ source }) => source !== null && source === frame.contentWindow,
  post: (codes) => command(frame, { command: 'eval-post', code: expression(posting(codes, 'parent')) }),
});

/** For a command that makes nobody else post. */
const answers = (frame: HTMLIFrameElement) => ({
  name: 'the portal',
  isFrom: ({ source }: Arrival) => source === frame.contentWindow,
});

/** A stranger of every kind, beside the portal. They stay for all tests of a file. */
export class Strangers {
  readonly senders: Sender[] = [];
  readonly #frames: HTMLIFrameElement[] = [];
  /** The last of them, on the page's own origin. */
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
    // WebKit's pop-up blocker cannot be told to let tests pass.
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

/** A tab that the host page has opened. */
const tabSender = (tab: Window): Sender => ({
  name: 'a tab that the page has opened',
  origin: location.origin,
  isFrom: ({ source }) => source === tab,
  post: (codes) => runIn(tab.document, posting([...codes, '"done"'], 'opener')),
});

/** The empty page that a frame holds before its own comes: it has the origin of the page around it. */
export const emptyFrameSender = (frame: HTMLIFrameElement): Sender => ({
  name: 'the frame before its page has come',
  origin: location.origin,
  isFrom: ({ source }) => source === frame.contentWindow,
  post: (codes) => runIn(frame.contentDocument!, posting([...codes, '"done"'], 'parent')),
});

/**
 * A frame inside the portal, on the portal's own origin. Its script is run by the portal, so that the answer of the
 * portal itself ends the batch.
 */
export const nestedSender = async (watch: MessageWatch, frame: HTMLIFrameElement, origin: string): Promise<Sender> => {
  const nested = 'document.querySelector("iframe[data-nested]")';
  const make = expression(`
    const nested = document.createElement('iframe');
    nested.dataset.nested = '';
    document.body.append(nested)`);
  // The empty page of a new frame has the origin of the page around it, and is there at once.
  await watch.during(() => command(frame, { command: 'eval-post', code: make }), answers(frame), 1);
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
 * A tab that the portal has opened, on the portal's own origin; null where pop-ups are blocked. Nothing goes on before the
 * tab runs: puppeteer 25.16 has Chromium 156 hold a new window until it has attached to it, and with that window all pages
 * of its process. A frame whose page comes to the process meanwhile loads for ever. Can go when that is mended.
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
  await watch.during(() => command(frame, { command: 'eval-post', code: make }), answers(frame), 1);
  window.removeEventListener('message', listener);
  if (!replies.includes('opened')) return null;
  const whenItRuns = `tab.setTimeout(() => parent.postMessage('it runs', '*')) && 'asked'`;
  await watch.during(() => command(frame, { command: 'eval-post', code: whenItRuns }), answers(frame), 2);
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
  watch.during(() => command(frame, { command: 'eval-post', code: 'window.tab?.close()' }), answers(frame), 1);

/** Somebody who is gone when the messages arrive: their source is null, or they never come. */
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
      // The first message has the frame removed, while the others wait for their turn.
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

/** What a portal page says that the element shows on the right host: `Backend.link` is on another. */
export const rightLink = (backend: Backend, number: number): string =>
  `${RIGHT_ORIGIN}/portal/${backend.run}/${number}`;
