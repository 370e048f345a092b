/**
 * How often the endpoint is asked when the page's own listeners drive the element: a person's click is served at once, and
 * a page that only listens gets a handful of links a minute. Timers are held back and released in their order, so that a
 * minute takes no time.
 */
import { expect, fixtureSync } from '@open-wc/testing';
import { sendMouse } from '@web/test-runner-commands';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend, until } from '../tools/backend.ts';
import { catchWarnings, substitute } from '../tools/conditions.ts';
import { isLongRun } from '../tools/figures.ts';
import { PortalHarness, readyPortal } from '../tools/portal-harness.ts';
import { loadSuccess, message, sessionExpiry } from '../tools/sample-messages.ts';

/** So many links may be asked for in the first minute, whatever listeners do. */
const IN_A_MINUTE = 8;
const MINUTE = 60_000;

/**
 * A clock that stands still while the element has something to do, and goes to its next timer when it has not. Timers that
 * ask for less than 50 ms run as always.
 */
class ShortMinute {
  private now = 0;
  private next = 0;
  private readonly timers = new Map<number, { at: number; run: () => void }>();

  constructor() {
    const set = window.setTimeout.bind(window);
    const clear = window.clearTimeout.bind(window);
    substitute(window, 'setTimeout', (run: () => void, delay = 0) => {
      if (delay < 50) return set(run, delay);
      const id = -++this.next;
      this.timers.set(id, { at: this.now + delay, run });
      return id;
    });
    substitute(window, 'clearTimeout', (id: number) => {
      if (!this.timers.delete(id)) clear(id);
    });
    // What passes for real comes on top: whoever waits in vain must come to an end.
    const now = performance.now.bind(performance);
    const start = now();
    const started = Date.now();
    substitute(Date, 'now', () => started + this.now + now() - start);
    substitute(performance, 'now', () => start + this.now + now() - start);
    this.wait = (ms) => new Promise((resolve) => set(resolve, ms));
  }

  /** Waits in real time. */
  readonly wait: (ms: number) => Promise<void>;

