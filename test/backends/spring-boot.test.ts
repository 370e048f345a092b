/** The Spring Boot example with Scalekit's Java SDK against the simulator, started as its README says. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { after, before, beforeEach, describe, it, type TestContext } from 'node:test';
import { JSDOM } from 'jsdom';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import type { LinkFailure, Simulator } from '../../demo/simulator/simulator-api.ts';
import { freePort } from '../tools/free-port.ts';
import { maven, NO_REPOSITORY, trustOf, whyNoArtifact, whyNoJava } from './java-toolchain.ts';
import { skipIf } from './toolchains.ts';

const ROOT = join(import.meta.dirname, '../..');
const EXAMPLE = join(ROOT, 'examples/backends/spring-boot');
const UNAVAILABLE = { error: 'The admin portal is not available at the moment.' };

const pom = await readFile(join(EXAMPLE, 'pom.xml'), 'utf8');
const sdkVersion = /<artifactId>scalekit-sdk-java<[^]*?<version>([^<]+)</.exec(pom)?.[1] ?? '';
const SDK = `com.scalekit:scalekit-sdk-java:${sdkVersion}`;

const noJava = whyNoJava();
const noExample = noJava ?? (await whyNoArtifact(EXAMPLE, SDK));

/** `mvn spring-boot:run` and all that it has said. */
class Backend {
  readonly url: string;
  output = '';
  readonly #process: ChildProcessByStdio<null, Readable, Readable>;
  readonly #closed: Promise<unknown>;

  constructor(port: number, trust: readonly string[], environment: NodeJS.ProcessEnv) {
    this.url = `http://localhost:${port}`;
    const run = ['--quiet', '--batch-mode', 'spring-boot:run', `-Dspring-boot.run.jvmArguments=${trust.join(' ')}`];
    this.#process = spawn('mvn', run, {
      cwd: EXAMPLE,
      env: { ...process.env, ...environment, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#closed = once(this.#process, 'close');
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
  }

  /** Resolves when it has said that, after so many characters; fails if it ends before. */
  async says(text: string, from = 0): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = (): void => {
      if (this.output.includes(text, from)) resolve();
    };
    look();
    this.#process.stdout.on('data', look);
    await Promise.race([promise, this.ended().then(() => assert.fail(`${text} is missing in: ${this.output}`))]);
    this.#process.stdout.off('data', look);
  }

  async ended(): Promise<void> {
    await this.#closed;
  }

  /** Maven ends the application with itself. */
  async stop(): Promise<void> {
    this.#process.kill('SIGTERM');
    await this.#closed;
  }
}

/** A browser as far as a login form and its cookie need one. */
class Visitor {
  readonly #url: string;
  readonly #cookies = new Map<string, string>();

  constructor(url: string) {
    this.#url = url;
  }

  static async signedIn(url: string, name: string): Promise<Visitor> {
    const visitor = new Visitor(url);
    const body = new URLSearchParams({ username: name, password: name, _csrf: await visitor.tokenOfLoginForm() });
    const answer = await visitor.request('/login', { method: 'POST', body });
    assert.equal(new URL(answer.headers.get('location') ?? '', url).pathname, '/settings');
    return visitor;
  }

  async tokenOfLoginForm(): Promise<string> {
    const form = await (await this.request('/login')).text();
    return /name="_csrf"[^>]*value="([^"]+)"/.exec(form)?.[1] ?? '';
  }

  async request(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.#cookies].map((pair) => pair.join('=')).join('; ');
    const headers = { ...(init.headers as Record<string, string>), ...(cookie && { cookie }) };
    const response = await fetch(`${this.#url}${path}`, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.#cookies.set(name, value);
    }
    return response;
  }

  /** Where the element of a settings page asks for a link, and the header that the page gives it. */
  async tagOf(page = '/settings'): Promise<{ endpoint: string; method: string; headers: Record<string, string> }> {
    const { document } = new JSDOM(await (await this.request(page)).text()).window;
    const tag = document.querySelector('scalekit-admin-portal')!;
    const read = (name: string) => tag.getAttribute(name) ?? '';
    const headers = { [read('csrf-header')]: read('csrf-token') };
    return { endpoint: read('endpoint'), method: read('method'), headers };
  }

  /** What the element does on a settings page. */
  async askForLink(page = '/settings', change: Record<string, string> = {}): Promise<Response> {
    const { endpoint, method, headers } = await this.tagOf(page);
    return this.request(endpoint, { method, headers: { ...headers, ...change } });
  }
}

