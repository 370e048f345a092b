/**
 * The Flask example with its tests, and the reactions of the Python SDK to the answers of Scalekit: the real SDK in a separate
 * process, against the simulator.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, test, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import type { LinkFailure, Simulator } from '../../demo/simulator/simulator-api.ts';
import { FLASK } from './backends.ts';
import { JsonProgram } from './json-program.ts';
import { pythonWith } from './python-toolchain.ts';
import { testConventions } from './test-conventions.ts';
import { skipIf } from './toolchains.ts';

const run = promisify(execFile);

await testConventions(FLASK);

const EXAMPLE = join(import.meta.dirname, '../../examples/backends/flask');
const CLIENT = join(import.meta.dirname, 'python-client.py');

const found = await pythonWith(join(EXAMPLE, 'requirements.txt'));
const python = 'python' in found ? found.python : '';
const needsPython = skipIf('missing' in found ? found.missing : undefined);

/** The environment of this process with these variables, without its trusted certificates, and without compiled files in the sources. */
function environment(variables: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const trust = { GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: undefined };
  return { ...process.env, ...trust, PYTHONDONTWRITEBYTECODE: '1', ...variables };
}

test('the tests of the Flask example pass', needsPython, async (context) => {
  const simulator = await startSimulator();
  context.after(() => simulator.close());
  const options = { cwd: EXAMPLE, env: environment({ ...simulator.environment, ...simulator.trust?.python }) };
  const pytest = ['-m', 'pytest', '-p', 'no:cacheprovider', '--disable-warnings', '--color=no'];
  const { stdout } = await run(python, pytest, options).catch((error: unknown) => {
    throw new Error((error as { stdout: string }).stdout, { cause: error });
  });
  assert.match(stdout, /= 7 passed\b/);
});

test('the Flask example ends with one sentence if a variable or the script is missing', needsPython, async () => {
  const settings: Record<string, string> = {
    SCALEKIT_ENVIRONMENT_URL: 'http://127.0.0.1:1',
    SCALEKIT_CLIENT_ID: 'id',
    SCALEKIT_CLIENT_SECRET: 'test_secret_4711',
    SCALEKIT_ORGANIZATION_ID: 'org_1',
    PORTAL_SCRIPT: 'nowhere.js',
  };
  const endsWith = async (variables: Record<string, string>, sentence: RegExp) => {
    const env = environment(variables);
    await assert.rejects(run(python, ['app.py'], { cwd: EXAMPLE, env }), (error: { code: number; stderr: string }) => {
      assert.equal(error.code, 1);
      assert.match(error.stderr, sentence);
      assert.doesNotMatch(error.stderr, /Traceback|test_secret_4711/);
      return true;
    });
  };
  await endsWith({ ...settings, SCALEKIT_CLIENT_SECRET: '' }, /^SCALEKIT_CLIENT_SECRET is not set\. Set it, .+\n$/);
  await endsWith(settings, /^There is no .+nowhere\.js\. Let PORTAL_SCRIPT .+\n$/);
});

/** The result of a call. */
interface Outcome {
  readonly exception?: string;
  readonly errorCode?: string | null;
  readonly grpcStatus?: string | null;
  readonly text?: string;
}

interface LinkOptions {
  readonly features?: readonly string[];
  readonly times?: number;
}

/** One Python process with one client of the SDK. */
class PythonClient {
  readonly #program: JsonProgram<readonly Outcome[]>;
  /** The texts of all exceptions. */
  texts = '';

  constructor(variables: NodeJS.ProcessEnv | undefined) {
    this.#program = new JsonProgram([python, CLIENT], { env: environment(variables) });
  }

  /** Creates a new client. */
  logIn(simulator: Simulator, { url = simulator.url, secret = simulator.clientSecret } = {}): Promise<string[]> {
    return this.#run({ client: [url, simulator.clientId, secret] }, 'logged in');
  }

