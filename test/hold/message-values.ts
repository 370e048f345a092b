/**
 * Every class of value that a structured clone supports, as expressions that a portal evaluates. A size is the approximate
 * number of bytes in a message.
 */

export interface Value {
  readonly name: string;
  /** An expression for a value of so many bytes, or for a promise of it. */
  readonly code: (size: number) => string;
  sizes(isLong: boolean): readonly number[];
}

const KB = 1000;
const MB = 1000 * KB;

const LONG = [KB, 100 * KB, MB, 10 * MB, 50 * MB];
const SHORT = [MB];

/** A limit for values that engines refuse or need minutes to create. */
const upTo = (most: number) => (isLong: boolean) => [
  ...new Set((isLong ? LONG : SHORT).map((size) => Math.min(size, most))),
];
const value = (name: string, code: Value['code'], most = 50 * MB): Value => ({ name, code, sizes: upTo(most) });
const fixed = (name: string, code: string): Value => ({ name, code: () => code, sizes: () => [0] });

const TYPED_ARRAYS = ['Int8', 'Uint8', 'Uint8Clamped', 'Int16', 'Uint16', 'Int32', 'Uint32', 'Float32', 'Float64'];
const ERRORS = ['Error', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError'];
const text = (size: number) => `'x'.repeat(${size})`;
/** Entries of an object, each of about 20 bytes. */
const entries = (size: number) => `Array.from({ length: ${Math.ceil(size / 20)} }, (_, i) => ['key' + i, i])`;

/**
 * The length of sparse arrays. WebKit clones an array item by item, which takes minutes for the greatest length, before any
 * listener runs.
 */
const isWebKit = !/Firefox|Chrome/.test(navigator.userAgent);
const LENGTH = isWebKit ? 1_000_000 : 2 ** 32 - 2;

export const VALUES: readonly Value[] = [
  value('string', text),
  value('String', (size) => `new String(${text(size)})`),
  value('String of two bytes', (size) => `new String('ж'.repeat(${size / 2}))`),
  fixed('Number', 'new Number(1)'),
  fixed('Boolean', 'new Boolean(true)'),
  fixed('Date', 'new Date()'),
  // Firefox has the lowest limit: a million bits.
  value('BigInt', (size) => `2n ** BigInt(${size} * 8)`, 100 * KB),
  value('object of BigInt', (size) => `Object(2n ** BigInt(${size} * 8))`, 100 * KB),
  value('RegExp', (size) => `new RegExp(${text(size)})`, MB),
  value('wide object', (size) => `Object.fromEntries(${entries(size)})`, 10 * MB),
  value('object with a long key', (size) => `({ [${text(size)}]: 1 })`),
  value(
    'object of objects',
    (size) => `Object.fromEntries(${entries(size)}.map(([key, at]) => [key, { at }]))`,
    10 * MB,
  ),
  // Engines clone by recursion. All of them support a thousand levels.
  value(
    'deep object',
    (size) => `(() => {
    const root = {};
    for (let level = 1, end = root; level < ${size / 20}; level++) end = end.next = {};
    return root;
  })()`,
    20 * KB,
  ),
  value('array of numbers', (size) => `Array.from({ length: ${size / 5} }, (_, i) => i)`, 10 * MB),
  value('array of strings', (size) => `Array.from({ length: ${size / 10} }, (_, i) => 'text' + i)`, 10 * MB),
  value('array of objects', (size) => `Array.from({ length: ${size / 10} }, (_, i) => ({ i }))`, 10 * MB),
  value('array of arrays', (size) => `Array.from({ length: ${size / 10} }, () => [])`, 10 * MB),
  value('array with keys', (size) => `Object.assign([], Object.fromEntries(${entries(size)}))`, 10 * MB),
  fixed('sparse array', `Object.assign([], { ${LENGTH - 1}: 1 })`),
  fixed('empty array of the greatest length', `(() => { const a = []; a.length = ${LENGTH}; return a; })()`),
  value(
    'sparse array with entries',
    (size) =>
      `(() => { const a = []; for (let i = 0; i < ${size / 10}; i++) a[i * 4] = i; a.length = ${LENGTH}; return a; })()`,
    MB,
  ),
  value('Map', (size) => `new Map(${entries(size)})`, 10 * MB),
  value('Map of objects', (size) => `new Map(${entries(size)}.map(([key, at]) => [{ key }, { at }]))`, 10 * MB),
  value('Set', (size) => `new Set(Array.from({ length: ${size / 10} }, (_, i) => 'text' + i))`, 10 * MB),
  value('ArrayBuffer', (size) => `new ArrayBuffer(${size})`),
  // Only one of the kind in every size.
  ...TYPED_ARRAYS.map((type) =>
    value(`${type}Array`, (size) => `new ${type}Array(new ArrayBuffer(${size}))`, type === 'Uint8' ? 50 * MB : 10 * MB),
  ),
  ...['BigInt64', 'BigUint64'].map((type) => value(`${type}Array`, (size) => `new ${type}Array(${size / 8})`)),
  value(
    'Uint8Array of a resizable buffer',
    (size) => `new Uint8Array(new ArrayBuffer(${size}, { maxByteLength: ${size} * 2 }))`,
  ),
  value('DataView', (size) => `new DataView(new ArrayBuffer(${size}))`),
  value('array of views', (size) => `Array.from({ length: ${size / 50} }, () => new Uint8Array(1))`, MB),
  ...ERRORS.map((type) => value(type, (size) => `new ${type}(${text(size)})`, type === 'Error' ? 50 * MB : MB)),
  value('Error with a cause', (size) => `new Error('x', { cause: { text: ${text(size)} } })`),
  value('DOMException', (size) => `new DOMException(${text(size)}, 'DataCloneError')`),
  value('Blob', (size) => `new Blob([${text(size)}])`),
  value('File', (size) => `new File([${text(size)}], 'name')`),
  value('File with a long name', (size) => `new File(['x'], ${text(size)})`, MB),
  value(
    'FileList',
    (size) => `(() => {
    const files = new DataTransfer();
    for (let i = 0; i < ${size / 1000}; i++) files.items.add(new File(['x'.repeat(900)], 'name' + i));
    return files.files;
  })()`,
    100 * KB,
  ),
  value(
    'array of Blobs',
    (size) => `Array.from({ length: ${size / 1000} }, () => new Blob(['x'.repeat(900)]))`,
    100 * KB,
  ),
  value('ImageData', (size) => `new ImageData(${size / 4 / 10}, 10)`),
  ...['DOMRect', 'DOMRectReadOnly', 'DOMPoint', 'DOMPointReadOnly', 'DOMMatrix', 'DOMMatrixReadOnly', 'DOMQuad'].map(
    (type) => fixed(type, `new ${type}()`),
  ),
  value('array of DOMMatrix', (size) => `Array.from({ length: ${size / 130} }, () => new DOMMatrix())`, MB),
  fixed('CryptoKey', `crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt'])`),
  fixed('CryptoKeyPair', `crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign'])`),
  value('own keys of a String', (size) => `Object.assign(new String(${text(size)}), { more: 1 })`),
  value(
    'objects that refer to one another',
    (size) => `(() => {
    const all = Array.from({ length: ${size / 100} }, () => ({}));
    all.forEach((one, i) => Object.assign(one, { all, next: all[i + 1] }));
    return all;
  })()`,
    MB,
  ),
  value('strings in objects', (size) => `Array.from({ length: 100 }, () => new String('x'.repeat(${size / 100})))`),
];