// The SDK is not in every repository of Maven's: its absence is named, and fails nothing. Maven itself may be required.
const needsMaven = skipIf(noExample === NO_REPOSITORY ? noExample : noJava);

describe('Maven', needsMaven, () => {
  it('tells an artifact that it cannot find from every other failure', async () => {
    const absent = 'org.springframework.boot:spring-boot-of-nobody:0.0.0';
    assert.equal(await whyNoArtifact(EXAMPLE, absent), `Maven finds no ${absent} in its repositories`);
    await assert.rejects(whyNoArtifact(EXAMPLE, 'no coordinates'), /Invalid artifact|dependency:get/);
  });
});

describe('the Spring Boot backend', { skip: noExample }, () => {
  let simulator: Simulator;
  let trust: readonly string[];
  let backend: Backend;
  let ada: Visitor;

  async function start(
    environment: NodeJS.ProcessEnv = { ...simulator.environment },
    options = trust,
  ): Promise<Backend> {
    return new Backend(await freePort(), options, environment);
  }

  async function open(test: TestContext, ...given: Parameters<typeof start>): Promise<Backend> {
    const another = await start(...given);
    test.after(() => another.stop());
    await another.says('Started Application');
    return another;
  }

  before(
    async () => {
      // What urlencoding is for.
      simulator = await startSimulator({ clientSecret: 'a secret/with+all=of&it' });
      trust = await trustOf(simulator);
      backend = await start();
      await backend.says('Started Application');
      ada = await Visitor.signedIn(backend.url, 'ada');
    },
    { timeout: 600_000 },
  );
  beforeEach(() => simulator.reset());
  after(async () => {
    await backend.stop();
    await simulator.close();
  });

  it("sends a stranger to the framework's own login form, and the element's request away with 401", async () => {
    const stranger = new Visitor(backend.url);
    for (const page of ['/settings', '/settings/sso']) {
      const { status, headers } = await stranger.request(page);
      assert.deepEqual([status, headers.get('location')], [302, `${backend.url}/login`]);
    }
    // A login form that was looked at has a token, too.
    for (const token of ['', 'wrong', await stranger.tokenOfLoginForm()]) {
      const headers = { 'X-CSRF-TOKEN': token };
      const refused = await stranger.request('/api/portal-link', { method: 'POST', headers });
      assert.equal(refused.status, 401);
      assert.match(refused.headers.get('cache-control') ?? '', /no-store/);
    }
    assert.equal(simulator.links.length, 0);
  });

  it('gives an administrator one link of their own organization, and keeps it out of caches', async () => {
    const response = await ada.askForLink();
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    const { location } = (await response.json()) as { location: string };
    assert.partialDeepStrictEqual(simulator.links, [{ organizationId: simulator.organizationId, features: [] }]);
    assert.equal(simulator.links.length, 1);
    assert.equal((await fetch(location, { redirect: 'manual' })).status, 303);
  });

  it('gives links for a part of the portal', async () => {
    await ada.askForLink('/settings/sso');
    await ada.askForLink('/settings/dir_sync');
    assert.deepEqual(
      simulator.links.map(({ features }) => features),
      [['sso'], ['dir_sync']],
    );
  });

  it('knows no other part', async () => {
    const { headers } = await ada.tagOf();
    const response = await ada.request('/api/portal-link?section=UNSPECIFIED', { method: 'POST', headers });
    assert.equal(response.status, 400);
    assert.equal((await ada.request('/settings/billing')).status, 404);
    assert.equal(simulator.links.length, 0);
  });

  it('gives none to a member', async () => {
    const mel = await Visitor.signedIn(backend.url, 'mel');
    const response = await mel.askForLink();
    assert.equal(response.status, 403);
    assert.match(response.headers.get('cache-control') ?? '', /no-store/);
    assert.equal(simulator.links.length, 0);
  });

  it('gives none without the CSRF token of the session', async () => {
    assert.equal((await ada.request('/api/portal-link', { method: 'POST' })).status, 403);
    assert.equal((await ada.askForLink('/settings', { 'X-CSRF-TOKEN': 'wrong' })).status, 403);
    assert.equal(simulator.links.length, 0);
  });

  it('allows frames of the environment alone', async () => {
    const { headers } = await ada.request('/settings');
    assert.equal(headers.get('content-security-policy'), `frame-src ${simulator.url}; connect-src 'self'`);
  });

  it('serves the drop-in to everybody', async () => {
    const response = await new Visitor(backend.url).request('/scalekit-admin-portal.min.js');
    assert.match(response.headers.get('content-type') ?? '', /^text\/javascript/);
    assert.equal(await response.text(), await readFile(join(ROOT, 'dist/scalekit-admin-portal.min.js'), 'utf8'));
  });

  const overcome: [LinkFailure, number][] = [
    [401, 1],
    [401, 2],
    [503, 2],
  ];
  for (const [status, times] of overcome) {
    it(`notices nothing of ${times} × ${status}: the SDK tries again by itself`, async () => {
      simulator.failNextLink(status, times);
      assert.equal((await ada.askForLink()).status, 200);
      assert.equal(simulator.links.length, 1);
    });
  }

  const failures: [LinkFailure, number, string][] = [
    [400, 1, 'gRPC status 3, error code INVALID_ARGUMENT'],
    [401, 3, 'gRPC status 16, error code UNAUTHENTICATED'],
    [429, 1, 'gRPC status 8, error code RATE_LIMITED'],
    [500, 1, 'gRPC status 13, error code INTERNAL'],
    [503, 3, 'gRPC status 14, error code UNAVAILABLE'],
  ];
  for (const [status, times, logged] of failures) {
    it(`answers 502 to ${times} × ${status}, and logs ${logged}`, async () => {
      simulator.failNextLink(status, times);
      const before = backend.output.length;
      const response = await ada.askForLink();
      assert.equal(response.status, 502);
      assert.equal(response.headers.get('cache-control'), 'no-store');
      assert.deepEqual(await response.json(), UNAVAILABLE);
      await backend.says(`Scalekit gave no link: APIException <- StatusRuntimeException, ${logged}`, before);
      assert.equal(simulator.links.length, 0);
    });
  }

  it('answers 502 for an organization that Scalekit does not know, and logs NOT_FOUND', async (test) => {
    const lost = await open(test, { ...simulator.environment, SCALEKIT_ORGANIZATION_ID: 'org_of_nobody' });
    const response = await (await Visitor.signedIn(lost.url, 'ada')).askForLink();
    assert.equal(response.status, 502);
    await lost.says('gRPC status 5, error code NOT_FOUND');
    assert.equal(simulator.links.length, 0);
  });

  it('answers 502 with a wrong secret, and logs that the token was refused, not the secret', async (test) => {
    const wrong = await open(test, { ...simulator.environment, SCALEKIT_CLIENT_SECRET: 'wrong-secret' });
    const response = await (await Visitor.signedIn(wrong.url, 'ada')).askForLink();
    assert.equal(response.status, 502);
    assert.deepEqual(await response.json(), UNAVAILABLE);
    assert.match(
      wrong.output,
      /Scalekit gave no link: APIException <- RuntimeException <- APIException <- IOException/,
    );
    assert.doesNotMatch(wrong.output, /wrong-secret/);
  });

  it('says in one sentence which variable is missing, and does not start', async () => {
    const incomplete = await start({ ...simulator.environment, SCALEKIT_CLIENT_SECRET: '' });
    await incomplete.ended();
    assert.match(incomplete.output, /The environment variable SCALEKIT_CLIENT_SECRET is not set\.\n/);
    assert.doesNotMatch(incomplete.output, /Started Application/);
  });

  it('has to be started again after the simulator was, which has another certificate then', async (test) => {
    test.mock.method(console, 'error', () => undefined);
    const first = await startSimulator();
    const running = await open(test, { ...first.environment }, await trustOf(first));
    const visitor = await Visitor.signedIn(running.url, 'ada');
    assert.equal((await visitor.askForLink()).status, 200);
    await first.close();
    assert.equal((await visitor.askForLink()).status, 502);

    const { clientSecret, organizationId } = first;
    const port = Number(new URL(first.url).port);
    await using second = await startSimulator({ port, clientSecret, organizationIds: [organizationId] });
    assert.equal(second.url, first.url);
    // Until the SDK connects again, which it does not do at once, it fails as it did before.
    do assert.equal((await visitor.askForLink()).status, 502);
    while (!running.output.includes('SSLHandshakeException'));
    assert.equal(second.links.length, 0);
  });

  it("passes the adopters' JUnit test", async () => {
    const environment: NodeJS.ProcessEnv = { ...simulator.environment };
    const said = await maven(EXAMPLE, ['test', `-DargLine=${trust.join(' ')}`], environment);
    assert.match(said, /Tests run: 4, Failures: 0, Errors: 0, Skipped: 0/);
  });

  it('has logged neither the secret nor a link', () => {
    assert.doesNotMatch(backend.output, /a secret|magicLink/);
    assert.match(backend.output, /Scalekit gave no link/);
  });
});
