/**
 * Many tabs, one backend: runs a scenario and returns the backend's load. Meanwhile, the simulation replaces the timers, the
 * clock, `Math.random` and `fetch` of this process.
 */
import { SimulatedBackend, type Answer, type BackendScript } from './backend.ts';
import { Ledger, type Summary } from './ledger.ts';
import { seededRandom } from './random.ts';
import type { RealCode } from './real-code.ts';
import { SimulatedTime } from './simulated-time.ts';
import { ElementTab, NaiveTab, type Tab, type TabWorld } from './tabs.ts';

export interface Scenario {
  readonly title: string;
  readonly backend: BackendScript;
  /** ms over which the sessions end, from the beginning. Default: all end at the same moment. */
  readonly endsOver?: number;
}

/** ms: the element waits at most this long, even if the backend asks for more. */
const LONGEST_RETRY_AFTER = 60_000;
/** Portals per batch. It limits the memory. */
const BATCH = 20_000;
/** Few tabs with the snippet represent all: they use no randomness, and only affect each other through a limited capacity. */
const NAIVE_ALIKE = 100;
const NAIVE_SAMPLE = 10_000;

class World implements TabWorld {
  readonly random: () => number;
  readonly #time = new SimulatedTime();
  readonly #scenario: Scenario;
  readonly #ledger: Ledger;
  readonly #backend: SimulatedBackend;
  readonly #tabs: Tab[] = [];

  constructor(scenario: Scenario, ledger: Ledger, seed: number) {
    this.#scenario = scenario;
    this.#ledger = ledger;
    this.#backend = new SimulatedBackend(scenario.backend);
    this.random = seededRandom(seed);
  }

  get now(): number {
    return this.#time.now;
  }

  after(ms: number, run: () => void): void {
    this.#time.setTimeout(run, ms);
  }

  fetch(tab: Tab): Promise<Answer> {
    const { now, wall } = this.#time;
    const { answer, takes, notBefore } = this.#backend.reply(now, wall);
    this.#ledger.addRequest(now, !this.#backend.isDown(now) ? 'up' : answer ? 'down' : 'nobody');
    tab.askedAt = now;
    // Only a refusal delays the next useful request.
    if (answer && !answer.ok) tab.usefulFrom = Math.min(notBefore, now + LONGEST_RETRY_AFTER);
    return new Promise((resolve, reject) => {
      this.after(takes, () => (answer ? resolve(answer) : reject(new TypeError('Failed to fetch'))));
    });
  }

  gotLink(tab: Tab): void {
    const { downFrom = 0, upAt = 0 } = this.#scenario.backend;
    const { act, wantedAt, actedAt, askedAt, pressed } = tab;
    // A request before the outage did not wait for the backend's return.
    const up = askedAt < downFrom ? 0 : upAt;
    const usefulFrom = Math.max(actedAt, up, tab.usefulFrom);
    this.#ledger.addLink({ act, actedAt, usefulFrom, askedAt, wait: this.now - Math.max(wantedAt, up), pressed });
  }

  async run(tabs: number, make: (endpoint: string) => ElementTab | NaiveTab): Promise<void> {
    const { endsOver = 0 } = this.#scenario;
    for (let index = 0; index < tabs; index++) {
      const tab = make(`${index}`);
      this.#tabs.push(tab);
      this.after(this.random() * endsOver, () => tab.endSession());
    }
    const { setTimeout, clearTimeout } = this.#time;
    const replaced: [object, string, unknown][] = [
      [globalThis, 'setTimeout', setTimeout],
      [globalThis, 'clearTimeout', clearTimeout],
      // The endpoint is the number of the tab.
      [globalThis, 'fetch', (endpoint: string) => this.fetch(this.#tabs[Number(endpoint)]!)],
      [Math, 'random', this.random],
      [Date, 'now', () => this.#time.wall],
      // Every refused attempt creates an error, and most of its cost is the stack.
      [Error, 'stackTraceLimit', 0],
    ];
    const originals = replaced.map(([object, name]) => Reflect.get(object, name) as unknown);
    for (const [object, name, value] of replaced) Reflect.set(object, name, value);
    try {
      await this.#time.runToEnd();
    } finally {
      for (const [index, [object, name]] of replaced.entries()) Reflect.set(object, name, originals[index]);
    }
  }
}

/** Tabs only affect each other through a limited capacity of the backend. Without it, they are simulated in batches. */
export async function simulateElement(scenario: Scenario, portals: number, code: RealCode): Promise<Summary> {
  const ledger = new Ledger(1);
  const batch = scenario.backend.capacity ? portals : Math.min(portals, BATCH);
  for (let done = 0; done < portals; done += batch) {
    const world = new World(scenario, ledger, done + 1);
    await world.run(Math.min(batch, portals - done), (endpoint) => new ElementTab(world, code, endpoint));
  }
  return ledger.summarize();
}

export async function simulateNaive(scenario: Scenario, portals: number): Promise<Summary> {
  const { backend, endsOver } = scenario;
  const simulated = Math.min(portals, backend.capacity ? portals : endsOver ? NAIVE_SAMPLE : NAIVE_ALIKE);
  const ledger = new Ledger(portals / simulated);
  const world = new World(scenario, ledger, 1);
  await world.run(simulated, () => new NaiveTab(world));
  return ledger.summarize();
}
