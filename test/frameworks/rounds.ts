/**
 * What somebody does in an application, round after round, and what was seen meanwhile: opens the settings, goes away and
 * back by the application's own links, reloads, and opens the page whose endpoint is not there.
 */
import { setTimeout as sleep } from 'node:timers/promises';
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
  /** What moved, and where it stands, seen from the portal. */
  readonly sources: readonly {
    readonly node: string;
    readonly stands: `${'in' | 'around' | 'before' | 'after' | 'as low as'} the portal` | 'without a portal';
    readonly from: string;
    readonly to: string;
  }[];
}

/** What the recorder holds, and how the page stands. */
export interface Seen {
  readonly logs: readonly { readonly level: string; readonly text: string }[];
  /** Of the `portal-error` events. */
  readonly codes: readonly string[];
  readonly shifts: readonly Shift[];
  /** Where what follows the portal was, each new place, from the first paint on. */
  readonly tops: readonly number[];
  readonly path: string;
  /** Of the portal that is shown, if one is. */
  readonly state: string | null;
  readonly status: string | null;
  readonly heading: string | null;
}

/** One page, from the moment that it was asked for until its portal had come out somehow. */
export interface Load extends Seen {
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

/** The first of these that is rendered: Next keeps the page before, hidden. */
const shown = (selector: string): string =>
  `[...document.querySelectorAll(${JSON.stringify(selector)})].find((found) => found.checkVisibility())`;

const SEEN = `({
  ...recorded,
  path: location.pathname,
  state: ${shown('scalekit-admin-portal')}?.state ?? null,
  status: ${shown('#status')}?.textContent.trim() ?? null,
  heading: ${shown('h1')}?.textContent.trim() ?? null,
})`;

const ENDED = ['ready', 'error', 'refused'];
const hasEnded = ({ state }: Seen): boolean => state !== null && ENDED.includes(state);

/** Somebody who is signed in, in one application. */
export class Person {
  readonly #application: StartedApplication;
  readonly #visitor: Visitor;

  constructor(application: StartedApplication, visitor: Visitor) {
    this.#application = application;
    this.#visitor = visitor;
  }

  /** Fills in the form, and gives the cookies that it led to. Whoever may see a portal there sees it. */
  async signIn(name: 'ada' | 'mel'): Promise<readonly Cookie[]> {
    const { url } = this.#application;
    await this.#visitor.renew(url, []);
    await this.#visitor.goTo(`${url}/`);
    await this.#until('the sign-in form', 'document.querySelector("input[name=password]") !== null');
    await this.#visitor.fill('input[name=username]', name);
    await this.#visitor.fill('input[name=password]', name);
    await this.#click('form [type=submit], form button:not([type])');
    const isThere = name === 'ada' ? hasEnded : ({ path }: Seen) => path === '/settings';
    await this.#noted(() => Promise.resolve(), isThere);
    return this.#visitor.cookies();
  }

  /** All of it, once. */
  async round(cookies: readonly Cookie[]): Promise<Round> {
    const { url, settings } = this.#application;
    await this.#visitor.renew(url, cookies);
    const first = await this.open();
    const away = await this.#noted(() => this.#click('a[href="/members"]'), isAway);
    const back = await this.#noted(() => this.#click(`a[href="${settings}"]`), hasEnded);
    const reload = await this.#noted(() => this.#visitor.reload(), hasEnded);
    const failed = await this.fail();
    return { first, away, back, reload, failed };
  }

  /** Opens a page with a portal: the settings. */
  open(path = this.#application.settings): Promise<Load> {
    return this.#noted(() => this.#visitor.goTo(this.#application.url + path), hasEnded);
  }

  fail(): Promise<Load> {
    const { url, settings } = this.#application;
    const address = `${url}${settings}?fail=1`;
    return this.#noted(
      () => this.#visitor.goTo(address),
      ({ codes }) => codes.length > 0,
    );
  }

  /** Opens the settings, and changes their heading at its source; gives what was seen since. */
  async edit(change: () => Promise<void>, words: string): Promise<Load> {
    await this.open();
    return this.#noted(change, (seen) => seen.heading === words && hasEnded(seen));
  }

  /** In the page: over it lies, at times, what a framework moves from one page to the next. */
  async #click(selector: string): Promise<void> {
    await this.#visitor.evaluate(`${shown(selector)}.click()`);
  }

  /** Waits until this holds of the page; gives what was seen, asked and minted since the start of the act. */
  async #noted(act: () => Promise<void>, holds: (seen: Seen) => boolean): Promise<Load> {
    const { requests, simulator } = this.#application;
    const [asked, minted] = [requests.length, simulator.links.length];
    await act();
    const end = Date.now() + LIMIT;
    let seen: Seen | undefined;
    // A page that is just replaced has no answer.
    do {
      if (Date.now() > end) throw new Error(`Waited ${LIMIT} ms in vain. The page last: ${JSON.stringify(seen)}`);
      await sleep(40);
      seen = await this.#visitor.evaluate<Seen>(SEEN).catch(() => undefined);
    } while (seen === undefined || !holds(seen));
    // What a framework renders because of the last event is there two frames later.
    await this.#visitor.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    return {
      ...(await this.#visitor.evaluate<Seen>(SEEN)),
      requests: requests.slice(asked).filter(({ target }) => [ENDPOINT, NO_ENDPOINT].includes(target)),
      minted: simulator.links.length - minted,
    };
  }

  async #until(what: string, expression: string): Promise<void> {
    const end = Date.now() + LIMIT;
    while (!(await this.#visitor.evaluate<boolean>(expression).catch(() => false))) {
      if (Date.now() > end) throw new Error(`Waited ${LIMIT} ms in vain for ${what}`);
      await sleep(20);
    }
  }
}

const isAway = ({ heading, state }: Seen): boolean => heading === 'Members' && state === null;
