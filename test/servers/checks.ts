/** What every server is tried with. Each check is a column of the table in `docs/server-runtimes.md`. */
import assert from 'node:assert/strict';
import { sendRaw, type Answer, type Ask, type Client } from './client.ts';
import { COMPRESSED, type Upstream } from './upstream.ts';

/** A server that runs. */
export interface Running {
  readonly client: Client;
  readonly origin: string;
  readonly path: string;
  readonly isHttp2: boolean;
  readonly upstream: Upstream;
}

export interface Check {
  /** The head of its column. */
  readonly words: string;
  /** What it means, below the table. */
  readonly means: string;
  readonly run: (running: Running) => Promise<void>;
}

let ids = 0;

const ask = async ({ client }: Running, mint: string, given: Ask = {}): Promise<Answer> => {
  const answer = await client.ask({ ...given, headers: { 'x-mint': mint, ...given.headers } });
  assert.doesNotMatch(answer.text + JSON.stringify(answer.headers), /secret/);
  return answer;
};

const isNeverCached = ({ headers }: Answer): void => {
  assert.match(headers['cache-control'] ?? 'none', /^no-store/);
  for (const name of ['cdn-cache-control', 'surrogate-control', 'expires']) assert.equal(headers[name], undefined);
};

const is = async (running: Running, status: number, mint: string, given: Ask = {}): Promise<Answer> => {
  const answer = await ask(running, mint, given);
  assert.equal(answer.status, status, answer.text);
  isNeverCached(answer);
  return answer;
};

/** As a page's own script posts: browsers name its origin. */
const post = ({ origin }: Running): Ask => ({ method: 'POST', headers: { Origin: origin } });

const postJson = (running: Running): Ask => ({
  ...post(running),
  body: '{"one":1}',
  headers: { ...post(running).headers, 'Content-Type': 'application/json' },
});

/** The server lives, and its kept connection is in order. */
const isWell = async (running: Running): Promise<void> => {
  const { json } = await is(running, 200, 'link');
  assert.match(json.location, /^https:\/\/env\.example\/magicLink\/\d+$/);
};