  links(organizationId: string, options: LinkOptions = {}): Promise<string[]> {
    return this.#run({ link: organizationId, ...options }, 'link');
  }

  end(): Promise<void> {
    return this.#program.end();
  }

  /** The result of each call: `success`, or the exception with its error code and its gRPC status. */
  async #run(command: object, success: string): Promise<string[]> {
    const outcomes = await this.#program.ask(JSON.stringify(command));
    this.texts += outcomes.map(({ text = '' }) => text).join('\n');
    return outcomes.map(({ exception, errorCode, grpcStatus }) =>
      exception === undefined ? success : [exception, errorCode, grpcStatus].filter(Boolean).join(' '),
    );
  }
}

interface Row {
  readonly name: string;
  /** The next links fail with this status, so many times. */
  readonly fails?: readonly [LinkFailure, number];
  /** The options of each call, one after the other. Default: one call. */
  readonly calls?: readonly LinkOptions[];
  readonly outcomes: readonly string[];
  /** The features of each minted link. */
  readonly minted: readonly (readonly string[])[];
}

/** A missing answer has no error code. */
const UNREACHABLE = 'ScalekitServiceUnavailableException UNAVAILABLE';
const UNAVAILABLE = 'ScalekitServiceUnavailableException UNAVAILABLE UNAVAILABLE';
const UNAUTHENTICATED = 'ScalekitUnauthorizedException UNAUTHENTICATED UNAUTHENTICATED';

/** Two failures, and three calls: the first two calls fail, because no call tries again. */
const atOnce = (status: LinkFailure, exception: string): Row => ({
  name: `${status}: the call fails without a second try`,
  fails: [status, 2],
  calls: [{}, {}, {}],
  outcomes: [exception, exception, 'link'],
  minted: [[]],
});

const ROWS: readonly Row[] = [
  { name: 'no features: a link for the whole portal', outcomes: ['link'], minted: [[]] },
  {
    name: 'features: a link for only these parts',
    calls: [{ features: ['sso'] }, { features: ['dir_sync'] }, { features: ['sso', 'dir_sync'] }],
    outcomes: ['link', 'link', 'link'],
    minted: [['sso'], ['dir_sync'], ['sso', 'dir_sync']],
  },
  {
    name: 'two calls at the same time: two links',
    calls: [{ times: 2 }],
    outcomes: ['link', 'link'],
    minted: [[], []],
  },
  {
    name: '401 for two calls at the same time: two links',
    fails: [401, 2],
    calls: [{ times: 2 }],
    outcomes: ['link', 'link'],
    minted: [[], []],
  },
  { name: '401 twice: the SDK logs in again and gets one link', fails: [401, 2], outcomes: ['link'], minted: [[]] },
  {
    name: '401 three times: the call fails',
    fails: [401, 3],
    calls: [{}, {}],
    outcomes: [UNAUTHENTICATED, 'link'],
    minted: [[]],
  },
  { name: '503 twice: the SDK tries again and gets one link', fails: [503, 2], outcomes: ['link'], minted: [[]] },
  {
    name: '503 three times: the call fails',
    fails: [503, 3],
    calls: [{}, {}],
    outcomes: [UNAVAILABLE, 'link'],
    minted: [[]],
  },
  atOnce(429, 'ScalekitTooManyRequestsException RATE_LIMITED RESOURCE_EXHAUSTED'),
  atOnce(400, 'ScalekitBadRequestException INVALID_ARGUMENT INVALID_ARGUMENT'),
  atOnce(403, 'ScalekitForbiddenException PERMISSION_DENIED PERMISSION_DENIED'),
  atOnce(404, 'ScalekitNotFoundException NOT_FOUND NOT_FOUND'),
  atOnce(500, 'ScalekitInternalServerException INTERNAL INTERNAL'),
  atOnce(501, 'ScalekitNotImplementedException UNIMPLEMENTED UNIMPLEMENTED'),
  atOnce(504, 'ScalekitGatewayTimeoutException DEADLINE_EXCEEDED DEADLINE_EXCEEDED'),
];

