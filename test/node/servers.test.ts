/**
 * The endpoint in running servers, with the real SDK against the simulator: the code is that of `examples/backend`, so
 * that what people copy is what was tried.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import { createAdaptorServer } from '@hono/node-server';
import { ScalekitClient } from '@scalekit-sdk/node';
import { portalLinkHandler } from 'scalekit-admin-portal/server';
import type { Simulator } from '../../demo/simulator/simulator-api.ts';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import { linksWithFeatures } from '../../examples/backend/links-with-features.ts';
import { portalLink, type User } from '../../examples/backend/portal-link.ts';
import { expressServer, fastifyServer, honoServer, nodeServer } from '../../examples/backend/servers.ts';

type Handler = (request: Request) => Promise<Response>;

let simulator: Simulator;
let handler: Handler;

before(async () => {
  simulator = await startSimulator();
  const scalekit = new ScalekitClient(simulator.url, simulator.clientId, simulator.clientSecret);
  const users: Record<string, User> = {
    admin: { isAdmin: true, organizationId: simulator.organizationId },
    member: { isAdmin: false, organizationId: simulator.organizationId },
  };
  handler = portalLink(scalekit, (request) => users[request.headers.get('cookie')?.replace('user=', '') ?? ''] ?? null);
});
beforeEach(() => simulator.reset());
after(() => simulator.close());

/** A server that answers at its address, and how to end it. */
interface Running {
  readonly url: string;
  close(): Promise<unknown>;
}

async function listening(server: Server): Promise<Running> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      return server[Symbol.asyncDispose]();
    },
  };
}

const SERVERS: Record<string, () => Promise<Running>> = {
  Express: () => listening(createServer(expressServer(handler))),
  Fastify: async () => {
    const app = fastifyServer(handler);
    return { url: await app.listen({ port: 0, host: '127.0.0.1' }), close: () => app.close() };
  },
  Hono: () => listening(createAdaptorServer({ fetch: honoServer(handler).fetch }) as Server),
  'node:http': () => listening(nodeServer(handler)),
};

for (const [name, start] of Object.entries(SERVERS)) {
  describe(`the endpoint in ${name}`, () => {
    let server: Running;
    before(async () => (server = await start()));
    after(() => server.close());

    const ask = (init: RequestInit = {}, cookie = 'user=admin'): Promise<Response> =>
      fetch(`${server.url}/api/portal-link`, {
        ...init,
        headers: { cookie, ...(init.headers as Record<string, string>) },
      });

    for (const [what, init] of Object.entries<RequestInit>({
      GET: {},
      POST: { method: 'POST' },
      'POST with JSON': { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } },
    })) {
      test(`answers ${what} with a link that opens the portal, once, and is never cached`, async () => {
        const response = await ask(init);
        assert.equal(response.status, 200);
        assert.equal(response.headers.get('Cache-Control'), 'no-store');
        assert.match(response.headers.get('Content-Type') ?? '', /^application\/json/);
        const { location } = (await response.json()) as { location: string };
        assert.equal((await fetch(location)).status, 200);
        assert.equal((await fetch(location)).status, 410);
        assert.deepEqual(
          simulator.links.map(({ organizationId }) => organizationId),
          [simulator.organizationId],
        );
      });
    }

    const refused: [string, number, RequestInit, string?][] = [
      ['nobody', 401, {}, ''],
      ['who is no administrator', 403, {}, 'user=member'],
      ['another site', 403, { headers: { 'Sec-Fetch-Site': 'cross-site' } }],
      ['another method', 405, { method: 'DELETE' }],
    ];
    for (const [who, status, init, cookie] of refused) {
      test(`is ${status} for ${who}, and mints nothing`, async () => {
        const response = await ask(init, cookie);
        assert.equal(response.status, status);
        assert.equal(response.headers.get('Cache-Control'), 'no-store');
        assert.equal(simulator.links.length, 0);
      });
    }

    test('is 502 when Scalekit fails, and well again after that', async (context) => {
      const logged = context.mock.method(console, 'error', () => undefined);
      simulator.failNextLink();
      assert.equal((await ask()).status, 502);
      assert.deepEqual(logged.mock.calls[0]?.arguments, ['No portal link:', 'ScalekitInternalServerException']);
      assert.equal((await ask()).status, 200);
    });
  });
}

describe('a link for a part of the portal, over REST', () => {
  const access = ({ url, clientId, clientSecret }: Simulator) => ({ environmentUrl: url, clientId, clientSecret });

  for (const features of [['sso'], ['dir_sync'], ['sso', 'dir_sync'], []] as const) {
    test(`shows ${features.join(' and ') || 'everything'}, through the handler`, async () => {
      const mint = linksWithFeatures(access(simulator));
      const answer = await portalLinkHandler(() => mint(simulator.organizationId, features))(
        new Request('https://app.example/api/portal-link'),
      );
      assert.equal(answer.status, 200);
      assert.deepEqual(
        simulator.links.map((link) => link.features),
        [features],
      );
      const { location } = (await answer.json()) as { location: string };
      const page = await (await fetch(location)).text();
      const shown = ['sso', 'scim'].filter((section) => page.includes(`data-test="${section}-open"`));
      const wanted =
        features.length === 0 ? ['sso', 'scim'] : features.map((name) => (name === 'sso' ? 'sso' : 'scim'));
      assert.deepEqual(shown, wanted);
    });
  }

  test('asks for one token for many links', async (context) => {
    const mint = linksWithFeatures(access(simulator));
    const asked = context.mock.method(globalThis, 'fetch');
    for (let count = 0; count < 3; count += 1) await mint(simulator.organizationId, ['sso']);
    const paths = asked.mock.calls.map(({ arguments: [url] }) => new URL(url as string).pathname.split('/')[1]);
    assert.deepEqual(paths, ['oauth', 'api', 'api', 'api']);
  });

  test('asks for another token when the first is refused', async () => {
    const mint = linksWithFeatures(access(simulator));
    await mint(simulator.organizationId, ['sso']);
    simulator.failNextLink(401);
    await assert.rejects(mint(simulator.organizationId, ['sso']), { message: 'Scalekit answered 401.' });
    await mint(simulator.organizationId, ['sso']);
    assert.equal(simulator.links.length, 2);
  });

  test('says no secret when it fails', async () => {
    const wrong = linksWithFeatures({ ...access(simulator), clientSecret: 'the-wrong-secret' });
    await assert.rejects(wrong(simulator.organizationId, ['sso']), { message: 'Scalekit answered 401.' });
    const unknown = linksWithFeatures(access(simulator));
    await assert.rejects(unknown('org_0', ['sso']), { message: 'Scalekit answered 404.' });
    assert.equal(simulator.links.length, 0);
  });
});
