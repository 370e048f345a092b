/**
 * The tests' side of the test backend: scripts what the endpoint and the portal do, and asks what arrived.
 * Runs in the page.
 */
import type { Answer, BackendLog, OpenedLink, PortalCommand, PortalScript } from './backend-script.ts';

export type { Answer, BackendLog, OpenedLink, PortalCommand, PortalScript } from './backend-script.ts';

const POLL = 20;

/**
 * Polls until a value is there, and also checks when `sooner` is fulfilled. Fails with the name of the value after `limit`
 * ms, which is long enough for a busy machine.
 */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  { limit = 30_000, sooner }: { limit?: number; sooner?: () => Promise<unknown> } = {},
): Promise<NonNullable<T>> {
  const end = performance.now() + limit;
  for (;;) {
    const value = await look();
    if (value !== null && value !== undefined && value !== false) return value;
    if (performance.now() > end) throw new Error(`Waited ${limit} ms in vain: ${what}`);
    const poll = new Promise((resolve) => setTimeout(resolve, POLL));
    await (sooner ? Promise.race([poll, sooner()]) : poll);
  }
}

/** A backend of one test's own. */
export class Backend {
  readonly run: string;
  /** The endpoint, on the origin of the test page. */
  readonly endpoint: string;
  /** The same endpoint on another site; readable only if an answer's headers allow it. */
  readonly crossOriginEndpoint: string;
  /** Origin of the links that it mints. */
  readonly portalOrigin: string;

  private constructor(run: string) {
    this.run = run;
    this.portalOrigin = `http://127.0.0.1:${location.port}`;
    this.endpoint = `${location.origin}/backend/${run}/link`;
    this.crossOriginEndpoint = `${this.portalOrigin}/backend/${run}/link`;
  }

  static async create(): Promise<Backend> {
    const backend = new Backend(crypto.randomUUID());
    await backend.log();
    return backend;
  }

  /** The address of a link: what `{link}` stands for. */
  link(number: number): string {
    return `${this.portalOrigin}/portal/${this.run}/${number}`;
  }

  /** The endpoint's answers from now on, in order; the last one repeats. */
  async answers(answers: Answer[]): Promise<void> {
    await this.tell('script', answers);
  }

  /** The portal behind every link; or, with an array, behind link 1, link 2 and so on, the last one repeating. */
  async portal(script: PortalScript | PortalScript[]): Promise<void> {
    await this.tell('portal', script);
  }

  /** Sends what is `held` at this moment: wait first until it has arrived, by `request()` or `opened()`. */
  async release(): Promise<void> {
    await this.tell('release', null);
  }

  async log(): Promise<BackendLog> {
    const response = await fetch(`/backend/${this.run}/log`);
    return (await response.json()) as BackendLog;
  }

  /** How many links were minted. */
  async minted(): Promise<number> {
    return (await this.log()).minted;
  }

  /** Waits until a link was opened. */
  async opened(number: number): Promise<OpenedLink> {
    return until(`link ${number} is opened`, async () => this.find(await this.log(), number));
  }

  /** Waits until a page behind a link listens to commands: the first one, or after navigations the `pages`th. */
  async listening(number: number, pages = 1): Promise<OpenedLink> {
    return until(`page ${pages} behind link ${number} listens`, async () => {
      const link = this.find(await this.log(), number);
      return link && link.listening >= pages ? link : null;
    });
  }

  private find(log: BackendLog, number: number): OpenedLink | undefined {
    return log.opened.find((link) => link.number === number);
  }

  private async tell(what: 'script' | 'portal' | 'release', value: unknown): Promise<void> {
    const response = await fetch(`/backend/${this.run}/${what}`, { method: 'POST', body: JSON.stringify(value) });
    if (!response.ok) throw new Error(`The test backend refused ${what}: ${response.status}`);
  }
}

/** Tells the page in a frame what to do; see `PortalCommand`. */
export function command(frame: HTMLIFrameElement, value: PortalCommand): void {
  frame.contentWindow?.postMessage(value, '*');
}

/** What carries the element on this page. */
export function target(): 'source' | 'drop-in' {
  return document.documentElement.dataset['target'] === 'drop-in' ? 'drop-in' : 'source';
}