describe('the Python SDK', () => {
  let simulator: Simulator;
  let client: PythonClient;

  before(async () => {
    if (needsPython.skip !== undefined) return;
    simulator = await startSimulator();
    client = new PythonClient(simulator.trust?.python);
  });
  after(async () => {
    if (needsPython.skip !== undefined) return;
    await client.end();
    await simulator.close();
  });

  for (const { name, fails, calls = [{}], outcomes, minted } of ROWS) {
    test(name, needsPython, async () => {
      simulator.reset();
      assert.deepEqual(await client.logIn(simulator), ['logged in']);
      if (fails) simulator.failNextLink(...fails);
      const found: string[] = [];
      for (const options of calls) found.push(...(await client.links(simulator.organizationId, options)));
      assert.deepEqual(found, outcomes);
      assert.deepEqual(
        simulator.links.map(({ features }) => features),
        minted,
      );
    });
  }

  test('an unknown organization: not found', needsPython, async () => {
    simulator.reset();
    await client.logIn(simulator);
    assert.deepEqual(await client.links('org_unknown'), ['ScalekitNotFoundException NOT_FOUND NOT_FOUND']);
    assert.equal(simulator.links.length, 0);
  });

  test('a wrong secret: the constructor fails', needsPython, async () => {
    const outcome = ['ScalekitUnauthorizedException Unauthorized UNAUTHENTICATED'];
    assert.deepEqual(await client.logIn(simulator, { secret: 'wrong' }), outcome);
  });

  test('an environment URL may end with a slash', needsPython, async () => {
    simulator.reset();
    assert.deepEqual(await client.logIn(simulator, { url: `${simulator.url}/` }), ['logged in']);
    assert.deepEqual(await client.links(simulator.organizationId), ['link']);
    assert.equal(simulator.links.length, 1);
  });

  test('no exception contains the secret or a token', needsPython, () => {
    assert.match(client.texts, /Exception|Error/);
    assert.ok(!client.texts.includes(simulator.clientSecret));
    assert.doesNotMatch(client.texts, /Bearer/i);
  });
});

const start = (context: TestContext, variables: NodeJS.ProcessEnv | undefined): PythonClient => {
  const client = new PythonClient(variables);
  context.after(() => client.end());
  return client;
};

test("without the simulator's certificate, the Python SDK logs in but gets no link", needsPython, async (context) => {
  const simulator = await startSimulator();
  context.after(() => simulator.close());
  const client = start(context, {});
  assert.deepEqual(await client.logIn(simulator), ['logged in']);
  assert.deepEqual(await client.links(simulator.organizationId), [UNREACHABLE]);
  assert.equal(simulator.links.length, 0);
});

test('after a restart of the simulator, only a new Python process gets links', needsPython, async (context) => {
  const first = await startSimulator();
  const old = start(context, first.trust?.python);
  await old.logIn(first);
  assert.deepEqual(await old.links(first.organizationId), ['link']);
  await first.close();
  assert.deepEqual(await old.links(first.organizationId), [UNREACHABLE]);
  assert.deepEqual(await old.logIn(first), ['ScalekitException']);

  const { clientSecret, organizationId } = first;
  const port = Number(new URL(first.url).port);
  const second = await startSimulator({ port, clientSecret, organizationIds: [organizationId] });
  context.after(() => second.close());
  assert.equal(second.url, first.url);
  // The second simulator has another certificate, and gRPC reads the trusted ones once for each process.
  assert.deepEqual(await old.links(organizationId), [UNREACHABLE]);
  assert.deepEqual(await old.logIn(second), ['logged in']);
  assert.deepEqual(await old.links(organizationId), [UNREACHABLE]);
  assert.equal(second.links.length, 0);

  const fresh = start(context, second.trust?.python);
  await fresh.logIn(second);
  assert.deepEqual(await fresh.links(organizationId), ['link']);
  assert.equal(second.links.length, 1);
});
