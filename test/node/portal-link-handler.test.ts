/** The backend's half: each answer of the handler, and the same in running servers with the real SDK. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { deflateSync, gzipSync } from 'node:zlib';
import { ScalekitClient } from '@scalekit-sdk/node';
import express from 'express';
import { portalLinkHandler, toNodeHandler, type MintPortalLink } from 'scalekit-admin-portal/server';
import type { Simulator } from '../../demo/simulator/simulator-api.ts';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';

const URL_OF_ENDPOINT = 'https://app.example/api/portal-link';
const LINK = 'https://env.example/magicLink/secret-of-the-link';

const ask = (mint: MintPortalLink, init: RequestInit = {}, options = {}): Promise<Response> =>
  portalLinkHandler(mint, { onError: () => undefined, ...options })(new Request(URL_OF_ENDPOINT, init));

/** Nothing that a caller should not know, in the body or in a header. */
const isOpaque = async (response: Response): Promise<void> => {
  const said = (await response.text()) + JSON.stringify([...response.headers]);
  assert.doesNotMatch(said, /secret/);
};

describe('portalLinkHandler', () => {
  const answers: Record<string, unknown> = {
    'Scalekit’s own Link, BigInt and all': { location: LINK, expireTime: { seconds: 1n, nanos: 1 } },
    'REST’s nested answer': { link: { id: '1', location: LINK, expire_time: '2026-01-01T00:00:00Z' } },
    'WorkOS’s answer': { link: LINK },
    'an answer with portalUrl': { portalUrl: LINK },
    'a string': LINK,
    'a URL': new URL(LINK),
  };
  for (const [name, minted] of Object.entries(answers)) {
    test(`answers {location} and nothing else, never cached, for ${name}`, async () => {
      const response = await ask(() => minted as string);
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('Cache-Control'), 'no-store');
      assert.deepEqual(await response.json(), { location: LINK });
    });
  }

  const failures: Record<string, MintPortalLink> = {
    'throws at once': () => {
      throw new Error('secret');
    },
    rejects: () => Promise.reject(new Error('secret')),
    'returns nothing': () => undefined as never,
    'returns nonsense': () => ({ secret: 1 }) as never,
    'returns a javascript: URL': () => 'javascript:alert("secret")',
    'returns plain http:': () => 'http://env.example/secret',
    'returns a link with a password': () => 'https://user:secret@env.example/',
    'never answers': () => new Promise(() => undefined),
  };
  for (const [name, mint] of Object.entries(failures)) {
    test(`is 502, opaque, and tells onError alone, when mint ${name}`, async () => {
      const heard: unknown[] = [];
      const response = await ask(mint, {}, { timeLimit: 20, onError: (error: unknown) => heard.push(error) });
      assert.equal(response.status, 502);
      assert.equal(response.headers.get('Cache-Control'), 'no-store');
      await isOpaque(response);
      assert.equal(heard.length, 1);
      assert.ok(heard[0] instanceof Error);
    });
  }

  test('is 403 when mint returns null', async () => {
    assert.equal((await ask(() => null)).status, 403);
  });

  test('hands on a Response of mint’s own, never cached', async () => {
    const response = await ask(() => Response.json({ error: 'sign in' }, { status: 401 }));
    assert.equal(response.status, 401);
    assert.deepEqual(await response.json(), { error: 'sign in' });
    assert.equal(response.headers.get('Cache-Control'), 'no-store');
  });

  for (const method of ['HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
    test(`is 405 with Allow for ${method}, and mints nothing`, async () => {
      let minted = 0;
      const response = await ask(() => `${LINK}${++minted}`, { method });
      assert.equal(response.status, 405);
      assert.equal(response.headers.get('Allow'), 'GET, POST');
      assert.equal(minted, 0);
    });
  }

  test('answers POST like GET, and gives mint the request', async () => {
    const response = await ask((request) => `${LINK}?${request.method}`, { method: 'POST' });
    assert.deepEqual(await response.json(), { location: `${LINK}?POST` });
  });

  test('is 403 for another site, and mints nothing', async () => {
    let minted = 0;
    const headers = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' };
    const response = await ask(() => `${LINK}${++minted}`, { headers });
    assert.equal(response.status, 403);
    assert.equal(response.headers.get('Access-Control-Allow-Origin'), null);
    assert.equal(minted, 0);
  });

  for (const site of ['same-origin', 'same-site', 'none']) {
    test(`answers a request that browsers mark ${site}`, async () => {
      assert.equal((await ask(() => LINK, { headers: { 'Sec-Fetch-Site': site } })).status, 200);
    });
  }

  test('lets an allowed origin ask with cookies, after its preflight too', async () => {
    const Origin = 'https://admin.example';
    const options = { allowedOrigins: [Origin] };
    const preflight = { method: 'OPTIONS', headers: { Origin, 'Access-Control-Request-Headers': 'x-csrf-token' } };
    const before = await ask(() => LINK, preflight, options);
    assert.equal(before.status, 204);
    assert.equal(before.headers.get('Access-Control-Allow-Headers'), 'x-csrf-token');
    const response = await ask(() => LINK, { headers: { Origin, 'Sec-Fetch-Site': 'cross-site' } }, options);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('Access-Control-Allow-Origin'), Origin);
    assert.equal(response.headers.get('Access-Control-Allow-Credentials'), 'true');
    const stranger = await ask(() => LINK, { headers: { Origin: `${Origin}.evil.example` } }, options);
    assert.equal(stranger.headers.get('Access-Control-Allow-Origin'), null);
  });
});

