/**
 * WorkOS's portal in the demo: who gets a link to it, what the page tells of it, and that the simulated WorkOS is as
 * strict as the real one: no key, no link; no frame; no link after 5 minutes.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, mock, test } from 'node:test';
import { startDemo, type Demo } from '../../demo/host/start-demo.ts';
import type { WorkOsSimulator } from '../../demo/host/workos/start-workos.ts';
import { Visitor } from './visitor.ts';

const ENDPOINT = '/api/workos/portal-link';
const STATUS = '/api/workos/status';
const PAGE = '/settings/workos';

let demo: Demo;
let workOs: WorkOsSimulator;
let visitor: Visitor;
before(async () => {
  demo = await startDemo({ hostPort: 0, simulatorPort: 0, environment: {} });
  workOs = demo.workOs!;
  visitor = await Visitor.signedIn(demo.url);
});
beforeEach(() => workOs.reset());
after(() => demo.close());

const member = async (): Promise<Visitor> => {
  const jonas = new Visitor(demo.url);
  await jonas.postForm('/sign-in', { person: 'jonas' });
  return jonas;
};

const mint = async (intent = 'sso'): Promise<string> => {
  const { link } = (await (await visitor.get(`${ENDPOINT}?intent=${intent}`)).json()) as { link: string };
  return link;
};

/** A person in the portal: no cookie of the product's, and no redirect is followed. */
const finish = (link: string): Promise<Response> => {
  const { origin, searchParams } = new URL(link);
  return fetch(`${origin}/portal/finish`, { method: 'POST', body: searchParams, redirect: 'manual' });
};

describe('the endpoint for WorkOS', () => {
  test('answers an administrator as WorkOS does, and never caches', async () => {
    const response = await visitor.get(`${ENDPOINT}?intent=dsync`);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('Cache-Control'), 'no-store');
    const body = (await response.json()) as { link: string };
    assert.deepEqual(Object.keys(body), ['link']);
    assert.equal(new URL(body.link).origin, workOs.access.url);
    const [{ intent, return_url, success_url }] = workOs.links as [(typeof workOs.links)[number]];
    assert.deepEqual([intent, return_url, success_url], ['dsync', demo.url + PAGE, demo.url + PAGE]);
  });

  for (const [title, ask, status] of [
    ['no intent', () => visitor.get(ENDPOINT), 400],
    ['an intent that there is not', () => visitor.get(`${ENDPOINT}?intent=toString`), 400],
    ['two intents', () => visitor.get(`${ENDPOINT}?intent=sso&intent=dsync`), 400],
    ['a stranger', () => new Visitor(demo.url).get(`${ENDPOINT}?intent=sso`), 401],
    ['a member who may not administer', async () => (await member()).get(`${ENDPOINT}?intent=sso`), 403],
    ['another site', () => visitor.get(`${ENDPOINT}?intent=sso`, { headers: { 'Sec-Fetch-Site': 'cross-site' } }), 403],
  ] as const) {
    test(`is ${status} for ${title}, and mints nothing`, async () => {
      assert.equal((await ask()).status, status);
      assert.equal(workOs.links.length, 0);
    });
  }
});

describe('the status', () => {
  test('is what has been set up by now', async () => {
    const status = async () => (await visitor.get(STATUS)).json();
    const expected = { sso: false, dsync: false, domain_verification: false };
    assert.deepEqual(await status(), expected);
    for (const intent of ['sso', 'dsync', 'domain_verification'] as const) {
      workOs.configure(intent);
      expected[intent] = true;
      assert.deepEqual(await status(), expected);
    }
    await visitor.postJson('/demo/reset', {});
    assert.deepEqual(await status(), { sso: false, dsync: false, domain_verification: false });
  });

  test('is never cached, and for administrators alone', async () => {
    assert.equal((await visitor.get(STATUS)).headers.get('Cache-Control'), 'no-store');
    assert.equal((await new Visitor(demo.url).get(STATUS)).status, 401);
    assert.equal((await (await member()).get(STATUS)).status, 403);
  });
});

