/** The development servers of the installed applications, in Chromium: the rows, and an edit of the page. */
import assert from 'node:assert/strict';
import { cp, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { drivenEngines } from '../tools/driven-page.ts';
import { headOf, installedApplications, type Application } from './applications.ts';
import { ResultsWriter } from './results.ts';
import { Person, type Load, type Round } from './rounds.ts';
import { DEVELOPMENT, judge, rowsOf } from './rows.ts';
import { startApplication, type StartedApplication } from './started-application.ts';
import { openVisitor, type Cookie, type Visitor } from './visitor.ts';

const ROUNDS = 3;
/** The message of Lit's development build; see docs/troubleshooting.md. */
const LIT = 'Lit is in dev mode.';
const NEW_HEADING = 'Sign-on and directory';

const chromium = drivenEngines().find(({ engine }) => engine === 'chromium');
const skip = chromium === undefined ? 'Chromium is not among the engines of this run' : chromium.skip;
const tried = installedApplications().filter(({ variant }) => variant === undefined);
const results = new ResultsWriter(
  'development',
  tried.map(({ name }) => name),
);

/** Only warnings and errors: tools of frameworks log other messages. */
function onlyFaults(load: Load): Load {
  const logs = load.logs.filter(({ level, text }) => !/^(?:debug|log|info)$/.test(level) && !text.startsWith(LIT));
  return { ...load, logs };
}

function describeApplication(application: Application, visitor: () => Visitor): void {
  const { name, folder, source, page, edit } = application;
  const file = join(folder, page);

  describe(`${headOf(application)} in development`, () => {
    let started: StartedApplication;
    let person: Person;
    let cookies: readonly Cookie[];
    before(async () => {
      // Undoes an edit of a run that was stopped.
      await cp(join(source, page), file);
      started = await startApplication(application, 'dev');
      person = new Person(started, visitor());
      cookies = await person.signIn('ada');
      // In the first visits, a development server finds dependencies, prepares them and loads the page again.
      for (let visit = 0; visit < 2; visit++) await person.round(cookies);
    });
    after(async () => {
      await started.stop();
      await cp(join(source, page), file);
    });

    it(DEVELOPMENT.loads.words, async () => {
      const rounds: Round[] = [];
      while (rounds.length < ROUNDS) rounds.push(await person.round(cookies));
      const judged = Object.values(rowsOf(application)).map((row) =>
        judge({ ...row, loads: (round) => row.loads(round).map(onlyFaults) }, rounds),
      );
      for (const { cell } of judged) results.add(name, 'loads', cell);
      assert.deepEqual(
        judged.flatMap(({ failed }) => failed),
        [],
      );
    });

    it(DEVELOPMENT.edit.words, async () => {
      const original = await readFile(file, 'utf8');
      const [heading, ...others] = original.match(/(?<=<h1>)[^<{]+(?=<\/h1>)/g) ?? [];
      assert.ok(heading !== undefined && others.length === 0, `${page} needs one <h1> with plain text`);
      // As editors save: the file always exists, with the old text or the new one.
      const change = async () => {
        const saved = join(folder, 'node_modules/.saved');
        await writeFile(saved, original.replace(heading, NEW_HEADING));
        await rename(saved, file);
      };
      const { minted, requests } = await person.edit(change, NEW_HEADING);
      // The table shows the number of links.
      results.add(name, 'edit', { passed: minted, of: 1 });
      assert.equal(minted, edit?.links ?? 0);
      assert.equal(requests.length, minted);
    });
  });
}

describe('development servers in Chromium', { skip }, () => {
  let visitor: Visitor;
  before(async () => {
    visitor = await openVisitor('chromium');
  });
  after(() => visitor.close());
  for (const application of tried) describeApplication(application, () => visitor);
});
