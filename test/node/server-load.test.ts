/**
 * The server half under load and faults, in real node:http servers: clients that leave, a mint over its time, bodies that
 * break or never end, kept and pipelined connections, and requests and Responses by chance. `npm run hold` tries more of
 * each and prints the figures.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { portalLinkHandler, toNodeHandler } from 'scalekit-admin-portal/server';
import { FIGURES_DIRECTORY } from '../tools/figure-sink.ts';
import type { Figure, Figures } from '../tools/figures.ts';

const isLong = 'PORTAL_TEST_LONG' in process.env;
const COUNT = isLong ? 1000 : 200;
const RUNS = isLong ? 5000 : 500;

const figures: Figure[] = [];
const report = (row: string, counted: Figures): void => {
  figures.push({ table: 'Server half: load and faults', row, figures: counted });
};
after(() => {
  mkdirSync(FIGURES_DIRECTORY, { recursive: true });
  writeFileSync(join(FIGURES_DIRECTORY, 'node.json'), JSON.stringify(figures));
});

describe('a server with the handler', () => {
  let server: Server;
  let port: number;
  /** Mints that run now. */
  let running = 0;
  let begun = 0;
  const crashes: unknown[] = [];
  let failures = 0;

  const mint = async (request: Request): Promise<string | Response> => {
    const { searchParams } = new URL(request.url);
    const how = searchParams.get('how');
    if (how === 'echo') return `https://env.example/${searchParams.get('id')}`;
    if (how === 'body') await request.text();
    if (how === 'broken') {
      return new Response(new ReadableStream({ start: (controller) => controller.error(new Error('broken')) }));
    }
    running += 1;
    begun += 1;
    try {
      const { signal } = request;
      if (!signal.aborted) await once(signal, 'abort');
      throw signal.reason;
    } finally {
      running -= 1;
    }
  };
  before(async () => {
    const options = { timeLimit: 1000, onError: () => void (failures += 1) };
    const limited = toNodeHandler(portalLinkHandler(mint, options));
    const unlimited = toNodeHandler(portalLinkHandler(mint, { ...options, timeLimit: Infinity }));
    server = createServer((request, response) => {
      void (request.url?.includes('how=forever') ? unlimited : limited)(request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
    for (const event of ['unhandledRejection', 'uncaughtException']) process.on(event, (error) => crashes.push(error));
  });
  after(() => server.close());

  const settled = async (look: () => boolean | Promise<boolean>): Promise<void> => {
    for (let tries = 0; tries < 1000 && !(await look()); tries += 1) await new Promise((go) => setTimeout(go, 20));
    assert.ok(await look());
  };
  const open = (): Promise<number> =>
    new Promise((resolve) => server.getConnections((_error, count) => resolve(count)));
  /** No mint runs on, and no socket is left. */
  const isClean = async (): Promise<Figures> => {
    await settled(async () => running === 0 && (await open()) === 0);
    assert.deepEqual(crashes, []);
    return { 'mints left running': running, 'sockets left': await open(), crashes: crashes.length };
  };

  const send = (bytes: string) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(bytes);
    return socket;
  };
  const head = (method: string, query: string, more = ''): string =>
    `${method} /?${query} HTTP/1.1\r\nHost: app.example\r\n${more}\r\n`;

  test('no mint runs on, and no socket is left, when the clients of slow requests leave', async () => {
    const before = begun;
    failures = 0;
    const sockets = Array.from({ length: COUNT }, () => send(head('GET', 'how=forever')));
    await settled(() => begun - before === COUNT);
    for (const socket of sockets) socket.destroy();
    assert.equal(failures, 0);
    report('slow requests whose clients leave', { requests: COUNT, ...(await isClean()) });
  });

  test('every mint ends that is over its time, and its client hears it', async () => {
    const answers = await Promise.all(
      Array.from({ length: COUNT }, async () => (await fetch(`http://127.0.0.1:${port}/?how=wait`)).status),
    );
    assert.deepEqual(new Set(answers), new Set([502]));
    assert.equal(running, 0);
    server.closeIdleConnections();
    report('mint over its time', { requests: COUNT, 'answered 502': answers.length, ...(await isClean()) });
  });

  test('bodies that never end are answered when the time is up, and their connection closes', async () => {
    const closed = await Promise.all(
      Array.from({ length: COUNT }, async () => {
        const socket = send(`${head('POST', 'how=body', 'Content-Length: 1000\r\n')}half`);
        let said = '';
        socket.on('data', (chunk) => (said += String(chunk)));
        await once(socket, 'close');
        return said;
      }),
    );
    for (const said of closed) assert.match(said, /^HTTP\/1\.1 502 (?=.*no-store).*connection: close/is);
    report('bodies that never end', { requests: COUNT, 'answered 502': closed.length, ...(await isClean()) });
  });

  test('bodies that break leave nothing', async () => {
    await Promise.all(
      Array.from({ length: COUNT }, async () => {
        const socket = send(`${head('POST', 'how=body', 'Transfer-Encoding: chunked\r\n')}5\r\nhalf`);
        await new Promise((go) => setTimeout(go, 20));
        socket.resetAndDestroy();
      }),
    );
    report('bodies that break', { requests: COUNT, ...(await isClean()) });
  });

  test('no answer is mixed up on kept and pipelined connections', async () => {
    let mixed = 0;
    await Promise.all(
      Array.from({ length: COUNT / 10 }, async (_, connection) => {
        const ids = Array.from({ length: 10 }, (_, index) => `${connection}-${index}`);
        const requests = ids.map((id, index) =>
          head(
            index % 2 ? 'GET' : 'POST',
            `how=${index % 5 === 3 ? 'broken' : 'echo'}&id=${id}`,
            index === 9 ? 'Connection: close\r\n' : 'Content-Length: 0\r\n',
          ),
        );
        const socket = send(requests.join(''));
        let said = '';
        socket.on('data', (chunk) => (said += String(chunk)));
        await once(socket, 'close');
        const answers = said.split(/(?=HTTP\/1\.1 )/);
        if (answers.length !== ids.length) mixed += 1;
        for (const [index, id] of ids.entries()) {
          const isRight = index % 5 === 3 ? answers[index]?.includes(' 502 ') : answers[index]?.includes(`/${id}"`);
          if (!isRight) mixed += 1;
        }
      }),
    );
    assert.equal(mixed, 0);
    report('pipelined', { requests: COUNT, 'answers mixed up': mixed, ...(await isClean()) });
  });

  test('whatever target and headers come: no crash, no-store, no other host', async () => {
    let asked = 0;
    const hosts = new Set<string>();
    const handler = toNodeHandler(
      portalLinkHandler((request) => {
        hosts.add(new URL(request.url).host);
        return 'https://env.example/';
      }),
    );
    const text = fc.string({ unit: fc.constantFrom(...'/\\@:?#[]%.*~ \t\u00e9\u0000\ra1'.split('')) });
    const target = fc.oneof(
      text,
      fc.webUrl(),
      text.map((rest) => `/${rest}`),
      text.map((rest) => `//evil.example${rest}`),
      text.map((rest) => `http://evil.example${rest}`),
    );
    const headers = fc.dictionary(
      fc.constantFrom('origin', 'sec-fetch-site', 'x-forwarded-host', 'cookie', 'x-y', ':x'),
      text,
    );
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'TRACE', 'CONNECT', 'get', 'A B');
    await fc.assert(
      fc.asyncProperty(target, headers, method, async (url, given, verb) => {
        asked += 1;
        const set = new Map<string, unknown>();
        const response = {
          statusCode: 0,
          headersSent: false,
          getHeader: (name: string) => set.get(name.toLowerCase()) as string | undefined,
          setHeader: (name: string, value: unknown) => void set.set(name.toLowerCase(), value),
          removeHeader: (name: string) => void set.delete(name.toLowerCase()),
          end: () => undefined,
        };
        await handler({ method: verb, url, headers: { ...given, host: 'app.example' } }, response);
        assert.ok([200, 400, 403, 405].includes(response.statusCode), String(response.statusCode));
        assert.equal(set.get('cache-control'), 'no-store');
      }),
      { numRuns: RUNS },
    );
    assert.deepEqual([...hosts], ['app.example']);
    report('targets, headers and methods by chance', {
      requests: asked,
      'other hosts': hosts.size - 1,
      crashes: crashes.length,
    });
  });

  test('whatever Response mint hands on: no crash, no-store, nothing of the connection', async () => {
    let asked = 0;
    const names = fc.constantFrom(
      'connection',
      'keep-alive',
      'content-length',
      'content-encoding',
      'transfer-encoding',
      'upgrade',
      'cdn-cache-control',
      'cache-control',
      'expires',
      'set-cookie',
      'vary',
      'x-y',
    );
    const value = fc.oneof(
      fc.constantFrom('gzip', 'br', 'deflate', 'keep-alive, x-y', '1', 'public'),
      fc.string({ maxLength: 8 }),
    );
    const status = fc.oneof(fc.integer({ min: 0, max: 999 }), fc.constantFrom(200, 204, 304, 401, 302));
    await fc.assert(
      fc.asyncProperty(
        status,
        fc.array(fc.tuple(names, value)),
        fc.uint8Array({ maxLength: 64 }),
        async (code, pairs, body) => {
          asked += 1;
          const headers = new Headers();
          for (const [name, text] of pairs) {
            try {
              headers.append(name, text);
            } catch {
              // No header may have that value.
            }
          }
          const foreign = {
            status: code,
            statusText: '',
            headers,
            bodyUsed: false,
            body: null,
            arrayBuffer: async () => body.slice().buffer,
          };
          const answer = await portalLinkHandler(() => foreign as never, { onError: () => undefined })(
            new Request('https://app.example/'),
          );
          assert.equal(answer.headers.get('Cache-Control'), 'no-store');
          for (const gone of [
            'connection',
            'keep-alive',
            'content-length',
            'transfer-encoding',
            'upgrade',
            'cdn-cache-control',
            'expires',
          ]) {
            assert.equal(answer.headers.get(gone), null);
          }
          assert.ok(answer.status === 502 || answer.status === code);
        },
      ),
      { numRuns: RUNS },
    );
    report('Responses of mint by chance', { requests: asked, crashes: crashes.length });
  });
});