describe('the page', () => {
  test('has one element for each intent, which goes there in its place', async () => {
    const page = await (await visitor.get(PAGE)).text();
    const tags = page.match(/<scalekit-admin-portal[^>]*>/g) ?? [];
    assert.equal(tags.length, 3);
    for (const tag of tags) assert.match(tag, /mode="redirect"\s+endpoint="\/api\/workos\/portal-link\?intent=\w+"/);
    assert.match(page, /WorkOS is simulated/);
  });

  test('is of no use to a member who may not administer', async () => {
    const page = await (await (await member()).get(PAGE)).text();
    assert.match(page, /Only administrators/);
    assert.doesNotMatch(page, /<scalekit-admin-portal|<script|simulated/);
  });
});

describe('the simulated WorkOS', () => {
  test('refuses to be framed, keeps its address to itself, and says what it is', async () => {
    const response = await fetch(await mint());
    assert.equal(response.status, 200);
    assert.match(response.headers.get('Content-Security-Policy')!, /frame-ancestors 'none'/);
    assert.equal(response.headers.get('X-Frame-Options'), 'DENY');
    assert.equal(response.headers.get('Referrer-Policy'), 'no-referrer');
    assert.equal(response.headers.get('Cache-Control'), 'no-store');
    const page = await response.text();
    assert.ok(page.includes(`href="${demo.url}${PAGE}"`), 'it leads back');
    assert.match(page, /This is not WorkOS/);
  });

  test('sets up what the link is for, and leads back', async () => {
    const response = await finish(await mint('dsync'));
    assert.equal(response.status, 303);
    assert.equal(response.headers.get('Location'), demo.url + PAGE);
    assert.deepEqual(await (await visitor.get(STATUS)).json(), {
      sso: false,
      dsync: true,
      domain_verification: false,
    });
  });

  test('lets nobody in with another secret', async () => {
    const link = new URL(await mint());
    link.searchParams.set('secret', 'guessed');
    assert.equal((await fetch(link)).status, 410);
    assert.equal((await finish(link.href)).status, 410);
    assert.equal((await fetch(new URL('/portal/launch', link))).status, 410);
  });

  test('forgets a link after 5 minutes that nobody has opened', async () => {
    const [late, opened] = [await mint(), await mint()];
    await fetch(opened);
    mock.timers.enable({ apis: ['Date'], now: Date.now() + 5 * 60_000 + 1 });
    try {
      assert.equal((await fetch(late)).status, 410);
      assert.equal((await fetch(opened)).status, 200, 'whoever is in it may finish');
    } finally {
      mock.timers.reset();
    }
  });

  describe('mints', () => {
    const generate = (change: object, key = workOs.access.apiKey): Promise<Response> => {
      const visit = { intent: 'sso', return_url: 'https://desk.example', success_url: 'https://desk.example' };
      return fetch(`${workOs.access.url}/portal/generate_link`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ organization: workOs.access.organizationId, ...visit, ...change }),
      });
    };

    test('for its organization', async () => assert.equal((await generate({})).status, 201));

    for (const [title, change, status] of [
      ['another organization', { organization: 'org_1' }, 404],
      ['an intent that there is not', { intent: 'constructor' }, 422],
      ['a way back that is no URL', { return_url: 'https://' }, 422],
      ['a way back that is a script', { return_url: 'javascript:alert(1)' }, 422],
      ['a way back without TLS', { success_url: 'http://desk.example' }, 422],
    ] as const) {
      test(`nothing for ${title}`, async () => {
        assert.equal((await generate(change)).status, status);
        assert.equal(workOs.links.length, 0);
      });
    }

    test('nothing without the key, and tells nothing', async () => {
      assert.equal((await generate({}, 'sk_test_guessed')).status, 401);
      for (const path of ['/connections', '/directories', `/organizations/${workOs.access.organizationId}`]) {
        assert.equal((await fetch(workOs.access.url + path)).status, 401, path);
      }
      assert.equal(workOs.links.length, 0);
    });
  });
});
