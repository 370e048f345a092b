/**
 * WorkOS's SDK against the simulated WorkOS over HTTP: its links, its answers and its refusals. The simulated portal is as
 * strict as that of WorkOS: no frame, no link after 5 minutes, and only the registered redirects.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, mock, test, type Mock } from 'node:test';
import {
  GenericServerException,
  NotFoundException,
  RateLimitExceededException,
  UnauthorizedException,
  UnprocessableEntityException,
  WorkOS,
  type GenerateLinkIntent,
} from '@workos-inc/node';
import { INTENTS, type Intent } from '../../demo/host/workos/intents.ts';
import { startWorkOs, type WorkOsAccess, type WorkOsSimulator } from '../../demo/host/workos/start-workos.ts';

const EVERY_INTENT: readonly Intent[] = [
  'sso',
  'dsync',
  'audit_logs',
  'log_streams',
  'domain_verification',
  'certificate_renewal',
];
const RETURN = 'https://desk.example/settings';
const SUCCESS = 'https://desk.example/done';

let simulator: WorkOsSimulator;
let workOs: WorkOS;
let organization: string;
before(async () => {
  simulator = await startWorkOs();
  workOs = connect(simulator.access);
  organization = simulator.access.organizationId;
});
beforeEach(() => {
  simulator.reset();
  simulator.redirects = {};
});
after(() => simulator.close());

function connect({ url, apiKey }: WorkOsAccess): WorkOS {
  const { hostname, port } = new URL(url);
  return new WorkOS(apiKey, { apiHostname: hostname, port: Number(port), https: false, maxRetries: 0 });
}

/** The options of a link besides the organization. */
interface LinkOptions {
  intent?: Intent;
  returnUrl?: string;
  successUrl?: string;
}

const mint = async ({ intent = 'sso', ...urls }: LinkOptions = {}): Promise<string> =>
  (await workOs.adminPortal.generateLink({ organization, intent, ...urls })).link;

/** Opens a link without following redirects. */
const open = (link: string): Promise<Response> => fetch(link, { redirect: 'manual' });
const finish = (link: string): Promise<Response> => {
  const { origin, searchParams } = new URL(link);
  return fetch(`${origin}/finish`, { method: 'POST', body: searchParams, redirect: 'manual' });
};

/** The return URL in the page. */
const returnUrlIn = async (response: Response): Promise<string | undefined> =>
  /id="return" href="([^"]*)"/.exec(await response.text())?.[1];

/** The exception of the SDK, which has to be of this type. */
async function refusal<Refusal extends Error>(
  call: Promise<unknown>,
  type: abstract new (...args: never[]) => Refusal,
): Promise<Refusal> {
  const thrown: unknown = await call.then(
    () => assert.fail('it was not refused'),
    (cause: unknown) => cause,
  );
  assert.ok(thrown instanceof type, String(thrown));
  return thrown;
}

/** Runs a function at a later time. */
async function later(milliseconds: number, act: () => Promise<unknown>): Promise<void> {
  mock.timers.enable({ apis: ['Date'], now: Date.now() + milliseconds });
  try {
    await act();
  } finally {
    mock.timers.reset();
  }
}