export const CHECKS: Readonly<Record<string, Check>> = {
  links: {
    words: 'links',
    means: 'GET and POST, with and without a body, are answered with a new link each time',
    async run(running) {
      const locations = new Set<string>();
      for (const given of [{}, post(running), postJson(running)]) {
        const { json, headers } = await is(running, 200, 'link', given);
        assert.match(headers['content-type'] ?? '', /^application\/json/);
        locations.add(json.location);
      }
      assert.equal(locations.size, 3);
    },
  },
  refusals: {
    words: 'refusals',
    means: '403 for `null`, for other sites by `Sec-Fetch-Site` or by `Origin`; the page’s own origin gets a link',
    async run(running) {
      const host = new URL(running.origin).host;
      await is(running, 403, 'null');
      await is(running, 403, 'link', { headers: { 'Sec-Fetch-Site': 'cross-site' } });
      await is(running, 403, 'link', { headers: { Origin: 'https://evil.example' } });
      await is(running, 403, 'link', { headers: { Origin: 'null' } });
      await is(running, 403, 'link', { headers: { Origin: `https://${host}.evil.example` } });
      await is(running, 200, 'link', { headers: { Origin: `https://${host}` } });
      await is(running, 200, 'link', { headers: { 'Sec-Fetch-Site': 'same-origin', Origin: `https://${host}` } });
    },
  },
  methods: {
    words: 'methods',
    means: '405 for other methods, with `Allow`',
    async run(running) {
      for (const method of ['PUT', 'DELETE', 'PATCH']) {
        const { headers } = await is(running, 405, 'link', { ...post(running), method });
        assert.equal(headers['allow'], 'GET, POST');
      }
    },
  },
  origins: {
    words: 'origins',
    means: 'a page of an origin in `allowedOrigins` may ask with cookies, after its preflight too',
    async run(running) {
      const headers = { Origin: 'https://admin.example', 'Sec-Fetch-Site': 'cross-site' };
      const asks = { 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': 'x-csrf-token' };
      const before = await is(running, 204, 'link', { method: 'OPTIONS', headers: { ...headers, ...asks } });
      assert.match(before.headers['access-control-allow-headers'] ?? '', /x-csrf-token/);
      for (const answer of [before, await is(running, 200, 'link', { headers })]) {
        assert.equal(answer.headers['access-control-allow-origin'], 'https://admin.example');
        assert.equal(answer.headers['access-control-allow-credentials'], 'true');
        assert.match(answer.headers['vary'] ?? '', /origin/i);
      }
    },
  },
  fetched: {
    words: 'fetched Response',
    means:
      '`mint` hands on a compressed Response of `fetch()`: status, body, cookies and own headers arrive, those of its connection do not',
    async run(running) {
      const answer = await is(running, 401, 'fetch');
      assert.equal(answer.text, COMPRESSED);
      assert.equal(answer.headers['x-own'], 'kept');
      assert.equal(answer.headers['x-of-connection'], undefined);
      assert.equal(answer.headers['content-encoding'], undefined);
      assert.deepEqual(
        answer.cookies.filter((cookie) => !cookie.startsWith('application')),
        ['upstream=1', 'second=2'],
      );
      await isWell(running);
    },
  },
  broken: {
    words: 'broken Response',
    means: '502 when the Response that `mint` hands on breaks or never ends; nothing of it is sent',
    async run(running) {
      for (const mint of ['fetch-broken', 'fetch-endless']) {
        const { cookies } = await is(running, 502, mint);
        assert.ok(!cookies.some((cookie) => cookie.startsWith('half')));
        await isWell(running);
      }
    },
  },
  failures: {
    words: 'failures',
    means: '502, and nothing of why, when `mint` throws, also where `onError` rejects; a thrown Response is the answer',
    async run(running) {
      for (const mint of ['throw', 'throw-null']) {
        assert.deepEqual((await is(running, 502, mint)).json, { error: 'portal_link_failed' });
      }
      assert.deepEqual((await is(running, 401, 'throw-response')).json, { error: 'sign in' });
      await isWell(running);
    },
  },
  caches: {
    words: 'no cache',
    means: '`Cache-Control: no-store` whatever `mint` says, and none of the headers that tell other caches otherwise',
    async run(running) {
      assert.equal((await is(running, 401, 'cacheable')).headers['x-own'], 'kept');
    },
  },
  kept: {
    words: 'headers kept',
    means: 'cookies, `Vary`, CORS headers and a request id that the application or its middleware has set',
    async run(running) {
      for (const answer of [
        await is(running, 200, 'link'),
        await is(running, 401, 'fetch', { headers: { Origin: 'https://admin.example' } }),
        await is(running, 403, 'null'),
      ]) {
        assert.ok(answer.cookies.some((cookie) => cookie.startsWith('application=1')));
        assert.match(answer.headers['vary'] ?? '', /accept-encoding/i);
        assert.match(answer.headers['vary'] ?? '', /origin/i);
        assert.match(answer.headers['x-request-id'] ?? '', /^of-the-application/);
        assert.match(answer.headers['access-control-expose-headers'] ?? '', /x-request-id/i);
      }
    },
  },
  context: {
    words: 'context',
    means: 'what the server hands over besides the request reaches `mint`: the user, an environment, a connection',
    async run(running) {
      assert.deepEqual((await is(running, 200, 'user')).json, { user: 'ada' });
    },
  },
  request: {
    words: 'body, host',
    means: '`request.text()` is what was sent, also after a body parser, and `request.url` names the host',
    async run(running) {
      const { json } = await is(running, 200, 'request', postJson(running));
      assert.deepEqual(JSON.parse(json.body), { one: 1 });
      assert.ok(String(json.url).startsWith(`${running.origin}/`), json.url);
    },
  },
  leaving: {
    words: 'client leaves',
    means: '`request.signal` ends when the client leaves',
    async run(running) {
      const id = String(++ids);
      const headers = { 'x-mint': 'wait', 'x-id': id };
      await running.client.leave({ headers }, running.upstream.told(`started/${id}`));
      const { upstream } = running;
      const late = upstream.told(`late/${id}`).then(() => assert.fail('The mint has run on until its time was up.'));
      await Promise.race([upstream.told(`left/${id}`), late]);
      await isWell(running);
    },
  },
  time: {
    words: 'time is up',
    means: '502 after `timeLimit`, and `request.signal` ends',
    async run(running) {
      const id = String(++ids);
      await is(running, 502, 'wait', { headers: { 'x-id': id } });
      await running.upstream.told(`late/${id}`);
      await isWell(running);
    },
  },
  targets: {
    words: 'odd targets',
    means:
      'targets like `//`, `//evil.example/x`, `http://[::1` and addresses of other hosts: `mint` never sees another host, and the server lives on',
    async run(running) {
      const targets = ['//', '//@', '//evil.example/x', 'http://[::1', `http://evil.example${running.path}`, '/%', '*'];
      for (const path of targets) {
        if (running.isHttp2) {
          const { text } = await running.client
            .ask({ path, headers: { 'x-mint': 'request' } })
            .catch(() => ({ text: '' }));
          judge(path, text);
        } else {
          const head = `GET ${path} HTTP/1.1\r\nHost: ${new URL(running.origin).host}\r\nx-mint: request\r\n`;
          const said = await sendRaw(running.origin, `${head}Connection: close\r\n\r\n`, isAnswered);
          judge(path, said);
        }
      }
      await isWell(running);
    },
  },
  pipelined: {
    words: 'pipelined',
    means: 'requests that come at once on one connection are answered each with its own, also beside one that fails',
    async run(running) {
      const mints = ['null', 'link', 'fetch', 'fetch-broken', 'throw', 'link'];
      const statuses = [403, 200, 401, 502, 502, 200];
      if (running.isHttp2) {
        const answers = await Promise.all(mints.map((mint) => ask(running, mint)));
        assert.deepEqual(
          answers.map(({ status }) => status),
          statuses,
        );
        return;
      }
      const { host } = new URL(running.origin);
      const requests = mints.map((mint, index) => {
        const last = index === mints.length - 1 ? 'Connection: close\r\n' : '';
        return `GET ${running.path} HTTP/1.1\r\nHost: ${host}\r\nx-mint: ${mint}\r\n${last}\r\n`;
      });
      const said = await sendRaw(
        running.origin,
        requests.join(''),
        (all) => countOf(all) === mints.length && isAnswered(all),
      );
      const found = [...said.matchAll(STATUS_LINE)].map(([, status]) => Number(status));
      assert.deepEqual(found, statuses);
      assert.equal(said.match(/portal_link_failed/g)?.length, 2);
      assert.ok(said.includes(COMPRESSED));
    },
  },
};

const STATUS_LINE = /HTTP\/1\.1 (\d+)/g;

const countOf = (said: string): number => said.match(STATUS_LINE)?.length ?? 0;

/** The last answer is there: as long as it says, or up to the chunk without a length. */
const isAnswered = (said: string): boolean => {
  const last = said.slice(said.lastIndexOf('HTTP/1.1'));
  const [head = '', body] = last.split('\r\n\r\n', 2);
  const length = /^content-length: (\d+)/im.exec(head)?.[1];
  return body !== undefined && (length === undefined ? last.endsWith('0\r\n\r\n') : body.length >= Number(length));
};

/** Whatever the server itself makes of such a target, `mint` is never asked in the name of another host. */
function judge(path: string, said: string): void {
  assert.doesNotMatch(said, /"url":"[a-z]+:\/\/(?:evil|@|\[)/, path);
}
