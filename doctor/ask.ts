/**
 * Sends one request with strict limits of time and size. The outcome is a value: an answer, or the reason why there is none.
 * It follows no redirects. It uses Node's own client, because `fetch` sets the headers by which servers recognize browsers.
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
  /** Empty if `wantsBody` returned false. */
  readonly body: Buffer;
  /** From the first sent byte to the last received one. */
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
  /** Node's error code, for example `CERT_HAS_EXPIRED`, or the exceeded limit. */
  readonly detail: string;
  readonly ms: number;
}

export interface Question {
  readonly url: URL;
  readonly method?: 'GET' | 'POST' | 'OPTIONS';
  readonly headers?: Readonly<Record<string, string>>;
  /** For the whole exchange, including the body. */
  readonly limitMs: number;
  /** For the decoded body. */
  readonly limitBytes?: number;
  /** Whether to read the body. Default: always. */
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

/** As in browsers, `localhost` and its subdomains always resolve to this computer, even if the system's resolver differs. */
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

/** Joins headers of the same name with commas, as browsers do for policies. */
function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    try {
      headers.append(rawHeaders[index]!, rawHeaders[index + 1]!);
    } catch {
      // Browsers ignore an invalid header, too.
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
  'unknown-host': ({ url }) => `the host ${url.hostname} does not exist`,
  refused: ({ url }) => `nothing listens at ${url.host}`,
  unreachable: ({ url, detail }) => `${url.host} cannot be reached (${detail})`,
  certificate: ({ url, detail }) => `the certificate of ${url.host} is not valid (${detail})`,
  'no-tls': ({ url, detail }) => `the TLS connection to ${url.host} failed (${detail})`,
  'no-http': ({ url, detail }) => `${url.host} does not speak HTTP (${detail})`,
  dropped: ({ url }) => `${url.host} closes the connection before the answer is complete`,
  timeout: ({ url, detail }) => `${url.host} sends no complete answer within ${seconds(detail)}`,
  'too-large': ({ url, detail }) => `the answer of ${url.host} is larger than ${megabytes(detail)}`,
};

/** A part of a sentence. */
export const describeFailure = (failure: Failure): string => WORDS[failure.kind](failure);