  /** Lets a minute pass: each timer runs when nothing has been asked for a while. */
  async pass(ms: number, asked: () => number, isBusy: () => boolean): Promise<void> {
    const end = this.now + ms;
    // A page that asks without a pause never gets to its timers; a minute of it is a second here.
    const giveUp = 100;
    for (let round = 0; round < giveUp && this.now < end; round++) {
      // Frames load in real time.
      for (let wait = 0; wait < 60 && isBusy(); wait++) await this.wait(15);
      let before = -1;
      for (let still = 0; still < 4;) {
        await this.wait(15);
        still = asked() === before ? still + 1 : 0;
        before = asked();
        if (before > 5 * IN_A_MINUTE) return;
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

/** What fails, and the number of requests that the element makes for it by itself. */
interface Failure {
  readonly values?: (backend: Backend) => Partial<ScalekitAdminPortalElement>;
  readonly prepare?: (backend: Backend) => Promise<void>;
}

const FAILURES: Readonly<Record<string, Failure>> = {
  'the endpoint answers 404': { prepare: (backend) => backend.answers([{ status: 404 }]) },
  'the endpoint answers 401': { prepare: (backend) => backend.answers([{ status: 401 }]) },
  'a wrong environment-url': { values: () => ({ environmentUrl: 'https://elsewhere.example' }) },
  'the portal says that it cannot load': {
    prepare: (backend) => backend.portal({ onLoad: [message('PORTAL_LOAD_FAILURE', { error_code: 'INTERNAL' })] }),
  },
  'each session ends at once': { prepare: (backend) => backend.portal({ onLoad: [loadSuccess(), sessionExpiry()] }) },
};

/** What a listener does about an event. */
const ANSWERS: Readonly<Record<string, (element: ScalekitAdminPortalElement, backend: Backend) => void>> = {
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
  'takes the endpoint away and sets it': (element, backend) => {
    element.endpoint = null;
    void element.updateComplete.then(() => (element.endpoint = backend.endpoint));
  },
  'sets a "src" that was used': (element, backend) => {
    element.src = backend.link(1);
  },
  'takes the element out and puts it in': (element) => {
    const parent = element.parentElement!;
    element.remove();
    parent.append(element);
  },
  'takes the element out and puts it in a task later': (element) => {
    const parent = element.parentElement!;
    element.remove();
    setTimeout(() => parent.append(element));
  },
  'sets a new fetchPortalLink': (element, backend) => {
    element.fetchPortalLink = async () => {
      const response = await fetch(backend.endpoint, { cache: 'no-store' });
      // No link in it: final at once. What a function throws is tried 4 times, as a network that fails.
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
let different = 0;

/** An element whose listeners answer every failure, and every end of a session. */
async function listened(failure: Failure, answer: (typeof ANSWERS)[string]) {
  const backend = await Backend.create();
  await failure.prepare?.(backend);
  const clock = new ShortMinute();
  let asked = 0;
  const ask = window.fetch.bind(window);
  substitute(window, 'fetch', (...request: Parameters<typeof fetch>) => {
    if (new Request(request[0]).url.includes(`/backend/${backend.run}/link`)) asked++;
    return ask(...request);
  });
  const portal = PortalHarness.create({ endpoint: backend.endpoint, ...failure.values?.(backend) });
  const react = () => {
    if (portal.element.isConnected) answer(portal.element, backend);
  };
  portal.element.addEventListener('portal-error', react);
  portal.element.addEventListener('session-expired', react);
  portal.element.addEventListener('portal-session-expiry', react);
  await portal.connect();
  const isBusy = () => portal.element.state === 'loading';
  const pass = (ms: number) => clock.pass(ms, () => asked, isBusy);
  return { backend, clock, portal, pass, asked: () => asked };
}

const isLong = await isLongRun();

/**
 * Whether a listener's answer is tried with a failure: each with the end of a session, and in turn with one of the failures
 * that come before there is one. `npm run hold` tries each with each.
 */
function isTried(failure: number, answer: number): boolean {
  const last = Object.keys(FAILURES).length - 1;
  return isLong || failure === last || failure === answer % last;
}

describe('a page whose listeners answer failures', () => {
  for (const [row, [what, failure]] of Object.entries(FAILURES).entries()) {
    for (const [column, [how, answer]] of Object.entries(ANSWERS).entries()) {
      if (!isTried(row, column)) continue;
      it(`asks at most ${IN_A_MINUTE} times a minute: ${what}, a listener ${how}`, async () => {
        catchWarnings();
        const { backend, pass, asked } = await listened(failure, answer);
        await pass(MINUTE);
        expect(asked()).to.be.within(1, IN_A_MINUTE);
        expect(await backend.minted()).to.be.at.most(IN_A_MINUTE);
      });
    }
  }

  it('serves a person who clicks at once, however often the page has asked', async () => {
    catchWarnings();
    const { clock, portal, pass, asked } = await listened(
      FAILURES['the endpoint answers 404']!,
      ANSWERS['calls reload()']!,
    );
    await pass(MINUTE);
    for (let click = 1; click <= 5; click++) {
      await until('the panel', () => portal.part('retry'));
      const before = asked();
      portal.click('retry');
      await until(`the request of click ${click}`, () => asked() > before);
      await clock.wait(30);
    }
  });

  it('serves a person who clicks while a call of a listener waits, with one request', async () => {
    catchWarnings();
    const { backend, portal, pass, asked } = await listened(
      FAILURES['the endpoint answers 404']!,
      ANSWERS['calls reload()']!,
    );
    await pass(10_000);
    await backend.answers([{}]);
    const before = asked();
    if (portal.part('retry')) portal.click('retry');
    else throw new Error('There is no button while a call of a listener waits.');
    await portal.state('ready');
    expect(asked()).to.equal(before + 1);
    expect(await backend.minted()).to.equal(1);
  });

  it('settles each call of a listener in the end', async () => {
    catchWarnings();
    const outcomes: string[] = [];
    let calls = 0;
    const { portal, pass } = await listened(FAILURES['the endpoint answers 404']!, (element) => {
      calls++;
      element.reload().then(
        () => outcomes.push('resolved'),
        (reason: unknown) => outcomes.push((reason as Error).name),
      );
    });
    await pass(MINUTE);
    portal.element.remove();
    await until('all calls are settled', () => outcomes.length === calls);
    expect(new Set(outcomes).has('resolved')).to.equal(false);
  });
});

describe('reload() of the page', () => {
  /** A button of the page's own, and an element that shows. */
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

  it('is served at once in the handler of a click, however many there were', async () => {
    const { backend, portal, button, click } = await pageWithButton();
    let outcome: Promise<void> = Promise.resolve();
    button.addEventListener('click', () => {
      outcome = portal.element.reload();
    });
    for (let clicks = 1; clicks <= IN_A_MINUTE + 1; clicks++) {
      await click();
      await until('the click', async () => (await backend.minted()) === clicks + 1);
      await outcome;
    }
  });

  it('is a call without a person in the seconds after a click', async () => {
    const { backend, portal, click } = await pageWithButton();
    await click();
    expect(navigator.userActivation.isActive, 'the page is activated').to.equal(true);
    for (let calls = 0; calls < 2 * IN_A_MINUTE; calls++) {
      void portal.element.reload().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(await backend.minted()).to.be.at.most(IN_A_MINUTE);
  });
});
