/**
 * WorkOS's portal in the demo: who gets a link to it through WorkOS's SDK, what the page tells of it, and what becomes of
 * a WorkOS that refuses or fails. The SDK against the simulated WorkOS: `workos-protocol.test.ts`.
 */
import assert from 'node:assert/strict';
import type { RequestListener, ServerResponse } from 'node:http';
import { after, before, beforeEach, describe, test, type TestContext } from 'node:test';
import express from 'express';
import { listenOnLoopback } from '../../demo/host/loopback-server.ts';
import { peopleOf } from '../../demo/host/people.ts';
import { startDemo, type Demo } from '../../demo/host/start-demo.ts';
import { WorkOsOrganization } from '../../demo/host/workos-organization.ts';
import { workOsRoutes } from '../../demo/host/workos-routes.ts';
import { INTENTS } from '../../demo/host/workos/intents.ts';
import { startWorkOs, type WorkOsAccess, type WorkOsSimulator } from '../../demo/host/workos/start-workos.ts';
import { Visitor } from './visitor.ts';

const ENDPOINT = '/api/workos/portal-link';
const STATUS = '/api/workos/status';
const PAGE = '/settings/workos';
const NOTHING = { sso: false, dsync: false, domain_verification: false, log_streams: false };

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
  return fetch(`${origin}/finish`, { method: 'POST', body: searchParams, redirect: 'manual' });
};

describe('the endpoint for WorkOS', () => {
  test('answers an administrator as the SDK does, and never caches', async () => {
    const response = await visitor.get(`${ENDPOINT}?intent=dsync`);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('Cache-Control'), 'no-store');
    const body = (await response.json()) as { link: string };
    assert.deepEqual(Object.keys(body), ['link']);
    assert.equal(new URL(body.link).origin, workOs.access.url);
  });

  for (const intent of Object.keys(INTENTS)) {
    test(`mints a link for ${intent} that opens, and leads back to the page`, async () => {
      const response = await fetch(await mint(intent));
      assert.equal(response.status, 200);
      assert.ok((await response.text()).includes(`href="${demo.url}${PAGE}"`), 'it leads back');
      assert.deepEqual(
        workOs.links.map(({ intent, returnUrl, successUrl }) => ({ intent, returnUrl, successUrl })),
        [{ intent, returnUrl: demo.url + PAGE, successUrl: `${demo.url}${PAGE}?finished=${intent}` }],
      );
    });
  }

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

  test('takes neither the organization nor a URL from the browser', async () => {
    const inventions = 'organization=org_1&return_url=https://evil.example&success_url=https://evil.example';
    assert.equal((await visitor.get(`${ENDPOINT}?intent=sso&${inventions}`)).status, 200);
    assert.doesNotMatch(JSON.stringify(workOs.links), /evil/);
  });
});

describe('the status', () => {
  test('is what has been set up by now', async () => {
    const status = async () => (await visitor.get(STATUS)).json();
    const expected = { ...NOTHING };
    assert.deepEqual(await status(), expected);
    for (const intent of ['sso', 'dsync', 'domain_verification', 'log_streams'] as const) {
      workOs.configure(intent);
      expected[intent] = true;
      assert.deepEqual(await status(), expected);
    }
    await visitor.postJson('/demo/reset', {});
    assert.deepEqual(await status(), NOTHING);
  });

  test('follows what is finished in the portal, which leads to the page that says so', async () => {
    const response = await finish(await mint('dsync'));
    assert.equal(response.status, 303);
    assert.equal(response.headers.get('Location'), `${demo.url}${PAGE}?finished=dsync`);
    assert.deepEqual(await (await visitor.get(STATUS)).json(), { ...NOTHING, dsync: true });
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
    const intents = tags.map(
      (tag) => /mode="redirect"\s+endpoint="\/api\/workos\/portal-link\?intent=(\w+)"/.exec(tag)?.[1],
    );
    assert.deepEqual(intents, Object.keys(INTENTS));
    for (const [intent, title] of Object.entries(INTENTS)) {
      assert.ok(page.includes(`<h2 id="title-${intent}">${title}</h2>`), intent);
    }
    assert.match(page, /WorkOS is simulated/);
  });

  test('has a status for each intent of which WorkOS tells one, and for no other', async () => {
    const page = await (await visitor.get(PAGE)).text();
    const shown = [...page.matchAll(/id="status-(\w+)"/g)].map(([, intent]) => intent);
    const told = Object.keys((await (await visitor.get(STATUS)).json()) as object);
    assert.deepEqual(shown, told);
  });

  test('is of no use to a member who may not administer', async () => {
    const page = await (await (await member()).get(PAGE)).text();
    assert.match(page, /Only administrators/);
    assert.doesNotMatch(page, /<scalekit-admin-portal|<script|simulated/);
  });
});

