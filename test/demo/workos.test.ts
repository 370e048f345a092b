/**
 * WorkOS's portal in the demo: who gets a link, the page, and the errors of WorkOS. `workos-protocol.test.ts` has the SDK
 * against the simulated WorkOS.
 */
import assert from 'node:assert/strict';
import type { RequestListener, ServerResponse } from 'node:http';
import { after, before, beforeEach, describe, test, type TestContext } from 'node:test';
import express from 'express';
import { listenOnLoopback } from '../../demo/host/loopback-server.ts';
import { peopleOf } from '../../demo/host/people.ts';
import { WorkOsOrganization } from '../../demo/host/workos-organization.ts';
import { workOsRoutes } from '../../demo/host/workos-routes.ts';
import { INTENTS } from '../../demo/host/workos/intents.ts';
import { startWorkOs, type WorkOsAccess, type WorkOsSimulator } from '../../demo/host/workos/start-workos.ts';
import { startServer } from '../tools/test-server.ts';
import { startTestDemo, type TestDemo } from './test-demo.ts';
import { Visitor } from './visitor.ts';

const ENDPOINT = '/api/workos/portal-link';
const STATUS = '/api/workos/status';
const PAGE = '/settings/workos';
const NOTHING = { sso: false, dsync: false, domain_verification: false, log_streams: false };

let demo: TestDemo;
let workOs: WorkOsSimulator;
let visitor: Visitor;
before(async () => {
  demo = await startTestDemo();
  ({ workOs } = demo);
  visitor = await Visitor.signedIn(demo.url);
});
beforeEach(() => workOs.reset());
after(() => demo.close());

const member = (): Promise<Visitor> => Visitor.member(demo.url);

const mint = async (intent = 'sso'): Promise<string> => {
  const { link } = (await visitor.json(`${ENDPOINT}?intent=${intent}`)) as { link: string };
  return link;
};

/** Finishes in the portal, without a cookie of the product, and without following redirects. */
const finish = (link: string): Promise<Response> => {
  const { origin, searchParams } = new URL(link);
  return fetch(`${origin}/finish`, { method: 'POST', body: searchParams, redirect: 'manual' });
};

describe('the endpoint for WorkOS', () => {
  test('answers an administrator with {link}, never cached', async () => {
    const response = await visitor.get(`${ENDPOINT}?intent=dsync`);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('Cache-Control'), 'no-store');
    const body = (await response.json()) as { link: string };
    assert.deepEqual(Object.keys(body), ['link']);
    assert.equal(new URL(body.link).origin, workOs.access.url);
  });

  for (const intent of Object.keys(INTENTS)) {
    test(`mints a link for ${intent} that opens, and returns to the page`, async () => {
      const response = await fetch(await mint(intent));
      assert.equal(response.status, 200);
      assert.ok((await response.text()).includes(`href="${demo.url}${PAGE}"`), 'it does not return');
      assert.deepEqual(
        workOs.links.map(({ intent, returnUrl, successUrl }) => ({ intent, returnUrl, successUrl })),
        [{ intent, returnUrl: demo.url + PAGE, successUrl: `${demo.url}${PAGE}?finished=${intent}` }],
      );
    });
  }

  for (const [title, request, status] of [
    ['no intent', () => visitor.get(ENDPOINT), 400],
    ['an unknown intent', () => visitor.get(`${ENDPOINT}?intent=toString`), 400],
    ['two intents', () => visitor.get(`${ENDPOINT}?intent=sso&intent=dsync`), 400],
    ['a stranger', () => new Visitor(demo.url).get(`${ENDPOINT}?intent=sso`), 401],
    ['a member who is no administrator', async () => (await member()).get(`${ENDPOINT}?intent=sso`), 403],
    ['another site', () => visitor.get(`${ENDPOINT}?intent=sso`, { headers: { 'Sec-Fetch-Site': 'cross-site' } }), 403],
  ] as const) {
    test(`answers ${title} with ${status}, and mints no link`, async () => {
      assert.equal((await request()).status, status);
      assert.equal(workOs.links.length, 0);
    });
  }

  test('ignores an organization and URLs of the browser', async () => {
    const query = 'organization=org_1&return_url=https://evil.example&success_url=https://evil.example';
    assert.equal((await visitor.get(`${ENDPOINT}?intent=sso&${query}`)).status, 200);
    assert.doesNotMatch(JSON.stringify(workOs.links), /evil/);
  });
});

describe('the status', () => {
  test('is the current configuration', async () => {
    const expected = { ...NOTHING };
    assert.deepEqual(await visitor.json(STATUS), expected);
    for (const intent of ['sso', 'dsync', 'domain_verification', 'log_streams'] as const) {
      workOs.configure(intent);
      expected[intent] = true;
      assert.deepEqual(await visitor.json(STATUS), expected);
    }
    await visitor.postJson('/demo/reset', {});
    assert.deepEqual(await visitor.json(STATUS), NOTHING);
  });

  test('changes when a person finishes in the portal, which redirects to the page', async () => {
    const response = await finish(await mint('dsync'));
    assert.equal(response.status, 303);
    assert.equal(response.headers.get('Location'), `${demo.url}${PAGE}?finished=dsync`);
    assert.deepEqual(await visitor.json(STATUS), { ...NOTHING, dsync: true });
  });

  test('is never cached, and only for administrators', async () => {
    assert.equal((await visitor.get(STATUS)).headers.get('Cache-Control'), 'no-store');
    assert.equal((await new Visitor(demo.url).get(STATUS)).status, 401);
    assert.equal((await (await member()).get(STATUS)).status, 403);
  });
});

