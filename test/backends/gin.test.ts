/** The Gin backend as it stands, and what Scalekit's Go SDK makes of what Scalekit answers. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { LinkFailure, Simulator } from '../../demo/simulator/simulator-api.ts';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import { exampleFolder, GIN, workFolder } from './backends.ts';
import { testConventions } from './test-conventions.ts';
import { perform, skipIf, whyNoGo } from './toolchains.ts';

const CLIENT = join(import.meta.dirname, 'go-client');
const BUILD_LIMIT = 900_000;

/** What the program in `go-client` says of a call. */
interface Outcome {
  readonly location?: string;
  /** The type in Go, and the code of gRPC or the status of HTTP that it carries. */
  readonly error?: string;
  readonly code?: string;
  readonly status?: number;
  readonly text?: string;
}

/** The real Go SDK in a process of its own. */
class GoSdk {
  readonly #child;
  readonly #lines;

  constructor(program: string) {
    this.#child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  async #tell(command: object): Promise<readonly Outcome[]> {
    this.#child.stdin.write(`${JSON.stringify(command)}\n`);
    const { value, done } = await this.#lines.next();
    assert.ok(!done, 'the Go program has ended');
    return JSON.parse(value) as Outcome[];
  }

  /** A client of its own for what follows: its first call asks for a token. */
  async becomeClientOf({ url, clientId, clientSecret }: Simulator, change: { url?: string; secret?: string } = {}) {
    await this.#tell({ client: [change.url ?? url, clientId, change.secret ?? clientSecret] });
  }

  async mint(organizationId: string): Promise<Outcome> {
    return (await this.#tell({ link: organizationId }))[0]!;
  }

  async mintAtOnce(organizationId: string, times: number): Promise<readonly Outcome[]> {
    return this.#tell({ link: organizationId, times });
  }

  async end(): Promise<void> {
    this.#child.stdin.end();
    await once(this.#child, 'close');
  }
}

await testConventions(GIN);

const options = skipIf(await whyNoGo(exampleFolder('gin')));

describe('the go test recipe', () => {
  // It compiles the tests, and whatever was not compiled before.
  const slow = { ...options, timeout: BUILD_LIMIT };

  it('passes against the simulator, all of it', slow, async () => {
    await using simulator = await startSimulator();
    const env = { ...simulator.environment };
    const said = await perform(exampleFolder('gin'), ['go', 'test', '-count=1', '-v', '.'], env);
    assert.deepEqual(
      [...said.matchAll(/^ *--- (\w+: \S+)/gm)].map(([, line]) => line),
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

  it('says what it needs where no simulator runs', slow, async () => {
    const test = perform(exampleFolder('gin'), ['go', 'test', '-count=1', '.'], { SCALEKIT_ENVIRONMENT_URL: '' });
    await assert.rejects(test, /SCALEKIT_ENVIRONMENT_URL is not set: start the simulator/);
  });

  it('is written as gofmt and go vet want it', slow, async () => {
    // Beside the compiler: not every installation puts it on the path.
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

  /** Nothing but these: no `code` where there is none. */
  const failure = ({ error, code, status }: Outcome) => ({ error, code, status });

  it('mints a link', sdkOptions, async () => {
    const { location } = await sdk.mint(simulator.organizationId);
    assert.ok(location?.startsWith(`${simulator.url}/magicLink/`));
    assert.equal(simulator.links.length, 1);
  });

  it('says of an unknown organization: *connect.Error, not_found', sdkOptions, async () => {
    const outcome = await sdk.mint('org_0');
    assert.deepEqual(failure(outcome), { error: '*connect.Error', code: 'not_found', status: undefined });
    assert.equal(simulator.links.length, 0);
  });

  it('says of a wrong secret: *scalekit.Error, 401, without the secret', sdkOptions, async () => {
    await sdk.becomeClientOf(simulator, { secret: 'wrong-secret' });
    const outcome = await sdk.mint(simulator.organizationId);
    assert.deepEqual(failure(outcome), { error: '*scalekit.Error', code: undefined, status: 401 });
    assert.ok(outcome.text && !outcome.text.includes('wrong-secret'), outcome.text);
    assert.equal(simulator.links.length, 0);
  });

  it('gets over one 401: it fetches another token, and asks again', sdkOptions, async () => {
    simulator.failNextLink(401);
    assert.ok((await sdk.mint(simulator.organizationId)).location);
    assert.equal(simulator.links.length, 1);
  });

  it('gives up at the second 401', sdkOptions, async () => {
    simulator.failNextLink(401, 2);
    const outcome = await sdk.mint(simulator.organizationId);
    assert.deepEqual(failure(outcome), { error: '*connect.Error', code: 'unauthenticated', status: undefined });
    assert.ok((await sdk.mint(simulator.organizationId)).location, 'a third refusal was not used up');
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
    it(`does not try again after ${status}, and says: *connect.Error, ${code}`, sdkOptions, async () => {
      simulator.failNextLink(status);
      const outcome = await sdk.mint(simulator.organizationId);
      assert.deepEqual(failure(outcome), { error: '*connect.Error', code, status: undefined });
      assert.equal(simulator.links.length, 0);
      assert.ok((await sdk.mint(simulator.organizationId)).location);
    });
  }

  it('mints two links at the same time, with its first call', sdkOptions, async () => {
    const [first, second] = await sdk.mintAtOnce(simulator.organizationId, 2);
    assert.ok(first?.location && second?.location);
    assert.notEqual(first.location, second.location);
    assert.equal(simulator.links.length, 2);
  });

  it('takes an environment URL with a slash at its end', sdkOptions, async () => {
    await sdk.becomeClientOf(simulator, { url: `${simulator.url}/` });
    assert.ok((await sdk.mint(simulator.organizationId)).location);
    assert.equal(simulator.links.length, 1);
  });

  it('goes on after a restart of Scalekit, with a token that nobody knows any more', sdkOptions, async () => {
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
