/** Drives the production builds of the installed applications in one engine, at full speed and four times slower. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { drivenEngines } from '../tools/driven-page.ts';
import type { Engine } from '../tools/engines.ts';
import { enginesOf, headOf, installedApplications, type Application } from './applications.ts';
import { checkElsewhere, checkEndpoint, checkEvent, checkHtml, checkStrangers } from './checks.ts';
import { ResultsWriter } from './results.ts';
import { Person, type Round } from './rounds.ts';
import { CHECKS, judge, rowsOf } from './rows.ts';
import { canSlowProcesses } from './slow-processes.ts';
import { startApplication, type StartedApplication } from './started-application.ts';
import { openVisitor, type Cookie, type Visitor } from './visitor.ts';

const RATES = [1, 4];
/** At each speed, in each engine. Each cell of the table needs ten rounds or more, in one engine or in three. */
const roundsOf = (application: Application): number => (enginesOf(application).length > 1 ? 2 : 5);

export function driveApplications(engine: Engine): void {
  const driven = drivenEngines().find((one) => one.engine === engine);
  if (driven === undefined) return;
  const tried = installedApplications().filter((one) => isDrivenIn(engine, one));
  const results = new ResultsWriter(
    engine,
    tried.map(({ name }) => name),
  );

  describe(`applications of frameworks in ${driven.title}`, { skip: driven.skip }, () => {
    let visitor: Visitor;
    before(async () => {
      visitor = await openVisitor(engine);
    });
    after(() => visitor.close());
    for (const application of tried) describeApplication(application, engine, results, () => visitor);
  });
}

/** Variants only run in Chromium, the fastest engine, unless there is time for all. */
const DRIVES_ALL = 'PORTAL_TEST_LONG' in process.env || 'PORTAL_TEST_APPLICATIONS' in process.env;
const isDrivenIn = (engine: Engine, application: Application): boolean =>
  DRIVES_ALL || enginesOf(application).includes(engine);

function describeApplication(
  application: Application,
  engine: Engine,
  results: ResultsWriter,
  visitor: () => Visitor,
): void {
  const { name } = application;
  const pass = (row: string, of = 1) => results.add(name, row, { passed: of, of });

  describe(`${headOf(application)} in ${engine}`, () => {
    let started: StartedApplication;
    let person: Person;
    let cookies: readonly Cookie[];
    let cookiesOfMel: Promise<readonly Cookie[]> | undefined;
    /** Signs mel in once. */
    const mel = () => (cookiesOfMel ??= person.signIn('mel'));
    before(async () => {
      started = await startApplication(application, 'start');
      person = new Person(started, visitor());
      cookies = await person.signIn('ada');
    });
    after(() => started.stop());

    for (const rate of RATES) {
      const skip =
        rate > 1 && engine !== 'chromium' && !canSlowProcesses && 'processes can only be slowed down on Linux';
      describe(`at ${rate === 1 ? 'full speed' : `a ${rate}th of the speed`}`, { skip }, () => {
        const rounds: Round[] = [];
        before(async () => {
          await visitor().slowDown(rate);
          while (rounds.length < roundsOf(application)) rounds.push(await person.round(cookies));
        });
        after(() => visitor().slowDown(1));
        for (const [key, row] of Object.entries(rowsOf(application))) {
          it(row.words, () => {
            const { cell, failed } = judge(row, rounds);
            results.add(name, key, cell);
            assert.equal(
              cell.passed,
              cell.of,
              `${row.means}:\n${failed.map((load) => JSON.stringify(load)).join('\n')}`,
            );
          });
        }
      });
    }

    it(CHECKS.html.words, () => pass('html', checkHtml(started)));
    it(CHECKS.event.words, async () => {
      await checkEvent(started, visitor(), cookies);
      pass('event');
    });
    // The other checks are about the server, which is the same for each engine.
    if (engine !== 'chromium') return;

    it(CHECKS.endpoint.words, async () => {
      await checkEndpoint(started, { ada: cookies, mel: await mel() });
      pass('endpoint');
    });
    it(CHECKS.strangers.words, async () => {
      await checkStrangers(started, visitor(), await mel());
      pass('strangers');
    });
    for (const path of application.alsoAt ?? []) {
      it(`${CHECKS.elsewhere.words}: ${path}`, async () => {
        const cell = await checkElsewhere(started, visitor(), cookies, path);
        results.add(name, 'elsewhere', cell);
        assert.equal(cell.passed, cell.of);
      });
    }
  });
}
