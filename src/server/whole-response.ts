/**
 * Completes a Response: reads its body to the end before anything is sent, and removes headers that belong to its original
 * connection or encoding. `fetch` has decoded the body already, so its length and `Content-Encoding` are no longer correct.
 */
import { MintFailure } from './mint-failure.js';

/** Headers of a connection (RFC 9110, section 7.6.1; RFC 9113, section 8.2.2), and the length, which is set again later. */
const CONNECTION_HEADERS =
  /^(?:connection|content-length|http2-settings|keep-alive|proxy-connection|te|trailer|transfer-encoding|upgrade)$/;

/** Headers that let a cache keep an answer, or use an old one. */
export const CACHE_HEADERS =
  /^(?:(?:.+-)?cache-control|age|cache-tag|edge-control|etag|expires|last-modified|pragma|surrogate-(?:control|key)|x-accel-expires)$/;

/** Bytes. A larger answer of an endpoint is a mistake. */
const LARGEST_BODY = 16 * 1024 * 1024;

/** Statuses that have no body (Fetch standard, "null body status"). */
const WITHOUT_BODY = new Set([204, 205, 304]);

interface ForeignHeaders {
  forEach(callback: (value: string, name: string) => void): void;
  getSetCookie?(): string[];
  /** Of node-fetch. */
  raw?(): Readonly<Record<string, string[] | undefined>>;
}

/** A Response of this platform, or one of a package (undici, node-fetch) or of another realm (Jest). */
export const isResponse = (value: unknown): value is Response => {
  try {
    if (value instanceof Response) return true;
    const { status, headers, arrayBuffer } = Object(value) as Partial<Response>;
    const { forEach } = Object(headers) as Partial<Headers>;
    return typeof status === 'number' && typeof forEach === 'function' && typeof arrayBuffer === 'function';
  } catch {
    return false;
  }
};

/** Rejects one task after the abort, so that data that is already available is read first. */
const afterAbort = (signal: AbortSignal): { ended: Promise<never>; forget: () => void } => {
  const { promise: ended, reject } = ((): { promise: Promise<never>; reject: (reason: unknown) => void } => {
    let reject!: (reason: unknown) => void;
    const promise = new Promise<never>((_, fail) => (reject = fail));
    return { promise, reject };
  })();
  const listener = (): void => void setTimeout(() => reject(signal.reason), 0);
  if (signal.aborted) listener();
  else signal.addEventListener('abort', listener, { once: true });
  // It may reject when nobody waits for it any more.
  ended.catch(() => undefined);
  return { ended, forget: () => signal.removeEventListener('abort', listener) };
};

const joined = (chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
};

const readAll = async (response: Response, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> => {
  const { ended, forget } = afterAbort(signal);
  // The body of node-fetch is a Node stream.
  const body = response.body as Partial<ReadableStream<Uint8Array>> | null;
  const reader = body?.getReader?.();
  try {
    if (reader === undefined) return new Uint8Array(await Promise.race([response.arrayBuffer(), ended]));
    const chunks: Uint8Array[] = [];
    let size = 0;
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), ended]);
      if (done) return joined(chunks, size);
      if (!ArrayBuffer.isView(value)) throw new MintFailure('The body of the Response is not a stream of bytes.');
      chunks.push(value);
      size += value.byteLength;
      if (size > LARGEST_BODY) throw new MintFailure(`The body of the Response has over ${LARGEST_BODY} bytes.`);
    }
  } catch (error) {
    reader?.cancel(error).catch(() => undefined);
    throw error;
  } finally {
    forget();
  }
};

/** The bodies that were read. An application that answers every request with the same Response gets the same body each time. */
const bodies = new WeakMap<Response, Promise<Uint8Array<ArrayBuffer>>>();

const bodyOf = (response: Response, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> => {
  const known = bodies.get(response);
  if (known) return known;
  if (response.bodyUsed) {
    throw new MintFailure('The body of the Response was read before. Hand on a new Response, or its clone().');
  }
  const body = readAll(response, signal);
  bodies.set(response, body);
  body.catch(() => bodies.delete(response));
  return body;
};

/** Whether the bytes have this encoding. The first two bytes show it (RFC 1952, section 2.3.1; RFC 1950, section 2.2). */
const isEncoded = (encoding: string | null, [first = 0, second = 0]: Uint8Array): boolean => {
  if (encoding === 'gzip' || encoding === 'x-gzip') return first === 0x1f && second === 0x8b;
  return encoding === 'deflate' && (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;
};

const headersOf = (response: Response): Headers => {
  const given = response.headers as ForeignHeaders;
  const headers = new Headers();
  const ofConnection =
    response.headers
      .get('Connection')
      ?.toLowerCase()
      .split(/\s*,\s*/) ?? [];
  given.forEach((value, key) => {
    const name = key.toLowerCase();
    if (name === 'set-cookie' || CONNECTION_HEADERS.test(name) || ofConnection.includes(name)) return;
    headers.append(name, value);
  });
  // `Set-Cookie` is the only header whose repeated values must not be joined.
  const cookies = given.getSetCookie?.() ?? given.raw?.()['set-cookie'] ?? [];
  for (const cookie of cookies) headers.append('Set-Cookie', cookie);
  return headers;
};

/**
 * The same answer with its complete body.
 *
 * @throws MintFailure if the answer cannot be sent; the error of the body; the signal's reason.
 */
export const wholeResponse = async (response: Response, signal: AbortSignal): Promise<Response> => {
  const { status, statusText } = response;
  const body = await bodyOf(response, signal);
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new MintFailure(`A Response with the status ${status} cannot be handed on.`);
  }
  const headers = headersOf(response);
  const encoded = isEncoded(headers.get('Content-Encoding'), body);
  if (!encoded) headers.delete('Content-Encoding');
  // Without it, Workers would encode the body again.
  const asItIs = encoded ? { encodeBody: 'manual' } : {};
  return new Response(WITHOUT_BODY.has(status) ? null : body, { status, statusText, headers, ...asItIs });
};
