/**
 * The state machine by itself, with a host that does nothing but keep a record: every order of calls, and listeners
 * that call back in the middle of an event.
 */
import { expect } from '@open-wc/testing';
import { PortalError } from '../../src/portal-error.ts';
import { PortalLifecycle, type PortalLifecycleHost } from '../../src/portal-lifecycle.ts';
import type { LinkReason } from '../../src/portal-link.ts';
import { parsePortalMessage } from '../../src/portal-messages.ts';
import { holdTimers, substitute } from '../tools/conditions.ts';
import type { HeldTimers } from '../tools/portal-harness.ts';
import { loadSuccess, message, sessionExpiry, sessionWarning, ssoEnabled } from '../tools/sample-messages.ts';

const LOAD_TIMEOUT = 54_321;

/** A request for a link, answered by the test. */
interface Request extends PromiseWithResolvers<URL> {
  reason: LinkReason;
  signal: AbortSignal;
}

class FakeHost implements PortalLifecycleHost {
  readonly lifecycle = new PortalLifecycle(this);
  readonly requests: Request[] = [];
  readonly log: string[] = [];
  /** Called with each event while it is dispatched; false prevents it. */
  listener: (name: string, detail: any) => unknown = () => true;
  hasFrame = false;
  source = true;
  attended = true;
  timeout = LOAD_TIMEOUT;

  loadTimeout = () => this.timeout;
  canAsk = () => this.source;
  isTimeTo = (reason: LinkReason) => reason !== 'refresh' || this.attended;
  now = () => Date.now();
  changed = () => undefined;

  ask(reason: LinkReason, signal: AbortSignal): Promise<URL> {
    const request = { reason, signal, ...Promise.withResolvers<URL>() };
    this.requests.push(request);
    return request.promise;
  }

  mount(): void {
    expect(this.hasFrame, 'one frame at a time').to.equal(false);
    this.hasFrame = true;
  }

  unmount(): void {
    this.hasFrame = false;
  }

  emit(name: string, detail: any): boolean {
    this.log.push(name === 'portal-state-change' ? detail.state : name);
    return this.listener(name, detail) !== false;
  }

  /** Answers the last request. */
  async answer(link = new URL('https://portal.example/link')): Promise<void> {
    this.requests.at(-1)!.resolve(link);
    await settled();
  }

  say(value: unknown): void {
    this.lifecycle.receive(parsePortalMessage(value)!);
  }

  /** From nothing to a portal that shows. */
  async ready(value: unknown = loadSuccess()): Promise<void> {
    this.lifecycle.begin('start');
    await this.answer();
    this.say(value);
    this.log.length = 0;
  }

  get reasons(): LinkReason[] {
    return this.requests.map(({ reason }) => reason);
  }
}

/** All microtasks have run. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage(0);
  });
}

/** A clock that stands still until it is moved. */
function stopClock(): { pass(ms: number): void } {
  let now = Date.now();
  substitute(Date, 'now', () => now);
  return { pass: (ms) => (now += ms) };
}

