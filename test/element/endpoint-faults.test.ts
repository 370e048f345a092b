/**
 * An endpoint that does not give a link: what is tried again, what is reported, and what people read. Every fault by itself
 * stands in `test/hold/endpoint-faults.test.ts`.
 */
import { expect, fixtureSync } from '@open-wc/testing';
import type { PortalError } from '../../src/portal-error.ts';
import { englishLabels } from '../../src/portal-labels.ts';
import type { FetchPortalLink } from '../../src/portal-link.ts';
import { Backend, target, until, type Answer } from '../tools/backend.ts';
import { HeldTimers, PortalHarness, readyPortal, replace, request } from '../tools/portal-harness.ts';

const undo: (() => void)[] = [];
afterEach(() => {
  for (const restore of undo.splice(0)) restore();
});

/** Without jitter nothing is waited for between attempts, as long as there is no `Retry-After`. */
const withoutJitter = () => undo.push(replace(Math, 'random', () => 0));

function holdTimers(): HeldTimers {
  const timers = new HeldTimers(1000);
  undo.push(() => timers.restore());
  return timers;
}

async function mountWith(answers: Answer[]) {
  const backend = await Backend.create();
  await backend.answers(answers);
  const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
  return { backend, portal };
}

const errorsOf = (portal: PortalHarness) => portal.types.filter((type) => type === 'portal-error').length;

describe('an answer without a link', () => {
  it('an error of a status has it, an error without one has none', async () => {
    const { portal } = await mountWith([{ json: {} }]);
    await portal.state('error');
    expect(portal.element.error).not.to.have.property('status');
  });
});

describe('a redirect', () => {
  for (const [where, redirect] of [
    ['to a sign-in page', '/backend/{run}/login'],
    ['to an address that would mint', '/backend/{run}/link'],
    ['to another origin', 'http://127.0.0.1:{port}/backend/{run}/link'],
  ] as const) {
    it(`${where} is not followed: signed out, with one request and no link`, async () => {
      const { backend, portal } = await mountWith([{ redirect }, {}]);
      await portal.state('error');
      expect(portal.element.error).to.include({ code: 'ENDPOINT_UNAUTHORIZED', retryable: false });
      expect(portal.words).to.contain('do not have access');
      expect((await backend.log()).requests).to.have.length(1);
      expect(await backend.minted()).to.equal(0);
    });
  }
});

