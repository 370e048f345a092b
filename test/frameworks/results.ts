/** What the last run has shown, in a file for each of its processes, for the table in `docs/frameworks/README.md`. */
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { WORK } from './applications.ts';
import type { Cell } from './rows.ts';

const FOLDER = join(WORK, 'results');

/** By the name of an application, by the name of a row or check: in how many of its loads it held. */
export type Results = Readonly<Record<string, Readonly<Record<string, readonly Cell[]>>>>;

const read = (file: string): Results => JSON.parse(readFileSync(file, 'utf8')) as Results;

/** Notes what one process of the tests sees. */
export class Notebook {
  readonly #file: string;
  readonly #results: Record<string, Record<string, Cell[]>>;

  /** @param applications The names of those that are tried: what was noted of others before stays. */
  constructor(name: string, applications: readonly string[], folder = FOLDER) {
    this.#file = join(folder, `${name}.json`);
    const before = existsSync(this.#file) ? read(this.#file) : {};
    const others = Object.entries(before).filter(([application]) => !applications.includes(application));
    this.#results = Object.fromEntries(others) as Record<string, Record<string, Cell[]>>;
    this.#write();
  }

  note(application: string, row: string, cell: Cell): void {
    const rows = (this.#results[application] ??= {});
    (rows[row] ??= []).push(cell);
    this.#write();
  }

  #write(): void {
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, JSON.stringify(this.#results));
  }
}

/** By the name of a process. */
export function readResults(folder = FOLDER): ReadonlyMap<string, Results> {
  const names = globSync('*.json', { cwd: folder }).sort();
  return new Map(names.map((name) => [name.slice(0, -5), read(join(folder, name))]));
}
