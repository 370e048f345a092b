/**
 * A proxy in front of an application: puts the recorder into each page that is opened, as its bytes pass, and notes every
 * request. It works in all engines alike, and a page that is sent in parts arrives in parts.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import {
  createServer,
  request as ask,
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
  /** 0 while there is none. */
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

/** Puts the recorder behind the first tag `<head>`; gives what was there before it to somebody else. */
function recorderInjection(done: (html: string) => void): Transform {
  let isIn = false;
  let waiting = '';
  let html = '';
  return new Transform({
    // Every byte is a character of its own: what follows the head may be cut anywhere.
    encoding: 'latin1',
    transform(chunk: Buffer, _encoding, callback) {
      const text = chunk.toString('latin1');
      html += text;
      if (isIn) return callback(null, chunk);
      waiting += text;
      const found = HEAD.exec(waiting);
      if (!found) return callback();
      isIn = true;
      const end = found.index + found[0].length;
      const all = waiting.slice(0, end) + RECORDER + waiting.slice(end);
      callback(null, Buffer.from(all, 'latin1'));
    },
    flush(callback) {
      done(Buffer.from(html, 'latin1').toString('utf8'));
      callback(null, isIn ? '' : Buffer.from(waiting, 'latin1'));
    },
  });
}

function isPage(request: IncomingMessage, response: IncomingMessage): boolean {
  // What a router fetches is no page: only what the window itself goes to.
  const isOpened = request.headers['sec-fetch-mode'] === 'navigate';
  return isOpened && Boolean(response.headers['content-type']?.startsWith('text/html'));
}

/** @param port Of the application: any address of this machine. */
export async function startRecorderProxy(port: number): Promise<RecorderProxy> {
  const requests: ProxiedRequest[] = [];
  const pages: SentPage[] = [];
  const sockets = new Set<Socket>();

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url: target = '', headers } = request;
    const noted: ProxiedRequest = { method, target, headers, status: 0 };
    requests.push(noted);
    // Host and Origin stay what the browser sent; the protocol is said, as proxies do. Only plain text can be looked into.
    const passed: OutgoingHttpHeaders = { ...headers, 'x-forwarded-proto': 'http' };
    delete passed['accept-encoding'];
    const asked = ask({ host: 'localhost', port, method, path: target, headers: passed });
    request.pipe(asked);
    response.on('close', () => asked.destroy());
    const [given] = (await once(asked, 'response')) as [IncomingMessage];
    const { statusCode = 0, rawHeaders } = given;
    noted.status = statusCode;
    const isInjected = isPage(request, given);
    const kept = rawHeaders.flatMap((name, index) =>
      index % 2 === 1 || (isInjected && /^content-length$/i.test(name)) ? [] : [name, rawHeaders[index + 1]!],
    );
    response.writeHead(statusCode, kept);
    response.flushHeaders();
    const injection = isInjected ? [recorderInjection((html) => void pages.push({ target, html }))] : [];
    await pipeline([given, ...injection, response]);
  };

  const server = createServer((request, response) => {
    // Somebody went away, or the application ended: so does the answer.
    answer(request, response).catch(() => response.destroy());
  });
  // Hot updates: handed through as they are.
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
