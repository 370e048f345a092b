/**
 * The simulator and the gRPC library of the Java SDK, over TLS as that SDK speaks it. It stands in where Maven cannot get
 * the SDK itself: it shows what the simulator answers, not what the SDK makes of it.
 */
import assert from 'node:assert/strict';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { after, before, beforeEach, describe, it, type TestContext } from 'node:test';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import type { LinkFailure, Simulator } from '../../demo/simulator/simulator-api.ts';
import { maven, trustOf, whyNoArtifact, whyNoJava } from './java-toolchain.ts';
import { skipIf } from './toolchains.ts';

const PROJECT = join(import.meta.dirname, 'java-channel');
const CLASS_PATH = ['target/classes', 'target/dependency/*'].join(process.platform === 'win32' ? ';' : ':');
const FEATURES = { dir_sync: 1, sso: 2 } as const;

interface Answer {
  readonly status: string;
  readonly id?: string;
  readonly origin?: string;
  readonly errorCode?: string;
  readonly cause?: string;
  /** How many tokens it has fetched so far. */
  readonly tokens: number;
}

/** One JVM with one channel. */
class Channel {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers: AsyncIterator<string>;

  constructor(simulator: Simulator, options: readonly string[], clientSecret = simulator.clientSecret) {
    const account = [simulator.url, simulator.clientId, clientSecret];
    this.#process = spawn('java', [...options, '-cp', CLASS_PATH, 'Channel', ...account], {
      cwd: PROJECT,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  async link(organizationId: string, features: readonly (keyof typeof FEATURES)[] = []): Promise<Answer> {
    this.#write(['link', organizationId, ...features.map((name) => FEATURES[name])].join(' '));
    const { value, done } = await this.#answers.next();
    assert.ok(!done, 'The program ended without an answer.');
    return JSON.parse(value) as Answer;
  }

  refreshToken(): void {
    this.#write('refresh');
  }

  async end(): Promise<void> {
    const closed = once(this.#process, 'close');
    this.#process.stdin.end();
    await closed;
  }

  #write(line: string): void {
    this.#process.stdin.write(`${line}\n`);
  }
}

const noGrpc = whyNoJava() ?? (await whyNoArtifact(PROJECT, 'io.grpc:grpc-netty-shaded:1.75.0'));

describe("the Java SDK's channel", skipIf(noGrpc), () => {
  let simulator: Simulator;
  let trust: readonly string[];
  // A JVM takes seconds to start where a processor is busy: one for all tests that need none of their own.
  let channel: Channel;

  function open(test: TestContext, ...given: ConstructorParameters<typeof Channel>): Channel {
    const another = new Channel(...given);
    test.after(() => another.end());
    return another;
  }

  before(
    async () => {
      await maven(PROJECT, ['compile']);
      // What urlencoding is for.
      simulator = await startSimulator({ clientSecret: 'a secret/with+all=of&it' });
      trust = await trustOf(simulator);
      channel = new Channel(simulator, trust);
    },
    { timeout: 600_000 },
  );
  beforeEach(() => simulator.reset());
  after(async () => {
    await channel.end();
    await simulator.close();
  });

  it('mints links over TLS with one token, and the links are plain HTTP', async () => {
    for (const number of [1, 2]) {
      const answer = await channel.link(simulator.organizationId);
      const { id } = simulator.links.at(-1)!;
      assert.deepEqual(answer, { status: 'OK', id, origin: simulator.url, tokens: 1 });
      assert.equal(simulator.links.length, number);
    }
  });

  it('mints links for a part of the portal', async () => {
    await channel.link(simulator.organizationId, ['sso']);
    await channel.link(simulator.organizationId, ['dir_sync']);
    await channel.link(simulator.organizationId, ['sso', 'dir_sync']);
    assert.deepEqual(
      simulator.links.map(({ features }) => features),
      [['sso'], ['dir_sync'], ['sso', 'dir_sync']],
    );
  });

  it('is told in the details that an organization is unknown', async () => {
    const { status, errorCode } = await channel.link('org_of_nobody');
    assert.deepEqual([status, errorCode], ['NOT_FOUND', 'NOT_FOUND']);
    assert.equal(simulator.links.length, 0);
  });

  it('gets no token for a secret that is wrong', async (test) => {
    const answer = await open(test, simulator, trust, 'wrong').link(simulator.organizationId);
    assert.deepEqual(answer, { status: 'UNAUTHENTICATED', errorCode: '', cause: 'TokenRefused', tokens: 0 });
  });

  it('gets a link with a new token after a refusal', async () => {
    simulator.failNextLink(401);
    const refused = await channel.link(simulator.organizationId);
    assert.deepEqual([refused.status, refused.errorCode], ['UNAUTHENTICATED', 'UNAUTHENTICATED']);
    channel.refreshToken();
    const { status, tokens } = await channel.link(simulator.organizationId);
    assert.deepEqual([status, tokens], ['OK', refused.tokens + 1]);
    assert.equal(simulator.links.length, 1);
  });

  const failures: [LinkFailure, string, string][] = [
    [429, 'RESOURCE_EXHAUSTED', 'RATE_LIMITED'],
    [500, 'INTERNAL', 'INTERNAL'],
    [503, 'UNAVAILABLE', 'UNAVAILABLE'],
  ];
  it('is told of every failure, and goes on with the same token', async () => {
    const { tokens } = await channel.link(simulator.organizationId);
    for (const [status, code, name] of failures) {
      simulator.failNextLink(status);
      const answer = await channel.link(simulator.organizationId);
      assert.deepEqual([answer.status, answer.errorCode], [code, name]);
    }
    const answer = await channel.link(simulator.organizationId);
    assert.deepEqual([answer.status, answer.tokens], ['OK', tokens]);
    assert.equal(simulator.links.length, 2);
  });

  it('reaches nothing without the trust store that the simulator names', async (test) => {
    test.mock.method(console, 'error', () => undefined);
    const { status, cause } = await open(test, simulator, []).link(simulator.organizationId);
    assert.deepEqual([status, cause], ['UNAVAILABLE', 'SSLHandshakeException']);
  });

  it('has to be started again after the simulator was: there is another certificate', async (test) => {
    test.mock.method(console, 'error', () => undefined);
    const first = await startSimulator();
    const { organizationId, clientSecret } = first;
    const running = open(test, first, await trustOf(first));
    assert.equal((await running.link(organizationId)).status, 'OK');
    await first.close();
    // UNAVAILABLE, or UNKNOWN where the call goes out while the channel still learns that its connection is gone.
    assert.notEqual((await running.link(organizationId)).status, 'OK');

    const port = Number(new URL(first.url).port);
    await using second = await startSimulator({ port, clientSecret, organizationIds: [organizationId] });
    assert.equal(second.url, first.url);
    let answer: Answer;
    // Until it connects again, which it does not do at once, it says why it could not the last time.
    do answer = await running.link(organizationId);
    while (answer.status !== 'OK' && answer.cause !== 'SSLHandshakeException');
    assert.equal(answer.cause, 'SSLHandshakeException');

    const { status } = await open(test, second, await trustOf(second)).link(organizationId);
    assert.equal(status, 'OK');
  });
});
