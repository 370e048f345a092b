/** The request to the endpoint, and the errors of its answers, without the element. */
import { expect } from '@open-wc/testing';
import type { PortalError } from '../../src/portal-error.ts';
import { requestLink, type LinkSource } from '../../src/portal-link.ts';
import type { RecordedRequest } from '../tools/backend-script.ts';
import { Backend, type Answer } from '../tools/backend.ts';
import { pauseTimers, withoutJitter } from '../tools/conditions.ts';
import { rejectionOf } from '../tools/portal-harness.ts';

const BARE = { fetchPortalLink: null, method: null, credentials: null, headers: null } satisfies Partial<LinkSource>;
const TIME_LIMIT = 15_000;

describe('the endpoint', () => {
  let backend: Backend;
  let controller: AbortController;

  beforeEach(async () => {
    withoutJitter();
    backend = await Backend.create();
    controller = new AbortController();
  });
  // An answer that never ends keeps its connection.
  afterEach(() => controller.abort());

  const requestWith = (values: Partial<LinkSource> = {}): Promise<string> =>
    requestLink({ ...BARE, endpoint: backend.endpoint, ...values }, 'start', controller.signal);

  /** The only request that the endpoint gets with these values. */
  const sent = async (values: Partial<LinkSource> = {}): Promise<RecordedRequest> => {
    expect(await requestWith(values)).to.equal(backend.link(1));
    const { requests } = await backend.log();
    expect(requests.length).to.equal(1);
    return requests[0]!;
  };

  const failure = async (answer: Answer): Promise<PortalError> => {
    await backend.answers([answer]);
    const error = await rejectionOf(requestWith());
    expect(error, 'the error').to.be.an.instanceof(Error);
    return error as PortalError;
  };

  for (const method of [null, undefined, '', 'GET']) {
    it(`is asked with GET if the method is ${JSON.stringify(method)}`, async () => {
      expect((await sent({ method })).method).to.equal('GET');
    });
  }

  it('is asked with POST if that is the method', async () => {
    expect((await sent({ method: 'POST' })).method).to.equal('POST');
  });

  it('gets the cookies of this page, unless "credentials" says otherwise', async () => {
    document.cookie = 'signed_in=1; path=/';
    await requestWith();
    await requestWith({ credentials: 'omit' });
    document.cookie = 'signed_in=1; path=/; max-age=0';
    const cookies = (await backend.log()).requests.map(({ headers }) => headers['cookie'] ?? '');
    expect(cookies.map((cookie) => cookie.includes('signed_in'))).to.deep.equal([true, false]);
  });

  const token = { 'X-Token': 'secret' };
  const forms: [form: string, headers: LinkSource['headers']][] = [
    ['a record', token],
    ['pairs', [['X-Token', 'secret']]],
    ['Headers', new Headers(token)],
    ['a function', () => token],
    ['an async function', async () => token],
  ];
  for (const [form, headers] of forms) {
    it(`gets headers that are given as ${form}`, async () => {
      expect((await sent({ headers })).headers['x-token']).to.equal('secret');
    });
  }

  it('is asked for JSON, even if the headers accept something else', async () => {
    expect((await sent({ headers: { accept: 'text/html' } })).headers['accept']).to.equal('application/json');
  });

  it('is asked again if a cache could answer', async () => {
    await backend.answers([{ headers: { 'cache-control': 'max-age=3600' } }]);
    expect(await requestWith()).to.equal(backend.link(1));
    expect(await requestWith()).to.equal(backend.link(2));
  });

  for (const [status, code] of [
    [401, 'ENDPOINT_UNAUTHORIZED'],
    [403, 'ENDPOINT_UNAUTHORIZED'],
    [404, 'ENDPOINT_FAILED'],
  ] as const) {
    it(`leads to ${code} with possible causes after status ${status}`, async () => {
      const error = await failure({ status });
      expect(error).to.include({ code, status, retryAfter: 0 });
      for (const word of [String(status), 'log', 'sign-in', '"credentials"', '"headers"']) {
        expect(error.message).to.include(word);
      }
    });
  }

  it('can set Retry-After', async () => {
    expect((await failure({ status: 404, headers: { 'retry-after': '2' } })).retryAfter).to.equal(2000);
  });

  const unusable: [what: string, answer: Answer, actual: string][] = [
    ['HTML', { body: '<!doctype html>' }, 'got no JSON'],
    ['JSON without a link', { json: { href: 'https://a.example/1' } }, 'got no link'],
  ];
  for (const [what, answer, actual] of unusable) {
    it(`leads to RESPONSE_INVALID with the expected and the actual answer after ${what}`, async () => {
      const error = await failure(answer);
      expect(error.code).to.equal('RESPONSE_INVALID');
      expect(error.message).to.include('{"location": "https://…"}').and.to.include(actual);
    });
  }

  it('leads to ENDPOINT_UNAUTHORIZED with two possible causes after a redirect, which is not followed', async () => {
    const error = await failure({ redirect: '/backend/{run}/login' });
    expect([error.code, error.retryable]).to.deep.equal(['ENDPOINT_UNAUTHORIZED', false]);
    for (const word of ['Signed out', '401', 'Moved', '"endpoint"']) expect(error.message).to.include(word);
  });

  it('leads to an error without the link after broken JSON', async () => {
    const error = await failure({ body: '{"location": "https://a.example/secret' });
    expect(`${String(error)} ${JSON.stringify(error)} ${String(error.cause)}`).not.to.contain('secret');
  });

  it('leads to ENDPOINT_UNREACHABLE with possible causes if it cannot be reached', async () => {
    const error = await failure({ destroy: true });
    expect(error.code).to.equal('ENDPOINT_UNREACHABLE');
    for (const word of ['network', 'CORS', '"connect-src"', '"cause"']) expect(error.message).to.include(word);
  });

  it('has 15 s for the whole answer', async () => {
    const timers = pauseTimers(TIME_LIMIT);
    const failed = failure({ hang: 'body' });
    await timers.fire(TIME_LIMIT);
    const error = await failed;
    expect(error.code).to.equal('ENDPOINT_TIMEOUT');
    expect(error.message).to.include('15 s');
    expect(timers.requested).to.deep.equal([TIME_LIMIT]);
  });

  it('leaves no timer after its answer', async () => {
    const timers = pauseTimers(TIME_LIMIT);
    await requestWith();
    expect(timers.requested).to.deep.equal([TIME_LIMIT]);
    expect(timers.pending).to.be.empty;
  });

  it('is not asked if there is a fetchPortalLink, which gets the reason and the signal', async () => {
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
