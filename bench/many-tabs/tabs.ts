/** A tab whose session ends: with the element, or with a hand-written snippet. */
import type { PortalLifecycleHost } from '../../src/portal-lifecycle.ts';
import type { LinkSource } from '../../src/portal-link.ts';
import type { ReceivedMessage } from '../../src/portal-messages.ts';
import type { Act } from './ledger.ts';
import type { Answer } from './backend.ts';
import { exponential, lognormal } from './random.ts';
import type { RealCode } from './real-code.ts';

/**
 * The behaviour of people. The numbers are assumptions, not measurements, for a page that is open next to other work.
 */
export const PEOPLE = {
  /** The share of tabs that are hidden when the session ends, and the mean ms until the person returns. */
  hidden: 0.3,
  returnsAfter: 300_000,
  /** ms until the person presses Try again: the median, and the spread of the logarithm (two of three: 7 to 54 s). */
  pressesAfter: 20_000,
  pressesSigma: 1,
};

/** The parts of the simulation that a tab needs. */
export interface TabWorld {
  readonly now: number;
  readonly random: () => number;
  after(ms: number, run: () => void): void;
  fetch(tab: Tab): Promise<Answer>;
  gotLink(tab: Tab): void;
}

export interface Tab {
  /** When a person first waits for a link: the session has ended, and the tab is visible. */
  readonly wantedAt: number;
  /** The reason for the current wait, and its begin. */
  readonly act: Act;
  readonly actedAt: number;
  readonly pressed: boolean;
  /** Set by the world: the time of the last request, and the end of its `Retry-After`. */
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

/** The element without its DOM: the real state machine, link requests and retries, in a simulated page. */
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

/** ms; a typical delay in the snippet's catch block. */
export const NAIVE_DELAY = 1000;

/** The snippet: `addEventListener('message', load)`, a fetch, the frame's `src`, and a timer after a failure. */
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
      // The snippet does not check the status: an answer that is not JSON fails here.
      JSON.parse(await answer.text());
      this.#world.gotLink(this);
    } catch {
      this.#world.after(NAIVE_DELAY, () => void this.#load());
    }
  }
}
