/** Messages: whose the element accepts, which events it forwards, and what a listener finds at that time. */
import { expect } from '@open-wc/testing';
import { Backend, command, until } from '../tools/backend.ts';
import { catchErrors, catchWarnings } from '../tools/conditions.ts';
import { mountPortal, PortalHarness, readyPortal } from '../tools/portal-harness.ts';
import { loadSuccess, message, sessionWarning, ssoEnabled } from '../tools/sample-messages.ts';

/** Another origin of the portal's server, as a custom domain has. */
const CUSTOM_DOMAIN = `http://portal.localhost:${location.port}`;

/** A message that a test can identify. */
const mark = (name: string) => ({ ...ssoEnabled(), mark: name });

/** Waits until the page has received a marked message. The element has handled it by then, as its listener is older. */
function arrival(name: string): Promise<MessageEvent> {
  return new Promise((resolve) => {
    const listener = (event: MessageEvent) => {
      if (event.data?.mark !== name) return;
      window.removeEventListener('message', listener);
      resolve(event);
    };
    window.addEventListener('message', listener);
  });
}

/** The marks of the messages that an element accepted. */
function marks(portal: PortalHarness): unknown[] {
  return portal.events
    .filter(({ type }) => type === 'portal-message')
    .map(({ detail }) => (detail as { mark?: unknown }).mark)
    .filter((found) => found !== undefined);
}

/** Adds a foreign frame beside the element. */
async function addForeignFrame(portal: PortalHarness, origin: string): Promise<HTMLIFrameElement> {
  const frame = document.createElement('iframe');
  frame.src = `${origin}/frame/other`;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
  portal.element.after(frame);
  await loaded;
  return frame;
}

/** Lets the portal post the value of an expression and then a marked message, and waits for the latter. */
async function postValue(portal: PortalHarness, code: string): Promise<void> {
  const arrived = arrival('end');
  portal.command({ command: 'eval-post', code });
  portal.post(mark('end'));
  await arrived;
}