describe('allowedOrigins', () => {
  const mistakes: Record<string, [unknown, RegExp]> = {
    'an empty setting that was split': [''.split(','), /"" is not an origin/],
    'a string in place of a list': ['https://app.example', /give an array/],
    null: [null, /give an array/],
    'a set': [new Set(['https://app.example']), /give an array/],
    'the word null': [['null'], /"null" is not an origin/],
    'an asterisk': [['*'], /"\*" is not an origin/],
    'a host': [['app.example'], /"app\.example" is not an origin/],
    'a trailing slash': [['https://app.example/'], /Write "https:\/\/app\.example"/],
    'upper case': [['https://App.example'], /Write "https:\/\/app\.example"/],
    'the default port': [['https://app.example:443'], /Write "https:\/\/app\.example"/],
    'a path': [['https://app.example/settings'], /Write "https:\/\/app\.example"/],
    'a space': [[' https://app.example'], /Write "https:\/\/app\.example"/],
    'letters outside ASCII': [['https://bücher.example'], /Write "https:\/\/xn--bcher-kva\.example"/],
    'a scheme without origins': [['file:///'], /is not an origin/],
    'a number': [[443], /a value of type number is not an origin/],
    'a URL object': [[new URL('https://app.example')], /a value of type object is not an origin/],
    'a mistake behind a good one': [['https://app.example', 'https://b.example/'], /"https:\/\/b\.example\/" is no/],
  };
  for (const [name, [allowedOrigins, message]] of Object.entries(mistakes)) {
    test(`throws when the handler is made, and says what to write, for ${name}`, () => {
      assert.throws(() => portalLinkHandler(() => LINK, { allowedOrigins: allowedOrigins as string[] }), {
        name: 'TypeError',
        message,
      });
    });
  }

  test('may be empty', async () => {
    const headers = { Origin: 'https://a.example', 'Sec-Fetch-Site': 'cross-site' };
    assert.equal((await ask(() => LINK, { headers }, { allowedOrigins: [] })).status, 403);
  });

  test('is what it was when the handler was made', async () => {
    const allowedOrigins = ['https://a.example'];
    const handler = portalLinkHandler(() => LINK, { allowedOrigins });
    allowedOrigins.push('https://evil.example');
    const headers = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
    assert.equal((await handler(new Request(URL_OF_ENDPOINT, { headers }))).status, 403);
  });
});

