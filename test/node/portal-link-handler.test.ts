/** The server half: the answers of the handler, alone and in running servers with the real SDK. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request, type IncomingMessage, type RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { deflateSync, gzipSync } from 'node:zlib';
import { ScalekitClient } from '@scalekit-sdk/node';
import express from 'express';
import { portalLinkHandler, toNodeHandler, type MintPortalLink } from 'scalekit-admin-portal/server';
import type { Simulator } from '../../demo/simulator/simulator-api.ts';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import { startServer } from '../tools/test-server.ts';

const URL_OF_ENDPOINT = 'https://app.example/api/portal-link';
const LINK = 'https://env.example/magicLink/secret-of-the-link';
const THROW_SECRET = (): never => {
  throw new Error('secret');
};

const ask = (mint: MintPortalLink, init: RequestInit = {}, options = {}): Promise<Response> =>
  portalLinkHandler(mint, { onError: () => undefined, ...options })(new Request(URL_OF_ENDPOINT, init));

/** A 502 without a secret in the body or in a header. */
const isOpaque502 = async (response: Response): Promise<void> => {
  assert.equal(response.status, 502);
  const text = (await response.text()) + JSON.stringify([...response.headers]);
  assert.doesNotMatch(text, /secret/);
};

describe('portalLinkHandler', () => {
  const answers: Record<string, unknown> = {
    'Scalekit’s Link, with a BigInt': { location: LINK, expireTime: { seconds: 1n, nanos: 1 } },
    'the nested answer of REST': { link: { id: '1', location: LINK, expire_time: '2026-01-01T00:00:00Z' } },
    'the answer of WorkOS': { link: LINK },
    'an answer with portalUrl': { portalUrl: LINK },
    'a string': LINK,
    'a URL': new URL(LINK),
  };
  for (const [name, minted] of Object.entries(answers)) {
    test(`answers only {location}, never cached, for ${name}`, async () => {
      const response = await ask(() => minted as string);
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('Cache-Control'), 'no-store');
      assert.deepEqual(await response.json(), { location: LINK });
    });
  }

  const failures: Record<string, MintPortalLink> = {
    throws: THROW_SECRET,
    rejects: () => Promise.reject(new Error('secret')),
    'returns nothing': () => undefined as never,
    'returns an object without a link': () => ({ secret: 1 }) as never,
    'returns a javascript: URL': () => 'javascript:alert("secret")',
    'returns plain http:': () => 'http://env.example/secret',
    'returns a link with a password': () => 'https://user:secret@env.example/',
    'never answers': () => new Promise(() => undefined),
  };
  for (const [name, mint] of Object.entries(failures)) {
    test(`answers 502 without details, and reports to onError, when mint ${name}`, async () => {
      const errors: unknown[] = [];
      const response = await ask(mint, {}, { timeLimit: 20, onError: (error: unknown) => errors.push(error) });
      assert.equal(response.headers.get('Cache-Control'), 'no-store');
      await isOpaque502(response);
      assert.equal(errors.length, 1);
      assert.ok(errors[0] instanceof Error);
    });
  }

  test('answers 403 when mint returns null', async () => {
    assert.equal((await ask(() => null)).status, 403);
  });

  test('passes on a Response of mint, never cached', async () => {
    const response = await ask(() => Response.json({ error: 'sign in' }, { status: 401 }));
    assert.equal(response.status, 401);
    assert.deepEqual(await response.json(), { error: 'sign in' });
    assert.equal(response.headers.get('Cache-Control'), 'no-store');
  });

  for (const method of ['HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
    test(`answers ${method} with 405 and Allow, and mints no link`, async () => {
      let minted = 0;
      const response = await ask(() => `${LINK}${++minted}`, { method });
      assert.equal(response.status, 405);
      assert.equal(response.headers.get('Allow'), 'GET, POST');
      assert.equal(minted, 0);
    });
  }

  test('answers POST like GET, and passes the request to mint', async () => {
    const response = await ask((request) => `${LINK}?${request.method}`, { method: 'POST' });
    assert.deepEqual(await response.json(), { location: `${LINK}?POST` });
  });

  test('answers another site with 403, and mints no link', async () => {
    let minted = 0;
    const headers = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' };
    const response = await ask(() => `${LINK}${++minted}`, { headers });
    assert.equal(response.status, 403);
    assert.equal(response.headers.get('Access-Control-Allow-Origin'), null);
    assert.equal(minted, 0);
  });

  for (const site of ['same-origin', 'same-site', 'none']) {
    test(`answers a request with Sec-Fetch-Site: ${site}`, async () => {
      assert.equal((await ask(() => LINK, { headers: { 'Sec-Fetch-Site': site } })).status, 200);
    });
  }

  test('answers another subdomain with 403 if allowSameSite is false, unless its origin is allowed', async () => {
    const headers = { 'Sec-Fetch-Site': 'same-site', Origin: 'https://blog.app.example' };
    assert.equal((await ask(() => LINK, { headers }, { allowSameSite: false })).status, 403);
    const options = { allowSameSite: false, allowedOrigins: ['https://blog.app.example'] };
    assert.equal((await ask(() => LINK, { headers }, options)).status, 200);
  });

  test('answers the preflight and the request of an allowed origin with cookies', async () => {
    const Origin = 'https://admin.example';
    const options = { allowedOrigins: [Origin] };
    const init = { method: 'OPTIONS', headers: { Origin, 'Access-Control-Request-Headers': 'x-csrf-token' } };
    const preflight = await ask(() => LINK, init, options);
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get('Access-Control-Allow-Headers'), 'x-csrf-token');
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
    'an empty variable that was split': [''.split(','), /"" is not an origin/],
    'a string instead of a list': ['https://app.example', /give an array/],
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
    'a mistake after a correct origin': [
      ['https://app.example', 'https://b.example/'],
      /"https:\/\/b\.example\/" is no/,
    ],
  };
  for (const [name, [allowedOrigins, message]] of Object.entries(mistakes)) {
    test(`throws an error with help when the handler is created with ${name}`, () => {
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

  test('does not change after the handler was created', async () => {
    const allowedOrigins = ['https://a.example'];
    const handler = portalLinkHandler(() => LINK, { allowedOrigins });
    allowedOrigins.push('https://evil.example');
    const headers = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
    assert.equal((await handler(new Request(URL_OF_ENDPOINT, { headers }))).status, 403);
  });
});

describe('a request without a valid Sec-Fetch-Site', () => {
  const cases: [string, number, string, Record<string, string>][] = [
    ['without an Origin', 200, URL_OF_ENDPOINT, {}],
    ['of the same origin', 200, URL_OF_ENDPOINT, { Origin: 'https://app.example' }],
    ['whose host a proxy forwards', 200, 'http://10.0.0.1/', { Origin: 'https://app.example', Host: 'app.example' }],
    [
      'whose first host a proxy names',
      ...([200, 'http://internal/', { Origin: 'https://app.example', 'X-Forwarded-Host': 'app.example, b' }] as const),
    ],
    ['behind a proxy that ends TLS', 200, 'http://app.example/', { Origin: 'https://app.example' }],
    ['with an explicit default port', 200, 'http://x/', { Origin: 'https://app.example', Host: 'app.example:443' }],
    ['of another site', 403, URL_OF_ENDPOINT, { Origin: 'https://evil.example' }],
    ['of a host with the same beginning', 403, URL_OF_ENDPOINT, { Origin: 'https://app.example.evil.example' }],
    ['of another port', 403, URL_OF_ENDPOINT, { Origin: 'https://app.example:8443' }],
    ['of an opaque origin', 403, URL_OF_ENDPOINT, { Origin: 'null' }],
    ['with an invalid Origin', 403, URL_OF_ENDPOINT, { Origin: 'evil' }],
    ['of an application’s scheme', 403, URL_OF_ENDPOINT, { Origin: 'app://app.example' }],
    ['with an unknown value', 403, URL_OF_ENDPOINT, { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'x' }],
    ['with two values', 403, URL_OF_ENDPOINT, { 'Sec-Fetch-Site': 'cross-site, same-origin' }],
  ];
  for (const [name, status, url, headers] of cases) {
    test(`${name} gets ${status}`, async () => {
      const handler = portalLinkHandler(() => LINK);
      assert.equal((await handler(new Request(url, { method: 'POST', headers }))).status, status);
    });
  }
});

describe('wrong options and calls', () => {
  const wrong: [string, () => unknown, RegExp][] = [
    ['no mint', () => portalLinkHandler(undefined as never), /^mint is not a function/],
    ['null as options', () => portalLinkHandler(() => LINK, null as never), /options as an object/],
    ['a string as onError', () => portalLinkHandler(() => LINK, { onError: 'log' as never }), /^onError/],
    [
      'a string as allowSameSite',
      () => portalLinkHandler(() => LINK, { allowSameSite: 'no' as never }),
      /^allowSameSite/,
    ],
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
    test(`rejects ${JSON.stringify(given)} instead of a request, and names toNodeHandler`, async () => {
      await assert.rejects(portalLinkHandler(() => LINK)(given as never), {
        name: 'TypeError',
        message: /toNodeHandler/,
      });
    });
  }
});

describe('mint', () => {
  test('gets the request, and all other arguments of the platform', async () => {
    const calls: unknown[][] = [];
    const handler = portalLinkHandler((request: Request, ...context: unknown[]) => {
      calls.push([request.url, ...context]);
      return LINK;
    });
    await handler(new Request(URL_OF_ENDPOINT), 'env', 'context');
    assert.deepEqual(calls, [[URL_OF_ENDPOINT, 'env', 'context']]);
  });

  test('gets the request of an event, and the event', async () => {
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

  test('aborts when the client leaves, which is no error', async (context) => {
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

  test('aborts at the time limit', async () => {
    let signal: AbortSignal | undefined;
    const mint: MintPortalLink = (request) => {
      ({ signal } = request);
      return new Promise(() => undefined);
    };
    assert.equal((await ask(mint, {}, { timeLimit: 20 })).status, 502);
    assert.match(String(signal?.reason), /mint took more than 20 ms/);
  });

  test('does not abort when mint is done', async () => {
    let signal: AbortSignal | undefined;
    await ask((request) => {
      ({ signal } = request);
      return LINK;
    });
    assert.equal(signal?.aborted, false);
  });

  test('mint is not called if the client has already left', async (context) => {
    const mint = context.mock.fn(() => LINK);
    await ask(mint, { signal: AbortSignal.abort() });
    assert.equal(mint.mock.callCount(), 0);
  });

  /** A Response whose body never ends. */
  const endless = () => {
    const { promise: cancelled, resolve: cancel } = Promise.withResolvers<unknown>();
    return { response: new Response(new ReadableStream({ cancel }, { highWaterMark: 0 })), cancelled };
  };

  test('a body that never ends is cancelled at the time limit', async () => {
    const { response, cancelled } = endless();
    assert.equal((await ask(() => response, {}, { timeLimit: 20 })).status, 502);
    await cancelled;
  });

  test('a Response after the time limit is cancelled', async () => {
    const { response, cancelled } = endless();
    const late = Promise.withResolvers<Response>();
    assert.equal((await ask(() => late.promise, {}, { timeLimit: 20 })).status, 502);
    late.resolve(response);
    await cancelled;
  });
});

describe('onError', () => {
  const reporters: Record<string, () => unknown> = {
    throws: THROW_SECRET,
    rejects: () => Promise.reject(new Error('secret')),
    'never ends': () => new Promise(() => undefined),
    'returns a thenable that throws': () => ({
      get then() {
        return THROW_SECRET();
      },
    }),
  };
  for (const [name, onError] of Object.entries(reporters)) {
    test(`that ${name} changes nothing`, async (context) => {
      const unhandled = context.mock.fn();
      process.once('unhandledRejection', unhandled);
      for (const thrown of [new Error('secret'), null, undefined, 'secret', Object.create(null)]) {
        await isOpaque502(await ask(() => Promise.reject(thrown as Error), {}, { onError }));
      }
      await new Promise(setImmediate);
      process.off('unhandledRejection', unhandled);
      assert.equal(unhandled.mock.callCount(), 0);
    });
  }

  const throws = (error: unknown) => (): never => {
    throw error as Error;
  };
  const sdkError = Object.assign(new Error('secret'), { name: 'AxiosError', config: 'secret' });
  const errorWithText = Object.assign(new Error(), { name: 'the secret' });
  const causes: [string, MintPortalLink, RegExp][] = [
    ['an error of an SDK', throws(sdkError), /mint failed \(AxiosError\)/],
    ['an error with text as its name', throws(errorWithText), /\(unknown cause\)/],
    ['a string as an error', throws('secret'), /\(unknown cause\)/],
    ['an invalid link', () => 'secret', /mint returned no https: link/],
  ];
  for (const [name, mint, line] of causes) {
    test(`is optional: without it, one line without secrets is logged for ${name}`, async (context) => {
      const log = context.mock.method(console, 'error', () => undefined);
      assert.equal((await portalLinkHandler(mint)(new Request(URL_OF_ENDPOINT))).status, 502);
      const lines = log.mock.calls.map(({ arguments: parts }) => parts.join(' '));
      assert.equal(lines.length, 1);
      assert.match(lines[0]!, line);
      assert.doesNotMatch(lines[0]!, /secret/);
    });
  }
});

describe('a Response of mint', () => {
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

  test('may be used again after its client has left', async () => {
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

  test('whose body was already read is an error for onError', async () => {
    const errors: unknown[] = [];
    const response = new Response('x');
    await response.text();
    assert.equal((await ask(() => response, {}, { onError: (error: unknown) => errors.push(error) })).status, 502);
    assert.match(String(errors[0]), /was read before\. Hand on a new Response, or its clone/);
  });

  test('may be that of node-fetch, whose body is a stream of Node', async () => {
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

  test('keeps a compressed body', async () => {
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

  test('loses the headers of its connection, its length, and headers that allow caches to keep it', async () => {
    const removed = {
      ...{ Connection: 'keep-alive, X-Hop', 'Keep-Alive': 'timeout=5', 'X-Hop': '1', 'Transfer-Encoding': 'chunked' },
      ...{ 'Proxy-Connection': 'x', Upgrade: 'h2c', TE: 'trailers', Trailer: 'x', 'Content-Length': '94' },
      ...{ 'Content-Encoding': 'br', 'CDN-Cache-Control': 'max-age=1', 'Cloudflare-CDN-Cache-Control': 'max-age=1' },
      ...{ 'Surrogate-Control': 'max-age=1', 'Surrogate-Key': 'x', Expires: '0', Age: '1', ETag: '"1"', Pragma: 'x' },
      ...{ 'Last-Modified': 'x', 'X-Accel-Expires': '60' },
    };
    const response = await ask(() => new Response('{}', { headers: { ...removed, 'X-Own': 'kept' } }));
    const left = [...response.headers.keys()].filter((name) => name !== 'cache-control');
    assert.deepEqual(left.sort(), ['content-type', 'vary', 'x-own']);
    assert.equal(response.headers.get('Cache-Control'), 'no-store');
  });

  const impossible: Record<string, () => unknown> = {
    'Response.error()': () => Response.error(),
    'a stream of text': () => new Response(new ReadableStream({ start: (controller) => controller.enqueue('x') })),
    'a stream that breaks': () =>
      new Response(new ReadableStream({ start: (controller) => controller.error(new Error('secret')) })),
    'an invalid status': () => ({
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
    test(`is replaced by 502 without details if it has or is ${name}`, async () => {
      await isOpaque502(await ask(mint as MintPortalLink));
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
    await using server = await startServer((...given) => void listener(...given), '127.0.0.1');
    await use(`${server.origin}/api/portal-link`);
  };

  const handler = () =>
    toNodeHandler(portalLinkHandler(() => scalekit.organization.generatePortalLink(simulator.organizationId)));
  const servers: Record<string, () => (...given: Parameters<RequestListener>) => unknown> = {
    'node:http': () => handler(),
    Express: () => express().all('/api/portal-link', handler()),
    'Express with a body parser': () => express().use(express.json()).all('/api/portal-link', handler()),
  };

  for (const [name, listener] of Object.entries(servers)) {
    test(`${name} answers each request with a new link that works`, async () => {
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

  test('a wrong client secret leads to a 502 without the secret', async () => {
    const errors: unknown[] = [];
    const wrong = new ScalekitClient(simulator.url, simulator.clientId, 'the-wrong-secret');
    const mint = () => wrong.organization.generatePortalLink(simulator.organizationId);
    await isOpaque502(await ask(mint, {}, { onError: (error: unknown) => errors.push(error) }));
    assert.equal(errors.length, 1);
  });

  test('a Response of mint keeps all its cookies', async () => {
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

  test('TRACE, which a Request cannot have, gets 405 with Allow, and mints no link', async () => {
    await serve(handler(), async (url) => {
      const before = simulator.links.length;
      // fetch cannot send it.
      const [response] = (await once(request(url, { method: 'TRACE' }).end(), 'response')) as [IncomingMessage];
      response.resume();
      assert.equal(response.statusCode, 405);
      assert.equal(response.headers.allow, 'GET, POST');
      assert.equal(simulator.links.length, before);
    });
  });

  test('a handler that throws leads to 500 with an empty body, never cached', async () => {
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
