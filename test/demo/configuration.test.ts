/** The configuration of the demo: an error for each mistake, without the values. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readConfiguration, SetupError } from '../../demo/host/configuration.ts';

const SECRET = 'test_secret_that_nobody_may_see';

const COMPLETE = {
  SCALEKIT_ENVIRONMENT_URL: 'https://northwind.scalekit.dev',
  SCALEKIT_CLIENT_ID: 'skc_12345',
  SCALEKIT_CLIENT_SECRET: SECRET,
  SCALEKIT_ORGANIZATION_ID: 'org_12345',
};

function problemOf(environment: Record<string, string | undefined>): string {
  try {
    readConfiguration(environment);
  } catch (error) {
    assert.ok(error instanceof SetupError);
    return error.message;
  }
  assert.fail('The configuration was accepted.');
}

describe('readConfiguration', () => {
  test('reads all four variables, without the white space around them', () => {
    const environment = { ...COMPLETE, SCALEKIT_CLIENT_ID: ' skc_12345\n', SCALEKIT_CLIENT_SECRET: `${SECRET}\r\n` };
    assert.deepEqual(readConfiguration(environment), {
      environmentUrl: 'https://northwind.scalekit.dev',
      clientId: 'skc_12345',
      clientSecret: SECRET,
      organizationId: 'org_12345',
    });
  });

  test('returns null, for the simulator, if no variable is set or all are empty', () => {
    assert.equal(readConfiguration({}), null);
    assert.equal(readConfiguration({ PATH: '/bin' }), null);
    assert.equal(readConfiguration(Object.fromEntries(Object.keys(COMPLETE).map((name) => [name, ' ']))), null);
  });

  for (const name of Object.keys(COMPLETE)) {
    for (const [value, mistake] of [
      [undefined, 'is not set'],
      ['', 'is empty'],
      [' \t', 'is empty'],
    ] as const) {
      test(`names ${name} if it ${mistake} (${JSON.stringify(value)})`, () => {
        const problem = problemOf({ ...COMPLETE, [name]: value });
        assert.ok(problem.includes(`${name} ${mistake}`), problem);
        assert.ok(problem.includes('all four'), problem);
        const others = Object.keys(COMPLETE).filter((other) => other !== name);
        for (const other of others) assert.ok(!problem.includes(other), `${other} is correct: ${problem}`);
        assert.ok(!problem.includes(SECRET), problem);
      });
    }
  }

  test('names all missing variables', () => {
    const problem = problemOf({ SCALEKIT_CLIENT_SECRET: SECRET });
    for (const name of ['SCALEKIT_ENVIRONMENT_URL', 'SCALEKIT_CLIENT_ID', 'SCALEKIT_ORGANIZATION_ID']) {
      assert.ok(problem.includes(`${name} is not set`), problem);
    }
    assert.ok(!problem.includes(SECRET), problem);
  });

  test('names SCALEKIT_ENV_URL, the name in the examples of the SDK', () => {
    const names = { SCALEKIT_ENVIRONMENT_URL: undefined, SCALEKIT_ENV_URL: 'https://a.example' };
    const problem = problemOf({ ...COMPLETE, ...names });
    assert.ok(problem.includes('SCALEKIT_ENV_URL is set'), problem);
  });

  const urls: [url: string, mistake: string][] = [
    ['northwind.scalekit.dev', 'is not a URL'],
    ['"https://northwind.scalekit.dev"', 'is not a URL'],
    [SECRET, 'is not a URL'],
    ['http://northwind.scalekit.dev', 'is not an https URL'],
    ['http://localhost.attacker.example', 'is not an https URL'],
    ['http://127.0.0.1.attacker.example', 'is not an https URL'],
    ['ftp://northwind.scalekit.dev', 'is not an https URL'],
    [`javascript:${SECRET}`, 'is not an https URL'],
    [`https://user:${SECRET}@northwind.scalekit.dev`, 'contains a user name'],
    ['https://northwind.scalekit.dev/api/v1', 'has more than a host'],
    ['https://northwind.scalekit.dev/?a=b', 'has more than a host'],
    ['https://northwind.scalekit.dev/#a', 'has more than a host'],
  ];
  for (const [url, mistake] of urls) {
    test(`refuses an environment URL that ${mistake}: ${url}`, () => {
      const problem = problemOf({ ...COMPLETE, SCALEKIT_ENVIRONMENT_URL: url });
      assert.ok(problem.includes(`SCALEKIT_ENVIRONMENT_URL ${mistake}`), problem);
      assert.ok(!problem.includes(SECRET), problem);
    });
  }

  const accepted: [url: string, origin: string][] = [
    ['https://northwind.scalekit.dev/', 'https://northwind.scalekit.dev'],
    ['https://sso.northwind.example:8443', 'https://sso.northwind.example:8443'],
    ['http://localhost:4601', 'http://localhost:4601'],
    ['http://portal.localhost:4601/', 'http://portal.localhost:4601'],
    ['http://127.0.0.1:4601', 'http://127.0.0.1:4601'],
    ['http://[::1]:4601', 'http://[::1]:4601'],
  ];
  for (const [url, origin] of accepted) {
    test(`accepts ${url}`, () => {
      assert.equal(readConfiguration({ ...COMPLETE, SCALEKIT_ENVIRONMENT_URL: url })?.environmentUrl, origin);
    });
  }
});