describe('a request that browsers do not mark', () => {
  const at = (url: string, headers: Record<string, string>) =>
    portalLinkHandler(() => LINK)(new Request(url, { method: 'POST', headers }));
  const cases: [string, number, string, Record<string, string>][] = [
    ['without an Origin', 200, URL_OF_ENDPOINT, {}],
    ['of the page’s own origin', 200, URL_OF_ENDPOINT, { Origin: 'https://app.example' }],
    ['whose host a proxy forwards', 200, 'http://10.0.0.1/', { Origin: 'https://app.example', Host: 'app.example' }],
    [
      'whose first host a proxy names',
      ...([200, 'http://internal/', { Origin: 'https://app.example', 'X-Forwarded-Host': 'app.example, b' }] as const),
    ],
    ['behind a proxy that ends TLS', 200, 'http://app.example/', { Origin: 'https://app.example' }],
    ['with the default port written out', 200, 'http://x/', { Origin: 'https://app.example', Host: 'app.example:443' }],
    ['of another site', 403, URL_OF_ENDPOINT, { Origin: 'https://evil.example' }],
    ['of a host that begins alike', 403, URL_OF_ENDPOINT, { Origin: 'https://app.example.evil.example' }],
    ['of another port', 403, URL_OF_ENDPOINT, { Origin: 'https://app.example:8443' }],
    ['of an opaque origin', 403, URL_OF_ENDPOINT, { Origin: 'null' }],
    ['of what is no origin', 403, URL_OF_ENDPOINT, { Origin: 'evil' }],
    ['of an application’s scheme', 403, URL_OF_ENDPOINT, { Origin: 'app://app.example' }],
    ['with a mark that is not known', 403, URL_OF_ENDPOINT, { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'x' }],
    ['marked twice', 403, URL_OF_ENDPOINT, { 'Sec-Fetch-Site': 'cross-site, same-origin' }],
  ];
  for (const [name, status, url, headers] of cases) {
    test(`is ${status} ${name}`, async () => assert.equal((await at(url, headers)).status, status));
  }

  test('is 403 for another subdomain, where allowSameSite is false', async () => {
    const headers = { 'Sec-Fetch-Site': 'same-site', Origin: 'https://blog.app.example' };
    assert.equal((await ask(() => LINK, { headers }, { allowSameSite: false })).status, 403);
    const options = { allowSameSite: false, allowedOrigins: ['https://blog.app.example'] };
    assert.equal((await ask(() => LINK, { headers }, options)).status, 200);
  });
});

describe('options and calls that are wrong', () => {
  const wrong: [string, () => unknown, RegExp][] = [
    ['no mint', () => portalLinkHandler(undefined as never), /^mint is not a function/],
    ['options that are null', () => portalLinkHandler(() => LINK, null as never), /options as an object/],
    ['onError that is no function', () => portalLinkHandler(() => LINK, { onError: 'log' as never }), /^onError/],
    ['allowSameSite as text', () => portalLinkHandler(() => LINK, { allowSameSite: 'no' as never }), /^allowSameSite/],
    ...[0, -1, NaN, 2 ** 31, -Infinity, '1000', null].map((timeLimit): [string, () => unknown, RegExp] => [
      `timeLimit: ${String(timeLimit)}`,
      () => portalLinkHandler(() => LINK, { timeLimit: timeLimit as never }),
      /^timeLimit: give ms between 1 and 2147483647, or Infinity/,
    ]),
  ];
  for (const [name, make, message] of wrong) {
    test(`throws at once for ${name}`, () => assert.throws(make, { message }));
  }

  test('Infinity is no time limit', async () => {
    const mint = () => new Promise<string>((resolve) => setTimeout(() => resolve(LINK), 20));
    assert.equal((await ask(mint, {}, { timeLimit: Infinity })).status, 200);
  });

  for (const given of [undefined, null, 'https://app.example', {}, { request: {} }, { headers: {}, url: '/x' }]) {
    test(`rejects ${JSON.stringify(given)} in place of a request, and names toNodeHandler`, async () => {
      await assert.rejects(portalLinkHandler(() => LINK)(given as never), {
        name: 'TypeError',
        message: /toNodeHandler/,
      });
    });
  }
});

describe('what mint gets', () => {
  test('is the request and whatever the platform hands over', async () => {
    const seen: unknown[][] = [];
    const handler = portalLinkHandler((request: Request, ...context: unknown[]) => {
      seen.push([request.url, ...context]);
      return LINK;
    });
    await handler(new Request(URL_OF_ENDPOINT), 'env', 'context');
    assert.deepEqual(seen, [[URL_OF_ENDPOINT, 'env', 'context']]);
  });

  test('is the request of an event, and the event', async () => {
    const event = { request: new Request(URL_OF_ENDPOINT), locals: { user: 'ada' } };
    const handler = portalLinkHandler((request, { locals, request: own }: typeof event) => {
      assert.equal(request, own);
      return `${LINK}?${locals.user}`;
    });
    assert.deepEqual(await (await handler(event)).json(), { location: `${LINK}?ada` });
  });
});

