/** The Express backend as it stands, and what Scalekit's Node SDK makes of what Scalekit answers. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { ScalekitClient } from '@scalekit-sdk/node';
import type { LinkFailure, Simulator } from '../../demo/simulator/simulator-api.ts';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import { packCommand } from '../tools/pack.ts';
import { EXPRESS, workFolder } from './backends.ts';
import { askForLink, CONVENTIONS, visit } from './conventions.ts';
import { startBackend } from './started-backend.ts';
import { testConventions } from './test-conventions.ts';
import { perform, skipIf } from './toolchains.ts';

const WORK = workFolder('express');
const ROOT = join(import.meta.dirname, '../..');

await testConventions(EXPRESS, WORK);

const options = skipIf(await EXPRESS.whyNot(WORK));

describe('the Express backend in the package as npm installs it', () => {
  it('finds the package that it is a part of', options, async (test) => {
    const product = await mkdtemp(join(tmpdir(), 'my-product-'));
    test.after(() => rm(product, { recursive: true }));
    const installed = join(product, 'node_modules/scalekit-admin-portal');
    await mkdir(installed, { recursive: true });
    const tarball = join(product, (await perform(ROOT, packCommand(product))).trim());
    await perform(product, ['tar', '-xzf', tarball, '-C', installed, '--strip-components=1']);
    const folder = join(installed, 'examples/backends/express');
    // What `npm ci` makes there.
    await symlink(join(WORK, 'node_modules'), join(folder, 'node_modules'));

    await using simulator = await startSimulator();
    const env = { ...simulator.environment, PORT: '0' };
    const backend = await startBackend({ folder, command: [process.execPath, 'server.mjs'], env });
    test.after(() => backend.stop());
    const subject = { backend, simulator, csrf: EXPRESS.csrf };
    const { person, page } = await visit(subject, 'ada');
    assert.equal((await askForLink(subject, person, page)).status, 200);
    assert.equal(simulator.links.length, 1);
    await CONVENTIONS['the script of the element is the one of this package']?.(subject);
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
    // Its first request has no token, and counts as one that was refused.
    await mint();
    simulator.reset();
  });
  after(() => simulator.close());

  it('gets over three 401: it fetches another token each time, and asks again', async () => {
    simulator.failNextLink(401, 3);
    await mint();
    assert.equal(simulator.links.length, 1);
  });

  it('gives up at the fourth 401', async () => {
    simulator.failNextLink(401, 4);
    await assert.rejects(mint(), { name: 'ScalekitUnauthorizedException', errorCode: 'UNAUTHENTICATED' });
    assert.equal(simulator.links.length, 0);
    await mint();
    assert.equal(simulator.links.length, 1, 'a fifth refusal was not used up');
  });

  it('gets over a 503, after half a second or more', async () => {
    simulator.failNextLink(503);
    const start = performance.now();
    await mint();
    assert.ok(performance.now() - start >= 490);
    assert.equal(simulator.links.length, 1);
  });

  it('gives up at the fourth 503, after three and a half seconds or more', async () => {
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
    it(`does not try again after ${status}, and says: ${name}, ${errorCode}`, async () => {
      simulator.failNextLink(status);
      await assert.rejects(mint(), { name, errorCode });
      assert.equal(simulator.links.length, 0);
      await mint();
      assert.equal(simulator.links.length, 1);
    });
  }

  it('mints two links at the same time, with its first calls', async () => {
    sdk = clientOf(simulator);
    const [first, second] = await Promise.all([mint(), mint()]);
    assert.notEqual(first.location, second.location);
    assert.equal(simulator.links.length, 2);
  });

  it('takes an environment URL with a slash at its end', async () => {
    sdk = new ScalekitClient(`${simulator.url}/`, simulator.clientId, simulator.clientSecret);
    await mint();
    assert.equal(simulator.links.length, 1);
  });

  it('goes on after a restart of Scalekit, with a token that nobody knows any more', async () => {
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
