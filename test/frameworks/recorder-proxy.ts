/**
 * A proxy in front of an application. It adds the recorder to each opened page, and records all requests. It works the same
 * in all engines. It streams: a page that is sent in parts arrives in parts.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import {
  createServer,
  request as sendRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const RECORDER = `<script>${readFileSync(join(import.meta.dirname, 'recorder.js'), 'utf8')}</script>`;
const HEAD = /<head(?:\s[^>]*)?>/i;

export interface ProxiedRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
  /** 0 before the answer. */
  status: number;
}

export interface SentPage {
  /** Path and query. */
  readonly target: string;
  readonly html: string;
}

export interface RecorderProxy {
  /** `http://localhost:<port>` */
  readonly url: string;
  readonly requests: readonly ProxiedRequest[];
  /** The pages as the application sent them, without the recorder. */
  readonly pages: readonly SentPage[];
  close(): Promise<void>;
}

/** Adds the recorder behind the tag `<head>`. @param done Gets the page without the recorder. */
function recorderInjection(done: (html: string) => void): Transform {
  let isAdded = false;
  let waiting = '';
  let html = '';
  return new Transform({
    // One character for each byte, because a chunk may end anywhere.
    encoding: 'latin1',
    transform(chunk: Buffer, _encoding, callback) {
      const text = chunk.toString('latin1');
      html += text;
      if (isAdded) return callback(null, chunk);
      waiting += text;
      const found = HEAD.exec(waiting);
      if (!found) return callback();
      isAdded = true;
      const end = found.index + found[0].length;
      const all = waiting.slice(0, end) + RECORDER + waiting.slice(end);
      callback(null, Buffer.from(all, 'latin1'));
    },
    flush(callback) {
      done(Buffer.from(html, 'latin1').toString('utf8'));
      callback(null, isAdded ? '' : Buffer.from(waiting, 'latin1'));
    },
  });
}

function isPage(request: IncomingMessage, response: IncomingMessage): boolean {
  // Only navigations, not the fetches of a router.
  const isOpened = request.headers['sec-fetch-mode'] === 'navigate';
  return isOpened && Boolean(response.headers['content-type']?.startsWith('text/html'));
}

/** @param port Of the application. */
export async function startRecorderProxy(port: number): Promise<RecorderProxy> {
  const requests: ProxiedRequest[] = [];
  const pages: SentPage[] = [];
  const sockets = new Set<Socket>();

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url: target = '', headers } = request;
    const recorded: ProxiedRequest = { method, target, headers, status: 0 };
    requests.push(recorded);
    // Host and Origin are those of the browser. The recorder can only be added to a page that is not compressed.
    const forwarded: OutgoingHttpHeaders = { ...headers, 'x-forwarded-proto': 'http' };
    delete forwarded['accept-encoding'];
    const upstream = sendRequest({ host: 'localhost', port, method, path: target, headers: forwarded });
    request.pipe(upstream);
    response.on('close', () => upstream.destroy());
    const [received] = (await once(upstream, 'response')) as [IncomingMessage];
    const { statusCode = 0, rawHeaders } = received;
    recorded.status = statusCode;
    const isInjected = isPage(request, received);
    const kept = rawHeaders.flatMap((name, index) =>
      index % 2 === 1 || (isInjected && /^content-length$/i.test(name)) ? [] : [name, rawHeaders[index + 1]!],
    );
    response.writeHead(statusCode, kept);
    response.flushHeaders();
    const injection = isInjected ? [recorderInjection((html) => void pages.push({ target, html }))] : [];
    await pipeline([received, ...injection, response]);
  };

  const server = createServer((request, response) => {
    // The browser or the application has closed the connection.
    answer(request, response).catch(() => response.destroy());
  });
  // Web sockets of hot updates.
  server.on('upgrade', (request, socket: Socket, head) => {
    const upstream = connect({ host: 'localhost', port });
    const lines = request.rawHeaders.flatMap((name, index, all) => (index % 2 ? [] : [`${name}: ${all[index + 1]}`]));
    upstream.write([`${request.method} ${request.url} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
    upstream.write(head);
    upstream.pipe(socket).pipe(upstream);
    for (const end of [upstream, socket]) end.on('error', () => [upstream, socket].map((other) => other.destroy()));
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    requests,
    pages,
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
