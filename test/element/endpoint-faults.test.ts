/**
 * An endpoint that gives no link: which requests are retried, which errors are reported, and which text people read.
 * `test/hold/endpoint-faults.test.ts` lists every fault.
 */
import { expect } from '@open-wc/testing';
import type { PortalError } from '../../src/portal-error.ts';
import { englishLabels } from '../../src/portal-labels.ts';
import type { FetchPortalLink } from '../../src/portal-link.ts';
import { Backend, until, type Answer } from '../tools/backend.ts';
import { pauseTimers, recordFetches, withoutJitter } from '../tools/conditions.ts';
import { HostFrame } from '../tools/host-frame.ts';
import { mountPortal, PortalHarness, readyPortal } from '../tools/portal-harness.ts';

const TIME_LIMIT = 15_000;

const mountWith = (answers: Answer[]) => mountPortal({ answers });

/** A `fetchPortalLink` of these outcomes in order, the last one repeating: a link, or a function that throws. */
function scripted(...outcomes: unknown[]) {
  const fetchPortalLink = async () => {
    fetchPortalLink.calls += 1;
    const outcome = outcomes[Math.min(fetchPortalLink.calls, outcomes.length) - 1];
    return (typeof outcome === 'function' ? (outcome as () => unknown)() : outcome) as string;
  };
  fetchPortalLink.calls = 0;
  return fetchPortalLink;
}

const throwing = (error: unknown) => () => {
  throw error;
};

describe('an answer without a link', () => {
  it('leads to an error without a status', async () => {
    const { portal } = await mountWith([{ json: {} }]);
    await portal.state('error');
    expect(portal.element.error).not.to.have.property('status');
  });
});

describe('a redirect', () => {
  for (const [where, redirect] of [
    ['to a sign-in page', '/backend/{run}/login'],
    ['to an address that mints', '/backend/{run}/link'],
    ['to another origin', 'http://127.0.0.1:{port}/backend/{run}/link'],
  ] as const) {
    it(`${where} is not followed, and counts as signed out`, async () => {
      const { backend, portal } = await mountWith([{ redirect }, {}]);
      await portal.expectError({ code: 'ENDPOINT_UNAUTHORIZED', retryable: false });
      expect(portal.text).to.contain('do not have access');
      expect(await backend.counts()).to.deep.equal({ requests: 1, minted: 0 });
    });
  }
});

describe('an endpoint that fails', () => {
  const transient: [string, Answer][] = [
    // 408 is in the unit tests: on a used connection, browsers repeat the request themselves.
    ...[425, 429, 500, 502, 503, 504, 599].map((status): [string, Answer] => [String(status), { status }]),
    ['a network failure', { destroy: true, body: '' }],
    ['a truncated body', { cut: true, body: '{"location": "https://a.example/1"}' }],
  ];
  for (const [fault, answer] of transient) {
    it(`is asked again without an error event after ${fault}`, async () => {
      withoutJitter();
      const { backend, portal } = await mountWith([answer, {}]);
      await portal.state('ready');
      expect(portal.states).to.deep.equal(['loading', 'ready']);
      expect(portal.count('portal-error')).to.equal(0);
      expect(await backend.counts()).to.deep.equal({ requests: 2, minted: 1 });
    });
  }

  it('recovers with the last of 4 attempts', async () => {
    withoutJitter();
    const { backend, portal } = await mountWith([{ status: 500 }, { status: 502 }, { destroy: true, body: '' }, {}]);
    await portal.state('ready');
    expect(await backend.counts()).to.deep.equal({ requests: 4, minted: 1 });
  });

  it('leads to ENDPOINT_UNREACHABLE when the network fails 4 times, and "Try again" starts new attempts', async () => {
    withoutJitter();
    const broken: Answer = { destroy: true, body: '' };
    const { backend, portal } = await mountWith([broken, broken, broken, broken, broken, {}]);
    await portal.expectError({ code: 'ENDPOINT_UNREACHABLE', retryable: true });
    expect(portal.element.error!.cause).to.be.an.instanceof(TypeError);
    expect((await backend.log()).requests).to.have.length(4);
    portal.click('retry');
    await portal.state('ready');
    expect(await backend.counts()).to.deep.equal({ requests: 6, minted: 1 });
  });

  it('leads to ENDPOINT_UNREACHABLE on another origin without CORS', async () => {
    withoutJitter();
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({ endpoint: backend.crossOriginEndpoint });
    await portal.expectError({ code: 'ENDPOINT_UNREACHABLE' });
    expect(portal.element.error!.message).to.contain('CORS');
    expect(portal.links).to.be.empty;
    // The endpoint mints a link even if the page cannot read the answer.
    expect(await backend.minted()).to.equal(4);
  });

  it('on another origin with CORS gets the headers and gives its link', async () => {
    const headers = { 'access-control-allow-origin': location.origin, 'access-control-allow-headers': 'x-csrf' };
    const backend = await Backend.create({ answers: [{ headers }] });
    const portal = await PortalHarness.mount({ endpoint: backend.crossOriginEndpoint, headers: { 'x-csrf': 'token' } });
    await portal.state('ready');
    expect((await backend.requested()).headers['x-csrf']).to.equal('token');
    expect(await backend.minted()).to.equal(1);
  });

  for (const [how, header] of [
    ['in seconds', () => '30'],
    ['as a date', () => new Date(Date.now() + 31_000).toUTCString()],
    ['of more than a minute, limited to a minute', () => '3600'],
  ] as const) {
    it(`is asked again after a Retry-After ${how}`, async () => {
      withoutJitter();
      const timers = pauseTimers(1000);
      const { backend, portal } = await mountWith([{ status: 429, headers: { 'retry-after': header() } }, {}]);
      // Neither the time limit of an attempt nor the watchdog of a frame.
      const delay = await until('the delay', () => timers.pending.find((ms) => ms !== TIME_LIMIT && ms !== 20_000));
      if (header() === '3600') expect(delay).to.equal(60_000);
      else expect(delay).to.be.within(29_000, 31_000);
      expect((await backend.log()).requests).to.have.length(1);
      await timers.fire(delay);
      await portal.state('ready');
      expect(await backend.counts()).to.deep.equal({ requests: 2, minted: 1 });
    });
  }

  it('is not asked again after the element has left the page', async () => {
    const timers = pauseTimers(1000);
    const { backend, portal } = await mountWith([{ status: 503, headers: { 'retry-after': '30' } }, {}]);
    await until('the delay', () => timers.pending.some((delay) => delay >= 30_000));
    portal.element.remove();
    expect(timers.pending).to.deep.equal([]);
    expect([portal.element.state, portal.element.error]).to.deep.equal(['idle', null]);
    await portal.element.updateComplete;
    expect(portal.states).to.deep.equal(['loading', 'idle']);
    expect(await backend.counts()).to.deep.equal({ requests: 1, minted: 0 });
  });
});