describe('an endpoint that is tried again', () => {
  const transient: [string, Answer][] = [
    // 408 is left to the unit tests: on a connection that was used before, browsers repeat it on their own.
    ...[425, 429, 500, 502, 503, 504, 599].map((status): [string, Answer] => [String(status), { status }]),
    ['a network failure', { destroy: true, body: '' }],
    ['a body that is cut', { cut: true, body: '{"location": "https://a.example/1"}' }],
  ];
  for (const [what, answer] of transient) {
    it(`${what} is asked again, and nobody hears of it`, async () => {
      withoutJitter();
      const { backend, portal } = await mountWith([answer, {}]);
      await portal.state('ready');
      expect(portal.states).to.deep.equal(['loading', 'ready']);
      expect(errorsOf(portal)).to.equal(0);
      expect((await backend.log()).requests).to.have.length(2);
      expect(await backend.minted()).to.equal(1);
    });
  }

  it('mends itself with the last of 4 attempts', async () => {
    withoutJitter();
    const { backend, portal } = await mountWith([{ status: 500 }, { status: 502 }, { destroy: true, body: '' }, {}]);
    await portal.state('ready');
    expect((await backend.log()).requests).to.have.length(4);
    expect(await backend.minted()).to.equal(1);
  });

  it('is ENDPOINT_UNREACHABLE when the network fails 4 times, and "Try again" makes new attempts', async () => {
    withoutJitter();
    const broken: Answer = { destroy: true, body: '' };
    const { backend, portal } = await mountWith([broken, broken, broken, broken, broken, {}]);
    await portal.state('error');
    expect(portal.element.error).to.include({ code: 'ENDPOINT_UNREACHABLE', retryable: true });
    expect(portal.element.error!.cause).to.be.an.instanceof(TypeError);
    expect((await backend.log()).requests).to.have.length(4);
    portal.click('retry');
    await portal.state('ready');
    expect((await backend.log()).requests).to.have.length(6);
    expect(await backend.minted()).to.equal(1);
  });

  it('is ENDPOINT_UNREACHABLE on another origin without CORS', async () => {
    withoutJitter();
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({ endpoint: backend.crossOriginEndpoint });
    await portal.state('error');
    expect(portal.element.error).to.have.property('code', 'ENDPOINT_UNREACHABLE');
    expect(portal.element.error!.message).to.contain('CORS');
    expect(portal.links).to.be.empty;
    // A link whose answer cannot be read is minted all the same.
    expect(await backend.minted()).to.equal(4);
  });

  it('gives its link on another origin with CORS, headers and all', async () => {
    const backend = await Backend.create();
    const headers = { 'access-control-allow-origin': location.origin, 'access-control-allow-headers': 'x-csrf' };
    await backend.answers([{ headers }]);
    const portal = await PortalHarness.mount({ endpoint: backend.crossOriginEndpoint, headers: { 'x-csrf': 'token' } });
    await portal.state('ready');
    expect((await request(backend)).headers['x-csrf']).to.equal('token');
    expect(await backend.minted()).to.equal(1);
  });

  for (const [how, header] of [
    ['in seconds', () => '30'],
    ['as a date', () => new Date(Date.now() + 31_000).toUTCString()],
    ['of more than a minute, for a minute', () => '3600'],
  ] as const) {
    it(`is left alone for as long as Retry-After says ${how}`, async () => {
      withoutJitter();
      const timers = holdTimers();
      const { backend, portal } = await mountWith([{ status: 429, headers: { 'retry-after': header() } }, {}]);
      // Neither the limit of an attempt nor the watchdog of a frame.
      const wait = await until('the waiting', () => {
        return timers.delays.find((delay) => delay !== 15_000 && delay !== 20_000);
      });
      if (header() === '3600') expect(wait).to.equal(60_000);
      else expect(wait).to.be.within(29_000, 31_000);
      expect((await backend.log()).requests).to.have.length(1);
      await timers.release(wait);
      await portal.state('ready');
      expect((await backend.log()).requests).to.have.length(2);
      expect(await backend.minted()).to.equal(1);
    });
  }

  it('is not asked again once the element has left the page', async () => {
    const timers = holdTimers();
    const { backend, portal } = await mountWith([{ status: 503, headers: { 'retry-after': '30' } }, {}]);
    await until('the waiting', () => timers.delays.some((delay) => delay >= 30_000));
    portal.element.remove();
    expect(timers.delays).to.deep.equal([]);
    expect([portal.element.state, portal.element.error]).to.deep.equal(['idle', null]);
    await portal.element.updateComplete;
    expect(portal.states).to.deep.equal(['loading', 'idle']);
    expect((await backend.log()).requests).to.have.length(1);
    expect(await backend.minted()).to.equal(0);
  });
});

describe('an endpoint that takes longer than 15 s', () => {
  it('is aborted', async () => {
    const timers = holdTimers();
    const signals: AbortSignal[] = [];
    const fetch = window.fetch.bind(window);
    undo.push(
      replace(window, 'fetch', (address: string, init?: RequestInit) => {
        if (init?.signal) signals.push(init.signal);
        return fetch(address, init);
      }),
    );
    const { backend, portal } = await mountWith([{ hang: 'headers', body: '' }]);
    await request(backend);
    expect(signals.map(({ aborted }) => aborted)).to.deep.equal([false]);
    await timers.release(15_000);
    await portal.state('error');
    expect(signals.map(({ aborted }) => aborted)).to.deep.equal([true]);
    expect(await backend.minted()).to.equal(0);
  });

  it('each attempt has 15 s of its own', async () => {
    withoutJitter();
    const timers = holdTimers();
    const { backend, portal } = await mountWith([{ status: 503 }, { status: 503 }, {}]);
    await portal.state('ready');
    expect(timers.asked.filter((delay) => delay === 15_000)).to.have.length(3);
    expect(timers.delays).not.to.include(15_000);
    expect(await backend.minted()).to.equal(1);
  });

  it('a fetchPortalLink that ignores its signal is no longer waited for, and its late link is not used', async () => {
    const timers = holdTimers();
    const backend = await Backend.create();
    let answerLate: (link: string) => void = () => undefined;
    const calls: AbortSignal[] = [];
    const fetchPortalLink: FetchPortalLink = ({ signal }) => {
      calls.push(signal);
      return new Promise((resolve) => (answerLate = resolve));
    };
    const portal = await PortalHarness.mount({ fetchPortalLink });
    await timers.release(15_000);
    await portal.state('error');
    expect(portal.element.error).to.have.property('code', 'ENDPOINT_TIMEOUT');
    expect(calls.map(({ aborted }) => aborted)).to.deep.equal([true]);
    answerLate(backend.link(1));
    portal.element.fetchPortalLink = async () => backend.link(2);
    await portal.element.reload();
    expect(portal.links).to.deep.equal([backend.link(2)]);
    expect(calls).to.have.length(1);
  });
});