describe('request.signal in mint', () => {
  const aborted = async (signal: AbortSignal): Promise<unknown> => {
    if (!signal.aborted) await once(signal, 'abort');
    return signal.reason;
  };

  test('ends when the client leaves; then nothing has failed', async (context) => {
    const client = new AbortController();
    const onError = context.mock.fn();
    const started = Promise.withResolvers<Request>();
    const answer = ask(
      (request) => {
        started.resolve(request);
        return new Promise(() => undefined);
      },
      { signal: client.signal },
      { onError },
    );
    const { signal } = await started.promise;
    client.abort();
    assert.match(String(await aborted(signal)), /AbortError: The client has left/);
    await answer;
    assert.equal(onError.mock.callCount(), 0);
  });

  test('ends when the time is up', async () => {
    let signal: AbortSignal | undefined;
    const mint: MintPortalLink = (request) => {
      ({ signal } = request);
      return new Promise(() => undefined);
    };
    assert.equal((await ask(mint, {}, { timeLimit: 20 })).status, 502);
    assert.match(String(signal?.reason), /mint took more than 20 ms/);
  });

  test('does not end when mint is done', async () => {
    let signal: AbortSignal | undefined;
    await ask((request) => {
      ({ signal } = request);
      return LINK;
    });
    assert.equal(signal?.aborted, false);
  });

  test('mint is not asked when the client has left already', async (context) => {
    const mint = context.mock.fn(() => LINK);
    await ask(mint, { signal: AbortSignal.abort() });
    assert.equal(mint.mock.callCount(), 0);
  });

  test('a body of mint’s Response that never ends is under the limit, and is cancelled', async () => {
    const cancelled = Promise.withResolvers<unknown>();
    const body = new ReadableStream({ cancel: cancelled.resolve }, { highWaterMark: 0 });
    assert.equal((await ask(() => new Response(body), {}, { timeLimit: 20 })).status, 502);
    await cancelled.promise;
  });

  test('a Response that comes too late is cancelled', async () => {
    const cancelled = Promise.withResolvers<unknown>();
    const late = Promise.withResolvers<Response>();
    assert.equal((await ask(() => late.promise, {}, { timeLimit: 20 })).status, 502);
    late.resolve(new Response(new ReadableStream({ cancel: cancelled.resolve }, { highWaterMark: 0 })));
    await cancelled.promise;
  });
});

describe('onError', () => {
  const reporters: Record<string, () => unknown> = {
    throws: () => {
      throw new Error('secret');
    },
    rejects: () => Promise.reject(new Error('secret')),
    'never ends': () => new Promise(() => undefined),
    'returns a thenable that throws': () => ({
      get then() {
        throw new Error('secret');
      },
    }),
  };
  for (const [name, onError] of Object.entries(reporters)) {
    test(`that ${name} changes nothing`, async (context) => {
      const unhandled = context.mock.fn();
      process.once('unhandledRejection', unhandled);
      for (const thrown of [new Error('secret'), null, undefined, 'secret', Object.create(null)]) {
        const response = await ask(() => Promise.reject(thrown as Error), {}, { onError });
        assert.equal(response.status, 502);
        await isOpaque(response);
      }
      await new Promise(setImmediate);
      process.off('unhandledRejection', unhandled);
      assert.equal(unhandled.mock.callCount(), 0);
    });
  }

  const causes: [string, () => string, RegExp][] = [
    [
      'an SDK’s error',
      () => {
        throw Object.assign(new Error('secret'), { name: 'AxiosError', config: 'secret' });
      },
      /mint failed \(AxiosError\)/,
    ],
    [
      'an error whose name holds text',
      () => {
        throw Object.assign(new Error(), { name: 'the secret' });
      },
      /\(unknown cause\)/,
    ],
    [
      'what is no error',
      () => {
        throw 'secret' as unknown as Error;
      },
      /\(unknown cause\)/,
    ],
    ['a link that is none', () => 'secret', /mint returned no https: link/],
  ];
  for (const [name, mint, line] of causes) {
    test(`missing, one line without secrets is logged for ${name}`, async (context) => {
      const log = context.mock.method(console, 'error', () => undefined);
      assert.equal((await portalLinkHandler(mint)(new Request(URL_OF_ENDPOINT))).status, 502);
      const said = log.mock.calls.map(({ arguments: words }) => words.join(' '));
      assert.equal(said.length, 1);
      assert.match(said[0]!, line);
      assert.doesNotMatch(said[0]!, /secret/);
    });
  }
});

