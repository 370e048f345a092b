/**
 * The tests' side of the test backend: sets what the endpoint and the portal do, and reads what arrived there.
 * Runs in the page.
 */
import type { Answer, BackendLog, OpenedLink, PortalCommand, PortalScript, RecordedRequest } from './backend-script.ts';

export type { Answer, BackendLog, OpenedLink, PortalCommand, PortalScript } from './backend-script.ts';

const POLL = 20;

/**
 * Polls until a value is there, and also checks when the promise of `signal` is fulfilled. Fails with the name of the value
 * after `limit` ms, which is long enough for a busy machine.
 */
export async function until<T>(
  name: string,
  find: () => T | Promise<T>,
  { limit = 30_000, signal }: { limit?: number; signal?: () => Promise<unknown> } = {},
): Promise<NonNullable<T>> {
  const end = performance.now() + limit;
  for (;;) {
    const value = await find();
    if (value !== null && value !== undefined && value !== false) return value;
    if (performance.now() > end) throw new Error(`Timed out after ${limit} ms: ${name}`);
    const poll = new Promise((resolve) => setTimeout(resolve, POLL));
    await (signal ? Promise.race([poll, signal()]) : poll);
  }
}

/** What a new backend answers, and how its portals behave. */
export interface BackendSetup {
  readonly answers?: Answer[];
  readonly portal?: PortalScript | PortalScript[];
}

/** The backend of one test. */
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

  static async create({ answers, portal }: BackendSetup = {}): Promise<Backend> {
    const backend = new Backend(crypto.randomUUID());
    await backend.log();
    if (answers) await backend.answers(answers);
    if (portal) await backend.portal(portal);
    return backend;
  }

  /** The address of a link: what `{link}` stands for. */
  link(number: number): string {
    return `${this.portalOrigin}/portal/${this.run}/${number}`;
  }

  /** The endpoint's answers from now on, in order; the last one repeats. */
  async answers(answers: Answer[]): Promise<void> {
    await this.send('script', answers);
  }

  /** The portal behind every link; or, with an array, behind link 1, link 2 and so on, the last one repeating. */
  async portal(script: PortalScript | PortalScript[]): Promise<void> {
    await this.send('portal', script);
  }

  /** Sends the answers and pages that are `held` now. First wait for their requests with `requested()` or `opened()`. */
  async release(): Promise<void> {
    await this.send('release', null);
  }

  async log(): Promise<BackendLog> {
    const response = await fetch(`/backend/${this.run}/log`);
    return (await response.json()) as BackendLog;
  }

  /** How many links were minted. */
  async minted(): Promise<number> {
    return (await this.log()).minted;
  }

  /** How many requests the endpoint had, and how many links were minted. */
  async counts(): Promise<{ requests: number; minted: number }> {
    const { requests, minted } = await this.log();
    return { requests: requests.length, minted };
  }

  /** How often each link was opened, by its number. */
  async openings(): Promise<Record<number, number>> {
    return Object.fromEntries((await this.log()).opened.map(({ number, times }) => [number, times]));
  }

  /** Waits until the endpoint has had so many requests, and returns the last of them. */
  async requested(count = 1): Promise<RecordedRequest> {
    return until(`request ${count}`, async () => (await this.log()).requests[count - 1]);
  }

  /** Waits until a link was opened. */
  async opened(number: number): Promise<OpenedLink> {
    return until(`link ${number} is opened`, async () => this.find(await this.log(), number));
  }

  /** Waits until the page behind a link listens to commands: its first page, or its `pages`th after navigations. */
  async listening(number: number, pages = 1): Promise<OpenedLink> {
    return until(`page ${pages} behind link ${number} listens`, async () => {
      const link = this.find(await this.log(), number);
      return link && link.listening >= pages ? link : null;
    });
  }

  private find(log: BackendLog, number: number): OpenedLink | undefined {
    return log.opened.find((link) => link.number === number);
  }

  private async send(path: 'script' | 'portal' | 'release', value: unknown): Promise<void> {
    const response = await fetch(`/backend/${this.run}/${path}`, { method: 'POST', body: JSON.stringify(value) });
    if (!response.ok) throw new Error(`The test backend refused ${path}: ${response.status}`);
  }
}

/** Sends a command to the page in a frame; see `PortalCommand`. */
export function command(frame: HTMLIFrameElement, value: PortalCommand): void {
  frame.contentWindow?.postMessage(value, '*');
}

/** The build of the element that this page loads. */
export function target(): 'source' | 'drop-in' {
  return document.documentElement.dataset['target'] === 'drop-in' ? 'drop-in' : 'source';
}