describe('a fetchPortalLink that fails', () => {
  it('is taken for a network that fails: called 4 times, then ENDPOINT_UNREACHABLE with what it threw', async () => {
    withoutJitter();
    const thrown = new Error('no way');
    let calls = 0;
    const fetchPortalLink = async () => {
      calls += 1;
      throw thrown;
    };
    const portal = await PortalHarness.mount({ fetchPortalLink });
    await portal.state('error');
    expect(portal.element.error).to.include({ code: 'ENDPOINT_UNREACHABLE', retryable: true, cause: thrown });
    expect(calls).to.equal(4);
    expect(portal.links).to.be.empty;
  });

  it('may succeed when it is called again', async () => {
    withoutJitter();
    const backend = await Backend.create();
    let calls = 0;
    const fetchPortalLink: FetchPortalLink = async () => {
      calls += 1;
      if (calls < 3) throw new Error('not yet');
      return backend.link(calls);
    };
    const portal = await PortalHarness.mount({ fetchPortalLink });
    await portal.state('ready');
    expect(portal.links).to.deep.equal([backend.link(3)]);
    expect(errorsOf(portal)).to.equal(0);
  });

  it('may throw before it returns a promise', async () => {
    withoutJitter();
    let calls = 0;
    const fetchPortalLink = () => {
      calls += 1;
      throw new Error('no way');
    };
    const portal = await PortalHarness.mount({ fetchPortalLink });
    await portal.state('error');
    expect(portal.element.error).to.have.property('code', 'ENDPOINT_UNREACHABLE');
    expect(calls).to.equal(4);
  });

  it('speaks for itself with a PortalError: a final one is not tried again', async () => {
    const { portal: other } = await mountWith([{ status: 403 }]);
    await other.state('error');
    const final = other.element.error!;
    let calls = 0;
    const fetchPortalLink = async () => {
      calls += 1;
      throw final;
    };
    const portal = await PortalHarness.mount({ fetchPortalLink });
    await portal.state('error');
    expect(portal.element.error).to.equal(final);
    expect(calls).to.equal(1);
  });

  for (const answer of [null, undefined, 1, '', {}]) {
    it(`${JSON.stringify(answer)} in place of a link is RESPONSE_INVALID, asked for once`, async () => {
      let calls = 0;
      const fetchPortalLink = (async () => {
        calls += 1;
        return answer;
      }) as unknown as FetchPortalLink;
      const portal = await PortalHarness.mount({ fetchPortalLink });
      await portal.state('error');
      expect(portal.element.error).to.have.property('code', 'RESPONSE_INVALID');
      expect(calls).to.equal(1);
    });
  }

  it('a "headers" that rejects is ENDPOINT_UNREACHABLE, and nothing is asked without them', async () => {
    withoutJitter();
    const backend = await Backend.create();
    let calls = 0;
    const headers = async () => {
      calls += 1;
      throw new Error('no token');
    };
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint, headers });
    await portal.state('error');
    expect(portal.element.error).to.have.property('code', 'ENDPOINT_UNREACHABLE');
    expect(calls).to.equal(4);
    expect((await backend.log()).requests).to.be.empty;
    expect(await backend.minted()).to.equal(0);
  });
});

