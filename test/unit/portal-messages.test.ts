/** The parser of messages, their effect on the session, and the listener's check of the sender. */
import { expect } from '@open-wc/testing';
import { listenToPortal } from '../../src/portal-listener.ts';
import { parsePortalMessage, type ReceivedMessage } from '../../src/portal-messages.ts';
import { ENDINGS, loadSuccess, message, moment, sessionWarning, ssoEnabled } from '../tools/sample-messages.ts';

/** An object with an own property `__proto__`, which a structured clone can have. */
function withOwnProto(value: object, own: unknown): object {
  return Object.defineProperty(value, '__proto__', {
    value: own,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

describe('parsePortalMessage', () => {
  for (const ending of ENDINGS) {
    it(`reads ${ending.name} as the end of the session`, () => {
      expect(parsePortalMessage(ending.message)?.meaning).to.equal('ended');
    });
  }

  it('reads PORTAL_LOAD_FAILURE with another code as a failure with that code', () => {
    const { meaning, portalCode } = parsePortalMessage(message('PORTAL_LOAD_FAILURE', { error_code: 'NO_ACCESS' }))!;
    expect({ meaning, portalCode }).to.deep.equal({ meaning: 'failed', portalCode: 'NO_ACCESS' });
  });

  for (const data of [
    undefined,
    null,
    {},
    'SESSION_EXPIRED',
    [],
    { error_code: ['SESSION_EXPIRED'] },
    { error_code: 7 },
  ]) {
    it(`reads PORTAL_LOAD_FAILURE with data ${JSON.stringify(data)} as a failure without a code`, () => {
      const { meaning, portalCode } = parsePortalMessage({ event_type: 'PORTAL_LOAD_FAILURE', data })!;
      expect({ meaning, portalCode }).to.deep.equal({ meaning: 'failed', portalCode: undefined });
    });
  }

  it('reads PORTAL_SESSION_WARNING as a warning with its expiry', () => {
    const warning = sessionWarning();
    const { meaning, expiry } = parsePortalMessage(warning)!;
    expect(meaning).to.equal('warning');
    expect(expiry).to.equal(Date.parse((warning.data as { expiry: string }).expiry));
  });

  const alive: Record<string, string[]> = {
    'every other type': [
      ...['PORTAL_LOAD_SUCCESS', 'ORGANIZATION_SSO_ENABLED', 'SSO_CONFIGURED', 'sso.enabled', 'WHO_KNOWS', 'x'],
    ],
    'types that only resemble an end': [
      ...['portal_session_expiry', 'Session.Expired', 'SESSION_EXPIRED ', 'MY_SESSION_EXPIRED'],
      ...['toString', '__proto__', 'constructor'],
    ],
  };
  for (const [name, types] of Object.entries(alive)) {
    it(`reads ${name} as a sign that the session is alive`, () => {
      for (const type of types) expect(parsePortalMessage({ type })?.meaning, type).to.equal('alive');
    });
  }

  for (const expiry of ['', 'soon', 12, null, {}, ['2030-01-01'], undefined]) {
    it(`reads no expiry from ${JSON.stringify(expiry)}`, () => {
      expect(parsePortalMessage(message('PORTAL_LOAD_SUCCESS', { expiry }))?.expiry).to.be.NaN;
    });
  }

  it('reads no expiry from a message about another object than the session', () => {
    const data = { expiry: moment(60_000) };
    expect(parsePortalMessage(message('ORGANIZATION_CERTIFICATE_ADDED', data, 'certificate'))?.expiry).to.be.NaN;
  });

  it('reads an error_code of up to 64 letters, digits, ".", "_" and "-", and no other', () => {
    const codeOf = (code: unknown) =>
      parsePortalMessage(message('PORTAL_LOAD_FAILURE', { error_code: code }))!.portalCode;
    for (const code of ['A', 'SESSION_EXPIRED', 'a.b-c_1', 'x'.repeat(64)]) expect(codeOf(code)).to.equal(code);
    const invalid = ['', 'Call 555', 'https://x.example/', 'x'.repeat(65), 'x'.repeat(3_000_000), 'é', 'a\n', 7, {}];
    for (const code of invalid) expect(codeOf(code), JSON.stringify(code).slice(0, 20)).to.equal(undefined);
  });

  it('prefers event_type to type', () => {
    expect(parsePortalMessage({ type: 'SESSION_EXPIRED', event_type: 'SSO_CONFIGURED' })?.type).to.equal(
      'SSO_CONFIGURED',
    );
  });

  it('returns the same message, frozen in depth', () => {
    const data = { event_type: 'A_B', list: [{ deep: { deeper: 1 } }], data: { more: [] } };
    const received = parsePortalMessage(data)!;
    expect(received.message).to.equal(data);
    for (const part of [data, data.list, data.list[0], data.list[0]!.deep, data.data, data.data.more]) {
      expect(Object.isFrozen(part)).to.equal(true);
    }
  });

  const junk: [name: string, value: unknown][] = [
    ['null', null],
    ['undefined', undefined],
    ['true', true],
    ['a number', 1],
    ['a bigint', 1n],
    ['a symbol', Symbol('type')],
    ['an empty string', ''],
    ['a message as JSON', '{"type":"SESSION_EXPIRED"}'],
    ['an empty object', {}],
    ['an array', ['type', 'SESSION_EXPIRED']],
    ['an empty type', { type: '' }],
    ['a type that is a number', { type: 1 }],
    ['a type that is an object', { type: { toString: () => 'SESSION_EXPIRED' } }],
    ['a type that is an array', { event_type: ['SESSION_EXPIRED'] }],
    ['a Map', new Map([['type', 'SESSION_EXPIRED']])],
    ['a Set', new Set(['type'])],
    ['a Date', new Date()],
    ['a typed array', new Uint8Array(8)],
    ['a function', () => 'type'],
    ['a type in an own __proto__', withOwnProto({}, { type: 'SESSION_EXPIRED' })],
    ['an inherited type', Object.create({ type: 'SESSION_EXPIRED' })],
  ];
  for (const [name, value] of junk) {
    it(`finds no message in ${name}`, () => {
      expect(parsePortalMessage(value)).to.equal(null);
    });
  }

  it('reads a message with a list of files, which cannot be frozen, and freezes the rest', () => {
    const input = document.createElement('input');
    input.type = 'file';
    const sent = { event_type: 'A_B', data: { files: input.files, after: { this: 1 } } };
    const { message } = parsePortalMessage(sent)!;
    expect(message === sent).to.equal(true);
    expect(Object.isFrozen(sent.data.after)).to.equal(true);
  });

  it('does not freeze a value that is not a message', () => {
    const data = { something: {} };
    parsePortalMessage(data);
    expect(Object.isFrozen(data)).to.equal(false);
  });

  const cycle: Record<string, unknown> = { type: 'A_B', list: [] };
  (cycle['list'] as unknown[]).push(cycle);
  const chain: Record<string, unknown> = { type: 'A_B' };
  for (let depth = 0, end = chain; depth < 100_000; depth++) end = end['next'] = {};
  const hard: [name: string, value: object][] = [
    ['a cycle', cycle],
    ['100,000 levels', chain],
    ['an own __proto__', withOwnProto({ type: 'A_B' }, { polluted: true })],
    ['an overwritten toString', { type: 'A_B', toString: 'no function', valueOf: null }],
    [
      'typed arrays and a DataView',
      { type: 'A_B', data: [new Uint8Array(4), new Float64Array(2), new DataView(new ArrayBuffer(2))] },
    ],
    ['a sparse array', { type: 'A_B', data: Array(3) }],
    ['the form of an array with a type', Object.assign([1, 2], { type: 'A_B' })],
    [
      'a Map, a Set, a RegExp and an Error',
      { type: 'A_B', data: [new Map([[{}, 1]]), new Set([1]), /x/, new Error('x')] },
    ],
  ];
  for (const [name, value] of hard) {
    it(`reads a message with ${name}`, () => {
      expect(parsePortalMessage(value)?.type).to.equal('A_B');
      expect(Object.isFrozen(value)).to.equal(true);
    });
  }

  it('does not copy an own __proto__ to a prototype', () => {
    parsePortalMessage(withOwnProto({ type: 'A_B' }, { polluted: true }));
    expect(({} as { polluted?: boolean }).polluted).to.equal(undefined);
  });
});

describe('the freezing of a message', () => {
  const isFrozen = (value: unknown) => {
    parsePortalMessage({ type: 'A_B', value });
    return Object.isFrozen(value);
  };

  it('covers plain objects and arrays, and nothing else', () => {
    expect([{ a: 1 }, [1], {}, []].every(isFrozen)).to.equal(true);
    const others = [Object('text'), new Map(), new Set(), new Date(), new Error('x'), new Uint8Array(1)];
    expect(others.some(isFrozen)).to.equal(false);
  });

  it('stops after 10,000 values', () => {
    const wide = (length: number) => Array.from({ length }, (_, index) => index);
    expect(isFrozen(wide(9_000))).to.equal(true);
    expect(isFrozen(wide(10_001))).to.equal(false);
    expect(isFrozen(Object.fromEntries(wide(10_001).map((index) => [`key${index}`, index])))).to.equal(false);
  });

  it('reads a large object once, however often the message contains it', () => {
    let reads = 0;
    const large = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`key${index}`, index]));
    Object.defineProperty(large, 'counted', { enumerable: true, get: () => (reads += 1) });
    parsePortalMessage({ type: 'A_B', value: Array.from({ length: 9_000 }, () => large) });
    expect(reads).to.be.at.most(1);
  });

  it('skips an array of four billion empty items', () => {
    const sparse: unknown[] = [];
    sparse.length = 2 ** 32 - 1;
    expect(isFrozen(sparse)).to.equal(false);
  });
});

