/** The end of a session, the refresh that follows, and what delays or prevents it. */
import { expect } from '@open-wc/testing';
import { Backend, until, type PortalScript } from '../tools/backend.ts';
import { moveClock, setOnline, setVisible } from '../tools/conditions.ts';
import { mountPortal, PortalHarness, readyPortal, type MountedPortal } from '../tools/portal-harness.ts';
import { ENDINGS, loadSuccess, message, sessionExpiry, sessionWarning, ssoEnabled } from '../tools/sample-messages.ts';

const HOUR = 60 * 60 * 1000;

/** A portal that ends its session at once. */
const SHORT_LIVED: PortalScript = { onLoad: [loadSuccess(), { type: 'SESSION_EXPIRED' }] };

describe('a session that ends', () => {
  /** Situations with link 1 in the frame, and a healthy portal behind every later link. */
  const situations: Record<string, (ending: unknown) => Promise<MountedPortal>> = {
    'before the frame has loaded': async (ending) => {
      // The image never loads, and so the frame does not either. Link 3 is only the address of the image.
      const body = `<script>parent.postMessage(${JSON.stringify(ending)}, '*')</script><img src="3">`;
      const backend = await Backend.create({ portal: [{ body }, {}, { hang: true }] });
      return { backend, portal: PortalHarness.create({ endpoint: backend.endpoint }) };
    },
    'while the portal shows': async () => readyPortal(),
    'after PORTAL_LOAD_TIMEOUT': async () => {
      const { backend, portal } = await mountPortal({ portal: [{ onLoad: [] }, {}] }, { loadTimeout: 50 });
      await portal.event('portal-error');
      await backend.listening(1);
      portal.element.loadTimeout = 20_000;
      return { backend, portal };
    },
  };

  for (const [when, prepare] of Object.entries(situations)) {
    for (const ending of ENDINGS) {
      it(`${when} by ${ending.name} is followed by one new session, with 2 links in all`, async () => {
        const { backend, portal } = await prepare(ending.message);
        portal.record(ending.event);
        if (portal.element.isConnected) {
          portal.clearEvents();
          portal.post(ending.message);
        } else {
          await portal.connect();
        }
        await portal.event('portal-refresh');
        await portal.state('ready');
        await portal.event('portal-message', 2);
        const first = portal.trace.indexOf('portal-state-change expired');
        expect(portal.trace.slice(first)).to.deep.equal([
          'portal-state-change expired',
          'portal-message',
          ending.event,
          'portal-refresh',
          'portal-state-change loading',
          'portal-state-change ready',
          'portal-message',
        ]);
        const refresh = portal.events[first + 3]!;
        expect(refresh.detail).to.deep.equal({ reason: 'session-expired' });
        expect([refresh.state, refresh.error, refresh.expiresAt]).to.deep.equal(['expired', null, null]);
        expect(portal.frame!.src).to.equal(backend.link(2));
        expect(await backend.minted()).to.equal(2);
      });
    }
  }

  it('is over in the element’s properties before any listener runs', async () => {
    const { portal } = await readyPortal();
    portal.record('session-expired');
    portal.clearEvents();
    portal.post({ type: 'SESSION_EXPIRED' });
    await portal.event('portal-refresh');
    for (const type of ['portal-state-change', 'portal-message', 'session-expired', 'portal-refresh']) {
      const { state, expiresAt, error } = portal.events.find((event) => event.type === type)!;
      expect([type, state, expiresAt, error]).to.deep.equal([type, 'expired', null, null]);
    }
  });

  it('is followed by a new frame element; the old one is removed first', async () => {
    const { backend, portal } = await readyPortal();
    const old = portal.frame!;
    let present: boolean | undefined;
    portal.element.addEventListener('portal-refresh', () => (present = old.isConnected));
    portal.post(sessionExpiry());
    await portal.event('portal-refresh');
    expect(present).to.equal(false);
    await portal.state('ready');
    expect(portal.frame === old).to.equal(false);
    expect(portal.element.shadowRoot!.querySelectorAll('iframe').length).to.equal(1);
    expect(await backend.minted()).to.equal(2);
  });

  it('with five messages at once is refreshed once', async () => {
    const { backend, portal } = await readyPortal();
    const messages = [...ENDINGS.map((ending) => ending.message), sessionExpiry()];
    portal.command({ command: 'post-burst', messages });
    await portal.event('portal-message', 3);
    expect(portal.count('portal-refresh')).to.equal(1);
    expect(portal.states).to.deep.equal(['loading', 'ready', 'expired', 'loading', 'ready']);
    expect(await backend.minted()).to.equal(2);
  });

  it('again during the refresh is not refreshed twice', async () => {
    const { backend, portal } = await readyPortal();
    const old = portal.frame!.contentWindow!;
    await backend.answers([{ held: true }]);
    portal.post(sessionExpiry());
    await portal.event('portal-refresh');
    // The window of the old portal is gone, so that the page posts the message itself.
    old.postMessage({ command: 'post', message: sessionExpiry() }, '*');
    window.postMessage(sessionExpiry(), '*');
    await backend.requested(2);
    await backend.release();
    await portal.state('ready');
    await portal.event('portal-message', 3);
    expect(portal.count('portal-refresh')).to.equal(1);
    expect(await backend.minted()).to.equal(2);
  });

  it('is followed by an error if the endpoint refuses a new link', async () => {
    const { backend, portal } = await readyPortal();
    await backend.answers([{ status: 401 }]);
    portal.post(sessionExpiry());
    await portal.state('error');
    expect(portal.element.error!.code).to.equal('ENDPOINT_UNAUTHORIZED');
    expect(portal.frame).to.equal(null);
    expect(await backend.minted()).to.equal(1);
  });

  it('after a refresh is refreshed again', async () => {
    const { backend, portal } = await readyPortal();
    await portal.renew();
    await portal.renew({ type: 'session.expired' });
    expect(portal.frame!.src).to.equal(backend.link(3));
    expect(await backend.minted()).to.equal(3);
  });
});

