/**
 * What the tests have counted, handed over to Node: `npm run hold` prints it as tables, and docs/security.md
 * quotes it. A table is named by what was attacked or broken, a row by how.
 */

/** Numbers are added up over the engines; texts have to be the same in all of them. */
export type Figures = Readonly<Record<string, number | string>>;

export interface Figure {
  readonly table: string;
  readonly row: string;
  readonly figures: Figures;
}

export async function report(table: string, row: string, figures: Figures): Promise<void> {
  const body = JSON.stringify({ table, row, figures } satisfies Figure);
  await fetch('/figures', { method: 'POST', body });
}

/** Counts the tests of a file, each of which tries one input: how many were tried, and how many held. */
export function reportTests(table: string, row: string): void {
  after(async function () {
    const count = (suite: Mocha.Suite, state?: 'passed'): number =>
      suite.tests.filter((test) => (state ? test.state === state : !test.pending)).length +
      suite.suites.reduce((sum, inner) => sum + count(inner, state), 0);
    const file = this.test!.parent!;
    await report(table, row, { tried: count(file), held: count(file, 'passed') });
  });
}

/** Whether there is time: `npm run hold` tries more of everything than `npm test`. */
export async function isLongRun(): Promise<boolean> {
  return (await (await fetch('/figures')).json()) as boolean;
}