describe('portal-error', () => {
  it('comes after the change of the state, and both find state and error in place', async () => {
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

  it('comes again for every failure, with a new error', async () => {
    const { backend, portal } = await mountWith([{ status: 404 }, { status: 403 }]);
    await portal.state('error');
    portal.click('retry');
    await portal.event('portal-error', 2);
    const errors = portal.events.filter(({ type }) => type === 'portal-error').map(({ error }) => error);
    expect(errors.map((error) => (error as PortalError).status)).to.deep.equal([404, 403]);
    expect(await backend.minted()).to.equal(0);
  });

  it('its error is gone while the next link is asked for', async () => {
    const { backend, portal } = await mountWith([{ status: 404 }, { hang: 'headers', body: '' }]);
    await portal.state('error');
    portal.click('retry');
    await portal.state('loading');
    expect(portal.element.error).to.equal(null);
    expect(portal.part('error') === null).to.equal(true);
    await request(backend, 2);
    expect(await backend.minted()).to.equal(0);
  });

  it('a refresh that fails leaves the panel in place of the frame', async () => {
    const { backend, portal } = await readyPortal();
    await backend.answers([{ status: 403 }, {}]);
    portal.say({ type: 'SESSION_EXPIRED' });
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
  for (const [answer, words, code] of panels) {
    it(`of ${code} says so in words, with the code, a button to try again and none for a tab`, async () => {
      withoutJitter();
      const { backend, portal } = await mountWith([answer]);
      await portal.state('error');
      const panel = portal.part('error')!;
      expect(portal.words).to.contain(words);
      expect(panel.querySelector('small')!.textContent).to.equal(`Error code: ${code}`);
      expect(portal.part('retry')!.textContent).to.equal(englishLabels.retry);
      expect(portal.part('open') === null).to.equal(true);
      expect(portal.part('notice') === null).to.equal(true);
      expect(portal.busy).to.equal(false);
      expect(await backend.minted()).to.equal(0);
    });
  }

  it('of ENDPOINT_TIMEOUT has a button to try again', async () => {
    const timers = holdTimers();
    const { backend, portal } = await mountWith([{ hang: 'headers', body: '' }]);
    await request(backend);
    await timers.release(15_000);
    await portal.state('error');
    expect(portal.words).to.contain(failed).and.contain('ENDPOINT_TIMEOUT');
    expect(portal.part('retry') === null).to.equal(false);
    expect(portal.part('open') === null).to.equal(true);
    expect(await backend.minted()).to.equal(0);
  });

  it('of PORTAL_LOAD_TIMEOUT has both buttons, above the frame', async () => {
    const backend = await Backend.create();
    await backend.portal({ onLoad: [] });
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint, loadTimeout: 1 });
    await portal.event('portal-error');
    await portal.element.updateComplete;
    expect(portal.words).to.contain(englishLabels.PORTAL_LOAD_TIMEOUT).and.contain('PORTAL_LOAD_TIMEOUT');
    expect(portal.part('notice')!.querySelectorAll('button')).to.have.length(2);
    expect(portal.part('retry') === null).to.equal(false);
    expect(portal.part('open')!.textContent).to.equal(englishLabels.open);
    expect(portal.frame!.isConnected).to.equal(true);
    expect(await backend.minted()).to.equal(1);
  });

  it('of PORTAL_LOAD_FAILED names the code of the portal and has both buttons', async () => {
    const { backend, portal } = await readyPortal();
    portal.say({ event_type: 'PORTAL_LOAD_FAILURE', object: 'session', data: { error_code: 'NOT_FOUND' } });
    await portal.state('error');
    expect(portal.words).to.contain(failed).and.contain('PORTAL_LOAD_FAILED NOT_FOUND');
    expect(portal.part('retry') === null).to.equal(false);
    expect(portal.part('open') === null).to.equal(false);
    expect(await backend.minted()).to.equal(1);
  });

  it('of PORTAL_BLOCKED has no button to try again: only the host page can mend it', async () => {
    const backend = await Backend.create();
    const page = document.createElement('iframe');
    const loaded = new Promise((resolve) => page.addEventListener('load', resolve));
    page.src = `/host/${target()}?content-security-policy=frame-src%20'none'`;
    fixtureSync(page);
    await loaded;
    const host = page.contentDocument!;
    const element = host.createElement('scalekit-admin-portal');
    const portal = new PortalHarness(element);
    element.endpoint = backend.endpoint;
    host.body.append(element);
    await portal.state('error');
    expect(element.error).to.include({ code: 'PORTAL_BLOCKED', retryable: false });
    expect(portal.words).to.contain(englishLabels.PORTAL_BLOCKED).and.contain('PORTAL_BLOCKED');
    expect(portal.part('retry') === null).to.equal(true);
    expect(portal.part('open') === null).to.equal(false);
    expect(await backend.minted()).to.equal(1);
  });

  it('of a link from "src" without a source has no button that could not help', async () => {
    const portal = await PortalHarness.mount({ src: 'http://a.example/1' });
    await portal.state('error');
    expect(portal.words).to.contain(failed).and.contain('LINK_REJECTED');
    expect(portal.part('retry') === null).to.equal(true);
    expect(portal.part('open') === null).to.equal(true);
  });

  it('takes the words of the host page, by code or for all codes', async () => {
    const { backend, portal } = await mountWith([{ status: 403 }, { status: 404 }]);
    portal.element.labels = { ENDPOINT_UNAUTHORIZED: 'Bitte anmelden.', failed: 'Das ging nicht.', retry: 'Nochmal' };
    await portal.state('error');
    expect(portal.words).to.contain('Bitte anmelden.');
    expect(portal.part('retry')!.textContent).to.equal('Nochmal');
    portal.click('retry');
    await portal.event('portal-error', 2);
    await portal.element.updateComplete;
    expect(portal.words).to.contain('Das ging nicht.');
    expect(await backend.minted()).to.equal(0);
  });
});