describe('a Response of mint’s own', () => {
  test('may be thrown', async () => {
    const response = await ask(() => {
      // As React Router's loaders do.
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      throw Response.json({ error: 'sign in' }, { status: 401 });
    });
    assert.equal(response.status, 401);
  });

  test('may be the same each time', async () => {
    const signIn = Response.json({ error: 'sign in' }, { status: 401 });
    for (let count = 0; count < 3; count += 1) {
      const response = await ask(() => signIn);
      assert.equal(response.status, 401);
      assert.deepEqual(await response.json(), { error: 'sign in' });
    }
  });

  test('may be the same for a client that has left', async () => {
    const signIn = Response.json({ error: 'sign in' }, { status: 401 });
    const client = new AbortController();
    await ask(
      () => {
        client.abort();
        return signIn;
      },
      { signal: client.signal },
    );
    assert.equal((await ask(() => signIn)).status, 401);
  });

  test('whose body was read says so to onError', async () => {
    const heard: unknown[] = [];
    const response = new Response('x');
    await response.text();
    assert.equal((await ask(() => response, {}, { onError: (error: unknown) => heard.push(error) })).status, 502);
    assert.match(String(heard[0]), /was read before\. Hand on a new Response, or its clone/);
  });

  test('may be node-fetch’s kind, whose body is a stream of Node’s', async () => {
    const headers = Object.assign(new Headers({ 'X-Own': '1' }), {
      getSetCookie: undefined,
      raw: () => ({ 'set-cookie': ['a=1'] }),
    });
    const foreign = {
      status: 403,
      statusText: 'Forbidden',
      headers,
      bodyUsed: false,
      body: Readable.from(['no']),
      arrayBuffer: () => new Blob(['no']).arrayBuffer(),
    };
    const response = await ask(() => foreign as never);
    assert.equal(response.status, 403);
    assert.equal(await response.text(), 'no');
    assert.deepEqual(response.headers.getSetCookie(), ['a=1']);
  });

  test('keeps a body that really is compressed', async () => {
    for (const [encoding, bytes] of [
      ['gzip', gzipSync('{}')],
      ['deflate', deflateSync('{}')],
    ] as const) {
      const response = await ask(
        () => new Response(new Uint8Array(bytes), { headers: { 'Content-Encoding': encoding } }),
      );
      assert.equal(response.headers.get('Content-Encoding'), encoding);
      assert.deepEqual(Buffer.from(await response.arrayBuffer()), bytes);
    }
  });

  test('loses what belongs to its connection, its length and whatever lets caches keep it', async () => {
    const gone = {
      ...{ Connection: 'keep-alive, X-Hop', 'Keep-Alive': 'timeout=5', 'X-Hop': '1', 'Transfer-Encoding': 'chunked' },
      ...{ 'Proxy-Connection': 'x', Upgrade: 'h2c', TE: 'trailers', Trailer: 'x', 'Content-Length': '94' },
      ...{ 'Content-Encoding': 'br', 'CDN-Cache-Control': 'max-age=1', 'Cloudflare-CDN-Cache-Control': 'max-age=1' },
      ...{ 'Surrogate-Control': 'max-age=1', 'Surrogate-Key': 'x', Expires: '0', Age: '1', ETag: '"1"', Pragma: 'x' },
      ...{ 'Last-Modified': 'x', 'X-Accel-Expires': '60' },
    };
    const response = await ask(() => new Response('{}', { headers: { ...gone, 'X-Own': 'kept' } }));
    const left = [...response.headers.keys()].filter((name) => name !== 'cache-control');
    assert.deepEqual(left.sort(), ['content-type', 'vary', 'x-own']);
    assert.equal(response.headers.get('Cache-Control'), 'no-store');
  });

  const impossible: Record<string, () => unknown> = {
    'an error': () => Response.error(),
    'a stream of text': () => new Response(new ReadableStream({ start: (controller) => controller.enqueue('x') })),
    'a stream that breaks': () =>
      new Response(new ReadableStream({ start: (controller) => controller.error(new Error('secret')) })),
    'a status that no Response has': () => ({
      status: 999,
      statusText: '',
      headers: new Headers(),
      arrayBuffer: async () => new ArrayBuffer(0),
      body: null,
    }),
    'a body without end': () =>
      new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1e6)) })),
  };
  for (const [name, mint] of Object.entries(impossible)) {
    test(`is 502, opaque, when it is ${name}`, async () => {
      const response = await ask(mint as MintPortalLink);
      assert.equal(response.status, 502);
      await isOpaque(response);
    });
  }
});