describe('messages', () => {
  interface Scenario {
    sender: string;
    /** Default: that of the portal. */
    origin?: string;
    send: (portal: PortalHarness, backend: Backend) => unknown;
    accepted: boolean;
  }

  const scenarios: Scenario[] = [
    {
      sender: 'the current frame',
      send: (portal) => portal.post(mark('x')),
      accepted: true,
    },
    {
      sender: 'another page of the portal in the current frame',
      send: async (portal, backend) => {
        portal.command({ command: 'navigate', to: 'sso' });
        await backend.listening(1, 2);
        portal.post(mark('x'));
      },
      accepted: true,
    },
    {
      sender: "a foreign frame on the portal's origin",
      send: async (portal, backend) => {
        const frame = await addForeignFrame(portal, backend.portalOrigin);
        command(frame, { command: 'post', message: mark('x') });
      },
      accepted: false,
    },
    {
      sender: 'a foreign frame on another origin',
      origin: CUSTOM_DOMAIN,
      send: async (portal) => {
        command(await addForeignFrame(portal, CUSTOM_DOMAIN), { command: 'post', message: mark('x') });
      },
      accepted: false,
    },
    {
      sender: 'a frame nested in the portal',
      send: (portal) => portal.command({ command: 'nested', message: mark('x') }),
      accepted: false,
    },
    {
      sender: 'the page itself',
      origin: location.origin,
      send: () => window.postMessage(mark('x'), '*'),
      accepted: false,
    },
  ];

  for (const { sender, origin, send, accepted } of scenarios) {
    it(`of ${sender} are ${accepted ? 'accepted' : 'ignored without a warning'}`, async () => {
      const { backend, portal } = await readyPortal();
      portal.record('organization-sso-enabled');
      portal.clearEvents();
      const arrived = arrival('x');
      await send(portal, backend);
      expect((await arrived).origin).to.equal(origin ?? backend.portalOrigin);
      expect(portal.types).to.deep.equal(accepted ? ['portal-message', 'organization-sso-enabled'] : []);
      expect(await backend.minted()).to.equal(1);
    });
  }

  it('of one portal never count for another portal on the page', async () => {
    const first = await readyPortal();
    const second = await readyPortal();
    const arrived = [arrival('first'), arrival('second')];
    first.portal.post(mark('first'));
    second.portal.post(mark('second'));
    await Promise.all(arrived);
    expect(marks(first.portal)).to.deep.equal(['first']);
    expect(marks(second.portal)).to.deep.equal(['second']);
  });

  it('of an old frame are ignored, also if it posted them before its successor was requested', async () => {
    const { backend, portal } = await readyPortal();
    portal.command({ command: 'post-burst', messages: [{ type: 'SESSION_EXPIRED' }, mark('old')] });
    // The old message may arrive until then. An engine may also drop the messages of a removed frame.
    await portal.event('portal-message', 3);
    await portal.deliver(mark('new'));
    expect(marks(portal)).to.deep.equal(['new']);
    expect(await backend.minted()).to.equal(2);
  });

  it('of an old frame that the page has put elsewhere are ignored', async () => {
    const { backend, portal } = await readyPortal();
    const old = portal.frame!;
    portal.post({ type: 'SESSION_EXPIRED' });
    await until('a new frame', () => portal.frame && portal.frame !== old);
    portal.element.after(old);
    await until('the old frame listens again', async () => (await backend.log()).opened[0]!.listening === 2);
    const arrived = arrival('old');
    command(old, { command: 'post', message: mark('old') });
    await arrived;
    expect(marks(portal)).to.deep.equal([]);
    expect(await backend.minted()).to.equal(2);
  });

  describe('from another origin than that of the link', () => {
    const redirected = async (values: Partial<PortalHarness['element']>) => {
      const script = { redirectTo: 'http://portal.localhost:{port}{landing}', onLoad: [mark('x')] };
      const warnings = catchWarnings();
      const { backend, portal } = await mountPortal({ portal: script }, values);
      await arrival('x');
      return { backend, portal, warnings };
    };

    it('are ignored, with one warning per session that names the origin and environment-url', async () => {
      const { backend, portal, warnings } = await redirected({});
      const again = arrival('again');
      portal.post(mark('again'));
      expect((await again).origin).to.equal(CUSTOM_DOMAIN);
      expect(marks(portal)).to.deep.equal([]);
      expect(warnings.length).to.equal(1);
      expect(warnings[0]).to.include(CUSTOM_DOMAIN).and.to.include('environment-url');
      expect(warnings[0]).not.to.include('/portal/');

      const next = arrival('x');
      await portal.element.reload();
      await next;
      expect(warnings.length).to.equal(2);
      expect(await backend.minted()).to.equal(2);
    });

    it('are accepted if environment-url names the origin', async () => {
      const origin = `http://127.0.0.1:${location.port}`;
      const { backend, portal, warnings } = await redirected({ environmentUrl: `${origin} ${CUSTOM_DOMAIN}/path` });
      expect(marks(portal)).to.deep.equal(['x']);
      expect(warnings).to.deep.equal([]);
      expect(await backend.minted()).to.equal(1);
    });

    const lookalikes = [
      'http://portal.localhost',
      `https://portal.localhost:${location.port}`,
      `http://a.portal.localhost:${location.port}`,
      `http://localhost:${location.port}`,
      `http://portal.localhost.example:${location.port}`,
      `http://portal.localhost:${location.port}.example`,
      `http://*.localhost:${location.port}`,
      `portal.localhost:${location.port}`,
      `blob:http://portal.localhost:${location.port}/x`,
      '*',
      'null',
    ];
    it('are ignored if environment-url only names similar origins', async () => {
      const origin = `http://127.0.0.1:${location.port}`;
      const { portal, warnings } = await redirected({ environmentUrl: `${origin} ${lookalikes.join(' ')}` });
      expect(marks(portal)).to.deep.equal([]);
      expect(warnings.length).to.equal(1);
    });

    it('are ignored from a sandboxed frame, whatever environment-url names', async () => {
      const backend = await Backend.create({ portal: { onLoad: [mark('x')] } });
      const warnings = catchWarnings();
      const portal = await PortalHarness.mount({
        endpoint: backend.endpoint,
        sandbox: 'allow-scripts',
        environmentUrl: `${backend.portalOrigin} null *`,
      });
      expect((await arrival('x')).origin).to.equal('null');
      expect(marks(portal)).to.deep.equal([]);
      expect(warnings.length).to.equal(1);
      expect(await backend.minted()).to.equal(1);
    });
  });

  describe('are forwarded', () => {
    const types = {
      event_type: [
        'PORTAL_LOAD_SUCCESS',
        'PORTAL_SESSION_WARNING',
        'ORGANIZATION_SSO_ENABLED',
        'ORGANIZATION_SSO_DISABLED',
        'ORGANIZATION_DIRECTORY_ENABLED',
        'ORGANIZATION_DIRECTORY_DISABLED',
        'ORGANIZATION_NEVER_HEARD_OF',
      ],
      type: ['SSO_CONFIGURED', 'SCIM_CONFIGURED', 'sso.enabled', 'sso.disabled', 'scim.never_heard_of'],
    };

    it('in all three vocabularies and with unknown types, each after portal-message', async () => {
      const { backend, portal } = await readyPortal();
      const messages = [
        ...types.event_type.map((type) => message(type, { some: ['thing'] })),
        ...types.type.map((type) => ({ type })),
      ];
      const names = [...types.event_type, ...types.type].map((type) => type.toLowerCase().replace(/[._]/g, '-'));
      portal.record(...names);
      portal.clearEvents();
      const arrived = arrival('end');
      portal.command({ command: 'post-burst', messages });
      portal.post({ type: 'the.end', mark: 'end' });
      await arrived;
      expect(portal.types).to.deep.equal([...names.flatMap((name) => ['portal-message', name]), 'portal-message']);
      const details = portal.events.slice(0, -1).map(({ detail }) => detail);
      expect(details).to.deep.equal(messages.flatMap((value) => [value, value]));
      expect(await backend.minted()).to.equal(1);
    });

    it('unless the name is one of the element’s events, has no separator, or has other characters', async () => {
      const { portal } = await readyPortal();
      const refused = [
        ...['CLICK', 'click', 'error', 'PORTAL_ERROR', 'portal.error', 'portal.refresh', 'portal.state_change'],
        ...[
          'PORTAL_STATE_CHANGE',
          'PORTAL_MESSAGE',
          'PORTAL_RETURN',
          'portal-error',
          'A B_C',
          'a_',
          '_a',
          'a__b',
          'É_A',
        ],
      ];
      const dispatched: string[] = [];
      const original = portal.element.dispatchEvent.bind(portal.element);
      portal.element.dispatchEvent = (event) => {
        dispatched.push(event.type);
        return original(event);
      };
      const arrived = arrival('end');
      portal.command({ command: 'post-burst', messages: refused.map((type) => ({ type })) });
      portal.post({ type: 'end', mark: 'end' });
      await arrived;
      expect(dispatched).to.deep.equal(Array(refused.length + 1).fill('portal-message'));
      expect(portal.element.state).to.equal('ready');
    });

    it('frozen in depth, and otherwise unchanged', async () => {
      const { portal } = await readyPortal();
      const value = message('A_B', { list: [{ deep: { deeper: [1, null, 'x'] } }] });
      portal.record('a-b');
      portal.post(value);
      const { detail } = await portal.event('a-b');
      expect(detail).to.deep.equal(value);
      const frozen = (part: unknown): boolean =>
        typeof part !== 'object' || part === null || (Object.isFrozen(part) && Object.values(part).every(frozen));
      expect(frozen(detail)).to.equal(true);
      expect(portal.events.at(-2)!.detail).to.equal(detail);
    });

    it('as events that bubble only if the reference documents them, are not composed, and are not cancelable', async () => {
      const { portal } = await readyPortal();
      portal.record('session-expired', 'portal-load-failure');
      portal.post({ type: 'SESSION_EXPIRED' });
      await portal.event('portal-refresh');
      await portal.event('portal-message', 3);
      portal.post(message('PORTAL_LOAD_FAILURE', { error_code: 'X' }));
      await portal.event('portal-load-failure');
      const types = new Set(portal.types);
      expect([...types].sort()).to.deep.equal([
        ...['portal-error', 'portal-load-failure', 'portal-message', 'portal-refresh', 'portal-state-change'],
        'session-expired',
      ]);
      for (const { type, event } of portal.events) {
        expect(event).to.be.instanceOf(CustomEvent);
        expect([type, event.bubbles, event.composed, event.cancelable]).to.deep.equal([
          type,
          type !== 'session-expired',
          false,
          type === 'portal-refresh',
        ]);
      }
    });

    it('to listeners on an ancestor', async () => {
      const { portal } = await readyPortal();
      const targets: EventTarget[] = [];
      portal.element.parentElement!.addEventListener('organization-sso-enabled', (event) =>
        targets.push(event.target!),
      );
      await portal.deliver(ssoEnabled());
      await until('the event', () => targets.length > 0);
      expect(targets).to.deep.equal([portal.element]);
    });
  });

  describe('of an unusual shape', () => {
    const ignored = [
      ...['null', 'undefined', 'true', '0', '1n', '""', '"SESSION_EXPIRED"', '"{\\"type\\":\\"SESSION_EXPIRED\\"}"'],
      ...['{}', '[]', '["type", "SESSION_EXPIRED"]', '{ type: "" }', '{ type: 1 }', '{ type: null }', '{ type: {} }'],
      ...['{ event_type: ["SESSION_EXPIRED"] }', '{ data: { type: "SESSION_EXPIRED" } }', 'new Date()', '/x/'],
      ...['new Map([["type", "SESSION_EXPIRED"]])', 'new Set(["type"])', 'new Uint8Array(9)', 'new ArrayBuffer(9)'],
      ...['new Error("SESSION_EXPIRED")', 'new Blob(["x"])', 'new Boolean(true)', 'Object("type")'],
      ...[
        'JSON.parse(\'{"__proto__": {"type": "SESSION_EXPIRED"}}\')',
        '(() => { const a = []; a.push(a); return a; })()',
      ],
    ];

    it('are ignored without a type, and nothing is thrown', async () => {
      const { backend, portal } = await readyPortal();
      const errors = catchErrors();
      const warnings = catchWarnings();
      portal.clearEvents();
      for (const code of ignored) portal.command({ command: 'eval-post', code });
      await postValue(portal, '{}');
      expect(portal.types).to.deep.equal(['portal-message']);
      expect(errors).to.deep.equal([]);
      expect(warnings).to.deep.equal([]);
      expect(await backend.minted()).to.equal(1);
    });

    const accepted = [
      'JSON.parse(\'{"type": "a.b", "__proto__": {"polluted": 1}, "data": {"__proto__": {"expiry": "x"}}}\')',
      '{ type: "a.b", toString: 1, valueOf: null, hasOwnProperty: 0, constructor: "x", then: {} }',
      '{ type: "a.b", data: new Map([[{}, new Date()]]), more: [new Set([1]), /x/g, new Error("x")] }',
      '{ type: "a.b", data: [new Uint8Array(4), new BigInt64Array(1), new DataView(new ArrayBuffer(2))] }',
      '{ type: "a.b", data: null }',
      '{ type: "a.b", data: "text", n: NaN, b: 1n, u: undefined }',
      '{ type: "a.b", data: Array(5) }',
      'Object.assign([1, 2], { type: "a.b" })',
      '(() => { const a = { type: "a.b" }; a.data = { a, list: [a] }; return a; })()',
      '(() => { const a = { type: "a.b" }; let e = a; for (let i = 0; i < 500; i++) e = e.next = {}; return a; })()',
      '{ type: "a.b", data: "x".repeat(1e6) }',
    ];

    it('are accepted with a type, and nothing is thrown', async () => {
      const { backend, portal } = await readyPortal();
      const errors = catchErrors();
      portal.record('a-b');
      for (const code of accepted) portal.command({ command: 'eval-post', code });
      await postValue(portal, '{}');
      expect(portal.count('a-b')).to.equal(accepted.length);
      expect(errors).to.deep.equal([]);
      expect(({} as { polluted?: unknown }).polluted).to.equal(undefined);
      expect(portal.element.state).to.equal('ready');
      expect(await backend.minted()).to.equal(1);
    });
  });

  describe('set expiresAt', () => {
    it('to the announced end before the state changes', async () => {
      const success = loadSuccess();
      // The image never loads, and so the frame does not either.
      const body = `<script>parent.postMessage(${JSON.stringify(success)}, '*')</script><img src="2">`;
      const { backend, portal } = await mountPortal({ portal: [{ body }, { hang: true }] });
      await portal.event('portal-message');
      const [, ready, accepted] = portal.events;
      expect(ready!.detail).to.deep.equal({ state: 'ready', previousState: 'loading' });
      for (const event of [ready!, accepted!]) {
        expect(event.state).to.equal('ready');
        expect(event.expiresAt!.toISOString()).to.equal((success.data as { expiry: string }).expiry);
      }
      expect(await backend.minted()).to.equal(1);
    });

    it('only if they announce an end', async () => {
      const { portal } = await mountPortal({ portal: { onLoad: [{ type: 'SSO_CONFIGURED' }] } });
      expect(portal.element.expiresAt).to.equal(null);
      await portal.event('portal-message');
      expect(portal.element.expiresAt).to.equal(null);
      const warning = sessionWarning();
      portal.post(warning);
      const { expiresAt } = await portal.event('portal-message', 2);
      expect(expiresAt!.toISOString()).to.equal((warning.data as { expiry: string }).expiry);
    });
  });

  it('and other events are not dispatched while the element is connected or its properties are set', async () => {
    const backend = await Backend.create();
    const portal = PortalHarness.create();
    const parent = document.createElement('div');
    document.body.append(parent);
    parent.append(portal.element);
    Object.assign(portal.element, {
      endpoint: backend.endpoint,
      environmentUrl: backend.portalOrigin,
      loading: 'eager',
      height: 700,
    });
    portal.element.setAttribute('endpoint', backend.endpoint);
    expect(portal.types).to.deep.equal([]);
    await portal.state('ready');
    expect(portal.types).to.include('portal-state-change');
    portal.clearEvents();
    portal.element.endpoint = `${backend.endpoint}?other`;
    portal.element.src = null;
    expect(portal.types).to.deep.equal([]);
    await portal.event('portal-state-change');
    parent.remove();
  });
});