describe('portal-refresh', () => {
  it('that is prevented leaves the session expired until reload()', async () => {
    const { backend, portal } = await readyPortal({ labels: { expired: 'Over.' } });
    portal.element.addEventListener('portal-refresh', (event) => event.preventDefault(), { once: true });
    portal.post(sessionExpiry());
    await portal.event('portal-refresh');
    document.dispatchEvent(new Event('visibilitychange'));
    window.dispatchEvent(new Event('online'));
    await portal.element.updateComplete;
    expect(portal.element.state).to.equal('expired');
    expect(portal.text).to.include('Over.');
    expect(portal.part('retry')).not.to.equal(null);
    expect(await backend.minted()).to.equal(1);
    await portal.element.reload();
    expect(portal.element.state).to.equal('ready');
    expect(await backend.minted()).to.equal(2);
  });

  const listeners = [
    { event: 'portal-refresh', prevents: false },
    { event: 'portal-refresh', prevents: true },
    { event: 'session-expired', prevents: false },
    { event: 'portal-message', prevents: false },
    { event: 'portal-state-change', prevents: false },
  ];
  const sources = ['the endpoint', 'a fetchPortalLink that answers at once'];

  for (const source of sources) {
    for (const { event, prevents } of listeners) {
      it(`and reload() in a listener of ${event}${prevents ? ', which prevents it,' : ''} mint one link of ${source}`, async () => {
        const backend = await Backend.create();
        let minted = 0;
        const fetchPortalLink = async () => backend.link(++minted);
        const portal = await PortalHarness.mount(
          source === 'the endpoint' ? { endpoint: backend.endpoint } : { fetchPortalLink },
        );
        await portal.event('portal-message');
        const outcomes: Promise<void>[] = [];
        portal.element.addEventListener(event, (each) => {
          if (prevents) each.preventDefault();
          if (portal.element.state === 'expired') outcomes.push(portal.element.reload());
        });
        await portal.renew({ type: 'SESSION_EXPIRED' });
        await Promise.all(outcomes);
        expect(outcomes.length).to.equal(1);
        expect(portal.element.state).to.equal('ready');
        expect(source === 'the endpoint' ? await backend.minted() : minted).to.equal(2);
        expect(await backend.openings()).to.deep.equal({ 1: 1, 2: 1 });
      });
    }
  }

  for (const event of ['portal-state-change', 'portal-message', 'session-expired', 'portal-refresh']) {
    it(`is followed by no link if a listener of ${event} removes the element`, async () => {
      const { backend, portal } = await readyPortal();
      const gone = new Promise<void>((resolve) => {
        portal.element.addEventListener(event, () => {
          if (portal.element.state !== 'expired') return;
          portal.element.remove();
          resolve();
        });
      });
      portal.post({ type: 'SESSION_EXPIRED' });
      await gone;
      expect(portal.element.state).to.equal('idle');
      // The session of another portal is renewed meanwhile. This one would have been renewed, too.
      const other = await readyPortal();
      await other.portal.renew({ type: 'SESSION_EXPIRED' });
      expect(portal.element.state).to.equal('idle');
      expect(await backend.minted()).to.equal(1);
    });
  }
});

