/** Times that a page or a computer gets wrong: limits that no timer can count, and a clock that is fast or slow. */
import { expect } from '@open-wc/testing';
import { Backend, until } from '../tools/backend.ts';
import { moveClock, setVisible, substitute } from '../tools/conditions.ts';
import { PortalHarness, readyPortal } from '../tools/portal-harness.ts';
import { loadSuccess, message, sessionWarning } from '../tools/sample-messages.ts';

/** The longest delay that a timer can count: above it, browsers let it run at once. */
const LONGEST = 2 ** 31 - 1;

/** The delays of all timers from now on, and what they would run. */
function recordTimers(): { delay: number; run: () => void }[] {
  const timers: { delay: number; run: () => void }[] = [];
  const set = window.setTimeout.bind(window);
  substitute(window, 'setTimeout', (run: () => void, delay = 0) => {
    timers.push({ delay, run });
    return set(run, delay);
  });
  return timers;
}

describe('load-timeout', () => {
  /** What is written, and the limit in ms that it stands for; null for none. */
  const WRITTEN: readonly (readonly [written: string, limit: number | null])[] = [
    ['Infinity', null],
    ['3000000000', null],
    ['2147483648', null],
    ['1e12', null],
    ['-Infinity', null],
    ['-1', null],
    ['0', null],
    ['-0', null],
    ['NaN', null],
    ['abc', null],
    ['20s', null],
    ['2147483647', LONGEST],
    ['30000', 30_000],
    ['1e5', 100_000],
    [' 40000 ', 40_000],
  ];

  for (const [written, limit] of WRITTEN) {
    for (const how of ['attribute', 'property'] as const) {
      it(`${JSON.stringify(written)} as ${how}: ${limit === null ? 'no limit' : `${limit} ms`}`, async () => {
        const backend = await Backend.create();
        await backend.portal({ onLoad: [] });
        const timers = recordTimers();
        const portal = PortalHarness.create({ endpoint: backend.endpoint });
        if (how === 'attribute') portal.element.setAttribute('load-timeout', written);
        else portal.element.loadTimeout = Number(written);
        await portal.connect();
        await backend.listening(1);
        await portal.state('ready');
        // Whatever runs at once has run by now.
        await new Promise((resolve) => setTimeout(resolve, 50));
        const long = timers.map(({ delay }) => delay).filter((delay) => !(delay <= 15_000));
        expect(long).to.deep.equal(limit === null ? [] : [limit]);
        expect(portal.types).not.to.include('portal-error');
        expect(portal.element.state).to.equal('ready');
        expect(await backend.minted()).to.equal(1);
      });
    }
  }
});

describe('a clock that is wrong', () => {
  const HOUR = 3_600_000;

  /** What the portal announces is its server's time; the clock of this computer is `wrong` ms ahead of it. */
  async function session(wrong: number, length = 6 * HOUR) {
    const backend = await Backend.create();
    await backend.portal({ onLoad: [] });
    const server = Date.now();
    moveClock(wrong);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    await backend.listening(1);
    const expiry = new Date(server + length).toISOString();
    portal.say(message('PORTAL_LOAD_SUCCESS', { expiry }));
    await portal.event('portal-message');
    /** The computer sleeps, and somebody looks again so many ms after the session's start. */
    const wakeAt = (after: number) => {
      substitute(Date, 'now', () => server + wrong + after);
      const from = performance.now();
      const now = performance.now.bind(performance);
      substitute(performance, 'now', () => after + now() - from);
      setVisible(false);
      setVisible(true);
    };
    return { backend, portal, wakeAt };
  }

  for (const [name, wrong] of [
    ['right', 0],
    ['1 h fast', HOUR],
    ['1 h slow', -HOUR],
    ['5 h 59 min fast', 6 * HOUR - 60_000],
    ['1 day fast', 24 * HOUR],
    ['1 day slow', -24 * HOUR],
    ['5 min fast', 300_000],
  ] as const) {
    it(`ends no session that has not ended: ${name}`, async () => {
      const { backend, portal, wakeAt } = await session(wrong);
      for (const after of [HOUR, 4 * HOUR, 5 * HOUR + 60_000, 6 * HOUR - 60_000]) {
        wakeAt(after);
        await portal.element.updateComplete;
        expect(portal.element.state, `after ${after / HOUR} h`).to.equal('ready');
      }
      expect(portal.types).not.to.include('portal-refresh');
      expect(await backend.minted()).to.equal(1);
    });

    // A whole day is more than a session lasts: its end is the portal's to tell.
    if (Math.abs(wrong) > 6 * HOUR) continue;
    it(`ends a session whose end has passed while the computer slept, once: ${name}`, async () => {
      const { backend, portal, wakeAt } = await session(wrong);
      await backend.portal({});
      wakeAt(8 * HOUR);
      const event = await portal.event('portal-refresh');
      expect(event.detail).to.deep.equal({ reason: 'session-overdue' });
      await until('the second link', async () => (await backend.minted()) === 2);
      wakeAt(8 * HOUR + 1000);
      expect(portal.types.filter((type) => type === 'portal-refresh')).to.have.length(1);
    });
  }

  it('a warning that comes later moves no end of a session by the error of the clock', async () => {
    const { backend, portal, wakeAt } = await session(HOUR);
    portal.say(sessionWarning(5 * 60_000));
    await portal.event('portal-message', 2);
    wakeAt(4 * 60_000);
    await portal.element.updateComplete;
    expect(portal.element.state).to.equal('ready');
    expect(await backend.minted()).to.equal(1);
  });

  it('with a clock that is right, the announced end is the one that the page reads', async () => {
    const { portal } = await readyPortal();
    const { expiry } = loadSuccess().data as { expiry: string };
    expect(Math.abs(portal.element.expiresAt!.getTime() - Date.parse(expiry))).to.be.below(60_000);
  });
});