describe('listenToPortal', () => {
  const origin = 'https://portal.example';
  let controller: AbortController;
  let received: ReceivedMessage[];
  let checked: string[];
  let foreign: string[];

  beforeEach(() => {
    controller = new AbortController();
    received = [];
    checked = [];
    foreign = [];
  });
  afterEach(() => controller.abort());

  const listen = (getWindow: () => Window | null | undefined) => {
    const allows = (other: string) => {
      checked.push(other);
      return other === origin;
    };
    const onMessage = (value: ReceivedMessage) => received.push(value);
    const onForeignOrigin = (other: string) => foreign.push(other);
    listenToPortal({ getWindow, allows, onMessage, onForeignOrigin }, window, controller.signal);
  };

  /** Dispatches a message on the window, and returns how often its data was read. */
  const deliver = (source: Window | null, from = origin): number => {
    const event = new MessageEvent('message', { source, origin: from });
    let reads = 0;
    Object.defineProperty(event, 'data', {
      get: () => {
        reads += 1;
        return ssoEnabled();
      },
    });
    window.dispatchEvent(event);
    return reads;
  };

  it('passes on a message of the frame', () => {
    listen(() => window);
    expect(deliver(window)).to.equal(1);
    expect(received.map(({ type }) => type)).to.deep.equal(['ORGANIZATION_SSO_ENABLED']);
  });

  it('never reads the data of another source, nor checks its origin', () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    listen(() => frame.contentWindow);
    expect(deliver(window)).to.equal(0);
    expect(checked).to.deep.equal([]);
    frame.remove();
    expect([received, foreign]).to.deep.equal([[], []]);
  });

  it('never reads the data of the frame if its origin is refused', () => {
    listen(() => window);
    expect(deliver(window, 'https://stranger.example')).to.equal(0);
    expect(checked).to.deep.equal(['https://stranger.example']);
    expect(foreign).to.deep.equal(['https://stranger.example']);
    expect(received).to.deep.equal([]);
  });

  for (const none of [null, undefined]) {
    it(`refuses every message while the frame's window is ${none}`, () => {
      listen(() => none);
      expect(deliver(null)).to.equal(0);
      expect(deliver(window)).to.equal(0);
      expect(received).to.deep.equal([]);
    });
  }

  it('refuses a message without a source', () => {
    listen(() => window);
    expect(deliver(null)).to.equal(0);
    expect(received).to.deep.equal([]);
  });

  it('does not pass on a message without a type', () => {
    listen(() => window);
    window.dispatchEvent(new MessageEvent('message', { source: window, origin, data: { what: 'ever' } }));
    expect(received).to.deep.equal([]);
  });

  it('gets the window of the frame for every message', () => {
    let current: Window | null = null;
    listen(() => current);
    deliver(window);
    current = window;
    deliver(window);
    expect(received.length).to.equal(1);
  });

  it('stops when its signal is aborted', () => {
    listen(() => window);
    controller.abort();
    expect(deliver(window)).to.equal(0);
    expect(received).to.deep.equal([]);
  });

  it('passes on the expiry of a message', () => {
    listen(() => window);
    window.dispatchEvent(new MessageEvent('message', { source: window, origin, data: loadSuccess() }));
    expect(received[0]?.expiry).to.be.above(Date.now());
  });
});
