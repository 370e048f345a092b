/**
 * One request, with hard limits of time and size, and its outcome as a value: an answer, or why there is none. It
 * follows no redirect. Node's own client, because `fetch` sets the headers by which servers know a browser's request.
 */
import { lookup as systemLookup } from 'node:dns';
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

export interface Answer {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly setCookies: readonly string[];
  /** Empty where nobody wanted to read it. */
  readonly body: Buffer;
  /** From the first byte sent to the last one read. */
  readonly ms: number;
}

export type FailureKind =
  | 'unknown-host'
  | 'refused'
  | 'unreachable'
  | 'certificate'
  | 'no-tls'
  | 'no-http'
  | 'dropped'
  | 'timeout'
  | 'too-large';

export interface Failure {
  readonly url: URL;
  readonly kind: FailureKind;
  /** Node's name for it, `CERT_HAS_EXPIRED`, or the limit that was passed. */
  readonly detail: string;
  readonly ms: number;
}

export interface Question {
  readonly url: URL;
  readonly method?: 'GET' | 'POST' | 'OPTIONS';
  readonly headers?: Readonly<Record<string, string>>;
  /** For the whole exchange, the body included. */
  readonly limitMs: number;
  /** For the body as it is after decoding. */
  readonly limitBytes?: number;
  /** Whether the body is worth reading. Default: always. */
  readonly wantsBody?: (status: number, headers: Headers) => boolean;
}

export const isFailure = (outcome: object): outcome is Failure => 'kind' in outcome && 'detail' in outcome;

const LIMIT_BYTES = 5_000_000;
const DECODERS: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
};

/** As browsers do: names below `localhost` are this computer, whatever the system's resolver says of them. */
const lookup = ((hostname, options, callback) => {
  systemLookup(/(^|\.)localhost$/.test(hostname) ? 'localhost' : hostname, options, callback as never);
}) as LookupFunction;

export function ask({ url, method = 'GET', headers = {}, ...limits }: Question): Promise<Answer | Failure> {
  const { limitMs, limitBytes = LIMIT_BYTES, wantsBody = () => true } = limits;
  const start = performance.now();
  const ms = () => Math.round(performance.now() - start);
  return new Promise((resolve) => {
    const fail = (kind: FailureKind, detail: string) => {
      clearTimeout(timer);
      request.destroy();
      resolve({ url, kind, detail, ms: ms() });
    };
    const options: RequestOptions = {
      method,
      lookup,
      agent: false,
      headers: {
        Accept: '*/*',
        'Accept-Encoding': 'gzip, br',
        ...headers,
        ...(method === 'POST' && { 'Content-Length': '0' }),
      },
    };
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options);
    const timer = setTimeout(() => fail('timeout', `${limitMs} ms`), limitMs);
    request.on('error', (error: NodeJS.ErrnoException) => fail(kindOf(error.code ?? ''), error.code ?? error.name));
    request.on('response', (response) => {
      const received = headersOf(response);
      const status = response.statusCode ?? 0;
      const finish = (body: Buffer) => {
        clearTimeout(timer);
        request.destroy();
        resolve({ url, status, headers: received, setCookies: response.headers['set-cookie'] ?? [], body, ms: ms() });
      };
      if (!wantsBody(status, received)) return finish(Buffer.alloc(0));
      const chunks: Buffer[] = [];
      let size = 0;
      const stream = decoded(response);
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > limitBytes) fail('too-large', `${limitBytes} bytes`);
        else chunks.push(chunk);
      });
      stream.on('end', () => finish(Buffer.concat(chunks)));
      stream.on('error', (error: NodeJS.ErrnoException) => fail('dropped', error.code ?? error.name));
      response.on('aborted', () => fail('dropped', 'aborted'));
    });
    request.end();
  });
}

function decoded(response: IncomingMessage): Readable {
  const decoder = DECODERS[(response.headers['content-encoding'] ?? '').trim().toLowerCase()]?.();
  return decoder === undefined ? response : (response.pipe(decoder) as unknown as Readable);
}

/** Several headers of one name become one, with commas, as policies are read. */
function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    try {
      headers.append(rawHeaders[index]!, rawHeaders[index + 1]!);
    } catch {
      // No browser reads a header that is none.
      continue;
    }
  }
  return headers;
}

const KINDS: readonly (readonly [RegExp, FailureKind])[] = [
  [/^(ENOTFOUND|EAI_AGAIN|EAI_NONAME)$/, 'unknown-host'],
  [/^ECONNREFUSED$/, 'refused'],
  [/^(ECONNRESET|EPIPE|HPE_INVALID_EOF_STATE|ERR_STREAM_PREMATURE_CLOSE)$/, 'dropped'],
  [/^(HPE_|ERR_HTTP)/, 'no-http'],
  [/CERT|ALTNAME|UNABLE_TO_|SELF_SIGNED|CRL|HOSTNAME_MISMATCH/, 'certificate'],
  [/^(EPROTO|ERR_SSL|ERR_TLS)/, 'no-tls'],
];

function kindOf(code: string): FailureKind {
  return KINDS.find(([pattern]) => pattern.test(code))?.[1] ?? 'unreachable';
}

const seconds = (detail: string) => `${Number.parseInt(detail) / 1000} s`;
const megabytes = (detail: string) => `${Number.parseInt(detail) / 1_000_000} MB`;

const WORDS: Readonly<Record<FailureKind, (failure: Failure) => string>> = {
  'unknown-host': ({ url }) => `there is no host of the name ${url.hostname}`,
  refused: ({ url }) => `nothing listens at ${url.host}`,
  unreachable: ({ url, detail }) => `${url.host} cannot be reached (${detail})`,
  certificate: ({ url, detail }) => `the certificate of ${url.host} is wrong (${detail})`,
  'no-tls': ({ url, detail }) => `${url.host} does not speak TLS as it should (${detail})`,
  'no-http': ({ url, detail }) => `${url.host} does not speak HTTP (${detail})`,
  dropped: ({ url }) => `${url.host} closes the connection before the answer is whole`,
  timeout: ({ url, detail }) => `${url.host} gives no whole answer within ${seconds(detail)}`,
  'too-large': ({ url, detail }) => `the answer of ${url.host} is larger than ${megabytes(detail)}`,
};

/** A part of a sentence. */
export const describeFailure = (failure: Failure): string => WORDS[failure.kind](failure);
