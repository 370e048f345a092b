/**
 * The server behind the endpoints: what their `mint` fetches, and where they tell that a mint has begun or was ended. Its
 * answers are those that proxies and gateways really give: compressed, with headers of the connection, or broken.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** Long enough that its compressed form is far shorter. */
export const COMPRESSED = JSON.stringify({ error: 'sign in', why: 'x'.repeat(3000) });

export interface Upstream {
  readonly url: string;
  /** Fulfilled when a mint has told so: `started/1`, `left/1`, `late/1`. */
  told(what: string): Promise<void>;
  close(): void;
}

const ANSWERS: Record<string, (response: ServerResponse) => void> = {
  '/compressed': (response) => {
    const body = gzipSync(COMPRESSED);
    const headers = {
      ...{ 'Content-Type': 'application/json', 'Content-Encoding': 'gzip', 'Content-Length': body.length },
      ...{ Connection: 'keep-alive, X-Of-Connection', 'Keep-Alive': 'timeout=5', 'X-Of-Connection': '1' },
      ...{ 'Set-Cookie': ['upstream=1', 'second=2'], 'X-Own': 'kept', 'Cache-Control': 'public, max-age=60' },
    };
    response.writeHead(401, headers).end(body);
  },
  '/broken': (response) => {
    response.writeHead(200, { 'Content-Length': 1000, 'Set-Cookie': 'half=1' }).write('half', () => response.destroy());
  },
  '/endless': (response) => {
    response.writeHead(200, { 'Content-Type': 'text/plain' }).write('and so on');
  },
};

export async function startUpstream(): Promise<Upstream> {
  const told = new Map<string, PromiseWithResolvers<void>>();
  const entry = (what: string) => {
    const known = told.get(what) ?? Promise.withResolvers<void>();
    told.set(what, known);
    return known;
  };
  const server = createServer((request: IncomingMessage, response) => {
    const path = request.url ?? '';
    request.resume();
    const answer = ANSWERS[path];
    if (answer) {
      answer(response);
      return;
    }
    entry(path.slice(1)).resolve();
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    told: (what) => entry(what).promise,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