describe('in a running server, with the real SDK', () => {
  let simulator: Simulator;
  let scalekit: ScalekitClient;
  before(async () => {
    simulator = await startSimulator({ hostOrigins: [] });
    scalekit = new ScalekitClient(simulator.url, simulator.clientId, simulator.clientSecret);
  });
  after(() => simulator.close());

  const serve = async (
    listener: (...given: Parameters<RequestListener>) => unknown,
    use: (url: string) => Promise<void>,
  ): Promise<void> => {
    const server: Server = createServer((...given) => void listener(...given)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/portal-link`);
    } finally {
      server.close();
    }
  };

  const handler = () =>
    toNodeHandler(portalLinkHandler(() => scalekit.organization.generatePortalLink(simulator.organizationId)));
  const servers: Record<string, () => (...given: Parameters<RequestListener>) => unknown> = {
    'node:http': () => handler(),
    Express: () => express().all('/api/portal-link', handler()),
    'Express with a body parser': () => express().use(express.json()).all('/api/portal-link', handler()),
  };

  for (const [name, listener] of Object.entries(servers)) {
    test(`${name} answers with a link that works, each time a new one`, async () => {
      await serve(listener(), async (url) => {
        const before = simulator.links.length;
        const locations = new Set<string>();
        for (const method of ['GET', 'POST']) {
          const init = method === 'POST' ? { body: '{}', headers: { 'Content-Type': 'application/json' } } : {};
          const response = await fetch(url, { method, ...init });
          assert.equal(response.status, 200);
          const { location } = (await response.json()) as { location: string };
          assert.equal((await fetch(location)).status, 200);
          locations.add(location);
        }
        assert.equal(locations.size, 2);
        assert.equal(simulator.links.length - before, 2);
        assert.equal((await fetch(url, { method: 'DELETE' })).status, 405);
      });
    });
  }

  test('a wrong client secret is 502, and the secret stays where it was', async () => {
    const heard: unknown[] = [];
    const wrong = new ScalekitClient(simulator.url, simulator.clientId, 'the-wrong-secret');
    const mint = () => wrong.organization.generatePortalLink(simulator.organizationId);
    const response = await ask(mint, {}, { onError: (error: unknown) => heard.push(error) });
    assert.equal(response.status, 502);
    await isOpaque(response);
    assert.equal(heard.length, 1);
  });

  test('every cookie of a Response of mint’s own arrives', async () => {
    const headers: [string, string][] = [
      ['Set-Cookie', 'one=1; HttpOnly'],
      ['Set-Cookie', 'two=2'],
    ];
    const signIn = toNodeHandler(portalLinkHandler(() => new Response('{}', { status: 401, headers })));
    await serve(signIn, async (url) => {
      const response = await fetch(url);
      assert.equal(response.status, 401);
      assert.deepEqual(response.headers.getSetCookie(), ['one=1; HttpOnly', 'two=2']);
    });
  });

  test('TRACE, which no Request can have, is 405 with Allow, and mints nothing', async () => {
    await serve(handler(), async (url) => {
      const before = simulator.links.length;
      // fetch refuses to send it.
      const [response] = (await once(request(url, { method: 'TRACE' }).end(), 'response')) as [IncomingMessage];
      response.resume();
      assert.equal(response.statusCode, 405);
      assert.equal(response.headers.allow, 'GET, POST');
      assert.equal(simulator.links.length, before);
    });
  });

  test('a handler that throws is 500 with an empty body, never cached', async () => {
    const broken = toNodeHandler(() => Promise.reject(new Error('secret')));
    await serve(
      (request, response) => broken(request, response),
      async (url) => {
        const response = await fetch(url);
        assert.equal(response.status, 500);
        assert.equal(response.headers.get('Cache-Control'), 'no-store');
        assert.equal(await response.text(), '');
      },
    );
  });
});