describe('the time limit of 15 s', () => {
  it('aborts the request', async () => {
    const timers = pauseTimers(1000);
    const fetches = recordFetches();
    const aborted = () => fetches.map(({ init }) => init.signal!.aborted);
    const { backend, portal } = await mountWith([{ hang: 'headers', body: '' }]);
    await backend.requested();
    expect(aborted()).to.deep.equal([false]);
    await timers.fire(TIME_LIMIT);
    await portal.state('error');
    expect(aborted()).to.deep.equal([true]);
    expect(await backend.minted()).to.equal(0);
  });

  it('applies to each attempt', async () => {
    withoutJitter();
    const timers = pauseTimers(1000);
    const { backend, portal } = await mountWith([{ status: 503 }, { status: 503 }, {}]);
    await portal.state('ready');
    expect(timers.requested.filter((delay) => delay === TIME_LIMIT)).to.have.length(3);
    expect(timers.pending).not.to.include(TIME_LIMIT);
    expect(await backend.minted()).to.equal(1);
  });

  it('applies to a fetchPortalLink that ignores its signal, whose late link is not used', async () => {
    const timers = pauseTimers(1000);
    const backend = await Backend.create();
    const late = Promise.withResolvers<string>();
    const signals: AbortSignal[] = [];
    const fetchPortalLink: FetchPortalLink = ({ signal }) => {
      signals.push(signal);
      return late.promise;
    };
    const portal = await PortalHarness.mount({ fetchPortalLink });
    await timers.fire(TIME_LIMIT);
    await portal.expectError({ code: 'ENDPOINT_TIMEOUT' });
    expect(signals.map(({ aborted }) => aborted)).to.deep.equal([true]);
    late.resolve(backend.link(1));
    portal.element.fetchPortalLink = async () => backend.link(2);
    await portal.element.reload();
    expect(portal.links).to.deep.equal([backend.link(2)]);
    expect(signals).to.have.length(1);
  });
});

