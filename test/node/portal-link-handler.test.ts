/** The backend's half: each answer of the handler, and the same in running servers with the real SDK. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { ScalekitClient } from '@scalekit-sdk/node';
import express from 'express';
import { portalLinkHandler, toNodeHandler, type MintPortalLink } from 'scalekit-admin-portal/server';
import type { Simulator } from '../../demo/simulator/simulator-api.ts';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';

const URL_OF_ENDPOINT = 'https://app.example/api/portal-link';
const LINK = 'https://env.example/magicLink/secret-of-the-link';

const ask = (mint: MintPortalLink, init: RequestInit = {}, options = {}): Promise<Response> =>
  portalLinkHandler(mint, options)(new Request(URL_OF_ENDPOINT, init));

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

describe('in a running server, with the real SDK', () => {
  let simulator: Simulator;
  let scalekit: ScalekitClient;
  before(async () => {
    simulator = await startSimulator({ hostOrigins: [] });
    scalekit = new ScalekitClient(simulator.url, simulator.clientId, simulator.clientSecret);
  });
  after(() => simulator.close());

  const serve = async (listener: RequestListener, use: (url: string) => Promise<void>): Promise<void> => {
    const server: Server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/portal-link`);
    } finally {
      server.close();
    }
  };

  const handler = () =>
    toNodeHandler(portalLinkHandler(() => scalekit.organization.generatePortalLink(simulator.organizationId)));
  const servers: Record<string, () => RequestListener> = {
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

  test('a handler that throws is 500 with an empty body', async () => {
    const broken = toNodeHandler(() => Promise.reject(new Error('secret')));
    await serve(
      (request, response) => broken(request, response),
      async (url) => {
        const response = await fetch(url);
        assert.equal(response.status, 500);
        assert.equal(await response.text(), '');
      },
    );
  });
});