describe('a refresh', () => {
  const refreshing = async () => {
    const { backend, portal } = await readyPortal({ labels: { offline: 'Offline.' } });
    // A refresh would start in the task of the event that ends its delay.
    const isDelayed = async () => {
      expect(portal.element.state).to.equal('expired');
      expect(await backend.minted()).to.equal(1);
      expect(portal.element.state).to.equal('expired');
    };
    const expire = async () => {
      portal.post(sessionExpiry());
      await portal.event('portal-refresh');
      await isDelayed();
    };
    return { backend, portal, expire, isDelayed };
  };

  const [show, hide] = [() => setVisible(true), () => setVisible(false)];
  const [goOnline, goOffline] = [() => setOnline(true), () => setOnline(false)];
  /** What happens before the end of the session, what does not end the delay, and what does. */
  const delays: [string, (() => void)[], (() => void)[], (() => void)[]][] = [
    ['while the page is hidden', [hide], [], [show]],
    ['while the browser is offline', [goOffline], [], [goOnline]],
    ['until the page is visible and online: visible first', [goOffline, hide], [show], [goOnline]],
    ['until the page is visible and online: online first', [hide, goOffline], [goOnline], [show]],
    ['in a hidden page that goes offline later', [hide], [goOffline, show], [goOnline]],
    ['once, however often the page becomes visible and online', [hide], [], [show, goOnline, show]],
  ];
  for (const [when, before, during, end] of delays) {
    it(`is delayed ${when}`, async () => {
      const { backend, portal, expire, isDelayed } = await refreshing();
      for (const act of before) act();
      await expire();
      if (!navigator.onLine) expect(portal.text).to.include('Offline.');
      for (const act of during) act();
      await isDelayed();
      for (const act of end) act();
      await portal.event('portal-message', 3);
      expect(portal.element.state).to.equal('ready');
      expect(portal.count('portal-refresh')).to.equal(1);
      expect(await backend.minted()).to.equal(2);
    });
  }

  it('that is delayed is replaced by reload()', async () => {
    const { backend, portal, expire } = await refreshing();
    setOnline(false);
    await expire();
    await portal.element.reload();
    setOnline(true);
    await portal.event('portal-message', 3);
    expect(portal.states.slice(2)).to.deep.equal(['expired', 'loading', 'ready']);
    expect(await backend.minted()).to.equal(2);
  });
});

describe('an overdue session', () => {
  for (const [name, wake] of [
    ['visible', () => setVisible(true)],
    ['online', () => setOnline(true)],
  ] as const) {
    it(`is refreshed when the page becomes ${name}`, async () => {
      const { backend, portal } = await readyPortal();
      moveClock(7 * HOUR);
      wake();
      const { detail } = await portal.event('portal-refresh');
      expect(detail).to.deep.equal({ reason: 'session-overdue' });
      await portal.event('portal-message', 2);
      expect(portal.states).to.deep.equal(['loading', 'ready', 'expired', 'loading', 'ready']);
      expect(await backend.minted()).to.equal(2);
    });
  }

  it('is refreshed after the end that a warning announced', async () => {
    const { backend, portal } = await readyPortal();
    await portal.deliver(sessionWarning());
    moveClock(6 * 60 * 1000);
    setVisible(true);
    await portal.event('portal-refresh');
    await portal.state('ready');
    expect(await backend.minted()).to.equal(2);
  });

  it('is not refreshed while the page is hidden', async () => {
    const { backend, portal } = await readyPortal();
    moveClock(7 * HOUR);
    setVisible(false);
    setOnline(true);
    expect(portal.element.state).to.equal('ready');
    setVisible(true);
    await portal.event('portal-refresh');
    await portal.state('ready');
    expect(await backend.minted()).to.equal(2);
  });

  const notOverdue: [string, number, number][] = [
    ['does not exist before the announced end', 0, 5 * HOUR],
    ['does not exist if the end was past when it was announced: the clock of the computer is wrong', 7 * HOUR, 0],
  ];
  for (const [sentence, before, after] of notOverdue) {
    it(sentence, async () => {
      moveClock(before);
      const { backend, portal } = await readyPortal();
      moveClock(after);
      setVisible(true);
      setOnline(true);
      await portal.deliver(ssoEnabled());
      expect(portal.types).not.to.include('portal-refresh');
      expect(await backend.minted()).to.equal(1);
    });
  }
});

