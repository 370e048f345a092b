/**
 * Writes a Response as the answer of a Node server. What the application has set before stays: headers are added, not
 * replaced, but for those that say what the body is, whether it may be kept, and which other origin may read it.
 */
import { OF_CACHES } from './whole-response.js';

type HeaderValue = number | string | string[] | undefined;

/** The part of an `http.ServerResponse` or `http2.Http2ServerResponse` that is written. */
export interface NodeResponse {
  statusCode: number;
  readonly headersSent: boolean;
  getHeader(name: string): HeaderValue;
  setHeader(name: string, value: string | string[]): unknown;
  removeHeader(name: string): unknown;
  end(body?: Uint8Array): unknown;
}

/** The part of a Fastify reply that is written: its hooks have to see the answer. */
export interface FastifyReply {
  readonly raw: NodeResponse;
  code(status: number): unknown;
  getHeader(name: string): HeaderValue;
  header(name: string, value: string | string[]): unknown;
  removeHeader(name: string): unknown;
  send(body?: Uint8Array): unknown;
}

/** What an answer is written to. */
interface Target {
  readonly get: (name: string) => HeaderValue;
  readonly set: (name: string, value: string | string[]) => void;
  readonly remove: (name: string) => void;
  readonly send: (status: number, body: Uint8Array) => void;
}

export const isFastifyReply = (response: NodeResponse | FastifyReply): response is FastifyReply =>
  'raw' in response && 'send' in response;

const targetOf = (response: NodeResponse | FastifyReply): Target => {
  const remove = (name: string): void => void response.removeHeader(name);
  const get = (name: string): HeaderValue => response.getHeader(name);
  if (isFastifyReply(response)) {
    const set = (name: string, value: string | string[]): void => {
      // Fastify adds to the cookies that are there.
      response.removeHeader(name);
      response.header(name, value);
    };
    const send = (status: number, body: Uint8Array): void => {
      response.code(status);
      response.send(body.byteLength > 0 ? body : undefined);
    };
    return { get, set, remove, send };
  }
  const send = (status: number, body: Uint8Array): void => {
    response.statusCode = status;
    if (body.byteLength > 0) response.end(body);
    else response.end();
  };
  return { get, set: (name, value) => void response.setHeader(name, value), remove, send };
};

/** Headers that are lists: each side has its part in them. */
const LISTS = /^(?:vary|link|www-authenticate|access-control-(?:expose-headers|allow-headers|allow-methods))$/;

/** Headers that belong to this answer, whoever set another one before. */
const OF_ANSWER = /^(?:content-.+|location|allow|access-control-allow-(?:origin|credentials))$/;

const listOf = (value: HeaderValue): string[] =>
  [value ?? []].flat().flatMap((item) => (item === '' ? [] : String(item).split(/\s*,\s*/)));

const addHeaders = (target: Target, headers: Headers): void => {
  const names = [...new Set([...headers.keys()])];
  for (const name of names.filter((name) => name !== 'set-cookie')) {
    const value = headers.get(name) ?? '';
    const before = target.get(name);
    if (before === undefined || OF_ANSWER.test(name) || OF_CACHES.test(name)) {
      target.set(name, value);
    } else if (LISTS.test(name)) {
      const known = listOf(before);
      const added = listOf(value).filter((item) => !known.some((other) => other.toLowerCase() === item.toLowerCase()));
      target.set(name, [...known, ...added].join(', '));
    }
  }
  const cookies = headers.getSetCookie();
  if (cookies.length > 0)
    target.set('Set-Cookie', [...[target.get('Set-Cookie') ?? []].flat().map(String), ...cookies]);
};

/** Of a body that there is not, or of a cache that may keep nothing. */
const STALE = [
  ...['content-length', 'content-encoding', 'transfer-encoding'],
  ...['age', 'etag', 'expires', 'last-modified', 'pragma'],
  ...['cdn-cache-control', 'surrogate-control'],
];

/** `answer` is whole: its headers are for the client, and its body is there. */
export const writeAnswer = async (response: NodeResponse | FastifyReply, answer: Response): Promise<void> => {
  const target = targetOf(response);
  const bytes = await answer.arrayBuffer();
  // Middleware that replaces `end` knows Buffers and strings.
  const { Buffer } = globalThis as { Buffer?: { from(bytes: ArrayBuffer): Uint8Array } };
  const body = Buffer?.from(bytes) ?? new Uint8Array(bytes);
  for (const name of STALE) if (target.get(name) !== undefined) target.remove(name);
  addHeaders(target, answer.headers);
  target.send(answer.status, body);
};
