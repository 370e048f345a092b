/**
 * The number of requests when listeners of the page drive the element: a click gets a link at once, and listeners get a few
 * links per minute. Long timers fire in order without delay, so that a minute takes little time.
 */
import { expect, fixtureSync } from '@open-wc/testing';
import { sendMouse } from '@web/test-runner-commands';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend, until, type BackendSetup } from '../tools/backend.ts';
import { catchWarnings, stub } from '../tools/conditions.ts';
import { isLongRun } from '../tools/figures.ts';
import { PortalHarness, readyPortal, rejectionOf } from '../tools/portal-harness.ts';
import { loadSuccess, message, sessionExpiry } from '../tools/sample-messages.ts';

/** The most requests in the first minute, whatever the listeners do. */
const MOST_PER_MINUTE = 8;
const MINUTE = 60_000;

/**
 * A clock that stops while the element is busy, and jumps to the next timer when it is not. Timers of less than 50 ms are not
 * affected.
 */
class JumpingClock {
  private now = 0;
  private next = 0;
  private readonly timers = new Map<number, { at: number; run: () => void }>();

  constructor() {
    const set = window.setTimeout.bind(window);
    const clear = window.clearTimeout.bind(window);
    stub(window, 'setTimeout', (run: () => void, delay = 0) => {
      if (delay < 50) return set(run, delay);
      const id = -++this.next;
      this.timers.set(id, { at: this.now + delay, run });
      return id;
    });
    stub(window, 'clearTimeout', (id: number) => {
      if (!this.timers.delete(id)) clear(id);
    });
    // Real time is added, so that a test that waits in vain ends.
    const now = performance.now.bind(performance);
    const start = now();
    const started = Date.now();
    stub(Date, 'now', () => started + this.now + now() - start);
    stub(performance, 'now', () => start + this.now + now() - start);
    this.wait = (ms) => new Promise((resolve) => set(resolve, ms));
  }

  /** Waits in real time. */
  readonly wait: (ms: number) => Promise<void>;

  /** Lets time pass: each timer fires when there has been no request for a while. */
  async pass(ms: number, requests: () => number, isBusy: () => boolean): Promise<void> {
    const end = this.now + ms;
    // Requests without a pause keep the timers from firing. A minute of them is a second here.
    const giveUp = 100;
    for (let round = 0; round < giveUp && this.now < end; round++) {
      // Frames load in real time.
      for (let wait = 0; wait < 60 && isBusy(); wait++) await this.wait(15);
      let before = -1;
      for (let still = 0; still < 4;) {
        await this.wait(15);
        still = requests() === before ? still + 1 : 0;
        before = requests();
        if (before > 5 * MOST_PER_MINUTE) return;
      }
      const due = [...this.timers].sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due || due[1].at > end) break;
      const [id, { at, run }] = due;
      this.timers.delete(id);
      this.now = Math.max(this.now, at);
      run();
    }
    this.now = end;
  }
}

interface Failure extends BackendSetup {
  readonly values?: Partial<ScalekitAdminPortalElement>;
}

const FAILURES: Readonly<Record<string, Failure>> = {
  'the endpoint answers 404': { answers: [{ status: 404 }] },
  'the endpoint answers 401': { answers: [{ status: 401 }] },
  'a wrong environment-url': { values: { environmentUrl: 'https://elsewhere.example' } },
  'the portal posts PORTAL_LOAD_FAILURE': {
    portal: { onLoad: [message('PORTAL_LOAD_FAILURE', { error_code: 'INTERNAL' })] },
  },
  'each session ends at once': { portal: { onLoad: [loadSuccess(), sessionExpiry()] } },
};

let different = 0;

/** The reactions of a listener to an event. */
const REACTIONS: Readonly<Record<string, (element: ScalekitAdminPortalElement, backend: Backend) => void>> = {
  'calls reload()': (element) => void element.reload().catch(() => undefined),
  'calls reload() a task later': (element) => {
    setTimeout(() => void element.reload().catch(() => undefined));
  },
  'calls reload() three times': (element) => {
    for (let time = 0; time < 3; time++) void element.reload().catch(() => undefined);
  },
  'sets another endpoint': (element, backend) => {
    element.endpoint = `${backend.endpoint}?${++different}`;
  },
  'removes the endpoint and sets it again': (element, backend) => {
    element.endpoint = null;
    void element.updateComplete.then(() => (element.endpoint = backend.endpoint));
  },
  'sets a used "src"': (element, backend) => {
    element.src = backend.link(1);
  },
  'removes the element and puts it back': (element) => {
    const parent = element.parentElement!;
    element.remove();
    parent.append(element);
  },
  'removes the element and puts it back a task later': (element) => {
    const parent = element.parentElement!;
    element.remove();
    setTimeout(() => parent.append(element));
  },
  'sets a new fetchPortalLink': (element, backend) => {
    element.fetchPortalLink = async () => {
      const response = await fetch(backend.endpoint, { cache: 'no-store' });
      // An answer without a link is final. If the function threw, the element would call it 4 times.
      return response.ok ? ((await response.json()) as { location: string }).location : '';
    };
    void element.reload().catch(() => undefined);
  },
  'sets headers': (element) => {
    element.headers = { 'x-time': String(++different) };
  },
  'changes the mode and back': (element) => {
    element.mode = 'tab';
    void element.updateComplete.then(() => (element.mode = 'embed'));
  },
};

