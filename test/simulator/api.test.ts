/** The API for backends: the real SDK over gRPC, the token endpoint, and REST, all on one port. */

import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { createClient } from '@connectrpc/connect';
import { createGrpcTransport } from '@connectrpc/connect-node';
import { Scalekit } from '@scalekit-sdk/node';
import {
  Feature,
  OrganizationService,
} from '@scalekit-sdk/node/lib/pkg/grpc/scalekit/v1/organizations/organizations_pb.js';
import type { Simulator } from '../../demo/simulator/simulator-api.ts';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import { accessToken, fetchToken, putPortalLink } from './backend.ts';

const LOCATION = /^http:\/\/127\.0\.0\.1:\d+\/magicLink\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('the API for backends', () => {
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({ hostOrigins: ['http://localhost:1'] });
  });
  beforeEach(() => simulator.reset());
  after(() => simulator.close());

  const generate = (organizationId = simulator.organizationId, secret = simulator.clientSecret) =>
    new Scalekit(simulator.url, simulator.clientId, secret).organization.generatePortalLink(organizationId);

  it('mints a link for the real SDK', async () => {
    const before = Math.floor(Date.now() / 1000);
    const link = await generate();
    assert.match(link.location, LOCATION);
    assert.ok(link.location.startsWith(simulator.url));
    const life = Number(link.expireTime?.seconds) - before;
    assert.ok(life === 60 || life === 61, `the link expires after ${life} s`);
    const second = await generate();
    assert.notEqual(second.location, link.location);
    assert.notEqual(second.id, link.id);
    assert.deepEqual(
      simulator.links.map(({ number, organizationId, openedAt }) => [number, organizationId, openedAt]),
      [1, 2].map((number) => [number, simulator.organizationId, null]),
    );
  });

  it('refuses an unknown organization of the SDK', async () => {
    await assert.rejects(generate('org_0'), { name: 'ScalekitNotFoundException' });
    assert.equal(simulator.links.length, 0);
  });

  it('refuses a wrong secret of the SDK', async () => {
    await assert.rejects(generate(simulator.organizationId, 'wrong'), (error: Error) => {
      assert.equal(error.name, 'AxiosError');
      assert.equal((error as Error & { response?: { status: number } }).response?.status, 401);
      return true;
    });
    assert.equal(simulator.links.length, 0);
  });

  it('accepts features over gRPC, which the SDKs of other languages send', async () => {
    const client = createClient(OrganizationService, createGrpcTransport({ baseUrl: simulator.url }));
    const headers = { authorization: `Bearer ${await accessToken(simulator)}` };
    const request = {
      id: simulator.organizationId,
      features: [Feature.dir_sync, Feature.FEATURE_UNSPECIFIED, Feature.sso],
    };
    await client.generatePortalLink(request, { headers });
    assert.deepEqual(simulator.links[0]?.features, ['dir_sync', 'sso']);
  });

  it('returns a token only for the correct credentials', async () => {
    const correct = await fetchToken(simulator);
    assert.equal(correct.status, 200);
    assert.equal(correct.headers.get('cache-control'), 'no-store');
    assert.partialDeepStrictEqual(await correct.json(), { token_type: 'Bearer', expires_in: 86400 });
    for (const change of [{ client_id: 'skc_0' }, { client_secret: '' }]) {
      const wrong = await fetchToken(simulator, change);
      assert.equal(wrong.status, 401);
      assert.partialDeepStrictEqual(await wrong.json(), { error: 'invalid_client' });
    }
    assert.equal((await fetchToken(simulator, { grant_type: 'password' })).status, 400);
  });

  it('mints a link over REST, for some sections of the portal', async () => {
    const token = await accessToken(simulator);
    const response = await putPortalLink(simulator, { features: ['sso', 'dir_sync'], token });
    assert.equal(response.status, 200);
    const { link } = (await response.json()) as { link: { id: string; location: string; expire_time: string } };
    assert.deepEqual(Object.keys(link), ['id', 'location', 'expire_time']);
    assert.match(link.location, LOCATION);
    assert.equal(new Date(link.expire_time).toISOString(), link.expire_time);
    assert.deepEqual(simulator.links[0]?.features, ['sso', 'dir_sync']);
    assert.equal((await putPortalLink(simulator, { features: ['sso'], token })).status, 200);
    assert.deepEqual(simulator.links[1]?.features, ['sso']);
  });

  it('refuses REST without a token, with unknown organizations and with unknown features', async () => {
    assert.equal((await putPortalLink(simulator)).status, 401);
    assert.equal((await putPortalLink(simulator, { token: 'wrong' })).status, 401);
    const token = await accessToken(simulator);
    assert.equal((await putPortalLink(simulator, { token, organizationId: 'org_0' })).status, 404);
    assert.equal((await putPortalLink(simulator, { token, features: ['audit'] })).status, 400);
    assert.equal(simulator.links.length, 0);
  });
});
