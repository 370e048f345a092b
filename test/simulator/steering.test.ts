/** What tests may do with the simulator: in their own process, from another one, and by plain HTTP. */

import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { Scalekit } from '@scalekit-sdk/node';
import { connectSimulator } from '../../demo/simulator/connect-simulator.ts';
import type { LinkFailure, RemoteSimulator, Simulator } from '../../demo/simulator/simulator-api.ts';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import { fetchToken, mint, putPortalLink } from './backend.ts';
import { Visitor, has } from './visitor.ts';

const FRAME = { referer: 'http://localhost:3000/settings' };
const STATUSES: LinkFailure[] = [400, 401, 403, 404, 429, 500, 501, 503, 504];

let simulator: Simulator;
before(async () => {
  simulator = await startSimulator({ organizationIds: ['org_1', 'org_2'], clientSecret: 'chosen' });
});
beforeEach(() => simulator.reset());
after(() => simulator.close());

const sdk = () => new Scalekit(simulator.url, simulator.clientId, simulator.clientSecret).organization;

async function putLink(): Promise<Response> {
  const { access_token: token } = (await (await fetchToken(simulator)).json()) as { access_token: string };
  return putPortalLink(simulator, { token });
}

describe('a simulator', () => {
  it('has what a backend is configured with', () => {
    assert.deepEqual(simulator.environment, {
      SCALEKIT_ENVIRONMENT_URL: simulator.url,
      SCALEKIT_CLIENT_ID: simulator.clientId,
      SCALEKIT_CLIENT_SECRET: 'chosen',
      SCALEKIT_ORGANIZATION_ID: 'org_1',
    });
  });

  it('has the organizations that were wanted, each with a portal of its own', async () => {
    await sdk().generatePortalLink('org_2');
    await assert.rejects(sdk().generatePortalLink('org_3'), { name: 'ScalekitNotFoundException' });
    assert.deepEqual(
      simulator.links.map(({ organizationId }) => organizationId),
      ['org_2'],
    );
    simulator.configure({ sso: true, organizationId: 'org_2' });
    const visitor = new Visitor(FRAME);
    const first = await visitor.open(await mint(simulator));
    assert.ok(!has(await visitor.click(first, 'sso-open'), 'sso-disable'));
    const second = await visitor.open((await sdk().generatePortalLink('org_2')).location);
    assert.ok(has(await visitor.click(second, 'sso-open'), 'sso-disable'));
    assert.throws(() => simulator.configure({ sso: true, organizationId: 'org_3' }), RangeError);
  });

  it('names each link as the SDK does, with nothing that opens it', async () => {
    const { id, location } = await sdk().generatePortalLink('org_1');
    const [link] = simulator.links;
    assert.equal(link?.id, id);
    assert.ok(!JSON.stringify(simulator.links).includes(new URL(location).pathname.split('/')[2] ?? ''));
  });

  it('refuses the next link over REST, with any status, and the one after that is minted', async () => {
    for (const status of STATUSES) {
      simulator.failNextLink(status);
      const refused = await putLink();
      assert.equal(refused.status, status);
      const { code } = (await refused.json()) as { code: number };
      assert.ok(code > 0 && code < 17);
      assert.equal((await putLink()).status, 200);
    }
    assert.equal(simulator.links.length, STATUSES.length);
  });

  it('refuses the next links over gRPC, as many as were wanted', async () => {
    simulator.failNextLink(500, 2);
    for (let count = 0; count < 2; count += 1) {
      await assert.rejects(sdk().generatePortalLink('org_1'), { name: 'ScalekitInternalServerException' });
    }
    await sdk().generatePortalLink('org_1');
    assert.equal(simulator.links.length, 1);
  });

  it('lets the SDK get over 401 and 503 by itself', async () => {
    for (const status of [401, 503] as const) {
      simulator.failNextLink(status);
      await sdk().generatePortalLink('org_1');
    }
    assert.equal(simulator.links.length, 2);
  });

  it('forgets failures to come on reset', async () => {
    simulator.failNextLink(500, 9);
    simulator.reset();
    assert.equal((await putLink()).status, 200);
  });

  for (const host of ['localhost', '127.0.0.1']) {
    it(`lets every page of http://${host} frame the portal, if none was named`, async () => {
      const visitor = new Visitor({ referer: `http://${host}:5173/` });
      const page = await visitor.open(await mint(simulator));
      assert.match(
        page.headers.get('content-security-policy') ?? '',
        /frame-ancestors http:\/\/localhost:\* http:\/\/127\.0\.0\.1:\*$/,
      );
      assert.deepEqual(page.types, ['PORTAL_LOAD_SUCCESS']);
      assert.equal(page.posts[0]?.targetOrigin, `http://${host}:5173`);
    });
  }

  for (const referer of ['http://localhost.evil.example:80/', 'https://localhost/', 'https://app.example/']) {
    it(`tells ${referer} nothing, if none was named`, async () => {
      assert.deepEqual((await new Visitor({ referer }).open(await mint(simulator))).posts, []);
    });
  }

  it('ends with its scope', async () => {
    let url: string;
    {
      await using short = await startSimulator();
      ({ url } = short);
      assert.equal((await fetch(`${url}/simulator`)).status, 200);
    }
    await assert.rejects(fetch(`${url}/simulator`));
  });
});

