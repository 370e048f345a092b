/** The Gin backend, and the reactions of Scalekit's Go SDK to the answers of Scalekit. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { LinkFailure, Simulator } from '../../demo/simulator/simulator-api.ts';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import { exampleFolder, GIN, workFolder } from './backends.ts';
import { JsonProgram } from './json-program.ts';
import { testConventions } from './test-conventions.ts';
import { perform, skipIf, whyNoGo } from './toolchains.ts';

const CLIENT = join(import.meta.dirname, 'go-client');
const BUILD_LIMIT = 900_000;

/** The result of a call, as the program in `go-client` prints it. */
interface Outcome {
  readonly location?: string;
  /** The type in Go. The code is that of gRPC, the status that of HTTP. */
  readonly error?: string;
  readonly code?: string;
  readonly status?: number;
  readonly text?: string;
}

/** The real Go SDK in a separate process. */
class GoSdk {
  readonly #program: JsonProgram<readonly Outcome[]>;

  constructor(program: string) {
    this.#program = new JsonProgram([program]);
  }

  /** Creates the client for the next calls. Its first call fetches a token. */
  async becomeClientOf({ url, clientId, clientSecret }: Simulator, change: { url?: string; secret?: string } = {}) {
    const client = [change.url ?? url, clientId, change.secret ?? clientSecret];
    await this.#program.ask(JSON.stringify({ client }));
  }

  async mint(organizationId: string): Promise<Outcome> {
    return (await this.mintAtOnce(organizationId, 1))[0]!;
  }

  mintAtOnce(organizationId: string, times: number): Promise<readonly Outcome[]> {
    return this.#program.ask(JSON.stringify({ link: organizationId, times }));
  }

  end(): Promise<void> {
    return this.#program.end();
  }
}

await testConventions(GIN);

const options = skipIf(await whyNoGo(exampleFolder('gin')));

describe('the go test recipe', () => {
  // It may have to compile the dependencies, too.
  const slow = { ...options, timeout: BUILD_LIMIT };

  it('passes against the simulator', slow, async () => {
    await using simulator = await startSimulator();
    const env = { ...simulator.environment };
    const output = await perform(exampleFolder('gin'), ['go', 'test', '-count=1', '-v', '.'], env);
    assert.deepEqual(
      [...output.matchAll(/^ *--- (\w+: \S+)/gm)].map(([, line]) => line),
      [
        'PASS: TestAdministratorGetsALinkOfTheirOrganization',
        'PASS: TestOthersGetNone',
        'PASS: TestOthersGetNone/a_stranger',
        'PASS: TestOthersGetNone/a_member',
        'PASS: TestOthersGetNone/a_page_of_another_site',
        'PASS: TestFailureSaysNothingOfWhy',
      ],
    );
  });

  it('asks for a simulator if none runs', slow, async () => {
    const test = perform(exampleFolder('gin'), ['go', 'test', '-count=1', '.'], { SCALEKIT_ENVIRONMENT_URL: '' });
    await assert.rejects(test, /SCALEKIT_ENVIRONMENT_URL is not set: start the simulator/);
  });

  it('passes gofmt and go vet', slow, async () => {
    // gofmt is not in every PATH.
    const gofmt = join((await perform(CLIENT, ['go', 'env', 'GOROOT'])).trim(), 'bin/gofmt');
    for (const folder of [exampleFolder('gin'), CLIENT]) {
      assert.equal(await perform(folder, [gofmt, '-l', '.']), '');
      await perform(folder, ['go', 'vet', '.']);
    }
  });
});

const sdkOptions = skipIf(await whyNoGo(CLIENT));
const isHere = sdkOptions.skip === undefined;

