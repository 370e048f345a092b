/**
 * The state machine with a host that only records its calls: calls in every order, and listeners that call back during an
 * event.
 */
import { expect } from '@open-wc/testing';
import { PortalError } from '../../src/portal-error.ts';
import { PortalLifecycle, type PortalLifecycleHost } from '../../src/portal-lifecycle.ts';
import type { LinkReason } from '../../src/portal-link.ts';
import { parsePortalMessage } from '../../src/portal-messages.ts';
import { pauseTimers, stub, type PausedTimers } from '../tools/conditions.ts';
import { rejectionOf } from '../tools/portal-harness.ts';
import { loadSuccess, message, sessionExpiry, sessionWarning, ssoEnabled } from '../tools/sample-messages.ts';

const LOAD_TIMEOUT = 54_321;

/** A request for a link, which the test answers. */
interface Request extends PromiseWithResolvers<URL> {
  reason: LinkReason;
  signal: AbortSignal;
}

class FakeHost implements PortalLifecycleHost {
  readonly lifecycle = new PortalLifecycle(this);
  readonly requests: Request[] = [];
  readonly log: string[] = [];
  /** Called for each event while it is dispatched; false prevents the event. */
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

  post(value: unknown): void {
    this.lifecycle.receive(parsePortalMessage(value)!);
  }

  /** Starts, and leads to a portal that shows. */
  async ready(value: unknown = loadSuccess()): Promise<void> {
    this.lifecycle.begin('start');
    await this.answer();
    this.post(value);
    this.log.length = 0;
  }

  get reasons(): LinkReason[] {
    return this.requests.map(({ reason }) => reason);
  }
}

/** Waits until all microtasks have run. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage(0);
  });
}

interface StoppedClock {
  pass(ms: number): void;
}

/** Stops the clock; only `pass` moves it. */
function stopClock(): StoppedClock {
  let now = Date.now();
  stub(Date, 'now', () => now);
  return { pass: (ms) => (now += ms) };
}