describe('a simulator in another process', () => {
  let remote: RemoteSimulator;
  before(async () => (remote = await connectSimulator(simulator.url)));

  it('says the same of itself', async () => {
    await sdk().generatePortalLink('org_2');
    assert.equal(remote.url, simulator.url);
    assert.deepEqual(remote.environment, simulator.environment);
    const links = await remote.links;
    assert.deepEqual(links, simulator.links);
    assert.ok(links[0]?.mintedAt instanceof Date);
    assert.equal(links[0].openedAt, null);
  });

  it('is steered as the one here', async () => {
    const visitor = new Visitor(FRAME);
    const page = await visitor.open(await mint(simulator));
    await remote.configure({ sso: true, organizationId: 'org_1' });
    assert.deepEqual((await visitor.go(page, '')).types, ['ORGANIZATION_SSO_ENABLED']);
    await remote.warnSession(100);
    assert.match((await visitor.go(page, '')).html, /<div id="warning" role="status"><p/);
    await remote.expireSession();
    assert.deepEqual((await visitor.go(page, '')).types, ['PORTAL_SESSION_EXPIRY']);
    await remote.failNextLink(429);
    assert.equal((await putLink()).status, 429);
    await remote.failNextLink();
    assert.equal((await putLink()).status, 500);
    await remote.behave({ sessionSeconds: 1, fault: 'silent' });
    assert.partialDeepStrictEqual(simulator.behaviour, { sessionSeconds: 1, fault: 'silent', delay: 0 });
    await remote.reset();
    assert.equal((await remote.links).length, 0);
    assert.equal(simulator.behaviour.fault, 'none');
  });

  it('says what it did not understand', async () => {
    await assert.rejects(remote.configure({ organizationId: 'org_3' }), /400: .*There is no organization org_3/);
    await assert.rejects(remote.behave({ fault: 'constructor' } as never), /400: .*fault/);
    await assert.rejects(remote.behave({ constructor: 1 } as never), /400: .*constructor/);
    await assert.rejects(remote.failNextLink(200 as never), /400: .*status/);
    await assert.rejects(remote.warnSession(-1), /400: .*seconds/);
  });

  it('is an error where none runs', async () => {
    const ended = await startSimulator();
    await ended.close();
    await assert.rejects(connectSimulator(ended.url), /^Error: No simulator answers at/);
  });
});

describe('steering over HTTP', () => {
  const post = (command: string, init: RequestInit = {}) =>
    fetch(`${simulator.url}/simulator/${command}`, { method: 'POST', ...init });

  it('takes a command without a body, and answers the state', async () => {
    await mint(simulator);
    const response = await post('reset');
    assert.equal(response.status, 200);
    assert.deepEqual(Object.keys((await response.json()) as object), [
      'url',
      'environment',
      'trust',
      'links',
      'behaviour',
    ]);
    assert.equal(simulator.links.length, 0);
  });

  it('knows no other command', async () => {
    for (const command of ['close', 'constructor', '__proto__']) assert.equal((await post(command)).status, 404);
    assert.equal((await fetch(`${simulator.url}/simulator/reset`)).status, 404);
    const nonsense = await post('behave', { body: '{', headers: { 'Content-Type': 'application/json' } });
    assert.equal(nonsense.status, 400);
  });

  it('takes none from a page, whatever its origin', async () => {
    await mint(simulator);
    for (const origin of ['https://evil.example', 'null', simulator.url]) {
      const response = await post('reset', { headers: { origin } });
      assert.equal(response.status, 403);
      assert.equal(response.headers.get('Access-Control-Allow-Origin'), null);
    }
    assert.equal(simulator.links.length, 1);
  });
});
