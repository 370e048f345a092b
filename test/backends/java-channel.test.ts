/**
 * The simulator with the gRPC library of the Java SDK, over TLS as the SDK uses it. For machines where Maven cannot get the
 * SDK: it tests the answers of the simulator, not the reactions of the SDK.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it, type TestContext } from 'node:test';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import type { LinkFailure, Simulator } from '../../demo/simulator/simulator-api.ts';
import { maven, trustOf, whyNoArtifact, whyNoJava } from './java-toolchain.ts';
import { JsonProgram } from './json-program.ts';
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
  /** Number of tokens that it has fetched. */
  readonly tokens: number;
}

/** One JVM with one channel. */
class Channel {
  readonly #program: JsonProgram<Answer>;

  constructor(simulator: Simulator, options: readonly string[], clientSecret = simulator.clientSecret) {
    const account = [simulator.url, simulator.clientId, clientSecret];
    this.#program = new JsonProgram(['java', ...options, '-cp', CLASS_PATH, 'Channel', ...account], { cwd: PROJECT });
  }

  link(organizationId: string, features: readonly (keyof typeof FEATURES)[] = []): Promise<Answer> {
    return this.#program.ask(['link', organizationId, ...features.map((name) => FEATURES[name])].join(' '));
  }

  refreshToken(): void {
    this.#program.send('refresh');
  }

  end(): Promise<void> {
    return this.#program.end();
  }
}

const noGrpc = whyNoJava() ?? (await whyNoArtifact(PROJECT, 'io.grpc:grpc-netty-shaded:1.75.0'));

describe("the Java SDK's channel", skipIf(noGrpc), () => {
  let simulator: Simulator;
  let trust: readonly string[];
  // Most tests share it, because a JVM takes seconds to start on a busy machine.
  let channel: Channel;

  function open(test: TestContext, ...args: ConstructorParameters<typeof Channel>): Channel {
    const another = new Channel(...args);
    test.after(() => another.end());
    return another;
  }

  before(
    async () => {
      await maven(PROJECT, ['compile']);
      // A secret that has to be URL-encoded.
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

  it('gets NOT_FOUND in the details for an unknown organization', async () => {
    const { status, errorCode } = await channel.link('org_of_nobody');
    assert.deepEqual([status, errorCode], ['NOT_FOUND', 'NOT_FOUND']);
    assert.equal(simulator.links.length, 0);
  });

  it('gets no token with a wrong secret', async (test) => {
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
  it('gets the code of each failure, and keeps its token', async () => {
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

  it('cannot connect without the trust store of the simulator', async (test) => {
    test.mock.method(console, 'error', () => undefined);
    const { status, cause } = await open(test, simulator, []).link(simulator.organizationId);
    assert.deepEqual([status, cause], ['UNAVAILABLE', 'SSLHandshakeException']);
  });

  it('needs a restart after the simulator, which has a new certificate, was started again', async (test) => {
    test.mock.method(console, 'error', () => undefined);
    const first = await startSimulator();
    const { organizationId, clientSecret } = first;
    const running = open(test, first, await trustOf(first));
    assert.equal((await running.link(organizationId)).status, 'OK');
    await first.close();
    // UNAVAILABLE, or UNKNOWN if the channel does not know yet that its connection is closed.
    assert.notEqual((await running.link(organizationId)).status, 'OK');

    const port = Number(new URL(first.url).port);
    await using second = await startSimulator({ port, clientSecret, organizationIds: [organizationId] });
    assert.equal(second.url, first.url);
    let answer: Answer;
    // The channel does not connect again at once. Until then, it repeats the cause of its last failure.
    do answer = await running.link(organizationId);
    while (answer.status !== 'OK' && answer.cause !== 'SSLHandshakeException');
    assert.equal(answer.cause, 'SSLHandshakeException');

    const { status } = await open(test, second, await trustOf(second)).link(organizationId);
    assert.equal(status, 'OK');
  });
});
