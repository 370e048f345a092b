/** Registers the tests that every backend has in common: its starts, and what it answers once it runs. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it, type TestContext } from 'node:test';
import type { Simulator } from '../../demo/simulator/simulator-api.ts';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import { freePort } from '../tools/free-port.ts';
import { workFolder, type Backend } from './backends.ts';
import { askForLink, CONVENTIONS, refusal, SECTIONS, visit, type Subject } from './conventions.ts';
import { endOfStart, startBackend, type Start } from './started-backend.ts';
import { skipIf } from './toolchains.ts';

/** A first build fetches and compiles a framework. */
const BUILD_LIMIT = 900_000;

const VARIABLES = [
  'SCALEKIT_ENVIRONMENT_URL',
  'SCALEKIT_CLIENT_ID',
  'SCALEKIT_CLIENT_SECRET',
  'SCALEKIT_ORGANIZATION_ID',
] as const;

/** Tests a backend, in `.tmp/backends/<work>`. Without its toolchain each test is skipped, with the reason. */
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

    /** Another one, with other variables, until its test ends. */
    const another = async (test: TestContext, change: Partial<Start>): Promise<Subject> => {
      const started = await startBackend({ ...start, env: await environment(), ...change });
      test.after(() => started.stop());
      return { ...subject, backend: started };
    };

    before(
      async () => {
        if (!isHere) return;
        start = await backend.prepare(work);
        simulator = await startSimulator({ organizationIds: ['org_own', 'org_other'] });
        ends.push(() => simulator.close());
        const started = await startBackend({ ...start, env: await environment() });
        ends.push(() => started.stop());
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
        const started = await another(test, { command });
        const { person, page } = await visit(started, 'ada');
        assert.equal((await askForLink(started, person, page)).status, 200);
        assert.equal(simulator.links.length, 1);
      });
    }

    for (const variable of VARIABLES) {
      it(`does not start without ${variable}, and says so`, options, async () => {
        const { [variable]: value = '', ...env } = await environment();
        const { code, said } = await endOfStart({ ...start, env });
        assert.notEqual(code, 0);
        assert.match(said, new RegExp(`${variable}\\b.* not set`));
        for (const other of VARIABLES) assert.ok(other === variable || !said.includes(other), said);
        assert.ok(!said.includes(simulator.clientSecret));
        assert.ok(value);
      });
    }

    it('starts while Scalekit cannot be reached, and answers 502', options, async (test) => {
      const nobody = { ...(await environment()), SCALEKIT_ENVIRONMENT_URL: `http://127.0.0.1:${await freePort()}` };
      const alone = await another(test, { env: nobody });
      const { person, page } = await visit(alone, 'ada');
      await refusal(alone, await askForLink(alone, person, page), 502);
    });

    it('keeps a wrong secret to itself', options, async (test) => {
      const secret = 'wrong-secret-of-this-test';
      const env = { ...(await environment()), SCALEKIT_CLIENT_SECRET: secret };
      const refused = await another(test, { env });
      const { person, page } = await visit(refused, 'ada');
      const words = await refusal(refused, await askForLink(refused, person, page), 502);
      await refused.backend.says(new RegExp(simulator.organizationId), 0);
      await refused.backend.says(/\b401\b|unauth|invalid_client/i, 0);
      assert.ok(!words.includes(secret) && !refused.backend.said().includes(secret));
    });
  });
}