describe('a link of the SDK', () => {
  test('may have each intent of the guide', () => {
    assert.deepEqual(Object.keys(INTENTS).sort(), [...EVERY_INTENT].sort());
  });

  for (const intent of EVERY_INTENT) {
    test(`opens the portal for ${intent}`, async () => {
      const answer = await workOs.adminPortal.generateLink({ organization, intent });
      assert.deepEqual(Object.keys(answer), ['link']);
      assert.deepEqual(
        simulator.links.map(({ intent, opened }) => [intent, opened]),
        [[intent, false]],
      );
      const response = await open(answer.link);
      assert.equal(response.status, 200);
      assert.ok((await response.text()).includes(`<h1>${INTENTS[intent]}</h1>`));
      assert.equal(simulator.links[0]?.opened, true);
    });
  }

  test('is a new one for each call', async () => {
    assert.notEqual(await mint(), await mint());
    assert.equal(simulator.links.length, 2);
  });

  test('comes with 201 and a request id', async () => {
    const response = await post({ organization, intent: 'sso' });
    assert.equal(response.status, 201);
    assert.match(response.headers.get('X-Request-ID') ?? '', /^req_/);
  });

  test('expires after 5 minutes if nobody opens it', async () => {
    const link = await mint();
    await later(5 * 60_000 + 1, async () => {
      assert.equal((await open(link)).status, 410);
      assert.equal((await finish(link)).status, 410);
    });
    assert.equal((await workOs.sso.listConnections()).data.length, 0);
  });

  test('can be opened for 5 minutes', async () => {
    const link = await mint();
    await later(5 * 60_000 - 1000, async () => assert.equal((await open(link)).status, 200));
  });

  test('that was opened in time does not expire before its visitor finishes', async () => {
    const link = await mint();
    await open(link);
    await later(60 * 60_000, async () => {
      assert.equal((await open(link)).status, 200);
      assert.equal((await finish(link)).status, 303);
    });
  });

  test('does not open with another token', async () => {
    const link = new URL(await mint());
    link.searchParams.set('token', 'guessed');
    for (const other of [link.href, link.origin]) {
      assert.equal((await open(other)).status, 410);
      assert.equal((await finish(other)).status, 410);
    }
  });

  test('shows a page without frames, referrer and caches, which says that it is not WorkOS', async () => {
    const response = await open(await mint());
    assert.match(response.headers.get('Content-Security-Policy') ?? '', /frame-ancestors 'none'/);
    assert.equal(response.headers.get('X-Frame-Options'), 'DENY');
    assert.equal(response.headers.get('Referrer-Policy'), 'no-referrer');
    assert.equal(response.headers.get('Cache-Control'), 'no-store');
    assert.match(await response.text(), /This is not WorkOS/);
  });

  test('is never written to the console', async () => {
    const writers: Mock<(...args: never[]) => unknown>[] = [
      mock.method(process.stdout, 'write'),
      mock.method(process.stderr, 'write'),
    ];
    try {
      const link = await mint({ returnUrl: RETURN });
      const token = new URL(link).searchParams.get('token')!;
      await open(link);
      await finish(link);
      await fetch(`${new URL(link).origin}/finish?token=${token}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=none' },
        body: `token=${token}`,
      });
      await later(24 * 60 * 60_000, async () => open(await mint()));
      console.error('The console is recorded.');
      const written = writers.flatMap(({ mock: { calls } }) => calls.map((call) => String(call.arguments[0]))).join('');
      assert.match(written, /The console is recorded/);
      assert.ok(!written.includes(token));
    } finally {
      mock.restoreAll();
    }
  });
});

describe('the portal redirects', () => {
  const REDIRECTS = {
    returnUrl: 'https://desk.example/default',
    successUrls: { sso: 'https://desk.example/sso', log_streams: 'https://desk.example/streams' },
  };

  test('to the URLs of the link', async () => {
    simulator.redirects = REDIRECTS;
    const link = await mint({ returnUrl: RETURN, successUrl: SUCCESS });
    assert.equal(await returnUrlIn(await open(link)), RETURN);
    const finished = await finish(link);
    assert.equal(finished.status, 303);
    assert.equal(finished.headers.get('Location'), SUCCESS);
  });

  test('to the URLs of the dashboard if the link has none', async () => {
    simulator.redirects = REDIRECTS;
    for (const [intent, success] of Object.entries(REDIRECTS.successUrls)) {
      const link = await mint({ intent: intent as Intent });
      assert.equal(await returnUrlIn(await open(link)), REDIRECTS.returnUrl);
      assert.equal((await finish(link)).headers.get('Location'), success);
    }
  });

  test('to the URL of the dashboard for each URL that the link does not have', async () => {
    simulator.redirects = REDIRECTS;
    const [withReturn, withSuccess] = [await mint({ returnUrl: RETURN }), await mint({ successUrl: SUCCESS })];
    assert.equal(await returnUrlIn(await open(withReturn)), RETURN);
    assert.equal((await finish(withReturn)).headers.get('Location'), REDIRECTS.successUrls.sso);
    assert.equal(await returnUrlIn(await open(withSuccess)), REDIRECTS.returnUrl);
    assert.equal((await finish(withSuccess)).headers.get('Location'), SUCCESS);
  });

  test('to the same page if there are no URLs', async () => {
    const link = await mint();
    assert.equal(await returnUrlIn(await open(link)), undefined);
    const finished = await finish(link);
    const target = new URL(finished.headers.get('Location')!, link);
    assert.equal(target.href, link);
    assert.match(await (await open(target.href)).text(), /Configured\./);
  });

  test('to origins that its policy allows for forms', async () => {
    const policyOf = async (options: LinkOptions): Promise<string> =>
      (await open(await mint(options))).headers.get('Content-Security-Policy')!;
    assert.match(await policyOf({ successUrl: SUCCESS }), /form-action 'self' https:\/\/desk\.example;/);
    assert.match(await policyOf({}), /form-action 'self' ;/);
  });
});

describe('after the portal, the SDK reads', () => {
  const read = async () => {
    const [connections, directories, { domains }, { data }] = await Promise.all([
      workOs.sso.listConnections({ organizationId: organization }),
      workOs.directorySync.listDirectories({ organizationId: organization }),
      workOs.organizations.getOrganization(organization),
      workOs.get<{ log_stream?: { state: string } }>(`/organizations/${organization}/audit_log_configuration`),
    ]);
    return {
      sso: connections.data.map(({ state }) => state),
      dsync: directories.data.map(({ state }) => state),
      domain_verification: domains.map(({ state }) => state),
      log_streams: data.log_stream?.state,
    };
  };
  const NOTHING = { sso: [], dsync: [], domain_verification: ['pending'], log_streams: undefined };

  for (const [intent, state] of [
    ['sso', ['active']],
    // WorkOS's "linked", which the SDK calls "active".
    ['dsync', ['active']],
    ['domain_verification', ['verified']],
    ['log_streams', 'active'],
  ] as const) {
    test(`only ${intent}`, async () => {
      const link = await mint({ intent });
      await open(link);
      assert.deepEqual(await read(), NOTHING);
      await finish(link);
      assert.deepEqual(await read(), { ...NOTHING, [intent]: state });
    });
  }

  for (const intent of ['certificate_renewal', 'audit_logs'] as const) {
    test(`nothing for ${intent}, which has no state in the API`, async () => {
      await finish(await mint({ intent, successUrl: SUCCESS }));
      assert.deepEqual(await read(), NOTHING);
    });
  }

  test('only the states of the organization', async () => {
    for (const intent of EVERY_INTENT) simulator.configure(intent);
    const other = { organizationId: 'org_other' };
    assert.equal((await workOs.sso.listConnections(other)).data.length, 0);
    assert.equal((await workOs.directorySync.listDirectories(other)).data.length, 0);
    assert.equal((await workOs.sso.listConnections()).data[0]?.organizationId, organization);
    assert.equal((await workOs.directorySync.listDirectories()).data[0]?.organizationId, organization);
  });

  test('a list with an end', async () => {
    simulator.configure('sso');
    const connections = await workOs.sso.listConnections({ organizationId: organization });
    assert.equal((await connections.autoPagination()).length, 1);
  });
});

test('an audit log can only be viewed, so its page has no form', async () => {
  const link = await mint({ intent: 'audit_logs', successUrl: SUCCESS });
  assert.doesNotMatch(await (await open(link)).text(), /<form/);
  const finished = await finish(link);
  assert.equal(finished.status, 200);
  assert.match(await finished.text(), /<h1>Audit log<\/h1>/);
});

describe('the SDK throws its', () => {
  test('UnauthorizedException for another key, in each call', async () => {
    const stranger = connect({ ...simulator.access, apiKey: 'sk_test_guessed' });
    for (const call of [
      () => stranger.adminPortal.generateLink({ organization, intent: 'sso' }),
      () => stranger.sso.listConnections(),
      () => stranger.directorySync.listDirectories(),
      () => stranger.organizations.getOrganization(organization),
      () => stranger.get(`/organizations/${organization}/audit_log_configuration`),
      () => stranger.get('/elsewhere'),
    ]) {
      assert.match((await refusal(call(), UnauthorizedException)).requestID, /^req_/);
    }
    assert.equal(simulator.links.length, 0);
  });

  test('NotFoundException for another organization, with its id', async () => {
    for (const call of [
      () => workOs.adminPortal.generateLink({ organization: 'org_1', intent: 'sso' }),
      () => workOs.organizations.getOrganization('org_1'),
      () => workOs.get('/organizations/org_1/audit_log_configuration'),
    ]) {
      const { message, code, requestID } = await refusal(call(), NotFoundException);
      assert.equal(message, `Organization not found: 'org_1'.`);
      assert.equal(code, 'entity_not_found');
      assert.match(requestID, /^req_/);
    }
    assert.equal(simulator.links.length, 0);
  });

  test('NotFoundException for an unknown path', async () => {
    await refusal(workOs.get('/elsewhere'), NotFoundException);
  });

  for (const [title, change, expected] of [
    ['an unknown intent', { intent: 'constructor' }, /intent must be one of: sso, .*certificate_renewal/],
    ['an intent without a page in this portal', { intent: 'bring_your_own_key' }, /intent must be one of/],
    ['no intent', { intent: undefined }, /intent must be one of/],
    ['no organization', { organization: undefined }, /organization must be a string/],
    ['an invalid return URL', { returnUrl: 'https://' }, /return_url must be a URL that begins with https/],
    ['a return URL with a script', { returnUrl: 'javascript:alert(1)' }, /return_url must be a URL/],
    ['a return URL without TLS', { returnUrl: 'http://desk.example' }, /return_url must be a URL/],
    ['a success URL without TLS', { successUrl: 'http://desk.example' }, /success_url must be a URL/],
    ['an empty success URL', { successUrl: '' }, /success_url must be a URL/],
  ] as const) {
    test(`UnprocessableEntityException with the valid values for ${title}`, async () => {
      const options = { organization, intent: 'sso', ...change } as {
        organization: string;
        intent: GenerateLinkIntent;
      };
      const call = workOs.adminPortal.generateLink(options);
      const { message, code, requestID } = await refusal(call, UnprocessableEntityException);
      assert.match(message, expected);
      assert.equal(code, 'invalid_request_parameters');
      assert.match(requestID, /^req_/);
      assert.equal(simulator.links.length, 0);
    });
  }

  test('RateLimitExceededException with the seconds to wait after too many requests in a minute', async (context) => {
    const limited = await startWorkOs({ requestsPerMinute: 2 });
    context.after(() => limited.close());
    const client = connect(limited.access);
    const generate = () => client.adminPortal.generateLink({ organization, intent: 'sso' });
    await generate();
    // Requests with another key do not count.
    await refusal(connect({ ...limited.access, apiKey: 'sk_test_guessed' }).get('/elsewhere'), UnauthorizedException);
    await generate();
    const { status, retryAfter } = await refusal(generate(), RateLimitExceededException);
    assert.equal(status, 429);
    assert.ok(retryAfter !== null && retryAfter > 0 && retryAfter <= 60, String(retryAfter));
    assert.equal(limited.links.length, 2);
    await later(60_000, generate);
    assert.equal(limited.links.length, 3);
  });
});

test('a body that is not JSON is refused in JSON', async () => {
  const response = await post('{');
  assert.equal(response.status, 400);
  assert.deepEqual(await response.json(), { message: 'Request could not be processed.', code: 'bad_request' });
});

test('a body that is too large is refused in JSON', async () => {
  const adminEmails = ['x'.repeat(200_000)];
  const { status } = await refusal(
    workOs.adminPortal.generateLink({ organization, intent: 'sso', adminEmails }),
    GenericServerException,
  );
  assert.equal(status, 413);
});

/** For bodies that the SDK never sends. */
function post(body: object | string): Promise<Response> {
  return fetch(`${simulator.access.url}/portal/generate_link`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${simulator.access.apiKey}`, 'Content-Type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}