describe('the refresh limit', () => {
  const limited = async () => {
    const { backend, portal } = await mountPortal({ portal: SHORT_LIVED });
    await portal.event('portal-error');
    return { backend, portal };
  };

  it('leads to an error that names the causes after 3 sessions that ended at once', async () => {
    const { backend, portal } = await limited();
    expect(portal.element.error).to.include({ name: 'PortalError', code: 'REFRESH_LIMIT_REACHED' });
    expect(portal.element.error!.message).to.include('third-party cookies').and.to.include('custom domain');
    expect(portal.count('portal-refresh')).to.equal(2);
    await portal.element.updateComplete;
    expect(portal.frame).to.equal(null);
    expect(portal.part('retry')).not.to.equal(null);
    expect(portal.part('open')).not.to.equal(null);
    setVisible(true);
    setOnline(true);
    expect(portal.element.state).to.equal('error');
    expect(await backend.minted()).to.equal(3);
  });

  it('is reset by reload()', async () => {
    const { backend, portal } = await limited();
    portal.element.reload().catch(() => undefined);
    await portal.event('portal-error', 2);
    expect(portal.element.error!.code).to.equal('REFRESH_LIMIT_REACHED');
    expect(await backend.minted()).to.equal(6);
  });

  it('is reset by a longer session', async () => {
    const scripts = [SHORT_LIVED, SHORT_LIVED, {}, SHORT_LIVED, SHORT_LIVED, {}];
    const { backend, portal } = await mountPortal({ portal: scripts });
    // Two messages of each short session, one of the third.
    await portal.event('portal-message', 5);
    moveClock(31_000);
    portal.post(sessionExpiry());
    await portal.event('portal-message', 11);
    expect(portal.element.state).to.equal('ready');
    portal.post(sessionExpiry());
    await portal.event('portal-error');
    expect(portal.element.error!.code).to.equal('REFRESH_LIMIT_REACHED');
    expect(await backend.minted()).to.equal(6);
  });
});

describe('a session without a source of links', () => {
  const ended = async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({ src: backend.link(1), labels: { expired: 'Over.' } });
    await portal.event('portal-message');
    portal.record('session-expired');
    portal.clearEvents();
    portal.post({ type: 'SESSION_EXPIRED' });
    await portal.state('expired');
    return { backend, portal };
  };

  it('stays expired after its end, with a text and without a button', async () => {
    const { backend, portal } = await ended();
    setVisible(true);
    setOnline(true);
    await portal.element.updateComplete;
    expect(portal.trace).to.deep.equal(['portal-state-change expired', 'portal-message', 'session-expired']);
    expect(portal.element.state).to.equal('expired');
    expect(portal.text).to.include('Over.');
    expect(portal.part('retry')).to.equal(null);
    expect(portal.frame).to.equal(null);
    expect(await backend.openings()).to.deep.equal({ 1: 1 });
    expect(await backend.minted()).to.equal(0);
  });

  it('is followed by another one with a new src', async () => {
    const { backend, portal } = await ended();
    portal.element.src = backend.link(2);
    await portal.event('portal-message', 2);
    expect(portal.element.state).to.equal('ready');
    expect(await backend.minted()).to.equal(0);
  });
});