describe('a fetchPortalLink that fails', () => {
  const thrown = new Error('no way');

  it('is called 4 times, then leads to ENDPOINT_UNREACHABLE with its error as the cause', async () => {
    withoutJitter();
    const fetchPortalLink = scripted(throwing(thrown));
    const portal = await PortalHarness.mount({ fetchPortalLink });
    await portal.expectError({ code: 'ENDPOINT_UNREACHABLE', retryable: true, cause: thrown });
    expect(fetchPortalLink.calls).to.equal(4);
    expect(portal.links).to.be.empty;
  });

  it('recovers without an error event when a later call succeeds', async () => {
    withoutJitter();
    const backend = await Backend.create();
    const fetchPortalLink = scripted(throwing(thrown), throwing(thrown), backend.link(3));
    const portal = await PortalHarness.mount({ fetchPortalLink });
    await portal.state('ready');
    expect(portal.links).to.deep.equal([backend.link(3)]);
    expect(portal.count('portal-error')).to.equal(0);
  });

  it('is called 4 times when it throws before it returns a promise', async () => {
    withoutJitter();
    let calls = 0;
    const fetchPortalLink = () => {
      calls += 1;
      throw thrown;
    };
    const portal = await PortalHarness.mount({ fetchPortalLink });
    await portal.expectError({ code: 'ENDPOINT_UNREACHABLE' });
    expect(calls).to.equal(4);
  });

  it('is not called again after a final PortalError, which the element reports unchanged', async () => {
    const { portal: other } = await mountWith([{ status: 403 }]);
    await other.state('error');
    const final = other.element.error!;
    const fetchPortalLink = scripted(throwing(final));
    const portal = await PortalHarness.mount({ fetchPortalLink });
    await portal.state('error');
    expect(portal.element.error).to.equal(final);
    expect(fetchPortalLink.calls).to.equal(1);
  });

  for (const answer of [null, undefined, 1, '', {}]) {
    it(`leads to RESPONSE_INVALID after one call when it returns ${JSON.stringify(answer)}`, async () => {
      const fetchPortalLink = scripted(answer);
      const portal = await PortalHarness.mount({ fetchPortalLink });
      await portal.expectError({ code: 'RESPONSE_INVALID' });
      expect(fetchPortalLink.calls).to.equal(1);
    });
  }
});

describe('a headers function that rejects', () => {
  it('leads to ENDPOINT_UNREACHABLE without a request', async () => {
    withoutJitter();
    const backend = await Backend.create();
    let calls = 0;
    const headers = async () => {
      calls += 1;
      throw new Error('no token');
    };
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint, headers });
    await portal.expectError({ code: 'ENDPOINT_UNREACHABLE' });
    expect(calls).to.equal(4);
    expect(await backend.counts()).to.deep.equal({ requests: 0, minted: 0 });
  });
});

describe('portal-error', () => {
  it('follows the change of state, and both events find state and error set', async () => {
    const { backend, portal } = await mountWith([{ status: 404 }]);
    await portal.event('portal-error');
    expect(portal.types).to.deep.equal(['portal-state-change', 'portal-state-change', 'portal-error']);
    const { error } = portal.element;
    for (const event of portal.events.slice(1)) expect(event).to.include({ state: 'error', error });
    expect(portal.events[1]!.detail).to.deep.equal({ state: 'error', previousState: 'loading' });
    expect(portal.events[2]!.detail).to.deep.equal({ error });
    expect(portal.events[2]!.event).to.include({ bubbles: true, composed: false, cancelable: false });
    expect(error).to.be.an.instanceof(Error);
    expect(await backend.minted()).to.equal(0);
  });

  it('is dispatched for every failure, with a new error', async () => {
    const { backend, portal } = await mountWith([{ status: 404 }, { status: 403 }]);
    await portal.state('error');
    portal.click('retry');
    await portal.event('portal-error', 2);
    const errors = portal.events.filter(({ type }) => type === 'portal-error').map(({ error }) => error);
    expect(errors.map((error) => (error as PortalError).status)).to.deep.equal([404, 403]);
    expect(await backend.minted()).to.equal(0);
  });

  it('has its error cleared while the next link is requested', async () => {
    const { backend, portal } = await mountWith([{ status: 404 }, { hang: 'headers', body: '' }]);
    await portal.state('error');
    portal.click('retry');
    await portal.state('loading');
    expect(portal.element.error).to.equal(null);
    expect(portal.part('error') === null).to.equal(true);
    await backend.requested(2);
    expect(await backend.minted()).to.equal(0);
  });

  it('replaces the frame by the panel after a failed refresh', async () => {
    const { backend, portal } = await readyPortal();
    await backend.answers([{ status: 403 }, {}]);
    portal.post({ type: 'SESSION_EXPIRED' });
    await portal.state('error');
    expect(portal.states).to.deep.equal(['loading', 'ready', 'expired', 'loading', 'error']);
    expect(portal.frame === null).to.equal(true);
    expect(portal.part('error') === null).to.equal(false);
    portal.click('retry');
    await portal.state('ready');
    expect(portal.links).to.have.length(2);
    expect(await backend.minted()).to.equal(2);
  });
});