test('the environment at WorkOS knows the page as its default', async () => {
  const url = demo.url + PAGE;
  assert.deepEqual(workOs.redirects, {
    returnUrl: url,
    successUrls: {
      sso: `${url}?finished=sso`,
      dsync: `${url}?finished=dsync`,
      log_streams: `${url}?finished=log_streams`,
    },
  });
});

describe('a WorkOS that', () => {
  /** The product's routes alone, for its administrator, with this WorkOS behind them. */
  const productWith = async (context: TestContext, access: WorkOsAccess): Promise<string> => {
    const [administrator] = peopleOf('org_1');
    const app = express().use(workOsRoutes(new WorkOsOrganization(access), () => administrator));
    const server = await listenOnLoopback(app, 0);
    context.after(() => server.close());
    return `http://localhost:${server.port}`;
  };
  /** What is no WorkOS, and does what it is told. */
  const pretender = async (context: TestContext, listener: RequestListener): Promise<WorkOsAccess> => {
    const server = await listenOnLoopback(listener, 0);
    context.after(() => server.close());
    return { ...workOs.access, url: `http://127.0.0.1:${server.port}` };
  };
  const loggedBy = async (context: TestContext, ask: () => Promise<void>): Promise<string> => {
    const log = context.mock.method(console, 'error', () => undefined);
    await ask();
    return log.mock.calls.map((call) => call.arguments.join(' ')).join('\n');
  };

  test('limits requests makes the element wait: 429, with the seconds', async (context) => {
    const limited = await startWorkOs({ requestsPerMinute: 1 });
    context.after(() => limited.close());
    const product = await productWith(context, limited.access);
    assert.equal((await fetch(`${product}/portal-link?intent=sso`)).status, 200);
    const refused = await fetch(`${product}/portal-link?intent=sso`);
    assert.equal(refused.status, 429);
    assert.match(refused.headers.get('Retry-After') ?? '', /^([1-9]|[1-5]\d|60)$/);
    assert.equal(limited.links.length, 1);
  });

  test('fails is asked once, and the endpoint says 502 at once', async (context) => {
    let asked = 0;
    const access = await pretender(context, (_request, response) => {
      asked += 1;
      response.writeHead(503, { 'Content-Type': 'application/json', 'Retry-After': '30' }).end('{"message":"Down"}');
    });
    const product = await productWith(context, access);
    const log = await loggedBy(context, async () => {
      const response = await fetch(`${product}/portal-link?intent=sso`);
      assert.equal(response.status, 502);
      assert.deepEqual(await response.json(), { error: 'portal_link_failed' });
    });
    assert.equal(asked, 1);
    assert.equal(log, 'WorkOS minted no link. GenericServerException: Down');
  });

  test('refuses the key: the log has the reason and the number of the request, not the key', async (context) => {
    const product = await productWith(context, { ...workOs.access, apiKey: 'sk_test_guessed' });
    const log = await loggedBy(context, async () => {
      assert.equal((await fetch(`${product}/portal-link?intent=sso`)).status, 502);
      assert.equal((await fetch(`${product}/status`)).status, 502);
    });
    assert.match(log, /^WorkOS minted no link\. UnauthorizedException: .*API key.* \(req_[\w-]+\)\n/);
    assert.doesNotMatch(log, /sk_test/);
  });

  for (const status of [201, 500]) {
    test(`answers ${status} with what is no JSON: the log does not quote it`, async (context) => {
      const access = await pretender(context, (_request, response) => {
        response.writeHead(status, { 'Content-Type': 'application/json' }).end('{"link":token=secret}');
      });
      const product = await productWith(context, access);
      const log = await loggedBy(context, async () => {
        assert.equal((await fetch(`${product}/portal-link?intent=sso`)).status, 502);
      });
      assert.equal(log, 'WorkOS minted no link. Its answer is not JSON.');
    });
  }

  test('is not there: the log says so', async (context) => {
    const gone = await startWorkOs();
    await gone.close();
    const product = await productWith(context, gone.access);
    const log = await loggedBy(context, async () => {
      assert.equal((await fetch(`${product}/portal-link?intent=sso`)).status, 502);
    });
    assert.match(log, /^WorkOS minted no link\. .*fetch failed/);
  });

  test('does not answer is given up before the element gives up', async (context) => {
    const asked = Promise.withResolvers<ServerResponse>();
    const access = await pretender(context, (_request, response) => asked.resolve(response));
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const minted = new WorkOsOrganization(access).generateLink('sso', 'https://a.example', 'https://a.example');
    const failed = assert.rejects(minted, { message: 'Error: Request timeout' });
    const response = await asked.promise;
    // The element waits 15 s.
    context.mock.timers.tick(14_000);
    response.writeHead(201, { 'Content-Type': 'application/json' }).end('{"link":"https://late.example"}');
    await failed;
  });
});
