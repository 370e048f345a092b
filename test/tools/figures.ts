/**
 * What the tests in `test/hold` have counted, handed over to Node: `npm run hold` prints it as tables, and the README
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

/** Whether there is time: `npm run hold` tries more of everything than `npm test`. */
export async function isLongRun(): Promise<boolean> {
  return (await (await fetch('/figures')).json()) as boolean;
}
