/** How a session ends, what follows, when the next one waits, and when there is none. */
import { expect } from '@open-wc/testing';
import { Backend, until, type PortalScript } from '../tools/backend.ts';
import { moveClock, setOnline, setVisible } from '../tools/conditions.ts';
import { PortalHarness, readyPortal, request } from '../tools/portal-harness.ts';
import { ENDINGS, loadSuccess, message, sessionExpiry, sessionWarning, ssoEnabled } from '../tools/sample-messages.ts';

const HOUR = 60 * 60 * 1000;

/** A portal that ends its session as soon as it has begun. */
const SHORT_LIVED: PortalScript = { onLoad: [loadSuccess(), { type: 'SESSION_EXPIRED' }] };

/** The address of a link as the page sees it: which link a frame shows. */
const shown = (portal: PortalHarness) => portal.frame!.src;

describe('a session that ends', () => {
  /** Brings a portal into a state, with link 1 in its frame and a healthy portal behind every later link. */
  const states: Record<string, (ending: unknown) => Promise<{ backend: Backend; portal: PortalHarness }>> = {
    'before the frame has loaded': async (ending) => {
      const backend = await Backend.create();
      // The picture never comes, and so the frame's load does not either. Link 3 is only its address.
      const body = `<script>parent.postMessage(${JSON.stringify(ending)}, '*')</script><img src="3">`;
      await backend.portal([{ body }, {}, { hang: true }]);
      return { backend, portal: PortalHarness.create({ endpoint: backend.endpoint }) };
    },
    'while the portal shows': async () => readyPortal(),
    'after a time-out': async () => {
      const backend = await Backend.create();
      await backend.portal([{ onLoad: [] }, {}]);
      const portal = await PortalHarness.mount({ endpoint: backend.endpoint, loadTimeout: 50 });
      await portal.event('portal-error');
      await backend.listening(1);
      portal.element.loadTimeout = 20_000;
      return { backend, portal };
    },
  };

  for (const [when, bring] of Object.entries(states)) {
    for (const ending of ENDINGS) {
      it(`${when} by ${ending.name} is followed by another one, with 2 links in all`, async () => {
        const { backend, portal } = await bring(ending.message);
        portal.record(ending.event);
        if (portal.element.isConnected) {
          portal.forget();
          portal.say(ending.message);
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
        expect(shown(portal)).to.equal(backend.link(2));
        expect(await backend.minted()).to.equal(2);
      });
    }
  }

  it('is over for listeners before they hear of it', async () => {
    const { portal } = await readyPortal();
    portal.record('session-expired');
    portal.forget();
    portal.say({ type: 'SESSION_EXPIRED' });
    await portal.event('portal-refresh');
    for (const type of ['portal-state-change', 'portal-message', 'session-expired', 'portal-refresh']) {
      const { state, expiresAt, error } = portal.events.find((event) => event.type === type)!;
      expect([type, state, expiresAt, error]).to.deep.equal([type, 'expired', null, null]);
    }
  });

  it('gets a new frame element, and the old one leaves the page', async () => {
    const { backend, portal } = await readyPortal();
    const old = portal.frame!;
    let present: boolean | undefined;
    portal.element.addEventListener('portal-refresh', () => (present = old.isConnected));
    portal.say(sessionExpiry());
    await portal.event('portal-refresh');
    expect(present).to.equal(false);
    await portal.state('ready');
    expect(portal.frame === old).to.equal(false);
    expect(portal.element.shadowRoot!.querySelectorAll('iframe').length).to.equal(1);
    expect(await backend.minted()).to.equal(2);
  });

  it('five times in a burst is refreshed once', async () => {
    const { backend, portal } = await readyPortal();
    const messages = [...ENDINGS.map((ending) => ending.message), sessionExpiry()];
    portal.tell({ command: 'post-burst', messages });
    await portal.event('portal-message', 3);
    expect(portal.types.filter((type) => type === 'portal-refresh').length).to.equal(1);
    expect(portal.states).to.deep.equal(['loading', 'ready', 'expired', 'loading', 'ready']);
    expect(await backend.minted()).to.equal(2);
  });

  it('again while the refresh is under way is not refreshed twice', async () => {
    const { backend, portal } = await readyPortal();
    const old = portal.frame!.contentWindow!;
    await backend.answers([{ held: true }]);
    portal.say(sessionExpiry());
    await portal.event('portal-refresh');
    // The old portal's window is gone; the page itself speaks in its place.
    old.postMessage({ command: 'post', message: sessionExpiry() }, '*');
    window.postMessage(sessionExpiry(), '*');
    await request(backend, 2);
    await backend.release();
    await portal.state('ready');
    await portal.event('portal-message', 3);
    expect(portal.types.filter((type) => type === 'portal-refresh').length).to.equal(1);
    expect(await backend.minted()).to.equal(2);
  });

  it('is followed by an error if the endpoint has no link any more', async () => {
    const { backend, portal } = await readyPortal();
    await backend.answers([{ status: 401 }]);
    portal.say(sessionExpiry());
    await portal.state('error');
    expect(portal.element.error!.code).to.equal('ENDPOINT_UNAUTHORIZED');
    expect(portal.frame).to.equal(null);
    expect(await backend.minted()).to.equal(1);
  });

  it('after the refresh is refreshed again', async () => {
    const { backend, portal } = await readyPortal();
    portal.say(sessionExpiry());
    await portal.event('portal-message', 3);
    portal.say({ type: 'session.expired' });
    await portal.event('portal-message', 5);
    expect(shown(portal)).to.equal(backend.link(3));
    expect(await backend.minted()).to.equal(3);
  });
});

describe('portal-refresh', () => {
  it('prevented leaves the state expired until reload()', async () => {
    const { backend, portal } = await readyPortal({ labels: { expired: 'Over.' } });
    portal.element.addEventListener('portal-refresh', (event) => event.preventDefault(), { once: true });
    portal.say(sessionExpiry());
    await portal.event('portal-refresh');
    document.dispatchEvent(new Event('visibilitychange'));
    window.dispatchEvent(new Event('online'));
    await portal.element.updateComplete;
    expect(portal.element.state).to.equal('expired');
    expect(portal.words).to.include('Over.');
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
      it(`and reload() in a listener of ${event}${prevents ? ', prevented,' : ''} mint one link of ${source}`, async () => {
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
        portal.say({ type: 'SESSION_EXPIRED' });
        await portal.event('portal-message', 3);
        await Promise.all(outcomes);
        expect(outcomes.length).to.equal(1);
        expect(portal.element.state).to.equal('ready');
        expect(source === 'the endpoint' ? await backend.minted() : minted).to.equal(2);
        expect((await backend.log()).opened.map(({ number, times }) => [number, times])).to.deep.equal([
          [1, 1],
          [2, 1],
        ]);
      });
    }
  }

  for (const event of ['portal-state-change', 'portal-message', 'session-expired', 'portal-refresh']) {
    it(`is followed by nothing if a listener of ${event} removes the element`, async () => {
      const { backend, portal } = await readyPortal();
      const gone = new Promise<void>((resolve) => {
        portal.element.addEventListener(event, () => {
          if (portal.element.state !== 'expired') return;
          portal.element.remove();
          resolve();
        });
      });
      portal.say({ type: 'SESSION_EXPIRED' });
      await gone;
      expect(portal.element.state).to.equal('idle');
      // Another portal on the same page has its session renewed meanwhile: this one would have, too.
      const other = await readyPortal();
      other.portal.say({ type: 'SESSION_EXPIRED' });
      await other.portal.event('portal-message', 3);
      expect(portal.element.state).to.equal('idle');
      expect(await backend.minted()).to.equal(1);
    });
  }
});

describe('a refresh', () => {
  const waiting = async () => {
    const { backend, portal } = await readyPortal({ labels: { offline: 'Offline.' } });
    const expire = async () => {
      portal.say(sessionExpiry());
      await portal.event('portal-refresh');
      await stillWaits();
    };
    // It begins in the task of the event that wakes it, so that a waiting one has not been asked for by now.
    const stillWaits = async () => {
      expect(portal.element.state).to.equal('expired');
      expect(await backend.minted()).to.equal(1);
      expect(portal.element.state).to.equal('expired');
    };
    const goesOn = async () => {
      await portal.event('portal-message', 3);
      expect(portal.element.state).to.equal('ready');
      expect(portal.types.filter((type) => type === 'portal-refresh').length).to.equal(1);
      expect(await backend.minted()).to.equal(2);
    };
    return { backend, portal, expire, stillWaits, goesOn };
  };

  it('waits while the page is hidden, and goes on when it is visible', async () => {
    const { expire, goesOn } = await waiting();
    setVisible(false);
    await expire();
    setVisible(true);
    await goesOn();
  });

  it('waits while the browser is offline, says so, and goes on when it is online', async () => {
    const { portal, expire, goesOn } = await waiting();
    setOnline(false);
    await expire();
    expect(portal.words).to.include('Offline.');
    setOnline(true);
    await goesOn();
  });

  it('waits for both: visible first', async () => {
    const { expire, stillWaits, goesOn } = await waiting();
    setOnline(false);
    setVisible(false);
    await expire();
    setVisible(true);
    await stillWaits();
    setOnline(true);
    await goesOn();
  });

  it('waits for both: online first', async () => {
    const { expire, stillWaits, goesOn } = await waiting();
    setVisible(false);
    setOnline(false);
    await expire();
    setOnline(true);
    await stillWaits();
    setVisible(true);
    await goesOn();
  });

  it('of a hidden page that goes offline afterwards waits on', async () => {
    const { expire, stillWaits, goesOn } = await waiting();
    setVisible(false);
    await expire();
    setOnline(false);
    setVisible(true);
    await stillWaits();
    setOnline(true);
    await goesOn();
  });

  it('goes on once, however often the page wakes', async () => {
    const { expire, goesOn } = await waiting();
    setVisible(false);
    await expire();
    setVisible(true);
    setOnline(true);
    setVisible(true);
    await goesOn();
  });

  it('that waits gives way to reload()', async () => {
    const { backend, portal, expire } = await waiting();
    setOnline(false);
    await expire();
    const outcome = portal.element.reload();
    await outcome;
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

  it('is refreshed by the moment that a warning announced', async () => {
    const { backend, portal } = await readyPortal();
    portal.say(sessionWarning());
    await portal.event('portal-message', 2);
    moveClock(6 * 60 * 1000);
    setVisible(true);
    await portal.event('portal-refresh');
    await portal.state('ready');
    expect(await backend.minted()).to.equal(2);
  });

  it('waits like any other while the page is hidden', async () => {
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

  it('is none before its announced end', async () => {
    const { backend, portal } = await readyPortal();
    moveClock(5 * HOUR);
    setVisible(true);
    setOnline(true);
    portal.say(ssoEnabled());
    await portal.event('portal-message', 2);
    expect(portal.types).not.to.include('portal-refresh');
    expect(await backend.minted()).to.equal(1);
  });

  it('is none if the end was past when it was announced: the clock of this computer is wrong', async () => {
    moveClock(7 * HOUR);
    const { backend, portal } = await readyPortal();
    setVisible(true);
    setOnline(true);
    portal.say(ssoEnabled());
    await portal.event('portal-message', 2);
    expect(portal.types).not.to.include('portal-refresh');
    expect(await backend.minted()).to.equal(1);
  });
});

describe('the refresh limit', () => {
  const limited = async () => {
    const backend = await Backend.create();
    await backend.portal(SHORT_LIVED);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    await portal.event('portal-error');
    return { backend, portal };
  };

  it('stops after 3 sessions that ended at once, with 3 links, and says why', async () => {
    const { backend, portal } = await limited();
    expect(portal.element.error).to.include({ name: 'PortalError', code: 'REFRESH_LIMIT_REACHED' });
    expect(portal.element.error!.message).to.include('third-party cookies').and.to.include('custom domain');
    expect(portal.types.filter((type) => type === 'portal-refresh').length).to.equal(2);
    await portal.element.updateComplete;
    expect(portal.frame).to.equal(null);
    expect(portal.part('retry')).not.to.equal(null);
    expect(portal.part('open')).not.to.equal(null);
    setVisible(true);
    setOnline(true);
    expect(portal.element.state).to.equal('error');
    expect(await backend.minted()).to.equal(3);
  });

  it('starts anew with reload()', async () => {
    const { backend, portal } = await limited();
    portal.element.reload().catch(() => undefined);
    await portal.event('portal-error', 2);
    expect(portal.element.error!.code).to.equal('REFRESH_LIMIT_REACHED');
    expect(await backend.minted()).to.equal(6);
  });

  it('starts anew with a longer session', async () => {
    const backend = await Backend.create();
    await backend.portal([SHORT_LIVED, SHORT_LIVED, {}, SHORT_LIVED, SHORT_LIVED, {}]);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    // Two messages of each short session, one of the third.
    await portal.event('portal-message', 5);
    moveClock(31_000);
    portal.say(sessionExpiry());
    await portal.event('portal-message', 11);
    expect(portal.element.state).to.equal('ready');
    portal.say(sessionExpiry());
    await portal.event('portal-error');
    expect(portal.element.error!.code).to.equal('REFRESH_LIMIT_REACHED');
    expect(await backend.minted()).to.equal(6);
  });
});

describe('a session without a source of links', () => {
  const spent = async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({ src: backend.link(1), labels: { expired: 'Over.' } });
    await portal.event('portal-message');
    portal.record('session-expired');
    portal.forget();
    portal.say({ type: 'SESSION_EXPIRED' });
    await portal.state('expired');
    return { backend, portal };
  };

  it('stays expired and says so, without a button', async () => {
    const { backend, portal } = await spent();
    setVisible(true);
    setOnline(true);
    await portal.element.updateComplete;
    expect(portal.trace).to.deep.equal(['portal-state-change expired', 'portal-message', 'session-expired']);
    expect(portal.element.state).to.equal('expired');
    expect(portal.words).to.include('Over.');
    expect(portal.part('retry')).to.equal(null);
    expect(portal.frame).to.equal(null);
    expect((await backend.log()).opened.map(({ times }) => times)).to.deep.equal([1]);
    expect(await backend.minted()).to.equal(0);
  });

  it('begins again with a new src', async () => {
    const { backend, portal } = await spent();
    portal.element.src = backend.link(2);
    await portal.event('portal-message', 2);
    expect(portal.element.state).to.equal('ready');
    expect(await backend.minted()).to.equal(0);
  });
});

describe('ready', () => {
  const scripts: Record<string, PortalScript> = {
    'by PORTAL_LOAD_SUCCESS': {},
    'by SSO_CONFIGURED': { onLoad: [{ type: 'SSO_CONFIGURED' }] },
    'by a type never heard of': { onLoad: [message('SOMETHING_NEW')] },
    'by the mere load of a silent portal': { onLoad: [] },
  };
  for (const [name, script] of Object.entries(scripts)) {
    it(`comes ${name}`, async () => {
      const backend = await Backend.create();
      await backend.portal(script);
      const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
      await portal.state('ready');
      if (script.onLoad?.length !== 0) await portal.event('portal-message');
      expect(portal.states).to.deep.equal(['loading', 'ready']);
      expect(await backend.minted()).to.equal(1);
    });
  }

  it('comes by a message before the load, and the load changes nothing', async () => {
    const backend = await Backend.create();
    // The picture is answered late, and the load comes after it.
    await backend.portal([
      { body: `<script>parent.postMessage({ type: 'a.b' }, '*')</script><img src="2">` },
      { held: true, status: 404, body: '' },
    ]);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
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

  it('comes by the load before a message, and the message still counts', async () => {
    const backend = await Backend.create();
    await backend.portal({ postDelay: 150 });
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    await portal.state('ready');
    expect(portal.types).not.to.include('portal-message');
    expect(portal.element.expiresAt).to.equal(null);
    const { expiresAt } = await portal.event('portal-message');
    expect(expiresAt).to.be.instanceOf(Date);
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect(await backend.minted()).to.equal(1);
  });

  it('does not come by PORTAL_LOAD_FAILURE, which is an error with the portal’s code; a retry succeeds', async () => {
    const backend = await Backend.create();
    await backend.portal([{ onLoad: [message('PORTAL_LOAD_FAILURE', { error_code: 'NO_ACCESS' })] }, {}]);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    const { detail } = await portal.event('portal-error');
    await portal.state('error');
    expect(portal.element.error).to.include({ code: 'PORTAL_LOAD_FAILED', portalCode: 'NO_ACCESS' });
    expect((detail as { error: unknown }).error).to.equal(portal.element.error);
    expect(portal.types).not.to.include('portal-refresh');
    expect(portal.words).to.include('NO_ACCESS');
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
    portal.say(sessionWarning());
    await portal.event('portal-message', 2);
    await portal.element.updateComplete;
    return { backend, portal };
  };

  it('names the time and offers to renew; the portal stays usable below it', async () => {
    const { backend, portal } = await warned();
    const time = portal.element.expiresAt!.toLocaleTimeString([], { timeStyle: 'short' });
    expect(portal.words).to.include(`Ends at ${time}.`).and.to.include('Renew');
    expect(portal.element.state).to.equal('ready');
    const notice = portal.part('notice')!.getBoundingClientRect();
    const frame = portal.frame!.getBoundingClientRect();
    expect(notice.height).to.be.greaterThan(0);
    expect(notice.bottom).to.be.at.most(frame.top);
    expect(frame.height).to.be.at.least(600);
    expect(portal.frame!.closest('[inert]')).to.equal(null);
    expect(await backend.minted()).to.equal(1);
  });

  it('does not reload the frame when it comes and goes', async () => {
    const { backend, portal } = await warned();
    const before = portal.frame;
    portal.say(loadSuccess());
    await portal.event('portal-message', 3);
    await portal.element.updateComplete;
    expect(portal.frame).to.equal(before);
    expect((await backend.log()).opened.map(({ times }) => times)).to.deep.equal([1]);
  });

  it('renews with one link, and goes', async () => {
    const { backend, portal } = await warned();
    portal.click('retry');
    await portal.event('portal-message', 3);
    await portal.state('ready');
    expect(portal.part('notice')).to.equal(null);
    expect(portal.words).to.equal('');
    expect(shown(portal)).to.equal(backend.link(2));
    expect(await backend.minted()).to.equal(2);
  });

  it('renews with one link, however often one clicks', async () => {
    const { backend, portal } = await warned();
    const button = portal.part('retry')!;
    for (let clicks = 0; clicks < 3; clicks++) button.click();
    await portal.event('portal-message', 3);
    expect(await backend.minted()).to.equal(2);
  });

  it('goes when the session ends', async () => {
    const { portal } = await warned();
    portal.element.addEventListener('portal-refresh', (event) => event.preventDefault());
    portal.say(sessionExpiry());
    await portal.event('portal-refresh');
    await portal.element.updateComplete;
    expect(portal.part('notice')).to.equal(null);
    expect(portal.words).not.to.include('Ends at');
  });

  it('goes when a later PORTAL_LOAD_SUCCESS announces more time', async () => {
    const { backend, portal } = await warned();
    portal.say(loadSuccess());
    await portal.event('portal-message', 3);
    await portal.element.updateComplete;
    expect(portal.part('notice')).to.equal(null);
    expect(portal.words).to.equal('');
    expect(await backend.minted()).to.equal(1);
  });

  it('stays when the portal speaks of something else', async () => {
    const { portal } = await warned();
    portal.say(ssoEnabled());
    await portal.event('portal-message', 3);
    await portal.element.updateComplete;
    expect(portal.words).to.include('Ends at');
  });
});