describe('the Go SDK', () => {
  let simulator: Simulator;
  let sdk: GoSdk;

  before(
    async () => {
      if (!isHere) return;
      const program = join(workFolder('go-client'), 'go-client');
      await perform(CLIENT, ['go', 'build', '-o', program, '.']);
      simulator = await startSimulator();
      sdk = new GoSdk(program);
    },
    { timeout: BUILD_LIMIT },
  );
  beforeEach(async () => {
    if (!isHere) return;
    simulator.reset();
    await sdk.becomeClientOf(simulator);
  });
  after(async () => {
    if (!isHere) return;
    await sdk.end();
    await simulator.close();
  });

  const failure = ({ error, code, status }: Outcome) => ({ error, code, status });

  it('mints a link', sdkOptions, async () => {
    const { location } = await sdk.mint(simulator.organizationId);
    assert.ok(location?.startsWith(`${simulator.url}/magicLink/`));
    assert.equal(simulator.links.length, 1);
  });

  it('returns *connect.Error, not_found for an unknown organization', sdkOptions, async () => {
    const outcome = await sdk.mint('org_0');
    assert.deepEqual(failure(outcome), { error: '*connect.Error', code: 'not_found', status: undefined });
    assert.equal(simulator.links.length, 0);
  });

  it('returns *scalekit.Error, 401, without the secret for a wrong secret', sdkOptions, async () => {
    await sdk.becomeClientOf(simulator, { secret: 'wrong-secret' });
    const outcome = await sdk.mint(simulator.organizationId);
    assert.deepEqual(failure(outcome), { error: '*scalekit.Error', code: undefined, status: 401 });
    assert.ok(outcome.text && !outcome.text.includes('wrong-secret'), outcome.text);
    assert.equal(simulator.links.length, 0);
  });

  it('fetches another token and tries again after one 401', sdkOptions, async () => {
    simulator.failNextLink(401);
    assert.ok((await sdk.mint(simulator.organizationId)).location);
    assert.equal(simulator.links.length, 1);
  });

  it('fails after the second 401', sdkOptions, async () => {
    simulator.failNextLink(401, 2);
    const outcome = await sdk.mint(simulator.organizationId);
    assert.deepEqual(failure(outcome), { error: '*connect.Error', code: 'unauthenticated', status: undefined });
    assert.ok((await sdk.mint(simulator.organizationId)).location, 'there was a third try');
    assert.equal(simulator.links.length, 1);
  });

  const final: [LinkFailure, string][] = [
    [400, 'invalid_argument'],
    [403, 'permission_denied'],
    [404, 'not_found'],
    [429, 'resource_exhausted'],
    [500, 'internal'],
    [501, 'unimplemented'],
    [503, 'unavailable'],
    [504, 'deadline_exceeded'],
  ];
  for (const [status, code] of final) {
    it(`does not try again after ${status}, and returns *connect.Error, ${code}`, sdkOptions, async () => {
      simulator.failNextLink(status);
      const outcome = await sdk.mint(simulator.organizationId);
      assert.deepEqual(failure(outcome), { error: '*connect.Error', code, status: undefined });
      assert.equal(simulator.links.length, 0);
      assert.ok((await sdk.mint(simulator.organizationId)).location);
    });
  }

  it('mints two links at the same time with its first calls', sdkOptions, async () => {
    const [first, second] = await sdk.mintAtOnce(simulator.organizationId, 2);
    assert.ok(first?.location && second?.location);
    assert.notEqual(first.location, second.location);
    assert.equal(simulator.links.length, 2);
  });

  it('accepts an environment URL with a slash at the end', sdkOptions, async () => {
    await sdk.becomeClientOf(simulator, { url: `${simulator.url}/` });
    assert.ok((await sdk.mint(simulator.organizationId)).location);
    assert.equal(simulator.links.length, 1);
  });

  it('works after a restart of Scalekit, which does not know its token', sdkOptions, async () => {
    const first = await startSimulator({ clientSecret: 'the-same-secret' });
    await sdk.becomeClientOf(first);
    assert.ok((await sdk.mint(first.organizationId)).location);
    await first.close();
    assert.equal(failure(await sdk.mint(first.organizationId)).code, 'unavailable');
    const port = Number(new URL(first.url).port);
    await using second = await startSimulator({ clientSecret: 'the-same-secret', port });
    assert.equal(second.url, first.url);
    assert.ok((await sdk.mint(second.organizationId)).location);
    assert.equal(second.links.length, 1);
  });
});
