/** The applications that are installed, driven as production builds in one engine, at full speed and four times slower. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { drivenEngines } from '../tools/driven-page.ts';
import type { Engine } from '../tools/engines.ts';
import { enginesOf, headOf, installedApplications, type Application } from './applications.ts';
import { checkElsewhere, checkEndpoint, checkEvent, checkHtml, checkStrangers } from './checks.ts';
import { Notebook } from './results.ts';
import { Person, type Round } from './rounds.ts';
import { CHECKS, judge, rowsOf } from './rows.ts';
import { canSlowProcesses } from './slow-processes.ts';
import { startApplication, type StartedApplication } from './started-application.ts';
import { openVisitor, type Cookie, type Visitor } from './visitor.ts';

const RATES = [1, 4];
/** At each speed, in each engine: each cell of the table comes from ten rounds or more, in however many engines. */
const roundsOf = (application: Application): number => (enginesOf(application).length > 1 ? 3 : 5);

export function driveApplications(engine: Engine): void {
  const driven = drivenEngines().find((one) => one.engine === engine);
  if (driven === undefined) return;
  const tried = installedApplications().filter((one) => isDrivenIn(engine, one));
  const notebook = new Notebook(
    engine,
    tried.map(({ name }) => name),
  );

  describe(`applications of frameworks in ${driven.title}`, { skip: driven.skip }, () => {
    let visitor: Visitor;
    before(async () => {
      visitor = await openVisitor(engine);
    });
    after(() => visitor.close());
    for (const application of tried) describeApplication(application, engine, notebook, () => visitor);
  });
}

/** Variants are of no use to one engine in particular: Chromium is the fastest. Whoever has the time sees them in all. */
const DRIVES_ALL = 'PORTAL_TEST_LONG' in process.env || 'PORTAL_TEST_APPLICATIONS' in process.env;
const isDrivenIn = (engine: Engine, application: Application): boolean =>
  DRIVES_ALL || enginesOf(application).includes(engine);

function describeApplication(
  application: Application,
  engine: Engine,
  notebook: Notebook,
  visitor: () => Visitor,
): void {
  const { name } = application;
  const note = (row: string, held: boolean, of = 1) => notebook.note(name, row, { held: held ? of : 0, of });

  describe(`${headOf(application)} in ${engine}`, () => {
    let started: StartedApplication;
    let person: Person;
    let cookies: readonly Cookie[];
    let cookiesOfMel: Promise<readonly Cookie[]> | undefined;
    /** Once: the session goes on. */
    const mel = () => (cookiesOfMel ??= person.signIn('mel'));
    before(async () => {
      started = await startApplication(application, 'start');
      person = new Person(started, visitor());
      cookies = await person.signIn('ada');
    });
    after(() => started.stop());

    for (const rate of RATES) {
      const skip =
        rate > 1 && engine !== 'chromium' && !canSlowProcesses && 'processes can be slowed down on Linux alone';
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
            notebook.note(name, key, cell);
            assert.equal(cell.held, cell.of, `${row.means}:\n${failed.map((load) => JSON.stringify(load)).join('\n')}`);
          });
        }
      });
    }

    // What the server sends is the same for every engine.
    it(CHECKS.html.words, () => {
      const of = checkHtml(started);
      note('html', true, of);
    });
    it(CHECKS.event.words, async () => {
      await checkEvent(started, visitor(), cookies);
      note('event', true);
    });
    // So is whom it lets in.
    if (engine !== 'chromium') return;

    it(CHECKS.endpoint.words, async () => {
      await checkEndpoint(started, { ada: cookies, mel: await mel() });
      note('endpoint', true);
    });
    it(CHECKS.strangers.words, async () => {
      await checkStrangers(started, visitor(), await mel());
      note('strangers', true);
    });
    for (const path of application.alsoAt ?? []) {
      it(`${CHECKS.elsewhere.words}: ${path}`, async () => {
        const cell = await checkElsewhere(started, visitor(), cookies, path);
        notebook.note(name, 'elsewhere', cell);
        assert.equal(cell.held, cell.of);
      });
    }
  });
}
