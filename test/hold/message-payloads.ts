/**
 * Payloads other than well-formed messages: every type that a structured clone supports, values that break careless code, and
 * messages of other libraries. All are JavaScript expressions that the sender evaluates.
 *
 * Functions, symbols and proxies are missing, because no engine clones them. A getter is cloned as its value.
 */

export interface Payload {
  readonly group: string;
  readonly code: string;
  /** Whether it has the shape of a message. */
  readonly shaped?: true;
  /** Whether it is a string that can be a type. */
  readonly text?: true;
}

const group = (name: string, codes: readonly string[], more: Partial<Payload> = {}): Payload[] =>
  codes.map((code) => ({ group: name, code, ...more }));

/** An object with an own property `__proto__`. */
const ownProto = (value: string) => `JSON.parse('{"__proto__": ${value}}')`;
/**
 * A chain of objects that is half as deep as the engine can clone, so that it fits into a message; at most 100,000 levels. V8
 * clones by recursion and fails at some thousand levels. Created once per page, because it takes long.
 */
const CHAIN = `
  (globalThis.deepest ??= (() => {
    const chain = (levels) => {
      const value = {};
      for (let level = 0, end = value; level < levels; level++) end = end.next = {};
      return value;
    };
    for (let levels = 200_000; ; levels = Math.floor(levels / 2)) {
      try { structuredClone(chain(levels)); return chain(levels / 2); } catch {}
    }
  })())`;

export const PAYLOADS: readonly Payload[] = [
  ...group('JSON', ['null', 'true', 'false', '0', '-1', '1e308', '""', '[]', '{}', '[[[]]]', '{ a: { b: [1, "c"] } }']),
  ...group('JSON', ['"text"', '"{\\"type\\":\\"a.b\\"}"', '"\\u0000"', '"\\ud800"'], { text: true }),
  ...group('primitives and their objects', [
    ...['undefined', 'NaN', '-0', '1n', '-(2n ** 64n)', 'Infinity'],
    ...['Object(1)', 'Object(1n)', 'Object(true)', 'Object("type")'],
  ]),
  ...group('dates, expressions, errors', [
    ...['new Date()', 'new Date(NaN)', 'new Date(8.64e15)', '/^(a+)+$/g', 'new Error("type")', 'new TypeError("x")'],
    ...['new Error("x", { cause: { type: "a.b" } })', 'new AggregateError([new Error("x")], "y")'],
    'new DOMException("x", "DataCloneError")',
  ]),
  ...group('collections', [
    ...['new Map()', 'new Map([["type", "a.b"]])', 'new Map([[{}, new Map([[1, new Set([1])]])]])'],
    ...['new Set()', 'new Set(["type"])'],
  ]),
  ...group('binary', [
    ...['new ArrayBuffer(0)', 'new ArrayBuffer(8)', 'new ArrayBuffer(8, { maxByteLength: 16 })'],
    ...['new DataView(new ArrayBuffer(8))', 'new Uint8Array(new ArrayBuffer(8, { maxByteLength: 16 }))'],
    ...['Int8', 'Uint8', 'Uint8Clamped', 'Int16', 'Uint16', 'Int32', 'Uint32', 'Float32', 'Float64'].flatMap((type) => [
      `new ${type}Array(0)`,
      `new ${type}Array(3)`,
    ]),
    ...['new BigInt64Array(2)', 'new BigUint64Array(2)'],
  ]),
  ...group('files and other platform objects', [
    ...['new Blob(["{\\"type\\":\\"a.b\\"}"])', 'new File(["x"], "type", { type: "a.b" })'],
    ...['new DataTransfer().files', '[new DataTransfer().files]', 'new ImageData(2, 2)'],
    ...['new DOMRect()', 'new DOMPoint()', 'new DOMMatrix()', 'new DOMQuad()'],
  ]),
  ...group('cycles', [
    '(() => { const a = {}; a.a = a; return a; })()',
    '(() => { const a = []; a.push(a, [a]); return a; })()',
    '(() => { const m = new Map(); m.set(m, m); return m; })()',
    '(() => { const s = new Set(); s.add([s]); return s; })()',
    '(() => { const a = {}; const b = { a }; a.b = b; return [a, b, a, b]; })()',
  ]),
  ...group('names of the language', [
    ...['{ "type": "a.b" }', '{ "polluted": true }', 'null'].map(ownProto),
    ...['{ constructor: { prototype: { polluted: true } } }', '{ prototype: {} }', '{ then: null }'],
    ...['{ toString: 1, valueOf: 1 }', '{ toString: null, valueOf: null, toJSON: "x" }', '{ hasOwnProperty: 0 }'],
    ...['{ length: -1 }', '{ length: 2 ** 53, 0: "type" }', '{ value: 1, get: 1, set: 1 }', '{ next: 1, done: false }'],
  ]),
  ...group('odd arrays', [
    ...['Array(9)', 'Object.assign([], { 9999: 1 })', '[, 1, , undefined]'],
    'Object.assign([1, 2], { more: "keys" })',
  ]),
  ...group('odd arrays', ['Object.assign([1, 2], { type: "a.b" })'], { shaped: true }),
  ...group('deep', [CHAIN, 'JSON.parse("[".repeat(800) + "]".repeat(800))']),
];

