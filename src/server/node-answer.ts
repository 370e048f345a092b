/**
 * Writes a Response as the answer of a Node server. Headers that the application has set before stay. Only those are
 * replaced that describe the body, caching, or the origin that may read the answer.
 */
import { CACHE_HEADERS } from './whole-response.js';

type HeaderValue = number | string | string[] | undefined;

/** The part of an `http.ServerResponse` or `http2.Http2ServerResponse` that this file uses. */
export interface NodeResponse {
  statusCode: number;
  readonly headersSent: boolean;
  getHeader(name: string): HeaderValue;
  setHeader(name: string, value: string | string[]): unknown;
  removeHeader(name: string): unknown;
  end(body?: Uint8Array): unknown;
}

/** The part of a Fastify reply that this file uses. The answer goes through it, so that Fastify's hooks see it. */
export interface FastifyReply {
  readonly raw: NodeResponse;
  code(status: number): unknown;
  getHeader(name: string): HeaderValue;
  header(name: string, value: string | string[]): unknown;
  removeHeader(name: string): unknown;
  send(body?: Uint8Array): unknown;
}

/** The common interface of both kinds of response. */
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
      // Fastify appends to existing cookies, so they are removed first.
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

/** Headers that are lists. Their values are merged with those of the application. */
const MERGED_HEADERS = /^(?:vary|link|www-authenticate|access-control-(?:expose-headers|allow-headers|allow-methods))$/;

/** Headers of this answer that replace those of the application. */
const REPLACED_HEADERS = /^(?:content-.+|location|allow|access-control-allow-(?:origin|credentials))$/;

const listOf = (value: HeaderValue): string[] =>
  [value ?? []].flat().flatMap((item) => (item === '' ? [] : String(item).split(/\s*,\s*/)));

const addHeaders = (target: Target, headers: Headers): void => {
  const names = [...new Set([...headers.keys()])];
  for (const name of names.filter((name) => name !== 'set-cookie')) {
    const value = headers.get(name) ?? '';
    const before = target.get(name);
    if (before === undefined || REPLACED_HEADERS.test(name) || CACHE_HEADERS.test(name)) {
      target.set(name, value);
    } else if (MERGED_HEADERS.test(name)) {
      const known = listOf(before);
      const added = listOf(value).filter((item) => !known.some((other) => other.toLowerCase() === item.toLowerCase()));
      target.set(name, [...known, ...added].join(', '));
    }
  }
  const cookies = headers.getSetCookie();
  if (cookies.length > 0)
    target.set('Set-Cookie', [...[target.get('Set-Cookie') ?? []].flat().map(String), ...cookies]);
};

/** Headers that are removed: they describe another body, or allow caching. */
const REMOVED_HEADERS = [
  ...['content-length', 'content-encoding', 'transfer-encoding'],
  ...['age', 'etag', 'expires', 'last-modified', 'pragma'],
  ...['cdn-cache-control', 'surrogate-control'],
];

/** Expects an answer from `wholeResponse`, with its complete body and without headers of another connection. */
export const writeAnswer = async (response: NodeResponse | FastifyReply, answer: Response): Promise<void> => {
  const target = targetOf(response);
  const bytes = await answer.arrayBuffer();
  // Middleware that replaces `end` expects a Buffer or a string.
  const { Buffer } = globalThis as { Buffer?: { from(bytes: ArrayBuffer): Uint8Array } };
  const body = Buffer?.from(bytes) ?? new Uint8Array(bytes);
  for (const name of REMOVED_HEADERS) if (target.get(name) !== undefined) target.remove(name);
  addHeaders(target, answer.headers);
  target.send(answer.status, body);
};
