/** Wrong times: limits that are too long for a timer, and a clock that is fast or slow. */
import { expect } from '@open-wc/testing';
import { Backend, until } from '../tools/backend.ts';
import { leaveAndReturn, moveClock, stub } from '../tools/conditions.ts';
import { mountPortal, PortalHarness, readyPortal } from '../tools/portal-harness.ts';
import { loadSuccess, message, sessionWarning } from '../tools/sample-messages.ts';

/** The longest delay of a timer: browsers fire a longer one at once. */
const LONGEST = 2 ** 31 - 1;

/** The delays of all timers from now on. */
function recordDelays(): number[] {
  const delays: number[] = [];
  const set = window.setTimeout.bind(window);
  stub(window, 'setTimeout', (run: () => void, delay = 0) => {
    delays.push(delay);
    return set(run, delay);
  });
  return delays;
}

describe('load-timeout', () => {
  /** Values, and their limits in ms; null for no limit. */
  const VALUES: readonly (readonly [value: string, limit: number | null])[] = [
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

  for (const [value, limit] of VALUES) {
    for (const how of ['attribute', 'property'] as const) {
      it(`${JSON.stringify(value)} as ${how} sets ${limit === null ? 'no limit' : `a limit of ${limit} ms`}`, async () => {
        const backend = await Backend.create({ portal: { onLoad: [] } });
        const delays = recordDelays();
        const portal = PortalHarness.create({ endpoint: backend.endpoint });
        if (how === 'attribute') portal.element.setAttribute('load-timeout', value);
        else portal.element.loadTimeout = Number(value);
        await portal.connect();
        await backend.listening(1);
        await portal.state('ready');
        // A timer that fires at once has fired by then.
        await new Promise((resolve) => setTimeout(resolve, 50));
        expect(delays.filter((delay) => !(delay <= 15_000))).to.deep.equal(limit === null ? [] : [limit]);
        expect(portal.types).not.to.include('portal-error');
        expect(portal.element.state).to.equal('ready');
        expect(await backend.minted()).to.equal(1);
      });
    }
  }
});

describe('the clock of the computer', () => {
  const HOUR = 3_600_000;

  /** A session of 6 h by the portal's server. The clock of the computer is `error` ms fast. */
  async function session(error: number) {
    const server = Date.now();
    moveClock(error);
    const { backend, portal } = await mountPortal({ portal: { onLoad: [] } });
    await backend.listening(1);
    const expiry = new Date(server + 6 * HOUR).toISOString();
    await portal.deliver(message('PORTAL_LOAD_SUCCESS', { expiry }));
    /** The computer sleeps, and wakes so many ms after the start of the session. */
    const wakeAt = (after: number) => {
      stub(Date, 'now', () => server + error + after);
      const from = performance.now();
      const now = performance.now.bind(performance);
      stub(performance, 'now', () => after + now() - from);
      leaveAndReturn();
    };
    return { backend, portal, wakeAt };
  }

  for (const [name, error] of [
    ['right', 0],
    ['1 h fast', HOUR],
    ['1 h slow', -HOUR],
    ['5 h 59 min fast', 6 * HOUR - 60_000],
    ['1 day fast', 24 * HOUR],
    ['1 day slow', -24 * HOUR],
    ['5 min fast', 300_000],
  ] as const) {
    it(`does not end a session early: ${name}`, async () => {
      const { backend, portal, wakeAt } = await session(error);
      for (const after of [HOUR, 4 * HOUR, 5 * HOUR + 60_000, 6 * HOUR - 60_000]) {
        wakeAt(after);
        await portal.element.updateComplete;
        expect(portal.element.state, `after ${after / HOUR} h`).to.equal('ready');
      }
      expect(portal.types).not.to.include('portal-refresh');
      expect(await backend.minted()).to.equal(1);
    });

    // An error of a day is longer than a session. Then only a message of the portal ends it.
    if (Math.abs(error) > 6 * HOUR) continue;
    it(`ends a session once whose end passed while the computer slept: ${name}`, async () => {
      const { backend, portal, wakeAt } = await session(error);
      await backend.portal({});
      wakeAt(8 * HOUR);
      const event = await portal.event('portal-refresh');
      expect(event.detail).to.deep.equal({ reason: 'session-overdue' });
      await until('the second link', async () => (await backend.minted()) === 2);
      wakeAt(8 * HOUR + 1000);
      expect(portal.count('portal-refresh')).to.equal(1);
    });
  }

  it('does not end a session early after a warning: 1 h fast', async () => {
    const { backend, portal, wakeAt } = await session(HOUR);
    await portal.deliver(sessionWarning(5 * 60_000));
    wakeAt(4 * 60_000);
    await portal.element.updateComplete;
    expect(portal.element.state).to.equal('ready');
    expect(await backend.minted()).to.equal(1);
  });

  it('leaves expiresAt at the announced end if it is right', async () => {
    const { portal } = await readyPortal();
    const { expiry } = loadSuccess().data as { expiry: string };
    expect(Math.abs(portal.element.expiresAt!.getTime() - Date.parse(expiry))).to.be.below(60_000);
  });
});
