/** What the last run has shown, in a file for each of its processes, for the table in `docs/frameworks/README.md`. */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WORK } from './applications.ts';
import type { Cell } from './rows.ts';

const FOLDER = join(WORK, 'results');

/** By the name of an application, by the name of a row or check: in how many of its loads it held. */
export type Results = Readonly<Record<string, Readonly<Record<string, readonly Cell[]>>>>;

/** Notes what one process of the tests sees. */
export class Notebook {
  readonly #file: string;
  readonly #results: Record<string, Record<string, Cell[]>> = {};

  constructor(name: string) {
    this.#file = join(FOLDER, `${name}.json`);
    rmSync(this.#file, { force: true });
  }

  note(application: string, row: string, cell: Cell): void {
    const rows = (this.#results[application] ??= {});
    (rows[row] ??= []).push(cell);
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(this.#file, JSON.stringify(this.#results));
  }
}

/** By the name of a process. */
export function readResults(): ReadonlyMap<string, Results> {
  const names = globSync('*.json', { cwd: FOLDER }).sort();
  return new Map(
    names.map((name) => [name.slice(0, -5), JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Results]),
  );
}