/** An element whose listeners react to every failure and to every end of a session. */
async function withListeners(failure: Failure, reaction: (typeof REACTIONS)[string]) {
  catchWarnings();
  const backend = await Backend.create(failure);
  const clock = new JumpingClock();
  let requests = 0;
  const send = window.fetch.bind(window);
  stub(window, 'fetch', (...request: Parameters<typeof fetch>) => {
    if (new Request(request[0]).url.includes(`/backend/${backend.run}/link`)) requests++;
    return send(...request);
  });
  const portal = PortalHarness.create({ endpoint: backend.endpoint, ...failure.values });
  const react = () => {
    if (portal.element.isConnected) reaction(portal.element, backend);
  };
  for (const type of ['portal-error', 'session-expired', 'portal-session-expiry'])
    portal.element.addEventListener(type, react);
  await portal.connect();
  const isBusy = () => portal.element.state === 'loading';
  const pass = (ms: number) => clock.pass(ms, () => requests, isBusy);
  return { backend, clock, portal, pass, requests: () => requests };
}

const isLong = await isLongRun();

/**
 * Whether a reaction is tested with a failure: each with the end of a session, and each with one of the other failures in
 * turn. `npm run hold` tests every combination.
 */
function isTested(failure: number, reaction: number): boolean {
  const last = Object.keys(FAILURES).length - 1;
  return isLong || failure === last || failure === reaction % last;
}

describe('a page whose listeners react to failures', () => {
  for (const [row, [name, failure]] of Object.entries(FAILURES).entries()) {
    for (const [column, [act, reaction]] of Object.entries(REACTIONS).entries()) {
      if (!isTested(row, column)) continue;
      it(`sends at most ${MOST_PER_MINUTE} requests a minute: ${name}, a listener ${act}`, async () => {
        const { backend, pass, requests } = await withListeners(failure, reaction);
        await pass(MINUTE);
        expect(requests()).to.be.within(1, MOST_PER_MINUTE);
        expect(await backend.minted()).to.be.at.most(MOST_PER_MINUTE);
      });
    }
  }

  const reloading = () => withListeners(FAILURES['the endpoint answers 404']!, REACTIONS['calls reload()']!);

  it('sends a request at once for a click, however many the listeners have caused', async () => {
    const { clock, portal, pass, requests } = await reloading();
    await pass(MINUTE);
    for (let click = 1; click <= 5; click++) {
      await until('the panel', () => portal.part('retry'));
      const before = requests();
      portal.click('retry');
      await until(`the request of click ${click}`, () => requests() > before);
      await clock.wait(30);
    }
  });

  it('sends one request for a click while a reload() of a listener is delayed', async () => {
    const { backend, portal, pass, requests } = await reloading();
    await pass(10_000);
    await backend.answers([{}]);
    const before = requests();
    portal.click('retry');
    await portal.state('ready');
    expect(requests()).to.equal(before + 1);
    expect(await backend.minted()).to.equal(1);
  });

  it('gets every reload() of a listener settled', async () => {
    const outcomes: unknown[] = [];
    let calls = 0;
    const { portal, pass } = await withListeners(FAILURES['the endpoint answers 404']!, (element) => {
      calls++;
      void rejectionOf(element.reload()).then((outcome) => outcomes.push(outcome));
    });
    await pass(MINUTE);
    portal.element.remove();
    await until('all calls are settled', () => outcomes.length === calls);
    expect(outcomes, 'none is fulfilled').not.to.include(null);
  });
});

describe('reload()', () => {
  /** An element that shows, and a button of the page. */
  async function pageWithButton() {
    const { backend, portal } = await readyPortal();
    const button = fixtureSync<HTMLElement>(document.createElement('button'));
    const click = async () => {
      const { left, top, width, height } = button.getBoundingClientRect();
      await sendMouse({ type: 'click', position: [Math.round(left + width / 2), Math.round(top + height / 2)] });
    };
    button.textContent = 'Renew';
    button.style.cssText = 'position: fixed; inset: 0 auto auto 0; z-index: 9';
    return { backend, portal, button, click };
  }

  it('gets a link at once in the handler of a click, however many there were', async () => {
    const { backend, portal, button, click } = await pageWithButton();
    let outcome: Promise<void> = Promise.resolve();
    button.addEventListener('click', () => {
      outcome = portal.element.reload();
    });
    for (let clicks = 1; clicks <= MOST_PER_MINUTE + 1; clicks++) {
      await click();
      await until('the click', async () => (await backend.minted()) === clicks + 1);
      await outcome;
    }
  });

  it('is limited in the seconds after a click', async () => {
    const { backend, portal, click } = await pageWithButton();
    await click();
    expect(navigator.userActivation.isActive, 'the page is activated').to.equal(true);
    for (let calls = 0; calls < 2 * MOST_PER_MINUTE; calls++) {
      void portal.element.reload().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(await backend.minted()).to.be.at.most(MOST_PER_MINUTE);
  });
});
