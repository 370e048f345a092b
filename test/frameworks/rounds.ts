/**
 * Rounds in an application: a person opens the settings, goes away and back with the links of the application, reloads, and
 * opens a page whose endpoint does not exist.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../tools/until.ts';
import type { ProxiedRequest } from './recorder-proxy.ts';
import type { StartedApplication } from './started-application.ts';
import type { Cookie, Visitor } from './visitor.ts';

const ENDPOINT = '/api/portal-link';
const NO_ENDPOINT = '/api/no-such-route';
/** ms: a slow browser on a busy machine. */
const LIMIT = 90_000;

/** One of Chromium's `layout-shift` entries. */
export interface Shift {
  readonly value: number;
  /** The nodes that moved, and their place relative to the portal. */
  readonly sources: readonly {
    readonly node: string;
    readonly place: `${'in' | 'around' | 'before' | 'after' | 'as low as'} the portal` | 'without a portal';
    readonly from: string;
    readonly to: string;
  }[];
}

/** The content of the recorder, and the state of the page. */
export interface PageState {
  readonly logs: readonly { readonly level: string; readonly text: string }[];
  /** Of the `portal-error` events. */
  readonly codes: readonly string[];
  readonly shifts: readonly Shift[];
  /** Each new place of the content after the portal, from the first paint on. */
  readonly tops: readonly number[];
  readonly path: string;
  /** Of the visible portal, or null. */
  readonly state: string | null;
  readonly status: string | null;
  readonly heading: string | null;
}

/** One page, from its request until its portal is ready or has failed. */
export interface Load extends PageState {
  readonly requests: readonly ProxiedRequest[];
  readonly minted: number;
}

export interface Round {
  readonly first: Load;
  readonly away: Load;
  readonly back: Load;
  readonly reload: Load;
  readonly failed: Load;
}

/** The first of these elements that is visible: Next keeps the previous page, hidden. */
const shown = (selector: string): string =>
  `[...document.querySelectorAll(${JSON.stringify(selector)})].find((found) => found.checkVisibility())`;

const PAGE_STATE = `({
  ...recorded,
  path: location.pathname,
  state: ${shown('scalekit-admin-portal')}?.state ?? null,
  status: ${shown('#status')}?.textContent.trim() ?? null,
  heading: ${shown('h1')}?.textContent.trim() ?? null,
})`;

const FINAL_STATES = ['ready', 'error', 'refused'];
const isFinal = ({ state }: PageState): boolean => state !== null && FINAL_STATES.includes(state);
const isAway = ({ heading, state }: PageState): boolean => heading === 'Members' && state === null;

/** A person who uses one application. */
export class Person {
  readonly #application: StartedApplication;
  readonly #visitor: Visitor;

  constructor(application: StartedApplication, visitor: Visitor) {
    this.#application = application;
    this.#visitor = visitor;
  }

  /** Fills in the form, and returns the cookies. Waits for the portal of ada, and for the page of mel, who sees no portal. */
  async signIn(name: 'ada' | 'mel'): Promise<readonly Cookie[]> {
    const { url } = this.#application;
    await this.#visitor.renew(url, []);
    await this.#visitor.goTo(`${url}/`);
    const hasForm = () => this.#visitor.evaluate<boolean>('document.querySelector("input[name=password]") !== null');
    await until('the sign-in form', hasForm, LIMIT);
    await this.#visitor.fill('input[name=username]', name);
    await this.#visitor.fill('input[name=password]', name);
    await this.#click('form [type=submit], form button:not([type])');
    const isSignedIn = name === 'ada' ? isFinal : ({ path }: PageState) => path === '/settings';
    await this.#record(() => Promise.resolve(), isSignedIn);
    return this.#visitor.cookies();
  }

  async round(cookies: readonly Cookie[]): Promise<Round> {
    const { url, settings } = this.#application;
    await this.#visitor.renew(url, cookies);
    const first = await this.open();
    const away = await this.#record(() => this.#click('a[href="/members"]'), isAway);
    const back = await this.#record(() => this.#click(`a[href="${settings}"]`), isFinal);
    const reload = await this.#record(() => this.#visitor.reload(), isFinal);
    const failed = await this.#record(
      () => this.#visitor.goTo(`${url}${settings}?fail=1`),
      ({ codes }) => codes.length > 0,
    );
    return { first, away, back, reload, failed };
  }

  /** Opens a page with a portal. */
  open(path = this.#application.settings): Promise<Load> {
    return this.#record(() => this.#visitor.goTo(this.#application.url + path), isFinal);
  }

  /** Opens the settings, changes their heading in the source, and waits for the new heading. */
  async edit(change: () => Promise<void>, heading: string): Promise<Load> {
    await this.open();
    return this.#record(change, (page) => page.heading === heading && isFinal(page));
  }

  /** By script, because at times an element of a page transition covers the target. */
  async #click(selector: string): Promise<void> {
    await this.#visitor.evaluate(`${shown(selector)}.click()`);
  }

  /** Acts, and waits until the page meets the condition. Returns its state, and the requests and links since the act. */
  async #record(act: () => Promise<void>, isDone: (page: PageState) => boolean): Promise<Load> {
    const { requests, simulator } = this.#application;
    const before = { requests: requests.length, links: simulator.links.length };
    await act();
    const end = Date.now() + LIMIT;
    let page: PageState | undefined;
    do {
      if (Date.now() > end) throw new Error(`Timed out after ${LIMIT} ms. The page: ${JSON.stringify(page)}`);
      await sleep(40);
      // A page that is being replaced cannot answer.
      page = await this.#visitor.evaluate<PageState>(PAGE_STATE).catch(() => undefined);
    } while (page === undefined || !isDone(page));
    // A framework has rendered the result of the last event two frames later.
    await this.#visitor.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    return {
      ...(await this.#visitor.evaluate<PageState>(PAGE_STATE)),
      requests: requests.slice(before.requests).filter(({ target }) => [ENDPOINT, NO_ENDPOINT].includes(target)),
      minted: simulator.links.length - before.links,
    };
  }
}