/** Payloads of about 10 MB, which block a page that reads them without need. */
export const BIG_PAYLOADS: readonly Payload[] = [
  ...group('10 MB', ['"x".repeat(1e7)', '"a_".repeat(5e6) + "b"', '"a.".repeat(5e6)'], { text: true }),
  ...group('10 MB', ['Array.from({ length: 1e6 }, (_, i) => i)', 'new Uint8Array(1e7)', 'new Blob(["x".repeat(1e7)])']),
  ...group('10 MB', ['Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => ["key" + i, { i }]))']),
];

/** Messages of widely used libraries. Those with a `type` look like an unknown message. */
export const LIBRARIES: readonly Payload[] = [
  ...group(
    'other libraries',
    [
      '{ type: "webpackOk", data: undefined }',
      '{ type: "webpackHotUpdate5f0c2", data: "5f0c2" }',
      '{ type: "webpackInvalid" }',
      '{ source: "@devtools-page", type: "DISPATCH", payload: { type: "TOGGLE_ACTION" }, state: "{}" }',
      '{ source: "@devtools-extension", type: "START", state: undefined, id: undefined }',
      '{ namespace: "penpal", channel: undefined, type: "SYN", participantId: "5e1c" }',
      '{ postmate: "handshake", type: "application/x-postmate-v1+json", model: {} }',
      '{ postmate: "emit", type: "application/x-postmate-v1+json", value: { name: "height", data: 9 } }',
      '{ id: "1", type: "APPLY", path: ["login"], argumentList: [{ type: "RAW", value: 1 }] }',
      '{ type: "intercom-snippet__ready" }',
      '{ type: "hsFormCallback", eventName: "onFormReady", id: "form", data: {} }',
      '{ type: "storybook", key: "storybook-channel", event: { type: "setCurrentStory", args: [] } }',
    ],
    { shaped: true },
  ),
  ...group('other libraries', [
    '{ source: "react-devtools-content-script", hello: true }',
    '{ source: "react-devtools-bridge", payload: { event: "shutdown", payload: undefined } }',
    '{ source: "react-devtools-inject-backend-manager", payload: { type: "react-devtools-inject-backend" } }',
    '{ source: "vue-devtools-proxy", payload: "init" }',
    '{ vueDetected: true, devtoolsEnabled: true, vueVersion: "3.5.45" }',
    '{ __rmg_payload__: true, isResponse: false, action: "identify" }',
    '{ action: "stripe-controller-action-loaded", originatingScript: "v3", payload: {} }',
    '{ message: { action: "stripe-frame-event", payload: { event: "ready" } }, originatingScript: "m2" }',
    '{ event: "intercom:booted", data: { userId: "1" } }',
    '{ jsonrpc: "2.0", method: "session.expired", id: 1 }',
    '{ target: "metamask-inpage", data: { name: "metamask-provider", data: { method: "eth_chainId" } } }',
    '{ penpal: "call", id: 1, methodName: "session.expired", args: [] }',
  ]),
  ...group(
    'other libraries',
    [
      '"webpackHotUpdate5f0c2d3a"',
      '"[iFrameSizer]iFrameResizer0:8:false:false:32:true:true:null:bodyOffset"',
      '"[iFrameSizer]iFrameResizer0:600:800:init"',
      '"[iFrameResizerChild]Ready"',
      '"recaptcha-setup"',
      '"{\\"id\\":\\"a-1\\",\\"type\\":\\"a\\",\\"methodName\\":\\"reload\\"}"',
      '"{\\"event\\":\\"command\\",\\"func\\":\\"playVideo\\",\\"args\\":\\"\\"}"',
      '"{\\"type\\":\\"segment\\",\\"messageId\\":\\"ajs-next-1\\"}"',
    ],
    { text: true },
  ),
];

/** The places of a payload in a message. */
export const PLACES: readonly {
  readonly name: string;
  place(code: string): string;
  isShaped(payload: Payload): boolean;
}[] = [
  { name: 'as the message', place: (code) => code, isShaped: ({ shaped }) => shaped === true },
  { name: 'as its type', place: (code) => `({ type: ${code} })`, isShaped: ({ text }) => text === true },
  { name: 'as its data', place: (code) => `({ event_type: "A_B", data: ${code} })`, isShaped: () => true },
  {
    name: 'as its event_type, beside a type',
    place: (code) => `({ event_type: ${code}, type: "a.b" })`,
    // With an empty event_type, the message has the shape of the reference vocabulary, but no type.
    isShaped: ({ code }) => code !== '""',
  },
  {
    name: 'as its expiry and code',
    place: (code) =>
      `({ event_type: "PORTAL_SESSION_WARNING", object: "session", data: { expiry: ${code}, error_code: ${code} } })`,
    isShaped: () => true,
  },
  {
    name: 'under names that code may call',
    place: (code) => {
      const keys = ['toString', 'valueOf', 'toJSON', 'constructor', 'hasOwnProperty', 'then', '["__proto__"]'];
      return `((x) => ({ type: "a.b", ${keys.map((key) => `${key}: x`).join(', ')} }))(${code})`;
    },
    isShaped: () => true,
  },
];