describe('PortalLifecycle', () => {
  let host: FakeHost;
  let lifecycle: PortalLifecycle;
  let timers: HeldTimers;

  beforeEach(() => {
    // No watchdog outlives its test.
    timers = holdTimers(LOAD_TIMEOUT);
    host = new FakeHost();
    lifecycle = host.lifecycle;
  });

  describe('a run', () => {
    it('goes from idle over loading to ready', async () => {
      expect(lifecycle.state).to.equal('idle');
      lifecycle.begin('start');
      expect(lifecycle.state).to.equal('loading');
      expect(host.hasFrame).to.equal(false);
      await host.answer();
      expect(host.hasFrame).to.equal(true);
      lifecycle.frameLoaded();
      expect(lifecycle.state).to.equal('ready');
      expect(host.log).to.deep.equal(['loading', 'ready']);
    });

    it('that was replaced mounts nothing, and its request is aborted', async () => {
      lifecycle.begin('start');
      lifecycle.begin('start');
      expect(host.requests[0]!.signal.aborted).to.equal(true);
      host.requests[0]!.resolve(new URL('https://portal.example/old'));
      await settled();
      expect(host.hasFrame).to.equal(false);
      expect(lifecycle.state).to.equal('loading');
    });

    it('that was replaced reports no error', async () => {
      lifecycle.begin('start');
      lifecycle.begin('start');
      host.requests[0]!.reject(new PortalError('ENDPOINT_FAILED', 'late'));
      await settled();
      expect(host.log).to.deep.equal(['loading']);
      expect(lifecycle.error).to.equal(null);
    });

    it('that was stopped mounts nothing', async () => {
      lifecycle.begin('start');
      lifecycle.stop();
      await host.answer();
      expect(host.hasFrame).to.equal(false);
      expect(lifecycle.state).to.equal('idle');
    });

    it('asks for no link if a listener of "loading" stops it', () => {
      host.listener = (_, { state }) => state === 'loading' && lifecycle.stop();
      lifecycle.begin('start');
      expect(host.requests).to.deep.equal([]);
      expect(lifecycle.state).to.equal('idle');
    });

    it('asks for one link if a listener of "loading" reloads', () => {
      host.listener = (_, { state }) => {
        if (state === 'loading') void lifecycle.reload();
      };
      lifecycle.begin('start');
      expect(host.requests.length).to.equal(1);
    });

    it('that failed says so once, with the error in place', async () => {
      const error = new PortalError('ENDPOINT_FAILED', 'no');
      const seen: unknown[] = [];
      host.listener = (name) => seen.push(name, lifecycle.state, lifecycle.error);
      lifecycle.begin('start');
      seen.length = 0;
      host.requests[0]!.reject(error);
      await settled();
      expect(seen).to.deep.equal(['portal-state-change', 'error', error, 'portal-error', 'error', error]);
    });

    it('that failed hands the error to those who listen', async () => {
      const error = new PortalError('ENDPOINT_FAILED', 'no');
      let seen: unknown;
      host.listener = (name, detail) => name === 'portal-error' && (seen = detail);
      lifecycle.begin('start');
      host.requests[0]!.reject(error);
      await settled();
      expect(seen).to.deep.equal({ error });
    });

    it('clears the error of the last one before it says "loading"', async () => {
      lifecycle.begin('start');
      host.requests[0]!.reject(new PortalError('ENDPOINT_FAILED', 'no'));
      await settled();
      let seen: unknown;
      host.listener = () => (seen = lifecycle.error);
      lifecycle.begin('start');
      expect(seen).to.equal(null);
    });
  });

  describe('reload()', () => {
    it('is shared by callers while a link is asked for, and resolves when the portal shows', async () => {
      const first = lifecycle.reload();
      const second = lifecycle.reload();
      await host.answer();
      host.say(loadSuccess());
      await Promise.all([first, second]);
      expect(host.reasons).to.deep.equal(['reload']);
    });

    it('joins a start', async () => {
      lifecycle.begin('start');
      const outcome = lifecycle.reload();
      await host.answer();
      lifecycle.frameLoaded();
      await outcome;
      expect(host.reasons).to.deep.equal(['start']);
    });

    it('rejects with the error, and the next call gets an outcome of its own', async () => {
      const error = new PortalError('ENDPOINT_FAILED', 'no');
      let again: Promise<void> | undefined;
      host.listener = (name) => {
        if (name === 'portal-error') again = lifecycle.reload();
      };
      const outcome = lifecycle.reload().catch((reason: unknown) => reason);
      host.requests[0]!.reject(error);
      expect(await outcome).to.equal(error);
      await host.answer();
      lifecycle.frameLoaded();
      await again;
      expect(lifecycle.state).to.equal('ready');
      expect(host.requests.length).to.equal(2);
    });

    it('rejects with ENDPOINT_MISSING if there is nothing to ask, and changes nothing', async () => {
      await host.ready();
      host.source = false;
      const error = (await lifecycle.reload().catch((reason: unknown) => reason)) as PortalError;
      expect(error.code).to.equal('ENDPOINT_MISSING');
      expect(lifecycle.state).to.equal('ready');
      expect(host.hasFrame).to.equal(true);
    });

    it('names both sources if there is nothing to ask', async () => {
      host.source = false;
      const error = (await lifecycle.reload().catch((reason: unknown) => reason)) as PortalError;
      expect(error.message).to.include('"endpoint"').and.to.include('"fetchPortalLink"');
    });

    it('rejects with an AbortError when everything is stopped', async () => {
      const outcome = lifecycle.reload().catch((reason: unknown) => reason);
      lifecycle.stop();
      expect(((await outcome) as Error).name).to.equal('AbortError');
    });

    it('waits on when the new session ends at once and another one follows', async () => {
      const outcome = lifecycle.reload();
      await host.answer();
      host.say(sessionExpiry());
      expect(lifecycle.state).to.equal('loading');
      await host.answer();
      host.say(loadSuccess());
      await outcome;
      expect(host.reasons).to.deep.equal(['reload', 'refresh']);
    });

    it('rejects with an AbortError when the new session ends before it shows, and is not followed by another', async () => {
      for (const isPrevented of [true, false]) {
        host.source = true;
        const outcome = lifecycle.reload().catch((reason: unknown) => reason);
        await host.answer();
        if (isPrevented) host.listener = (name) => name !== 'portal-refresh';
        else host.source = false;
        host.say(sessionExpiry());
        host.listener = () => true;
        expect(await outcome).to.have.property('name', 'AbortError');
        expect(lifecycle.state).to.equal('expired');
      }
    });
  });

  describe('launch()', () => {
    it('asks for a link to open, hands it on, tells reload(), and mounts no frame', async () => {
      const link = new URL('https://portal.example/elsewhere');
      const opened: URL[] = [];
      let launched: Promise<void> | undefined;
      const outcome = lifecycle.reload(true, () => {
        launched = lifecycle.launch((link) => opened.push(link), false);
      });
      expect([lifecycle.state, ...host.reasons]).to.deep.equal(['loading', 'open']);
      await host.answer(link);
      await Promise.all([launched, outcome]);
      expect(opened).to.deep.equal([link]);
      expect(host.hasFrame).to.equal(false);
      expect(lifecycle.state).to.equal('idle');
    });

    it('keeps the state at loading when the link takes the place of the page', async () => {
      const launched = lifecycle.launch(() => undefined, true);
      await host.answer();
      await launched;
      expect(lifecycle.state).to.equal('loading');
    });

    it('hands on nothing once it was stopped', async () => {
      const opened: URL[] = [];
      const launched = lifecycle.launch((link) => opened.push(link), false).catch((reason: unknown) => reason);
      lifecycle.stop();
      await host.answer();
      expect(await launched).to.have.property('name', 'AbortError');
      expect(opened).to.deep.equal([]);
    });
  });

  describe('the end of a session', () => {
    it('goes out in order: expired, the message, its own event, the refresh, loading', async () => {
      await host.ready();
      host.say(sessionExpiry());
      expect(host.log).to.deep.equal([
        'expired',
        'portal-message',
        'portal-session-expiry',
        'portal-refresh',
        'loading',
      ]);
      expect(host.reasons).to.deep.equal(['start', 'refresh']);
    });

    it('is the reason of the refresh', async () => {
      await host.ready();
      let seen: unknown;
      host.listener = (name, detail) => name === 'portal-refresh' && (seen = detail);
      host.say(sessionExpiry());
      expect(seen).to.deep.equal({ reason: 'session-expired' });
    });

    it('is followed by one refresh if a listener finds it out before the portal says so', async () => {
      const clock = stopClock();
      await host.ready(loadSuccess(60_000));
      host.listener = (name) => {
        if (name === 'portal-message') lifecycle.wake();
        return name !== 'portal-refresh';
      };
      clock.pass(60_000);
      host.say(ssoEnabled());
      expect(host.log.filter((name) => name === 'portal-refresh')).to.deep.equal(['portal-refresh']);
      expect(lifecycle.state).to.equal('expired');
    });

    it('takes the frame and expiresAt away before the first event', async () => {
      await host.ready();
      const seen: unknown[] = [];
      host.listener = () => seen.push([lifecycle.expiresAt, host.hasFrame]);
      host.say(sessionExpiry());
      expect(seen.length).to.equal(5);
      for (const pair of seen) expect(pair).to.deep.equal([null, false]);
    });

    it('stays expired when the refresh is prevented, whatever wakes the page', async () => {
      await host.ready();
      host.listener = (name) => name !== 'portal-refresh';
      host.say(sessionExpiry());
      lifecycle.wake();
      expect(lifecycle.state).to.equal('expired');
      expect(lifecycle.isWaiting).to.equal(false);
      expect(host.requests.length).to.equal(1);
    });

    it('is no refresh without a source', async () => {
      await host.ready();
      host.source = false;
      host.say(sessionExpiry());
      expect(host.log).to.deep.equal(['expired', 'portal-message', 'portal-session-expiry']);
      expect(lifecycle.state).to.equal('expired');
    });

    for (const name of ['portal-state-change', 'portal-message', 'portal-session-expiry', 'portal-refresh']) {
      it(`asks for nothing more if a listener of ${name} stops everything`, async () => {
        await host.ready();
        host.listener = (event) => event === name && lifecycle.state === 'expired' && lifecycle.stop();
        host.say(sessionExpiry());
        lifecycle.wake();
        expect(lifecycle.state).to.equal('idle');
        expect(host.log.includes('portal-refresh')).to.equal(name === 'portal-refresh');
        expect(host.requests.length).to.equal(1);
      });

      it(`asks for one link if a listener of ${name} reloads`, async () => {
        await host.ready();
        host.listener = (event) => {
          if (event === name && lifecycle.state === 'expired') void lifecycle.reload();
        };
        host.say(sessionExpiry());
        expect(host.reasons).to.deep.equal(['start', 'reload']);
        expect(lifecycle.state).to.equal('loading');
        expect(host.log.includes('portal-refresh')).to.equal(name === 'portal-refresh');
        await host.answer();
        expect(host.hasFrame).to.equal(true);
      });
    }

    it('has nothing to wait for when its source is gone: it stays expired, and reload() is told', async () => {
      await host.ready();
      const outcome = lifecycle.reload().catch((error: unknown) => error);
      await host.answer();
      host.attended = false;
      host.say(sessionExpiry());
      host.attended = true;
      host.source = false;
      lifecycle.wake();
      expect([lifecycle.state, lifecycle.isWaiting]).to.deep.equal(['expired', false]);
      expect(await outcome).to.have.property('name', 'AbortError');
      expect(host.reasons).to.deep.equal(['start', 'reload']);
    });

    it('waits until somebody is there', async () => {
      await host.ready();
      host.attended = false;
      host.say(sessionExpiry());
      expect(host.log.at(-1)).to.equal('portal-refresh');
      expect([lifecycle.state, lifecycle.isWaiting]).to.deep.equal(['expired', true]);
      lifecycle.wake();
      expect(host.requests.length).to.equal(1);
      host.attended = true;
      lifecycle.wake();
      lifecycle.wake();
      expect(host.requests.length).to.equal(2);
      expect(lifecycle.isWaiting).to.equal(false);
    });

    it('does not wait for a person who reloads by hand', async () => {
      await host.ready();
      host.attended = false;
      host.say(sessionExpiry());
      void lifecycle.reload();
      host.attended = true;
      lifecycle.wake();
      expect(host.reasons).to.deep.equal(['start', 'reload']);
    });

    it('forgets the wait when everything is stopped', async () => {
      await host.ready();
      host.attended = false;
      host.say(sessionExpiry());
      lifecycle.stop();
      host.attended = true;
      lifecycle.wake();
      expect(host.requests.length).to.equal(1);
    });
  });

  describe('an overdue session', () => {
    it('is refreshed when the page wakes, and not a moment earlier', async () => {
      const clock = stopClock();
      await host.ready(loadSuccess(60_000));
      clock.pass(59_999);
      lifecycle.wake();
      expect(host.log).to.deep.equal([]);
      clock.pass(1);
      let reason: unknown;
      host.listener = (name, detail) => name === 'portal-refresh' && (reason = detail.reason);
      lifecycle.wake();
      expect(host.log).to.deep.equal(['expired', 'portal-refresh', 'loading']);
      expect(reason).to.equal('session-overdue');
    });

    it('counts the moment of a warning', async () => {
      const clock = stopClock();
      await host.ready(loadSuccess(6_000_000));
      host.say(sessionWarning(60_000));
      clock.pass(60_000);
      lifecycle.wake();
      expect(lifecycle.state).to.equal('loading');
    });

    it('is let be while nobody is there', async () => {
      const clock = stopClock();
      await host.ready(loadSuccess(60_000));
      clock.pass(60_000);
      host.attended = false;
      lifecycle.wake();
      expect(lifecycle.state).to.equal('ready');
    });

    it('is let be if its end was past when it was announced: the clock of this computer is wrong', async () => {
      const clock = stopClock();
      await host.ready(loadSuccess(0));
      clock.pass(60_000);
      lifecycle.wake();
      expect(lifecycle.state).to.equal('ready');
      expect(lifecycle.expiresAt).to.be.instanceOf(Date);
    });

    it('hands its end on to no other session', async () => {
      const clock = stopClock();
      await host.ready(loadSuccess(60_000));
      void lifecycle.reload();
      await host.answer();
      lifecycle.frameLoaded();
      clock.pass(60_000);
      lifecycle.wake();
      expect(lifecycle.state).to.equal('ready');
    });

    it('is let be when something else has failed since', async () => {
      const clock = stopClock();
      await host.ready(loadSuccess(60_000));
      lifecycle.fail(new PortalError('ENDPOINT_FAILED', 'for the new tab'));
      clock.pass(60_000);
      lifecycle.wake();
      expect(lifecycle.state).to.equal('error');
    });
  });

  describe('expiresAt', () => {
    it('comes from PORTAL_LOAD_SUCCESS and PORTAL_SESSION_WARNING', async () => {
      const success = loadSuccess(100_000);
      await host.ready(success);
      expect(lifecycle.expiresAt!.toISOString()).to.equal((success.data as { expiry: string }).expiry);
      const warning = sessionWarning(50_000);
      host.say(warning);
      expect(lifecycle.expiresAt!.toISOString()).to.equal((warning.data as { expiry: string }).expiry);
    });

    it('stays when a message says nothing of it', async () => {
      await host.ready();
      const before = lifecycle.expiresAt;
      host.say(ssoEnabled());
      expect(lifecycle.expiresAt).to.equal(before);
    });

    it('does not come from a message that speaks of something else', async () => {
      await host.ready(ssoEnabled());
      host.say(message('ORGANIZATION_CERTIFICATE_ADDED', { expiry: new Date(0).toISOString() }, 'certificate'));
      expect(lifecycle.expiresAt).to.equal(null);
    });

    it('is null after reload() and after stop()', async () => {
      await host.ready();
      void lifecycle.reload();
      expect(lifecycle.expiresAt).to.equal(null);
      await host.answer();
      host.say(loadSuccess());
      lifecycle.stop();
      expect(lifecycle.expiresAt).to.equal(null);
    });
  });

  describe('endsSoon', () => {
    it('is set by a warning and taken back by a longer session', async () => {
      await host.ready();
      expect(lifecycle.endsSoon).to.equal(false);
      host.say(sessionWarning());
      expect(lifecycle.endsSoon).to.equal(true);
      host.say(loadSuccess());
      expect(lifecycle.endsSoon).to.equal(false);
    });

    it('stays when the portal speaks of something else', async () => {
      await host.ready();
      host.say(sessionWarning());
      host.say(ssoEnabled());
      expect(lifecycle.endsSoon).to.equal(true);
    });

    it('ends with the session', async () => {
      await host.ready();
      host.say(sessionWarning());
      host.say(sessionExpiry());
      expect(lifecycle.endsSoon).to.equal(false);
    });
  });

  describe('the refresh limit', () => {
    /** Ends a session that lasted so long, and lets the next frame come if there is one. */
    const session = async (clock: { pass(ms: number): void }, lasted: number) => {
      clock.pass(lasted);
      host.say(sessionExpiry());
      if (lifecycle.state === 'loading') {
        await host.answer();
        lifecycle.frameLoaded();
      }
    };

    it('stops after 3 sessions that each ended within 30 s', async () => {
      const clock = stopClock();
      await host.ready();
      for (let ended = 0; ended < 3; ended++) await session(clock, 29_999);
      expect(lifecycle.error?.code).to.equal('REFRESH_LIMIT_REACHED');
      expect(host.requests.length).to.equal(3);
      expect(host.log.filter((name) => name === 'portal-refresh').length).to.equal(2);
    });

    it('lets sessions of 30 s go on', async () => {
      const clock = stopClock();
      await host.ready();
      for (let ended = 0; ended < 4; ended++) await session(clock, 30_000);
      expect(lifecycle.state).to.equal('ready');
      expect(host.requests.length).to.equal(5);
    });

    it('counts from the frame, not from the request for its link', async () => {
      const clock = stopClock();
      await host.ready();
      for (let ended = 0; ended < 3; ended++) {
        host.say(sessionExpiry());
        clock.pass(60_000);
        if (lifecycle.state === 'loading') await host.answer();
      }
      expect(lifecycle.error?.code).to.equal('REFRESH_LIMIT_REACHED');
    });

    it('counts anew after a longer session', async () => {
      const clock = stopClock();
      await host.ready();
      for (const lasted of [0, 0, 30_000, 0, 0]) await session(clock, lasted);
      expect(lifecycle.state).to.equal('ready');
      await session(clock, 0);
      expect(lifecycle.error?.code).to.equal('REFRESH_LIMIT_REACHED');
    });

    it('counts anew after reload()', async () => {
      const clock = stopClock();
      await host.ready();
      for (let ended = 0; ended < 3; ended++) await session(clock, 0);
      void lifecycle.reload();
      await host.answer();
      for (let ended = 0; ended < 2; ended++) await session(clock, 0);
      expect(lifecycle.state).to.equal('ready');
      await session(clock, 0);
      expect(lifecycle.error?.code).to.equal('REFRESH_LIMIT_REACHED');
      expect(host.requests.length).to.equal(6);
    });

    it('counts anew after a new start', async () => {
      const clock = stopClock();
      await host.ready();
      for (let ended = 0; ended < 2; ended++) await session(clock, 0);
      await host.ready();
      for (let ended = 0; ended < 2; ended++) await session(clock, 0);
      expect(lifecycle.state).to.equal('ready');
    });

    it('names cookies and the custom domain', async () => {
      const clock = stopClock();
      await host.ready();
      for (let ended = 0; ended < 3; ended++) await session(clock, 0);
      expect(lifecycle.error?.message)
        .to.match(/third-party cookies/)
        .and.to.match(/custom domain/);
    });
  });

  describe('the watchdog', () => {
    const mounted = async () => {
      lifecycle.begin('start');
      await host.answer();
    };

    it('starts with the frame', async () => {
      lifecycle.begin('start');
      expect(timers.delays).to.deep.equal([]);
      await host.answer();
      expect(timers.delays).to.deep.equal([LOAD_TIMEOUT]);
    });

    it('fails and leaves the frame where it is', async () => {
      await mounted();
      await timers.release(LOAD_TIMEOUT);
      expect(lifecycle.error?.code).to.equal('PORTAL_LOAD_TIMEOUT');
      expect(host.hasFrame).to.equal(true);
    });

    it('names the likely causes', async () => {
      await mounted();
      await timers.release(LOAD_TIMEOUT);
      for (const cause of ['registered', 'third-party cookies', 'network', 'environment-url']) {
        expect(lifecycle.error?.message).to.include(cause);
      }
    });

    it('goes on after a mere load', async () => {
      await mounted();
      lifecycle.frameLoaded();
      expect(timers.delays).to.deep.equal([LOAD_TIMEOUT]);
    });

    it('is not undone by a late load', async () => {
      await mounted();
      await timers.release(LOAD_TIMEOUT);
      lifecycle.frameLoaded();
      expect(lifecycle.state).to.equal('error');
    });

    for (const value of [loadSuccess(), ssoEnabled(), sessionWarning(), { type: 'NEVER_HEARD_OF' }]) {
      it(`is stopped by ${'type' in value ? value.type : value.event_type}`, async () => {
        await mounted();
        host.say(value);
        expect(timers.delays).to.deep.equal([]);
        expect(lifecycle.state).to.equal('ready');
      });
    }

    it('ends with the run', async () => {
      await mounted();
      lifecycle.stop();
      expect(timers.delays).to.deep.equal([]);
    });

    it('is off with 0, less than 0 and what is no number', async () => {
      const all = holdTimers(-1);
      for (const timeout of [0, -1, NaN]) {
        host.timeout = timeout;
        await host.ready(ssoEnabled());
      }
      expect(all.asked).to.deep.equal([]);
    });

    it('is taken back by a late message', async () => {
      await mounted();
      await timers.release(LOAD_TIMEOUT);
      const seen: unknown[] = [];
      host.listener = () => seen.push([lifecycle.state, lifecycle.error]);
      host.say(ssoEnabled());
      expect(seen[0]).to.deep.equal(['ready', null]);
    });

    it('lets a portal that was late end its session and begin another', async () => {
      await mounted();
      await timers.release(LOAD_TIMEOUT);
      host.say(sessionExpiry());
      await host.answer();
      host.say(loadSuccess());
      expect(lifecycle.state).to.equal('ready');
      expect(host.reasons).to.deep.equal(['start', 'refresh']);
    });
  });

  describe('a frame that the page forbids', () => {
    it('is an error at once, without the frame', async () => {
      lifecycle.begin('start');
      await host.answer();
      lifecycle.frameBlocked();
      expect(lifecycle.error?.code).to.equal('PORTAL_BLOCKED');
      expect(host.hasFrame).to.equal(false);
    });

    it('names the directive that forbids it', async () => {
      lifecycle.begin('start');
      await host.answer();
      lifecycle.frameBlocked();
      expect(lifecycle.error?.message).to.include('"frame-src"');
    });

    it('is another one if the portal has spoken', async () => {
      await host.ready();
      lifecycle.frameBlocked();
      expect(lifecycle.state).to.equal('ready');
      expect(host.hasFrame).to.equal(true);
    });

    it('is another one while a link is asked for', () => {
      lifecycle.begin('start');
      lifecycle.frameBlocked();
      expect(lifecycle.state).to.equal('loading');
    });
  });

  describe('PORTAL_LOAD_FAILURE', () => {
    it('is an error with the portal’s code, without the frame', async () => {
      await host.ready();
      host.say(message('PORTAL_LOAD_FAILURE', { error_code: 'NO_ACCESS' }));
      expect(lifecycle.error).to.include({ code: 'PORTAL_LOAD_FAILED', portalCode: 'NO_ACCESS' });
      expect(host.hasFrame).to.equal(false);
      expect(host.log).to.deep.equal(['error', 'portal-error', 'portal-message', 'portal-load-failure']);
    });
  });

  it('names the portal’s code and what to try when the portal cannot load', async () => {
    await host.ready();
    host.say(message('PORTAL_LOAD_FAILURE', { error_code: 'NO_ACCESS' }));
    expect(lifecycle.error?.message).to.include('NO_ACCESS').and.to.include('reload()');
  });

  it('forwards a message without a name of its own as portal-message alone', async () => {
    await host.ready();
    host.say({ type: 'CLICK' });
    expect(host.log).to.deep.equal(['portal-message']);
  });

  it('says nothing of a state that stays the same', async () => {
    await host.ready();
    host.say(ssoEnabled());
    lifecycle.frameLoaded();
    expect(host.log).to.deep.equal(['portal-message', 'organization-sso-enabled']);
  });

  it('names both states in a change', () => {
    let seen: unknown;
    host.listener = (_, detail) => (seen = detail);
    lifecycle.begin('start');
    expect(seen).to.deep.equal({ state: 'loading', previousState: 'idle' });
  });
});
