/** A tab whose session ends: with the element in it, or with the snippet that people write without it. */
import type { PortalLifecycleHost } from '../../src/portal-lifecycle.ts';
import type { LinkSource } from '../../src/portal-link.ts';
import type { ReceivedMessage } from '../../src/portal-messages.ts';
import type { Act } from './ledger.ts';
import type { Answer } from './backend.ts';
import { exponential, lognormal } from './random.ts';
import type { RealCode } from './real-code.ts';

/**
 * The people before the tabs. Nobody has measured them; the numbers are those of a page that somebody has open beside
 * other work.
 */
export const PEOPLE = {
  /** The share of tabs that nobody looks at when the session ends, and the mean ms until somebody does. */
  hidden: 0.3,
  returnsAfter: 300_000,
  /** ms until somebody presses Try again: the median, and the spread of the logarithm (two of three: 7 to 54 s). */
  pressesAfter: 20_000,
  pressesSigma: 1,
};

/** What a tab needs of the simulation. */
export interface TabWorld {
  readonly now: number;
  readonly random: () => number;
  after(ms: number, run: () => void): void;
  fetch(tab: Tab): Promise<Answer>;
  gotLink(tab: Tab): void;
}

export interface Tab {
  /** When somebody could first want a link: the session has ended, and the tab is looked at. */
  readonly wantedAt: number;
  /** What somebody waits after, and since when. */
  readonly act: Act;
  readonly actedAt: number;
  readonly pressed: boolean;
  /** Written down by the world: the last request, and until when its answer asked to be left alone. */
  askedAt: number;
  usefulFrom: number;
}

const ENDED = { type: 'PORTAL_SESSION_EXPIRY', meaning: 'ended', message: {} } as unknown as ReceivedMessage;
const MINTS: Omit<LinkSource, 'endpoint'> = {
  fetchPortalLink: null,
  method: 'GET',
  credentials: 'same-origin',
  headers: null,
};

/** The element without its DOM: the real state machine, link request and retries, in a page of the simulation. */
export class ElementTab implements Tab {
  wantedAt = 0;
  act: Act = 'end';
  actedAt = 0;
  askedAt = 0;
  usefulFrom = 0;
  pressed = false;
  readonly #world: TabWorld;
  readonly #lifecycle: InstanceType<RealCode['PortalLifecycle']>;
  #visible: boolean;

  constructor(world: TabWorld, { PortalLifecycle, requestLink, waitBefore }: RealCode, endpoint: string) {
    this.#world = world;
    this.#visible = world.random() >= PEOPLE.hidden;
    const host: PortalLifecycleHost = {
      loadTimeout: () => 0,
      canAsk: () => true,
      ask: async (reason, signal) => {
        await waitBefore(reason, signal);
        return new URL(await requestLink({ ...MINTS, endpoint }, reason, signal));
      },
      mount: () => world.gotLink(this),
      unmount: () => undefined,
      isTimeTo: (reason) => reason !== 'refresh' || this.#visible,
      now: () => Date.now(),
      changed: () => undefined,
      emit: (name) => {
        if (name === 'portal-error') this.#press();
        return true;
      },
    };
    this.#lifecycle = new PortalLifecycle(host);
  }

  endSession(): void {
    const { random } = this.#world;
    this.#begins('end');
    this.wantedAt = this.actedAt;
    this.#lifecycle.receive(ENDED);
    if (this.#visible) return;
    this.#world.after(exponential(random, PEOPLE.returnsAfter), () => {
      this.#visible = true;
      this.#begins('return');
      this.wantedAt = this.actedAt;
      this.#lifecycle.wake();
    });
  }

  #press(): void {
    this.#world.after(lognormal(this.#world.random, PEOPLE.pressesAfter, PEOPLE.pressesSigma), () => {
      this.pressed = true;
      this.#begins('press');
      this.#lifecycle.reload(true).catch(() => undefined);
    });
  }

  #begins(act: Act): void {
    this.act = act;
    this.actedAt = this.#world.now;
  }
}

/** ms; what people write into the catch block. */
export const NAIVE_DELAY = 1000;

/** The snippet: `addEventListener('message', load)`, a fetch, the frame's `src`, and a timer where that fails. */
export class NaiveTab implements Tab {
  wantedAt = 0;
  readonly act = 'end';
  actedAt = 0;
  askedAt = 0;
  usefulFrom = 0;
  readonly pressed = false;
  readonly #world: TabWorld;

  constructor(world: TabWorld) {
    this.#world = world;
  }

  endSession(): void {
    this.wantedAt = this.actedAt = this.#world.now;
    void this.#load();
  }

  async #load(): Promise<void> {
    try {
      const answer = await this.#world.fetch(this);
      // No look at the status: what is no JSON fails here.
      JSON.parse(await answer.text());
      this.#world.gotLink(this);
    } catch {
      this.#world.after(NAIVE_DELAY, () => void this.#load());
    }
  }
}