describe('PortalLifecycle', () => {
  let host: FakeHost;
  let lifecycle: PortalLifecycle;
  let timers: PausedTimers;

  beforeEach(() => {
    // So that no watchdog fires after its test.
    timers = pauseTimers(LOAD_TIMEOUT);
    host = new FakeHost();
    lifecycle = host.lifecycle;
  });

  describe('a run', () => {
    it('leads from idle through loading to ready', async () => {
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

    it('that is replaced mounts no frame, and its request is aborted', async () => {
      lifecycle.begin('start');
      lifecycle.begin('start');
      expect(host.requests[0]!.signal.aborted).to.equal(true);
      host.requests[0]!.resolve(new URL('https://portal.example/old'));
      await settled();
      expect(host.hasFrame).to.equal(false);
      expect(lifecycle.state).to.equal('loading');
    });

    it('that is replaced reports no error', async () => {
      lifecycle.begin('start');
      lifecycle.begin('start');
      host.requests[0]!.reject(new PortalError('ENDPOINT_FAILED', 'late'));
      await settled();
      expect(host.log).to.deep.equal(['loading']);
      expect(lifecycle.error).to.equal(null);
    });

    it('that is stopped mounts no frame', async () => {
      lifecycle.begin('start');
      lifecycle.stop();
      await host.answer();
      expect(host.hasFrame).to.equal(false);
      expect(lifecycle.state).to.equal('idle');
    });

    it('requests no link if a listener of "loading" stops it', () => {
      host.listener = (_, { state }) => state === 'loading' && lifecycle.stop();
      lifecycle.begin('start');
      expect(host.requests).to.deep.equal([]);
      expect(lifecycle.state).to.equal('idle');
    });

    it('requests one link if a listener of "loading" calls reload()', () => {
      host.listener = (_, { state }) => {
        if (state === 'loading') void lifecycle.reload();
      };
      lifecycle.begin('start');
      expect(host.requests.length).to.equal(1);
    });

    it('that fails dispatches its events once, with the error set', async () => {
      const error = new PortalError('ENDPOINT_FAILED', 'no');
      const seen: unknown[] = [];
      host.listener = (name) => seen.push(name, lifecycle.state, lifecycle.error);
      lifecycle.begin('start');
      seen.length = 0;
      host.requests[0]!.reject(error);
      await settled();
      expect(seen).to.deep.equal(['portal-state-change', 'error', error, 'portal-error', 'error', error]);
    });

    it('that fails passes the error to listeners', async () => {
      const error = new PortalError('ENDPOINT_FAILED', 'no');
      let seen: unknown;
      host.listener = (name, detail) => name === 'portal-error' && (seen = detail);
      lifecycle.begin('start');
      host.requests[0]!.reject(error);
      await settled();
      expect(seen).to.deep.equal({ error });
    });

    it('clears the last error before the event "loading"', async () => {
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
    it('shares one request between two calls, and resolves when the portal shows', async () => {
      const first = lifecycle.reload();
      const second = lifecycle.reload();
      await host.answer();
      host.post(loadSuccess());
      await Promise.all([first, second]);
      expect(host.reasons).to.deep.equal(['reload']);
    });

    it('shares the request of a start', async () => {
      lifecycle.begin('start');
      const outcome = lifecycle.reload();
      await host.answer();
      lifecycle.frameLoaded();
      await outcome;
      expect(host.reasons).to.deep.equal(['start']);
    });

    it('rejects with the error, and the next call starts another request', async () => {
      const error = new PortalError('ENDPOINT_FAILED', 'no');
      let again: Promise<void> | undefined;
      host.listener = (name) => {
        if (name === 'portal-error') again = lifecycle.reload();
      };
      const outcome = rejectionOf(lifecycle.reload());
      host.requests[0]!.reject(error);
      expect(await outcome).to.equal(error);
      await host.answer();
      lifecycle.frameLoaded();
      await again;
      expect(lifecycle.state).to.equal('ready');
      expect(host.requests.length).to.equal(2);
    });

    it('rejects with ENDPOINT_MISSING without a source, and changes nothing', async () => {
      await host.ready();
      host.source = false;
      const error = (await rejectionOf(lifecycle.reload())) as PortalError;
      expect(error.code).to.equal('ENDPOINT_MISSING');
      expect(lifecycle.state).to.equal('ready');
      expect(host.hasFrame).to.equal(true);
    });

    it('names both sources in the error if there is none', async () => {
      host.source = false;
      const error = (await rejectionOf(lifecycle.reload())) as PortalError;
      expect(error.message).to.include('"endpoint"').and.to.include('"fetchPortalLink"');
    });

    it('rejects with an AbortError when the lifecycle is stopped', async () => {
      const outcome = rejectionOf(lifecycle.reload());
      lifecycle.stop();
      expect(((await outcome) as Error).name).to.equal('AbortError');
    });

    it('stays pending when the new session ends at once and another one follows', async () => {
      const outcome = lifecycle.reload();
      await host.answer();
      host.post(sessionExpiry());
      expect(lifecycle.state).to.equal('loading');
      await host.answer();
      host.post(loadSuccess());
      await outcome;
      expect(host.reasons).to.deep.equal(['reload', 'refresh']);
    });

    it('rejects with an AbortError when the new session ends before it shows, without another one', async () => {
      for (const isPrevented of [true, false]) {
        host.source = true;
        const outcome = rejectionOf(lifecycle.reload());
        await host.answer();
        if (isPrevented) host.listener = (name) => name !== 'portal-refresh';
        else host.source = false;
        host.post(sessionExpiry());
        host.listener = () => true;
        expect(await outcome).to.have.property('name', 'AbortError');
        expect(lifecycle.state).to.equal('expired');
      }
    });
  });

  describe('launch()', () => {
    it('requests a link to open, passes it on, resolves reload(), and mounts no frame', async () => {
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

    it('stays in loading when the link replaces the page', async () => {
      const launched = lifecycle.launch(() => undefined, true);
      await host.answer();
      await launched;
      expect(lifecycle.state).to.equal('loading');
    });

    it('passes on no link after it is stopped', async () => {
      const opened: URL[] = [];
      const launched = rejectionOf(lifecycle.launch((link) => opened.push(link), false));
      lifecycle.stop();
      await host.answer();
      expect(await launched).to.have.property('name', 'AbortError');
      expect(opened).to.deep.equal([]);
    });
  });

  describe('the end of a session', () => {
    it('dispatches expired, the message, the event of its type, the refresh and loading in order', async () => {
      await host.ready();
      host.post(sessionExpiry());
      expect(host.log).to.deep.equal([
        'expired',
        'portal-message',
        'portal-session-expiry',
        'portal-refresh',
        'loading',
      ]);
      expect(host.reasons).to.deep.equal(['start', 'refresh']);
    });

    it('is the reason in the refresh event', async () => {
      await host.ready();
      let seen: unknown;
      host.listener = (name, detail) => name === 'portal-refresh' && (seen = detail);
      host.post(sessionExpiry());
      expect(seen).to.deep.equal({ reason: 'session-expired' });
    });

    it('is followed by one refresh if a listener notices the end before the portal’s message', async () => {
      const clock = stopClock();
      await host.ready(loadSuccess(60_000));
      host.listener = (name) => {
        if (name === 'portal-message') lifecycle.wake();
        return name !== 'portal-refresh';
      };
      clock.pass(60_000);
      host.post(ssoEnabled());
      expect(host.log.filter((name) => name === 'portal-refresh')).to.deep.equal(['portal-refresh']);
      expect(lifecycle.state).to.equal('expired');
    });

    it('removes the frame and expiresAt before the first event', async () => {
      await host.ready();
      const seen: unknown[] = [];
      host.listener = () => seen.push([lifecycle.expiresAt, host.hasFrame]);
      host.post(sessionExpiry());
      expect(seen.length).to.equal(5);
      for (const pair of seen) expect(pair).to.deep.equal([null, false]);
    });

    it('leads to expired when the refresh is prevented, also after the page wakes', async () => {
      await host.ready();
      host.listener = (name) => name !== 'portal-refresh';
      host.post(sessionExpiry());
      lifecycle.wake();
      expect(lifecycle.state).to.equal('expired');
      expect(lifecycle.isWaiting).to.equal(false);
      expect(host.requests.length).to.equal(1);
    });

    it('is not followed by a refresh without a source', async () => {
      await host.ready();
      host.source = false;
      host.post(sessionExpiry());
      expect(host.log).to.deep.equal(['expired', 'portal-message', 'portal-session-expiry']);
      expect(lifecycle.state).to.equal('expired');
    });

    for (const name of ['portal-state-change', 'portal-message', 'portal-session-expiry', 'portal-refresh']) {
      it(`is followed by no request if a listener of ${name} stops the lifecycle`, async () => {
        await host.ready();
        host.listener = (event) => event === name && lifecycle.state === 'expired' && lifecycle.stop();
        host.post(sessionExpiry());
        lifecycle.wake();
        expect(lifecycle.state).to.equal('idle');
        expect(host.log.includes('portal-refresh')).to.equal(name === 'portal-refresh');
        expect(host.requests.length).to.equal(1);
      });

      it(`is followed by one request if a listener of ${name} calls reload()`, async () => {
        await host.ready();
        host.listener = (event) => {
          if (event === name && lifecycle.state === 'expired') void lifecycle.reload();
        };
        host.post(sessionExpiry());
        expect(host.reasons).to.deep.equal(['start', 'reload']);
        expect(lifecycle.state).to.equal('loading');
        expect(host.log.includes('portal-refresh')).to.equal(name === 'portal-refresh');
        await host.answer();
        expect(host.hasFrame).to.equal(true);
      });
    }

    it('leads to expired and rejects reload() if the source is removed during the delay', async () => {
      await host.ready();
      const outcome = rejectionOf(lifecycle.reload());
      await host.answer();
      host.attended = false;
      host.post(sessionExpiry());
      host.attended = true;
      host.source = false;
      lifecycle.wake();
      expect([lifecycle.state, lifecycle.isWaiting]).to.deep.equal(['expired', false]);
      expect(await outcome).to.have.property('name', 'AbortError');
      expect(host.reasons).to.deep.equal(['start', 'reload']);
    });

    it('delays the refresh until the page is attended', async () => {
      await host.ready();
      host.attended = false;
      host.post(sessionExpiry());
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

    it('does not delay a reload() of the page', async () => {
      await host.ready();
      host.attended = false;
      host.post(sessionExpiry());
      void lifecycle.reload();
      host.attended = true;
      lifecycle.wake();
      expect(host.reasons).to.deep.equal(['start', 'reload']);
    });

    it('is not followed by a delayed refresh after the lifecycle is stopped', async () => {
      await host.ready();
      host.attended = false;
      host.post(sessionExpiry());
      lifecycle.stop();
      host.attended = true;
      lifecycle.wake();
      expect(host.requests.length).to.equal(1);
    });
  });

  describe('an overdue session', () => {
    let clock: StoppedClock;
    beforeEach(() => {
      clock = stopClock();
    });

    it('is refreshed when the page wakes at its end, and not before', async () => {
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

    it('is refreshed after the end that a warning announced', async () => {
      await host.ready(loadSuccess(6_000_000));
      host.post(sessionWarning(60_000));
      clock.pass(60_000);
      lifecycle.wake();
      expect(lifecycle.state).to.equal('loading');
    });

    it('is not refreshed while the page is unattended', async () => {
      await host.ready(loadSuccess(60_000));
      clock.pass(60_000);
      host.attended = false;
      lifecycle.wake();
      expect(lifecycle.state).to.equal('ready');
    });

    it('is not refreshed if its end was past when it was announced: the clock of the computer is wrong', async () => {
      await host.ready(loadSuccess(0));
      clock.pass(60_000);
      lifecycle.wake();
      expect(lifecycle.state).to.equal('ready');
      expect(lifecycle.expiresAt).to.be.instanceOf(Date);
    });

    it('does not affect the next session', async () => {
      await host.ready(loadSuccess(60_000));
      void lifecycle.reload();
      await host.answer();
      lifecycle.frameLoaded();
      clock.pass(60_000);
      lifecycle.wake();
      expect(lifecycle.state).to.equal('ready');
    });

    it('is not refreshed after another error', async () => {
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
      host.post(warning);
      expect(lifecycle.expiresAt!.toISOString()).to.equal((warning.data as { expiry: string }).expiry);
    });

    it('stays after a message without an expiry', async () => {
      await host.ready();
      const before = lifecycle.expiresAt;
      host.post(ssoEnabled());
      expect(lifecycle.expiresAt).to.equal(before);
    });

    it('is not read from a message of another object', async () => {
      await host.ready(ssoEnabled());
      host.post(message('ORGANIZATION_CERTIFICATE_ADDED', { expiry: new Date(0).toISOString() }, 'certificate'));
      expect(lifecycle.expiresAt).to.equal(null);
    });

    it('is null after reload() and after stop()', async () => {
      await host.ready();
      void lifecycle.reload();
      expect(lifecycle.expiresAt).to.equal(null);
      await host.answer();
      host.post(loadSuccess());
      lifecycle.stop();
      expect(lifecycle.expiresAt).to.equal(null);
    });
  });

  describe('endsSoon', () => {
    it('is set by a warning and reset by a longer session', async () => {
      await host.ready();
      expect(lifecycle.endsSoon).to.equal(false);
      host.post(sessionWarning());
      expect(lifecycle.endsSoon).to.equal(true);
      host.post(loadSuccess());
      expect(lifecycle.endsSoon).to.equal(false);
    });

    it('stays after a message of another type', async () => {
      await host.ready();
      host.post(sessionWarning());
      host.post(ssoEnabled());
      expect(lifecycle.endsSoon).to.equal(true);
    });

    it('is reset at the end of the session', async () => {
      await host.ready();
      host.post(sessionWarning());
      host.post(sessionExpiry());
      expect(lifecycle.endsSoon).to.equal(false);
    });
  });

  describe('the refresh limit', () => {
    let clock: StoppedClock;
    beforeEach(async () => {
      clock = stopClock();
      await host.ready();
    });

    /** Ends one session after another, each after so many ms, and loads the next frame if there is one. */
    const endSessions = async (...durations: number[]) => {
      for (const duration of durations) {
        clock.pass(duration);
        host.post(sessionExpiry());
        if (lifecycle.state !== 'loading') continue;
        await host.answer();
        lifecycle.frameLoaded();
      }
    };

    it('is reached after 3 sessions that ended within 30 s', async () => {
      await endSessions(29_999, 29_999, 29_999);
      expect(lifecycle.error?.code).to.equal('REFRESH_LIMIT_REACHED');
      expect(host.requests.length).to.equal(3);
      expect(host.log.filter((name) => name === 'portal-refresh').length).to.equal(2);
    });

    it('is not reached by sessions of 30 s', async () => {
      await endSessions(30_000, 30_000, 30_000, 30_000);
      expect(lifecycle.state).to.equal('ready');
      expect(host.requests.length).to.equal(5);
    });

    it('counts from the frame, not from the request', async () => {
      for (let ended = 0; ended < 3; ended++) {
        host.post(sessionExpiry());
        clock.pass(60_000);
        if (lifecycle.state === 'loading') await host.answer();
      }
      expect(lifecycle.error?.code).to.equal('REFRESH_LIMIT_REACHED');
    });

    it('is reset by a longer session', async () => {
      await endSessions(0, 0, 30_000, 0, 0);
      expect(lifecycle.state).to.equal('ready');
      await endSessions(0);
      expect(lifecycle.error?.code).to.equal('REFRESH_LIMIT_REACHED');
    });

    it('is reset by reload()', async () => {
      await endSessions(0, 0, 0);
      void lifecycle.reload();
      await host.answer();
      await endSessions(0, 0);
      expect(lifecycle.state).to.equal('ready');
      await endSessions(0);
      expect(lifecycle.error?.code).to.equal('REFRESH_LIMIT_REACHED');
      expect(host.requests.length).to.equal(6);
    });

    it('is reset by a new start', async () => {
      await endSessions(0, 0);
      await host.ready();
      await endSessions(0, 0);
      expect(lifecycle.state).to.equal('ready');
    });

    it('names cookies and the custom domain in its message', async () => {
      await endSessions(0, 0, 0);
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
      expect(timers.pending).to.deep.equal([]);
      await host.answer();
      expect(timers.pending).to.deep.equal([LOAD_TIMEOUT]);
    });

    it('leads to an error and keeps the frame', async () => {
      await mounted();
      await timers.fire(LOAD_TIMEOUT);
      expect(lifecycle.error?.code).to.equal('PORTAL_LOAD_TIMEOUT');
      expect(host.hasFrame).to.equal(true);
    });

    it('names the likely causes in its message', async () => {
      await mounted();
      await timers.fire(LOAD_TIMEOUT);
      for (const cause of ['registered', 'third-party cookies', 'network', 'environment-url']) {
        expect(lifecycle.error?.message).to.include(cause);
      }
    });

    it('continues after the frame has loaded', async () => {
      await mounted();
      lifecycle.frameLoaded();
      expect(timers.pending).to.deep.equal([LOAD_TIMEOUT]);
    });

    it('keeps its error after a late load', async () => {
      await mounted();
      await timers.fire(LOAD_TIMEOUT);
      lifecycle.frameLoaded();
      expect(lifecycle.state).to.equal('error');
    });

    for (const value of [loadSuccess(), ssoEnabled(), sessionWarning(), { type: 'NEVER_HEARD_OF' }]) {
      it(`is stopped by ${'type' in value ? value.type : value.event_type}`, async () => {
        await mounted();
        host.post(value);
        expect(timers.pending).to.deep.equal([]);
        expect(lifecycle.state).to.equal('ready');
      });
    }

    it('stops with the lifecycle', async () => {
      await mounted();
      lifecycle.stop();
      expect(timers.pending).to.deep.equal([]);
    });

    it('is off with 0, a negative number and NaN', async () => {
      const all = pauseTimers(-1);
      for (const timeout of [0, -1, NaN]) {
        host.timeout = timeout;
        await host.ready(ssoEnabled());
      }
      expect(all.requested).to.deep.equal([]);
    });

    it('loses its error after a late message', async () => {
      await mounted();
      await timers.fire(LOAD_TIMEOUT);
      const seen: unknown[] = [];
      host.listener = () => seen.push([lifecycle.state, lifecycle.error]);
      host.post(ssoEnabled());
      expect(seen[0]).to.deep.equal(['ready', null]);
    });

    it('allows a late portal to end its session, and another to follow', async () => {
      await mounted();
      await timers.fire(LOAD_TIMEOUT);
      host.post(sessionExpiry());
      await host.answer();
      host.post(loadSuccess());
      expect(lifecycle.state).to.equal('ready');
      expect(host.reasons).to.deep.equal(['start', 'refresh']);
    });
  });

  describe('a frame that the page forbids', () => {
    it('leads to an error at once, and the frame is removed', async () => {
      lifecycle.begin('start');
      await host.answer();
      lifecycle.frameBlocked();
      expect(lifecycle.error?.code).to.equal('PORTAL_BLOCKED');
      expect(host.hasFrame).to.equal(false);
    });

    it('leads to a message that names the directive', async () => {
      lifecycle.begin('start');
      await host.answer();
      lifecycle.frameBlocked();
      expect(lifecycle.error?.message).to.include('"frame-src"');
    });

    it('is another frame if the portal has posted a message', async () => {
      await host.ready();
      lifecycle.frameBlocked();
      expect(lifecycle.state).to.equal('ready');
      expect(host.hasFrame).to.equal(true);
    });

    it('is another frame during a request', () => {
      lifecycle.begin('start');
      lifecycle.frameBlocked();
      expect(lifecycle.state).to.equal('loading');
    });
  });

  describe('PORTAL_LOAD_FAILURE', () => {
    it('leads to an error with the portal’s code, and the frame is removed', async () => {
      await host.ready();
      host.post(message('PORTAL_LOAD_FAILURE', { error_code: 'NO_ACCESS' }));
      expect(lifecycle.error).to.include({ code: 'PORTAL_LOAD_FAILED', portalCode: 'NO_ACCESS' });
      expect(host.hasFrame).to.equal(false);
      expect(host.log).to.deep.equal(['error', 'portal-error', 'portal-message', 'portal-load-failure']);
    });

    it('leads to a message with the portal’s code and a remedy', async () => {
      await host.ready();
      host.post(message('PORTAL_LOAD_FAILURE', { error_code: 'NO_ACCESS' }));
      expect(lifecycle.error?.message).to.include('NO_ACCESS').and.to.include('reload()');
    });
  });

  it('forwards a message whose type gives no event name as portal-message only', async () => {
    await host.ready();
    host.post({ type: 'CLICK' });
    expect(host.log).to.deep.equal(['portal-message']);
  });

  it('dispatches no event for an unchanged state', async () => {
    await host.ready();
    host.post(ssoEnabled());
    lifecycle.frameLoaded();
    expect(host.log).to.deep.equal(['portal-message', 'organization-sso-enabled']);
  });

  it('passes both states to listeners of a change', () => {
    let seen: unknown;
    host.listener = (_, detail) => (seen = detail);
    lifecycle.begin('start');
    expect(seen).to.deep.equal({ state: 'loading', previousState: 'idle' });
  });
});
