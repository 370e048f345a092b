/** What the endpoint is asked, and what is made of its answer: one request at a time, without the element. */
import { expect } from '@open-wc/testing';
import type { PortalError } from '../../src/portal-error.ts';
import { requestLink, type LinkSource } from '../../src/portal-link.ts';
import type { RecordedRequest } from '../tools/backend-script.ts';
import { Backend, type Answer } from '../tools/backend.ts';
import { holdTimers, substitute } from '../tools/conditions.ts';

const BARE = { fetchPortalLink: null, method: null, credentials: null, headers: null } satisfies Partial<LinkSource>;
const TIME_LIMIT = 15_000;

describe('the endpoint', () => {
  let backend: Backend;
  let controller: AbortController;

  beforeEach(async () => {
    // Nobody waits between attempts.
    substitute(Math, 'random', () => 0);
    backend = await Backend.create();
    controller = new AbortController();
  });
  // An answer that never ends would keep its connection.
  afterEach(() => controller.abort());

  const ask = (values: Partial<LinkSource> = {}): Promise<string> =>
    requestLink({ ...BARE, endpoint: backend.endpoint, ...values }, 'start', controller.signal);

  /** The only request that asking like this makes. */
  const sent = async (values: Partial<LinkSource> = {}): Promise<RecordedRequest> => {
    expect(await ask(values)).to.equal(backend.link(1));
    const { requests } = await backend.log();
    expect(requests.length).to.equal(1);
    return requests[0]!;
  };

  const failure = async (answer: Answer): Promise<PortalError> => {
    await backend.answers([answer]);
    return ask().then(
      (link) => expect.fail(`there is a link: ${link}`),
      (error: unknown) => error as PortalError,
    );
  };

  for (const method of [null, undefined, '', 'GET']) {
    it(`is asked with GET if the method is ${JSON.stringify(method)}`, async () => {
      expect((await sent({ method })).method).to.equal('GET');
    });
  }

  it('is asked with POST if the page says so', async () => {
    expect((await sent({ method: 'POST' })).method).to.equal('POST');
  });

  it('gets the cookies of this page, unless "credentials" says otherwise', async () => {
    document.cookie = 'signed_in=1; path=/';
    await ask();
    await ask({ credentials: 'omit' });
    document.cookie = 'signed_in=1; path=/; max-age=0';
    const cookies = (await backend.log()).requests.map(({ headers }) => headers['cookie'] ?? '');
    expect(cookies.map((cookie) => cookie.includes('signed_in'))).to.deep.equal([true, false]);
  });

  const token = { 'X-Token': 'secret' };
  const given: [what: string, headers: LinkSource['headers']][] = [
    ['a record', token],
    ['pairs', [['X-Token', 'secret']]],
    ['Headers', new Headers(token)],
    ['a function', () => token],
    ['a function that returns them later', async () => token],
  ];
  for (const [what, headers] of given) {
    it(`gets the headers that are given as ${what}`, async () => {
      expect((await sent({ headers })).headers['x-token']).to.equal('secret');
    });
  }

  it('is asked for JSON, whatever the given headers accept', async () => {
    expect((await sent({ headers: { accept: 'text/html' } })).headers['accept']).to.equal('application/json');
  });

  it('is asked anew where a cache could answer', async () => {
    await backend.answers([{ headers: { 'cache-control': 'max-age=3600' } }]);
    expect(await ask()).to.equal(backend.link(1));
    expect(await ask()).to.equal(backend.link(2));
  });

  for (const [status, code] of [
    [401, 'ENDPOINT_UNAUTHORIZED'],
    [403, 'ENDPOINT_UNAUTHORIZED'],
    [404, 'ENDPOINT_FAILED'],
  ] as const) {
    it(`that answers ${status} is ${code}, with what to look at`, async () => {
      const error = await failure({ status });
      expect(error).to.include({ code, status, retryAfter: 0 });
      for (const word of [String(status), 'log', 'sign-in', '"credentials"', '"headers"']) {
        expect(error.message).to.include(word);
      }
    });
  }

  it('that asks for patience is understood', async () => {
    expect((await failure({ status: 404, headers: { 'retry-after': '2' } })).retryAfter).to.equal(2000);
  });

  const unusable: [what: string, answer: Answer, named: string][] = [
    ['HTML', { body: '<!doctype html>' }, 'got no JSON'],
    ['JSON without a link', { json: { href: 'https://a.example/1' } }, 'got no link'],
  ];
  for (const [what, answer, named] of unusable) {
    it(`that answers with ${what} is told what was expected and what came`, async () => {
      const error = await failure(answer);
      expect(error.code).to.equal('RESPONSE_INVALID');
      expect(error.message).to.include('{"location": "https://…"}').and.to.include(named);
    });
  }

  it('that redirects is told both likely reasons, and nobody follows', async () => {
    const error = await failure({ redirect: '/backend/{run}/login' });
    expect([error.code, error.retryable]).to.deep.equal(['ENDPOINT_UNAUTHORIZED', false]);
    for (const word of ['Signed out', '401', 'Moved', '"endpoint"']) expect(error.message).to.include(word);
  });

  it('that answers with a link in broken JSON finds no word of it in the error', async () => {
    const error = await failure({ body: '{"location": "https://a.example/secret' });
    expect(`${String(error)} ${JSON.stringify(error)} ${String(error.cause)}`).not.to.contain('secret');
  });

  it('that cannot be reached is reported with the likely reasons', async () => {
    const error = await failure({ destroy: true });
    expect(error.code).to.equal('ENDPOINT_UNREACHABLE');
    for (const word of ['network', 'CORS', '"connect-src"', '"cause"']) expect(error.message).to.include(word);
  });

  it('has 15 s for the whole answer', async () => {
    const timers = holdTimers(TIME_LIMIT);
    const failed = failure({ hang: 'body' });
    await timers.release(TIME_LIMIT);
    const error = await failed;
    expect(error.code).to.equal('ENDPOINT_TIMEOUT');
    expect(error.message).to.include('15 s');
    expect(timers.asked).to.deep.equal([TIME_LIMIT]);
  });

  it('leaves no timer once it has answered', async () => {
    const timers = holdTimers(TIME_LIMIT);
    await ask();
    expect(timers.asked).to.deep.equal([TIME_LIMIT]);
    expect(timers.delays).to.be.empty;
  });

  it('is not asked where there is a fetchPortalLink, which learns the reason and when to stop', async () => {
    const { signal } = controller;
    const calls: unknown[] = [];
    const fetchPortalLink: LinkSource['fetchPortalLink'] = async (request) => {
      calls.push(request);
      return 'https://a.example/1';
    };
    const source = { ...BARE, endpoint: backend.endpoint, fetchPortalLink };
    expect(await requestLink(source, 'refresh', signal)).to.equal('https://a.example/1');
    expect(calls).to.deep.equal([{ signal, reason: 'refresh' }]);
    expect((await backend.log()).requests).to.be.empty;
  });
});
