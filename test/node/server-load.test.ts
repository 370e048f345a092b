/**
 * The server half under load and with faults, in real node:http servers: clients that leave, a mint that exceeds its time
 * limit, bodies that break or never end, reused and pipelined connections, random requests and random Responses.
 * `npm run hold` tries more of each and prints the figures.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { portalLinkHandler, toNodeHandler } from 'scalekit-admin-portal/server';
import { FIGURES_DIRECTORY } from '../tools/figure-sink.ts';
import type { Figure, Figures } from '../tools/figures.ts';
import { listen } from '../tools/test-server.ts';
import { until } from '../tools/until.ts';

const isLong = 'PORTAL_TEST_LONG' in process.env;
const COUNT = isLong ? 1000 : 200;
const RUNS = isLong ? 5000 : 500;

const figures: Figure[] = [];
const report = (row: string, counts: Figures): void => {
  figures.push({ table: 'Server half: load and faults', row, figures: counts });
};
/** Runs an action so many times at the same time. */
const atOnce = <T>(count: number, act: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => act(index)));
after(() => {
  mkdirSync(FIGURES_DIRECTORY, { recursive: true });
  writeFileSync(join(FIGURES_DIRECTORY, 'node.json'), JSON.stringify(figures));
});

describe('a server with the handler', () => {
  let server: Server;
  let port: number;
  /** Mints that run now. */
  let running = 0;
  let started = 0;
  const crashes: unknown[] = [];
  let failures = 0;

  const mint = async (request: Request): Promise<string | Response> => {
    const { searchParams } = new URL(request.url);
    const mode = searchParams.get('mode');
    if (mode === 'echo') return `https://env.example/${searchParams.get('id')}`;
    if (mode === 'body') await request.text();
    if (mode === 'broken') {
      return new Response(new ReadableStream({ start: (controller) => controller.error(new Error('broken')) }));
    }
    running += 1;
    started += 1;
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
      void (request.url?.includes('mode=forever') ? unlimited : limited)(request, response);
    });
    ({ port } = await listen(server, '127.0.0.1'));
    for (const event of ['unhandledRejection', 'uncaughtException']) process.on(event, (error) => crashes.push(error));
  });
  after(() => server.close());

  const openSockets = (): Promise<number> =>
    new Promise((resolve) => server.getConnections((_error, count) => resolve(count)));
  /** Waits until no mint runs and no socket is open. */
  const cleanUp = async (): Promise<Figures> => {
    await until('the end of all mints and sockets', async () => running === 0 && (await openSockets()) === 0);
    assert.deepEqual(crashes, []);
    return { 'mints left running': running, 'sockets left': await openSockets(), crashes: crashes.length };
  };

  const send = (bytes: string) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(bytes);
    return socket;
  };
  /** Sends bytes, and returns all that the server sends until it closes the connection. */
  const answerTo = async (bytes: string): Promise<string> => {
    const socket = send(bytes);
    let received = '';
    socket.on('data', (chunk) => (received += String(chunk)));
    await once(socket, 'close');
    return received;
  };
  const head = (method: string, query: string, more = ''): string =>
    `${method} /?${query} HTTP/1.1\r\nHost: app.example\r\n${more}\r\n`;

  test('ends the mints and closes the sockets of clients that leave', async () => {
    const before = started;
    failures = 0;
    const sockets = Array.from({ length: COUNT }, () => send(head('GET', 'mode=forever')));
    await until('all mints have started', async () => started - before === COUNT);
    for (const socket of sockets) socket.destroy();
    assert.equal(failures, 0);
    report('slow requests whose clients leave', { requests: COUNT, ...(await cleanUp()) });
  });

  test('ends each mint at its time limit, and answers 502', async () => {
    const answers = await atOnce(COUNT, async () => (await fetch(`http://127.0.0.1:${port}/?mode=wait`)).status);
    assert.deepEqual(new Set(answers), new Set([502]));
    assert.equal(running, 0);
    server.closeIdleConnections();
    report('mint over its time', { requests: COUNT, 'answered 502': answers.length, ...(await cleanUp()) });
  });

  test('answers 502 to bodies that never end at the time limit, and closes their connection', async () => {
    const answers = await atOnce(COUNT, () => answerTo(`${head('POST', 'mode=body', 'Content-Length: 1000\r\n')}half`));
    for (const answer of answers) assert.match(answer, /^HTTP\/1\.1 502 (?=.*no-store).*connection: close/is);
    report('bodies that never end', { requests: COUNT, 'answered 502': answers.length, ...(await cleanUp()) });
  });

  test('ends the mints and closes the sockets of bodies that break', async () => {
    await atOnce(COUNT, async () => {
      const socket = send(`${head('POST', 'mode=body', 'Transfer-Encoding: chunked\r\n')}5\r\nhalf`);
      await new Promise((go) => setTimeout(go, 20));
      socket.resetAndDestroy();
    });
    report('bodies that break', { requests: COUNT, ...(await cleanUp()) });
  });

  test('sends each answer to its request on reused and pipelined connections', async () => {
    let wrong = 0;
    await atOnce(COUNT / 10, async (connection) => {
      const ids = Array.from({ length: 10 }, (_, index) => `${connection}-${index}`);
      const requests = ids.map((id, index) =>
        head(
          index % 2 ? 'GET' : 'POST',
          `mode=${index % 5 === 3 ? 'broken' : 'echo'}&id=${id}`,
          index === 9 ? 'Connection: close\r\n' : 'Content-Length: 0\r\n',
        ),
      );
      const answers = (await answerTo(requests.join(''))).split(/(?=HTTP\/1\.1 )/);
      if (answers.length !== ids.length) wrong += 1;
      for (const [index, id] of ids.entries()) {
        const isRight = index % 5 === 3 ? answers[index]?.includes(' 502 ') : answers[index]?.includes(`/${id}"`);
        if (!isRight) wrong += 1;
      }
    });
    assert.equal(wrong, 0);
    report('pipelined', { requests: COUNT, 'answers mixed up': wrong, ...(await cleanUp()) });
  });

  test('handles random targets and headers without a crash and without another host, never cached', async () => {
    let requests = 0;
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
        requests += 1;
        const sent = new Map<string, unknown>();
        const response = {
          statusCode: 0,
          headersSent: false,
          getHeader: (name: string) => sent.get(name.toLowerCase()) as string | undefined,
          setHeader: (name: string, value: unknown) => void sent.set(name.toLowerCase(), value),
          removeHeader: (name: string) => void sent.delete(name.toLowerCase()),
          end: () => undefined,
        };
        await handler({ method: verb, url, headers: { ...given, host: 'app.example' } }, response);
        assert.ok([200, 400, 403, 405].includes(response.statusCode), String(response.statusCode));
        assert.equal(sent.get('cache-control'), 'no-store');
      }),
      { numRuns: RUNS },
    );
    assert.deepEqual([...hosts], ['app.example']);
    const counts = { requests, 'other hosts': hosts.size - 1, crashes: crashes.length };
    report('targets, headers and methods by chance', counts);
  });

  test('passes on random Responses of mint without a crash and without headers of the connection, never cached', async () => {
    let requests = 0;
    /** Headers that the handler removes. */
    const REMOVED = [
      ...['connection', 'keep-alive', 'content-length', 'transfer-encoding', 'upgrade'],
      ...['cdn-cache-control', 'expires'],
    ];
    const names = fc.constantFrom(...REMOVED, 'content-encoding', 'cache-control', 'set-cookie', 'vary', 'x-y');
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
          requests += 1;
          const headers = new Headers();
          for (const [name, text] of pairs) {
            try {
              headers.append(name, text);
            } catch {
              // The value is not valid in a header.
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
          for (const name of REMOVED) assert.equal(answer.headers.get(name), null);
          assert.ok(answer.status === 502 || answer.status === code);
        },
      ),
      { numRuns: RUNS },
    );
    report('Responses of mint by chance', { requests, crashes: crashes.length });
  });
});
