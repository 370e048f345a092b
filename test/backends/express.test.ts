/** The Express backend, and the reactions of Scalekit's Node SDK to the answers of Scalekit. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { ScalekitClient } from '@scalekit-sdk/node';
import type { LinkFailure, Simulator } from '../../demo/simulator/simulator-api.ts';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import { installPackage } from '../tools/pack.ts';
import { EXPRESS, workFolder } from './backends.ts';
import { CONVENTIONS, linkOf } from './conventions.ts';
import { startBackend } from './started-backend.ts';
import { testConventions } from './test-conventions.ts';
import { skipIf } from './toolchains.ts';

const WORK = workFolder('express');

await testConventions(EXPRESS, WORK);

const options = skipIf(await EXPRESS.whyNot(WORK));

describe('the Express backend in the package as npm installs it', () => {
  it('finds the package around it', options, async (test) => {
    const product = await mkdtemp(join(tmpdir(), 'my-product-'));
    test.after(() => rm(product, { recursive: true }));
    const folder = join(await installPackage(join(product, 'node_modules')), 'examples/backends/express');
    // Instead of `npm ci`.
    await symlink(join(WORK, 'node_modules'), join(folder, 'node_modules'));

    await using simulator = await startSimulator();
    const env = { ...simulator.environment, PORT: '0' };
    const backend = await startBackend({ folder, command: [process.execPath, 'server.mjs'], env });
    test.after(() => backend.program.stop());
    const subject = { backend, simulator, csrf: EXPRESS.csrf };
    assert.equal((await linkOf(subject)).status, 200);
    assert.equal(simulator.links.length, 1);
    await CONVENTIONS['the script of the element is that of this package']!(subject);
  });
});

describe('the Node SDK', () => {
  let simulator: Simulator;
  let sdk: ScalekitClient;
  const clientOf = ({ url, clientId, clientSecret }: Simulator) => new ScalekitClient(url, clientId, clientSecret);
  const mint = () => sdk.organization.generatePortalLink(simulator.organizationId);

  before(async () => (simulator = await startSimulator()));
  beforeEach(async () => {
    simulator.reset();
    sdk = clientOf(simulator);
    // Its first request has no token, which counts as a refusal.
    await mint();
    simulator.reset();
  });
  after(() => simulator.close());

  it('fetches another token and tries again after each of three 401', async () => {
    simulator.failNextLink(401, 3);
    await mint();
    assert.equal(simulator.links.length, 1);
  });

  it('fails after the fourth 401', async () => {
    simulator.failNextLink(401, 4);
    await assert.rejects(mint(), { name: 'ScalekitUnauthorizedException', errorCode: 'UNAUTHENTICATED' });
    assert.equal(simulator.links.length, 0);
    await mint();
    assert.equal(simulator.links.length, 1, 'there was a fifth try');
  });

  it('tries again after a 503, half a second later or more', async () => {
    simulator.failNextLink(503);
    const start = performance.now();
    await mint();
    assert.ok(performance.now() - start >= 490);
    assert.equal(simulator.links.length, 1);
  });

  it('fails after the fourth 503, three and a half seconds later or more', async () => {
    simulator.failNextLink(503, 4);
    const start = performance.now();
    await assert.rejects(mint(), { name: 'ScalekitServiceUnavailableException', errorCode: 'UNAVAILABLE' });
    assert.ok(performance.now() - start >= 3490);
    assert.equal(simulator.links.length, 0);
    await mint();
    assert.equal(simulator.links.length, 1);
  });

  const final: [LinkFailure, string, string][] = [
    [400, 'ScalekitBadRequestException', 'INVALID_ARGUMENT'],
    [403, 'ScalekitForbiddenException', 'PERMISSION_DENIED'],
    [404, 'ScalekitNotFoundException', 'NOT_FOUND'],
    [429, 'ScalekitTooManyRequestsException', 'RATE_LIMITED'],
    [500, 'ScalekitInternalServerException', 'INTERNAL'],
    [501, 'ScalekitNotImplementedException', 'UNIMPLEMENTED'],
    [504, 'ScalekitGatewayTimeoutException', 'DEADLINE_EXCEEDED'],
  ];
  for (const [status, name, errorCode] of final) {
    it(`does not try again after ${status}, and throws ${name}, ${errorCode}`, async () => {
      simulator.failNextLink(status);
      await assert.rejects(mint(), { name, errorCode });
      assert.equal(simulator.links.length, 0);
      await mint();
      assert.equal(simulator.links.length, 1);
    });
  }

  it('mints two links at the same time with its first calls', async () => {
    sdk = clientOf(simulator);
    const [first, second] = await Promise.all([mint(), mint()]);
    assert.notEqual(first.location, second.location);
    assert.equal(simulator.links.length, 2);
  });

  it('accepts an environment URL with a slash at the end', async () => {
    sdk = new ScalekitClient(`${simulator.url}/`, simulator.clientId, simulator.clientSecret);
    await mint();
    assert.equal(simulator.links.length, 1);
  });

  it('works after a restart of Scalekit, which does not know its token', async () => {
    const clientSecret = 'the-same-secret';
    const first = await startSimulator({ clientSecret });
    sdk = clientOf(first);
    await mint();
    await first.close();
    await using second = await startSimulator({ clientSecret, port: Number(new URL(first.url).port) });
    assert.equal(second.url, first.url);
    await mint();
    assert.equal(second.links.length, 1);
  });
});
