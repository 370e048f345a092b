/** Registers the tests that all backends share: their start, and the checks of `conventions.ts`. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it, type TestContext } from 'node:test';
import type { Simulator } from '../../demo/simulator/simulator-api.ts';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import { freePort } from '../tools/free-port.ts';
import { workFolder, type Backend } from './backends.ts';
import { CONVENTIONS, linkOf, refusal, SECTIONS, type Subject } from './conventions.ts';
import { failedStart, startBackend, type Start } from './started-backend.ts';
import { skipIf } from './toolchains.ts';

/** ms: the first build fetches and compiles a framework. */
const BUILD_LIMIT = 900_000;

const VARIABLES = [
  'SCALEKIT_ENVIRONMENT_URL',
  'SCALEKIT_CLIENT_ID',
  'SCALEKIT_CLIENT_SECRET',
  'SCALEKIT_ORGANIZATION_ID',
] as const;

/** Tests a backend in a work folder. Without its toolchain, each test is skipped with the reason. */
export async function testConventions(backend: Backend, work = workFolder(backend.name)): Promise<void> {
  const options = skipIf(await backend.whyNot(work));
  const isHere = options.skip === undefined;

  describe(`the ${backend.name} backend`, () => {
    let simulator: Simulator;
    let start: Pick<Start, 'folder' | 'command'>;
    let subject: Subject;
    const ends: (() => Promise<void>)[] = [];

    const environment = async (): Promise<Record<string, string>> => ({
      ...backend.environment(simulator),
      PORT: String(await freePort()),
    });

    /** Starts the backend with changes until the test ends. */
    const startChanged = async (test: TestContext, change: Partial<Start>): Promise<Subject> => {
      const started = await startBackend({ ...start, env: await environment(), ...change });
      test.after(() => started.program.stop());
      return { ...subject, backend: started };
    };

    before(
      async () => {
        if (!isHere) return;
        start = await backend.prepare(work);
        simulator = await startSimulator({ organizationIds: ['org_own', 'org_other'] });
        ends.push(() => simulator.close());
        const started = await startBackend({ ...start, env: await environment() });
        ends.push(() => started.program.stop());
        subject = { backend: started, simulator, csrf: backend.csrf };
      },
      { timeout: BUILD_LIMIT },
    );
    beforeEach(() => isHere && simulator.reset());
    after(async () => {
      for (const end of ends.reverse()) await end();
    });

    const checks = Object.entries({ ...CONVENTIONS, ...(backend.takesSections && SECTIONS) });
    for (const [name, check] of checks) it(name, options, () => check(subject));

    const { command } = backend;
    if (command) {
      it(`starts with one command: ${command.join(' ')}`, options, async (test) => {
        assert.equal((await linkOf(await startChanged(test, { command }))).status, 200);
        assert.equal(simulator.links.length, 1);
      });
    }

    for (const variable of VARIABLES) {
      it(`does not start without ${variable}, and names it`, options, async () => {
        const { [variable]: value = '', ...env } = await environment();
        assert.ok(value);
        const { code, output } = await failedStart({ ...start, env });
        assert.notEqual(code, 0);
        assert.match(output, new RegExp(`${variable}\\b.* not set`));
        for (const other of VARIABLES) assert.ok(other === variable || !output.includes(other), output);
        assert.ok(!output.includes(simulator.clientSecret));
      });
    }

    it('starts while Scalekit is down, and answers 502', options, async (test) => {
      const env = { ...(await environment()), SCALEKIT_ENVIRONMENT_URL: `http://127.0.0.1:${await freePort()}` };
      const started = await startChanged(test, { env });
      await refusal(started, await linkOf(started), 502);
    });

    it('does not reveal a wrong secret', options, async (test) => {
      const secret = 'wrong-secret-of-this-test';
      const env = { ...(await environment()), SCALEKIT_CLIENT_SECRET: secret };
      const started = await startChanged(test, { env });
      const message = await refusal(started, await linkOf(started), 502);
      const { program } = started.backend;
      await program.printed(new RegExp(simulator.organizationId));
      await program.printed(/\b401\b|unauth|invalid_client/i);
      assert.ok(!message.includes(secret) && !program.output.includes(secret));
    });
  });
}
