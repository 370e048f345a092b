/** The endpoint of `examples/backend` in running servers, with the real SDK against the simulator. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, beforeEach, describe, test } from 'node:test';
import { createAdaptorServer } from '@hono/node-server';
import { ScalekitClient } from '@scalekit-sdk/node';
import { portalLinkHandler } from 'scalekit-admin-portal/server';
import type { Simulator } from '../../demo/simulator/simulator-api.ts';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import { linksWithFeatures } from '../../examples/backend/links-with-features.ts';
import { portalLink, type User } from '../../examples/backend/portal-link.ts';
import { expressServer, fastifyServer, honoServer, nodeServer } from '../../examples/backend/servers.ts';
import { listen } from '../tools/test-server.ts';

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

interface RunningServer {
  readonly origin: string;
  close(): Promise<unknown>;
}

const SERVERS: Record<string, () => Promise<RunningServer>> = {
  Express: () => listen(createServer(expressServer(handler)), '127.0.0.1'),
  Fastify: async () => {
    const app = fastifyServer(handler);
    return { origin: await app.listen({ port: 0, host: '127.0.0.1' }), close: () => app.close() };
  },
  Hono: () => listen(createAdaptorServer({ fetch: honoServer(handler).fetch }), '127.0.0.1'),
  'node:http': () => listen(nodeServer(handler), '127.0.0.1'),
};

for (const [name, start] of Object.entries(SERVERS)) {
  describe(`the endpoint in ${name}`, () => {
    let server: RunningServer;
    before(async () => (server = await start()));
    after(() => server.close());

    const request = (init: RequestInit = {}, cookie = 'user=admin'): Promise<Response> =>
      fetch(`${server.origin}/api/portal-link`, {
        ...init,
        headers: { cookie, ...(init.headers as Record<string, string>) },
      });

    for (const [title, init] of Object.entries<RequestInit>({
      GET: {},
      POST: { method: 'POST' },
      'POST with JSON': { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } },
    })) {
      test(`answers ${title} with a link that opens the portal once and is never cached`, async () => {
        const response = await request(init);
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
      ['a request without a user', 401, {}, ''],
      ['a user who is no administrator', 403, {}, 'user=member'],
      ['another site', 403, { headers: { 'Sec-Fetch-Site': 'cross-site' } }],
      ['another method', 405, { method: 'DELETE' }],
    ];
    for (const [title, status, init, cookie] of refused) {
      test(`answers ${title} with ${status}, and mints no link`, async () => {
        const response = await request(init, cookie);
        assert.equal(response.status, status);
        assert.equal(response.headers.get('Cache-Control'), 'no-store');
        assert.equal(simulator.links.length, 0);
      });
    }

    test('answers 502 when Scalekit fails, and 200 when Scalekit works again', async (context) => {
      const log = context.mock.method(console, 'error', () => undefined);
      simulator.failNextLink();
      assert.equal((await request()).status, 502);
      assert.deepEqual(log.mock.calls[0]?.arguments, ['No portal link:', 'ScalekitInternalServerException']);
      assert.equal((await request()).status, 200);
    });
  });
}

describe('a link for a part of the portal, over REST', () => {
  const mintWith = (change: { clientSecret?: string } = {}) => {
    const { url: environmentUrl, clientId, clientSecret } = simulator;
    return linksWithFeatures({ environmentUrl, clientId, clientSecret, ...change });
  };

  for (const features of [['sso'], ['dir_sync'], ['sso', 'dir_sync'], []] as const) {
    test(`shows ${features.join(' and ') || 'all parts'}, through the handler`, async () => {
      const mint = mintWith();
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
      const expected =
        features.length === 0 ? ['sso', 'scim'] : features.map((name) => (name === 'sso' ? 'sso' : 'scim'));
      assert.deepEqual(shown, expected);
    });
  }

  test('uses one token for many links', async (context) => {
    const mint = mintWith();
    const requests = context.mock.method(globalThis, 'fetch');
    for (let count = 0; count < 3; count += 1) await mint(simulator.organizationId, ['sso']);
    const paths = requests.mock.calls.map(({ arguments: [url] }) => new URL(url as string).pathname.split('/')[1]);
    assert.deepEqual(paths, ['oauth', 'api', 'api', 'api']);
  });

  test('fetches another token after the first was refused', async () => {
    const mint = mintWith();
    await mint(simulator.organizationId, ['sso']);
    simulator.failNextLink(401);
    await assert.rejects(mint(simulator.organizationId, ['sso']), { message: 'Scalekit answered 401.' });
    await mint(simulator.organizationId, ['sso']);
    assert.equal(simulator.links.length, 2);
  });

  test('fails without a secret in the message', async () => {
    const wrong = mintWith({ clientSecret: 'the-wrong-secret' });
    await assert.rejects(wrong(simulator.organizationId, ['sso']), { message: 'Scalekit answered 401.' });
    await assert.rejects(mintWith()('org_0', ['sso']), { message: 'Scalekit answered 404.' });
    assert.equal(simulator.links.length, 0);
  });
});
