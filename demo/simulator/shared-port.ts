/**
 * One port for three protocols: HTTP/1.1 for browsers and the token endpoint, HTTP/2 without TLS for gRPC, and TLS with either
 * of the two inside. The SDKs use one base URL for everything, so several ports are not possible.
 */

import { once } from 'node:events';
import { createServer as createHttp1Server } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createSecureServer, createServer as createHttp2Server } from 'node:http2';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

export interface Handlers {
  readonly http1: (request: IncomingMessage, response: ServerResponse) => void;
  readonly http2: (request: Http2ServerRequest, response: Http2ServerResponse) => void;
}

/** The key and the certificate for TLS, as PEM. */
export interface TlsIdentity {
  readonly key: string;
  readonly certificate: string;
}

export interface TlsOptions {
  /** Null: TLS connections are refused. */
  readonly identity: TlsIdentity | null;
  /** Called after a failed TLS connection: `absent` without an identity, `distrusted` if the client rejected the certificate. */
  readonly onFailure: (reason: 'absent' | 'distrusted') => void;
}

export interface SharedPort {
  readonly port: number;
  /** Separate from opening the port, because the handlers may need to know the port first. */
  serve(handlers: Handlers, tls: TlsOptions): void;
  close(): Promise<void>;
}

/** The first bytes of every HTTP/2 client. No HTTP/1.1 client sends them. */
const HTTP2_PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

/** The type of the first record of every TLS client (RFC 8446, section 5.1). No HTTP request begins with it. */
const TLS_HANDSHAKE = 0x16;

/**
 * The errors of a handshake with a client that does not trust the certificate: an alert (RFC 8446, section 6.2), by its OpenSSL
 * name, or a closed connection without an alert, as with gRPC's C core.
 */
const DISTRUST = /ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN)$|^ECONNRESET$/;

const ATTEMPTS = 10;

/** Listens on 127.0.0.1 and, if the machine has it, on ::1: browsers may use either for `localhost`. */
export async function openSharedPort(wanted: number): Promise<SharedPort> {
  const sockets = new Set<Socket>();
  let serve: ((socket: Socket) => void) | null = null;
  const accept = (socket: Socket): void => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // Browsers drop connections at any moment. Without a listener, each such error would end the process.
    socket.on('error', () => socket.destroy());
    if (serve) serve(socket);
    else socket.destroy();
  };
  const servers = await listenOnLoopback(wanted, accept);

  return {
    port: portOf(servers[0]),
    serve(handlers, tls) {
      const http1 = createHttp1Server(handlers.http1);
      const http2 = createHttp2Server(handlers.http2);
      const secure = createTlsServer(handlers, tls);
      serve = (socket) => splitProtocols(socket, { http1, http2, tls: secure });
    },
    async close() {
      // Some responses never end (a hanging page, an event stream), so it does not wait for them.
      for (const socket of sockets) socket.destroy();
      await Promise.all(servers.map(closed));
    },
  };
}

function createTlsServer(handlers: Handlers, { identity, onFailure }: TlsOptions): Server {
  if (identity === null) {
    return createServer((socket) => {
      onFailure('absent');
      socket.destroy();
    });
  }
  const server = createSecureServer({
    key: identity.key,
    cert: identity.certificate,
    allowHTTP1: true,
    // A client that offers both protocols also needs HTTP/1.1 for requests other than gRPC, as in Go. gRPC clients only offer `h2`.
    ALPNCallback: ({ protocols }) => ['http/1.1', 'h2'].find((protocol) => protocols.includes(protocol)),
  });
  server.on('request', (request, response) => {
    // With `allowHTTP1`, it may be a request of node:http. The types do not show this.
    if (request.httpVersionMajor === 2) handlers.http2(request, response);
    else handlers.http1(request as unknown as IncomingMessage, response as unknown as ServerResponse);
  });
  server.on('tlsClientError', ({ code = '' }: NodeJS.ErrnoException) => {
    if (DISTRUST.test(code)) onFailure('distrusted');
  });
  return server;
}

interface Servers {
  readonly http1: Server;
  readonly http2: Server;
  readonly tls: Server;
}

function splitProtocols(socket: Socket, servers: Servers): void {
  let seen = Buffer.alloc(0);
  const look = (chunk: Buffer): void => {
    seen = Buffer.concat([seen, chunk]);
    const length = Math.min(seen.length, HTTP2_PREFACE.length);
    const isHttp2 = seen.subarray(0, length).equals(HTTP2_PREFACE.subarray(0, length));
    if (isHttp2 && length < HTTP2_PREFACE.length) return;
    const isTls = seen[0] === TLS_HANDSHAKE;
    socket.off('data', look);
    // Paused, because the bytes that are put back would get lost before the server listens.
    socket.pause();
    socket.unshift(seen);
    (isTls ? servers.tls : isHttp2 ? servers.http2 : servers.http1).emit('connection', socket);
    // TLS and HTTP/2 read from the socket directly. The HTTP/1.1 server needs a flowing stream.
    if (!isTls && !isHttp2) socket.resume();
  };
  socket.on('data', look);
}

async function listenOnLoopback(wanted: number, accept: (socket: Socket) => void): Promise<[Server, ...Server[]]> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const first = await listen(attempt === 0 ? wanted : 0, '127.0.0.1', accept);
    if (first === 'taken') continue;
    if (first === 'absent') throw new Error('This machine has no loopback interface at 127.0.0.1');
    const second = await listen(portOf(first), '::1', accept).catch(async (error: unknown) => {
      await closed(first);
      throw error;
    });
    if (second === 'absent') return [first];
    if (second !== 'taken') return [first, second];
    await closed(first);
  }
  throw new Error('No port is free on both 127.0.0.1 and ::1');
}

async function listen(
  port: number,
  host: string,
  accept: (socket: Socket) => void,
): Promise<Server | 'taken' | 'absent'> {
  const server = createServer({ noDelay: true }, accept);
  server.listen(port, host);
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') return 'taken';
    if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') return 'absent';
    throw error;
  }
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on a port');
  return address.port;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