describe('the panel', () => {
  const { failed } = englishLabels;
  const panels: [Answer, string, string][] = [
    [{ status: 401 }, englishLabels.ENDPOINT_UNAUTHORIZED, 'ENDPOINT_UNAUTHORIZED 401'],
    [{ status: 404 }, failed, 'ENDPOINT_FAILED 404'],
    [{ status: 503 }, failed, 'ENDPOINT_FAILED 503'],
    [{ json: {} }, failed, 'RESPONSE_INVALID'],
    [{ json: { location: 'http://a.example/1' } }, failed, 'LINK_REJECTED'],
    [{ destroy: true, body: '' }, englishLabels.ENDPOINT_UNREACHABLE, 'ENDPOINT_UNREACHABLE'],
  ];
  for (const [answer, text, code] of panels) {
    it(`of ${code} shows its text, its code and a retry button, but no button for a tab`, async () => {
      withoutJitter();
      const { backend, portal } = await mountWith([answer]);
      await portal.state('error');
      const panel = portal.part('error')!;
      expect(portal.text).to.contain(text);
      expect(panel.querySelector('small')!.textContent).to.equal(`Error code: ${code}`);
      expect(portal.part('retry')!.textContent).to.equal(englishLabels.retry);
      expect(portal.part('open') === null).to.equal(true);
      expect(portal.part('notice') === null).to.equal(true);
      expect(portal.busy).to.equal(false);
      expect(await backend.minted()).to.equal(0);
    });
  }

  it('of ENDPOINT_TIMEOUT has a retry button', async () => {
    const timers = pauseTimers(1000);
    const { backend, portal } = await mountWith([{ hang: 'headers', body: '' }]);
    await backend.requested();
    await timers.fire(TIME_LIMIT);
    await portal.state('error');
    expect(portal.text).to.contain(failed).and.contain('ENDPOINT_TIMEOUT');
    expect(portal.part('retry') === null).to.equal(false);
    expect(portal.part('open') === null).to.equal(true);
    expect(await backend.minted()).to.equal(0);
  });

  it('of PORTAL_LOAD_TIMEOUT has both buttons, above the frame', async () => {
    const { backend, portal } = await mountPortal({ portal: { onLoad: [] } }, { loadTimeout: 1 });
    await portal.state('error');
    expect(portal.text).to.contain(englishLabels.PORTAL_LOAD_TIMEOUT).and.contain('PORTAL_LOAD_TIMEOUT');
    expect(portal.part('notice')!.querySelectorAll('button')).to.have.length(2);
    expect(portal.part('retry') === null).to.equal(false);
    expect(portal.part('open')!.textContent).to.equal(englishLabels.open);
    expect(portal.frame!.isConnected).to.equal(true);
    expect(await backend.minted()).to.equal(1);
  });

  it('of PORTAL_LOAD_FAILED shows the code of the portal and has both buttons', async () => {
    const { backend, portal } = await readyPortal();
    portal.post({ event_type: 'PORTAL_LOAD_FAILURE', object: 'session', data: { error_code: 'NOT_FOUND' } });
    await portal.state('error');
    expect(portal.text).to.contain(failed).and.contain('PORTAL_LOAD_FAILED NOT_FOUND');
    expect(portal.part('retry') === null).to.equal(false);
    expect(portal.part('open') === null).to.equal(false);
    expect(await backend.minted()).to.equal(1);
  });

  it('of PORTAL_BLOCKED has no retry button, because only a change of the host page helps', async () => {
    const host = await HostFrame.open("?content-security-policy=frame-src 'none'");
    const { backend, portal } = await host.mountPortal();
    await portal.expectError({ code: 'PORTAL_BLOCKED', retryable: false });
    expect(portal.text).to.contain(englishLabels.PORTAL_BLOCKED).and.contain('PORTAL_BLOCKED');
    expect(portal.part('retry') === null).to.equal(true);
    expect(portal.part('open') === null).to.equal(false);
    expect(await backend.minted()).to.equal(1);
  });

  it('of a link from "src" without another source has no button', async () => {
    const portal = await PortalHarness.mount({ src: 'http://a.example/1' });
    await portal.state('error');
    expect(portal.text).to.contain(failed).and.contain('LINK_REJECTED');
    expect(portal.part('retry') === null).to.equal(true);
    expect(portal.part('open') === null).to.equal(true);
  });

  it('shows the labels of the host page, for one code or for all codes', async () => {
    const { backend, portal } = await mountWith([{ status: 403 }, { status: 404 }]);
    portal.element.labels = { ENDPOINT_UNAUTHORIZED: 'Bitte anmelden.', failed: 'Das ging nicht.', retry: 'Nochmal' };
    await portal.state('error');
    expect(portal.text).to.contain('Bitte anmelden.');
    expect(portal.part('retry')!.textContent).to.equal('Nochmal');
    portal.click('retry');
    await portal.event('portal-error', 2);
    await portal.element.updateComplete;
    expect(portal.text).to.contain('Das ging nicht.');
    expect(await backend.minted()).to.equal(0);
  });
});
