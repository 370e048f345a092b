/**
 * Converts a Node request into a Request of the Fetch API. It declares only the parts of Node that it uses, so the package
 * does not need Node's types.
 */
import { parseUrl } from '../link-answer.js';

/** The part of an `http.IncomingMessage` or `http2.Http2ServerRequest` that is read. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** The part of a Fastify request that is read. */
export interface FastifyRequest {
  readonly raw: NodeRequest;
}

export const isFastifyRequest = (request: NodeRequest | FastifyRequest): request is FastifyRequest =>
  'raw' in request && !('headers' in request && 'rawHeaders' in request);

/** Further properties that a framework adds. */
interface Known {
  /** Express and Fastify set it: they know whether to trust a proxy. */
  readonly protocol?: unknown;
  /** The result of a body parser. */
  readonly rawBody?: unknown;
  readonly body?: unknown;
}

/** Further members of Node's requests: those of streams, of HTTP/2, of Connect's routers. */
interface Extended extends NodeRequest {
  /** The target before a router removed its prefix: Connect, Express. */
  readonly originalUrl?: unknown;
  readonly socket?: { readonly encrypted?: boolean } | null;
  /** Whether reading has begun. */
  readonly readableDidRead?: boolean;
  readonly on?: (event: string, listener: (value: never) => void) => unknown;
  readonly off?: (event: string, listener: (value: never) => void) => unknown;
  readonly pause?: () => unknown;
  readonly resume?: () => unknown;
}

/** The request is invalid. The answer is 400. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
}

const WITHOUT_BODY = /^(?:GET|HEAD)$/i;

/**
 * The requested URL. Its host is always the one that the request was sent to. Targets on another host, such as
 * `//evil.example/x`, are rejected.
 */
const urlOf = (request: Extended, { protocol }: Known): string => {
  const { headers, socket, originalUrl } = request;
  const target = typeof originalUrl === 'string' ? originalUrl : (request.url ?? '/');
  const host = String(headers[':authority'] ?? headers['host'] ?? 'localhost');
  const isHttps = protocol === 'https' || (socket?.encrypted ?? headers[':scheme'] === 'https');
  const base = /[\s/?#@\\]/.test(host) ? null : parseUrl(`http${isHttps ? 's' : ''}://${host}`);
  if (base === null) throw new BadRequest('The request has no valid host.');
  // The client of a proxy sends the whole URL as the target (RFC 9112, section 3.2.2).
  const url = /^\/(?!\/)/.test(target) ? parseUrl(base.origin + target) : parseUrl(target);
  if (url?.host !== base.host || url.username || url.password) throw new BadRequest('The target is not a path.');
  return base.origin + url.pathname + url.search;
};

const headersOf = ({ headers }: Extended): Headers => {
  const sent = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    // HTTP/2 has pseudo-headers, which `Headers` rejects.
    if (value === undefined || name.startsWith(':')) continue;
    sent.set(name, typeof value === 'string' ? value : value.join(name === 'cookie' ? '; ' : ', '));
  }
  return sent;
};

/** A stream of the unread body. It flows only while it is read, and fails when the signal is aborted. */
const streamOf = (request: Extended, signal: () => AbortSignal): ReadableStream<Uint8Array> => {
  let stop = (): void => undefined;
  let isReading = false;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (!isReading) {
          isReading = true;
          const ended = signal();
          const fail = (reason: unknown): void => {
            stop();
            controller.error(reason);
          };
          const listeners: Record<string, (value: never) => void> = {
            data: (chunk: Uint8Array | string) => {
              // A string if the application has called `setEncoding`.
              controller.enqueue(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : new Uint8Array(chunk));
              request.pause?.();
            },
            end: () => {
              stop();
              controller.close();
            },
            error: fail,
            close: () => fail(new Error('The body of the request broke off.')),
          };
          const abort = (): void => fail(ended.reason);
          stop = () => {
            for (const [event, listener] of Object.entries(listeners)) request.off?.(event, listener);
            ended.removeEventListener('abort', abort);
            request.resume?.();
          };
          for (const [event, listener] of Object.entries(listeners)) request.on?.(event, listener);
          ended.addEventListener('abort', abort);
          if (ended.aborted) return abort();
        }
        request.resume?.();
      },
      cancel: () => stop(),
    },
    { highWaterMark: 0 },
  );
};

const lostBody = (): ReadableStream<Uint8Array> =>
  new ReadableStream(
    {
      pull: (controller) =>
        controller.error(new Error('A body parser has read the body: use its result, from the context of mint.')),
    },
    { highWaterMark: 0 },
  );

const formOf = (body: object): URLSearchParams | null => {
  const fields = Object.entries(body).flatMap(([name, value]: [string, unknown]) =>
    (Array.isArray(value) ? (value as unknown[]) : [value]).map((one) => [name, one] as const),
  );
  const isFlat = fields.every((field): field is [string, string] => typeof field[1] === 'string');
  return isFlat ? new URLSearchParams(fields.map(([name, value]) => [name, value])) : null;
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** The body, rebuilt from the result of a body parser. */
const rebuiltBody = ({ rawBody, body }: Known, type: string): BodyInit | null => {
  const given: unknown = rawBody ?? body;
  if (ArrayBuffer.isView(given)) return new Uint8Array(given.buffer, given.byteOffset, given.byteLength).slice();
  if (typeof given === 'string') return /\bjson\b/i.test(type) && !isJson(given) ? JSON.stringify(given) : given;
  if (given === undefined || given === null) return null;
  if (/\bjson\b/i.test(type)) return JSON.stringify(given);
  return /urlencoded/i.test(type) && typeof given === 'object' ? formOf(given) : null;
};

/**
 * The request with its body. If a body parser has read the body already, it is rebuilt from the parser's result.
 *
 * @throws BadRequest if the request has no host, a target on another host, or invalid headers.
 */
export const toFetchRequest = (given: NodeRequest | FastifyRequest, signal: AbortSignal): Request => {
  // Fastify keeps its own properties and the parsed body outside of Node's request.
  const known = given as Known;
  const node: Extended = isFastifyRequest(given) ? given.raw : given;
  const { method = 'GET' } = node;
  const url = urlOf(node, known);
  const build = (): Request => {
    const headers = headersOf(node);
    const init: RequestInit & { duplex: 'half' } = { method, headers, signal, duplex: 'half' };
    if (WITHOUT_BODY.test(method)) return new Request(url, init);
    const isUnread = typeof node.on === 'function' && node.readableDidRead !== true;
    if (isUnread) {
      const request: Request = new Request(url, { ...init, body: streamOf(node, () => request.signal) });
      return request;
    }
    const body = rebuiltBody(known, headers.get('Content-Type') ?? '');
    // These headers describe the original body.
    for (const name of ['Content-Length', 'Content-Encoding', 'Transfer-Encoding']) headers.delete(name);
    const type = headers.get('Content-Type');
    const request = new Request(url, { ...init, headers, body: body ?? lostBody() });
    if (type === null) request.headers.delete('Content-Type');
    else request.headers.set('Content-Type', type);
    return request;
  };
  try {
    return build();
  } catch {
    throw new BadRequest('The request has an invalid header or method.');
  }
};
