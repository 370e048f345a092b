/** Observations from opening the page in a real browser. */
import { setTimeout as pause } from 'node:timers/promises';
import { NoBrowser, openBrowser } from './browser/driver.ts';
import { READ_RECORDING, RECORDER, type Recording } from './browser/recorder.ts';
import { maySendSecrets, type Call } from './call.ts';

export interface BrowserFacts extends Recording {
  readonly driver: string;
  /** Console messages about policies, and the element's warnings. URLs are shortened to their origins. */
  readonly console: readonly string[];
  /** Why the page could not be opened, or null. */
  readonly problem: string | null;
}

const NOTHING: Recording = { messages: [], states: [], violations: [], element: null };
const POLICY_LINE =
  /content security policy|frame-ancestors|x-frame-options|refused to|permissions policy|trusted ?(type|script)|cross-origin|scalekit-admin-portal|cookie/i;

const LOOK_MS = 100;
/** Nothing must change for this time before the result counts as final. */
const STEADY_MS = 1500;
const MARGIN_MS = 3000;
const DEFAULT_LOAD_TIMEOUT = 20_000;

export async function watchBrowser(call: Call, page: URL, folder: string): Promise<BrowserFacts> {
  const lines: string[] = [];
  try {
    const driven = await openBrowser(folder);
    try {
      driven.onConsole((text) => {
        const line = originsAlone(text);
        if (POLICY_LINE.test(line) && lines.length < 20 && !lines.includes(line)) lines.push(line);
      });
      await driven.addScript(RECORDER);
      if (Object.keys(call.headers).length > 0)
        await driven.addHeaders((url) => maySendSecrets(call, url), call.headers);
      await driven.setCookies(cookiePairs(call));
      const status = await driven.open(page.href, call.limitMs);
      if (status >= 400)
        return { ...NOTHING, driver: driven.name, console: lines, problem: `the page answers with status ${status}` };
      const recording = await watch(() => driven.evaluate<Recording | null>(READ_RECORDING), call.limitMs);
      return { ...recording, driver: driven.name, console: lines, problem: null };
    } finally {
      await driven.close();
    }
  } catch (error) {
    const problem =
      error instanceof NoBrowser ? error.message : originsAlone((error as Error).message.split('\n')[0] ?? '');
    return { ...NOTHING, driver: '', console: lines, problem };
  }
}

/** Waits until the portal has sent a message and nothing changes any more, or until the element has given up. */
async function watch(read: () => Promise<Recording | null>, limitMs: number): Promise<Recording> {
  const start = performance.now();
  let last = NOTHING;
  let seen = '';
  let steadySince = start;
  for (;;) {
    await pause(LOOK_MS);
    // Reading fails while the page navigates.
    last = (await read().catch(() => null)) ?? last;
    const now = performance.now();
    const { messages, states, element } = last;
    const snapshot = `${messages.length} ${states.length} ${element?.state}`;
    if (snapshot !== seen) [seen, steadySince] = [snapshot, now];
    const isSteady = now - steadySince >= STEADY_MS;
    const hasSpoken = messages.some(({ isFrame }) => isFrame);
    if (isSteady && (element?.state === 'error' || (element?.state === 'ready' && hasSpoken) || waitsForClick(last)))
      return last;
    const attributes = new Map(element?.attributes ?? []);
    const timeout = Number(attributes.get('load-timeout') ?? DEFAULT_LOAD_TIMEOUT) || DEFAULT_LOAD_TIMEOUT;
    const longest = element === null ? Math.min(limitMs, 5000) : Math.min(timeout, 60_000) + MARGIN_MS;
    if (now - start >= longest) return last;
  }
}

const waitsForClick = ({ element }: Recording): boolean =>
  element?.attributes.some(([name, value]) => name === 'mode' && /^(tab|redirect)$/i.test(value)) ?? false;

function cookiePairs({ cookie, page }: Call): { name: string; value: string; url: string }[] {
  return (cookie ?? '').split(';').flatMap((pair) => {
    const [name = '', ...rest] = pair.trim().split('=');
    return name === '' || rest.length === 0 ? [] : [{ name, value: rest.join('='), url: page.origin }];
  });
}

/** Shortens URLs to their origins: paths and queries may contain links and ids. */
export const originsAlone = (text: string): string =>
  text.replace(/\b(https?|wss?):\/\/[^\s"'<>)]+/g, (address) => {
    const clean = address.replace(/[.,;:!?]+$/, '');
    return URL.canParse(clean) && new URL(clean).pathname !== '/' ? `${new URL(clean).origin}/…` : address;
  });