describe('the state ready', () => {
  const scripts: Record<string, PortalScript> = {
    'after PORTAL_LOAD_SUCCESS': {},
    'after SSO_CONFIGURED': { onLoad: [{ type: 'SSO_CONFIGURED' }] },
    'after a message of an unknown type': { onLoad: [message('SOMETHING_NEW')] },
    'after the load of a silent portal': { onLoad: [] },
  };
  for (const [name, script] of Object.entries(scripts)) {
    it(`is entered ${name}`, async () => {
      const { backend, portal } = await mountPortal({ portal: script });
      await portal.state('ready');
      if (script.onLoad?.length !== 0) await portal.event('portal-message');
      expect(portal.states).to.deep.equal(['loading', 'ready']);
      expect(await backend.minted()).to.equal(1);
    });
  }

  it('is entered after a message before the load, and the load changes nothing', async () => {
    // The image delays the load.
    const body = `<script>parent.postMessage({ type: 'a.b' }, '*')</script><img src="2">`;
    const { backend, portal } = await mountPortal({ portal: [{ body }, { held: true, status: 404, body: '' }] });
    let loaded = false;
    await until('the frame', () => portal.frame);
    const load = new Promise((resolve) => portal.frame!.addEventListener('load', resolve)).then(() => (loaded = true));
    await portal.event('portal-message');
    expect([portal.element.state, loaded]).to.deep.equal(['ready', false]);
    await backend.opened(2);
    await backend.release();
    await load;
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(await backend.minted()).to.equal(1);
  });

  it('is entered after the load before a message, and the message still counts', async () => {
    const { backend, portal } = await mountPortal({ portal: { postDelay: 150 } });
    await portal.state('ready');
    expect(portal.types).not.to.include('portal-message');
    expect(portal.element.expiresAt).to.equal(null);
    const { expiresAt } = await portal.event('portal-message');
    expect(expiresAt).to.be.instanceOf(Date);
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(await backend.minted()).to.equal(1);
  });

  it('is not entered after PORTAL_LOAD_FAILURE, which is an error with the portal’s code until a retry', async () => {
    const onLoad = [message('PORTAL_LOAD_FAILURE', { error_code: 'NO_ACCESS' })];
    const { backend, portal } = await mountPortal({ portal: [{ onLoad }, {}] });
    const { detail } = await portal.event('portal-error');
    await portal.expectError({ code: 'PORTAL_LOAD_FAILED', portalCode: 'NO_ACCESS' });
    expect((detail as { error: unknown }).error).to.equal(portal.element.error);
    expect(portal.types).not.to.include('portal-refresh');
    expect(portal.text).to.include('NO_ACCESS');
    expect(await backend.minted()).to.equal(1);
    portal.click('retry');
    await portal.event('portal-message', 2);
    expect([portal.element.state, portal.element.error]).to.deep.equal(['ready', null]);
    expect(await backend.minted()).to.equal(2);
  });
});

describe('the notice of a session that ends soon', () => {
  const warned = async () => {
    const { backend, portal } = await readyPortal({ labels: { endsSoon: 'Ends at {time}.', renew: 'Renew' } });
    await portal.deliver(sessionWarning());
    return { backend, portal };
  };

  it('names the time and has a renew button, and the portal stays usable below it', async () => {
    const { backend, portal } = await warned();
    const time = portal.element.expiresAt!.toLocaleTimeString([], { timeStyle: 'short' });
    expect(portal.text).to.include(`Ends at ${time}.`).and.to.include('Renew');
    expect(portal.element.state).to.equal('ready');
    const notice = portal.part('notice')!.getBoundingClientRect();
    const frame = portal.frame!.getBoundingClientRect();
    expect(notice.height).to.be.greaterThan(0);
    expect(notice.bottom).to.be.at.most(frame.top);
    expect(frame.height).to.be.at.least(600);
    expect(portal.frame!.closest('[inert]')).to.equal(null);
    expect(await backend.minted()).to.equal(1);
  });

  it('does not reload the frame when it appears and disappears', async () => {
    const { backend, portal } = await warned();
    await portal.deliver(loadSuccess());
    expect(portal.hasFirstFrame).to.equal(true);
    expect(await backend.openings()).to.deep.equal({ 1: 1 });
  });

  it('renews the session with one link, and disappears', async () => {
    const { backend, portal } = await warned();
    portal.click('retry');
    await portal.event('portal-message', 3);
    await portal.state('ready');
    expect(portal.part('notice')).to.equal(null);
    expect(portal.text).to.equal('');
    expect(portal.frame!.src).to.equal(backend.link(2));
    expect(await backend.minted()).to.equal(2);
  });

  it('renews the session with one link, however many clicks there are', async () => {
    const { backend, portal } = await warned();
    const button = portal.part('retry')!;
    for (let clicks = 0; clicks < 3; clicks++) button.click();
    await portal.event('portal-message', 3);
    expect(await backend.minted()).to.equal(2);
  });

  it('disappears when the session ends', async () => {
    const { portal } = await warned();
    portal.element.addEventListener('portal-refresh', (event) => event.preventDefault());
    portal.post(sessionExpiry());
    await portal.event('portal-refresh');
    await portal.element.updateComplete;
    expect(portal.part('notice')).to.equal(null);
    expect(portal.text).not.to.include('Ends at');
  });

  it('disappears when a PORTAL_LOAD_SUCCESS announces a later end', async () => {
    const { backend, portal } = await warned();
    await portal.deliver(loadSuccess());
    expect(portal.part('notice')).to.equal(null);
    expect(portal.text).to.equal('');
    expect(await backend.minted()).to.equal(1);
  });

  it('stays after a message of another type', async () => {
    const { portal } = await warned();
    await portal.deliver(ssoEnabled());
    expect(portal.text).to.include('Ends at');
  });
});