describe('the page', () => {
  test('has one element for each intent, with mode="redirect"', async () => {
    const page = await visitor.text(PAGE);
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

  test('shows a status for each intent with a status at WorkOS, and for no other', async () => {
    const page = await visitor.text(PAGE);
    const shown = [...page.matchAll(/id="status-(\w+)"/g)].map(([, intent]) => intent);
    assert.deepEqual(shown, Object.keys((await visitor.json(STATUS)) as object));
  });

  test('has no element for a member who is no administrator', async () => {
    const page = await (await member()).text(PAGE);
    assert.match(page, /Only administrators/);
    assert.doesNotMatch(page, /<scalekit-admin-portal|<script|simulated/);
  });
});

test('the page is the default redirect of the environment at WorkOS', async () => {
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
  /** Only the routes of the product, for its administrator, with this WorkOS. */
  const productWith = async (context: TestContext, access: WorkOsAccess): Promise<string> => {
    const [administrator] = peopleOf('org_1');
    const app = express().use(workOsRoutes(new WorkOsOrganization(access), () => administrator));
    const server = await listenOnLoopback(app, 0);
    context.after(() => server.close());
    return `http://localhost:${server.port}`;
  };
  /** A server instead of WorkOS. */
  const fakeWorkOs = async (context: TestContext, listener: RequestListener): Promise<WorkOsAccess> => {
    const server = await startServer(listener, '127.0.0.1');
    context.after(() => server.close());
    return { ...workOs.access, url: server.origin };
  };
  /** Requests paths of the product, which have to answer 502, and returns the log. */
  const logOfFailures = async (context: TestContext, access: WorkOsAccess, ...paths: string[]): Promise<string> => {
    const product = await productWith(context, access);
    const log = context.mock.method(console, 'error', () => undefined);
    for (const path of paths) assert.equal((await fetch(product + path)).status, 502);
    return log.mock.calls.map((call) => call.arguments.join(' ')).join('\n');
  };
  const LINK = '/portal-link?intent=sso';

  test('limits requests makes the element wait: 429 with the seconds', async (context) => {
    const limited = await startWorkOs({ requestsPerMinute: 1 });
    context.after(() => limited.close());
    const product = await productWith(context, limited.access);
    assert.equal((await fetch(product + LINK)).status, 200);
    const refused = await fetch(product + LINK);
    assert.equal(refused.status, 429);
    assert.match(refused.headers.get('Retry-After') ?? '', /^([1-9]|[1-5]\d|60)$/);
    assert.equal(limited.links.length, 1);
  });

  test('fails gets one request, and the endpoint answers 502 at once', async (context) => {
    let requests = 0;
    const access = await fakeWorkOs(context, (_request, response) => {
      requests += 1;
      response.writeHead(503, { 'Content-Type': 'application/json', 'Retry-After': '30' }).end('{"message":"Down"}');
    });
    const log = context.mock.method(console, 'error', () => undefined);
    const response = await fetch((await productWith(context, access)) + LINK);
    assert.equal(response.status, 502);
    assert.deepEqual(await response.json(), { error: 'portal_link_failed' });
    assert.equal(requests, 1);
    const lines = log.mock.calls.map((call) => call.arguments.join(' '));
    assert.deepEqual(lines, ['WorkOS minted no link. GenericServerException: Down']);
  });

  test('refuses the key leads to a log with the reason and the request id, without the key', async (context) => {
    const access = { ...workOs.access, apiKey: 'sk_test_guessed' };
    const log = await logOfFailures(context, access, LINK, '/status');
    assert.match(log, /^WorkOS minted no link\. UnauthorizedException: .*API key.* \(req_[\w-]+\)\n/);
    assert.doesNotMatch(log, /sk_test/);
  });

  for (const status of [201, 500]) {
    test(`answers ${status} without JSON leads to a log that does not quote the answer`, async (context) => {
      const access = await fakeWorkOs(context, (_request, response) => {
        response.writeHead(status, { 'Content-Type': 'application/json' }).end('{"link":token=secret}');
      });
      const log = await logOfFailures(context, access, LINK);
      assert.equal(log, 'WorkOS minted no link. Its answer is not JSON.');
    });
  }

  test('is down leads to a log that says so', async (context) => {
    const down = await startWorkOs();
    await down.close();
    assert.match(await logOfFailures(context, down.access, LINK), /^WorkOS minted no link\. .*fetch failed/);
  });

  test('does not answer leads to a timeout before the element stops waiting', async (context) => {
    const requested = Promise.withResolvers<ServerResponse>();
    const access = await fakeWorkOs(context, (_request, response) => requested.resolve(response));
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const minted = new WorkOsOrganization(access).generateLink('sso', 'https://a.example', 'https://a.example');
    const failed = assert.rejects(minted, { message: 'Error: Request timeout' });
    const response = await requested.promise;
    // The element waits 15 s.
    context.mock.timers.tick(14_000);
    response.writeHead(201, { 'Content-Type': 'application/json' }).end('{"link":"https://late.example"}');
    await failed;
  });
});
