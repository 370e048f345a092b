/** The results of the last run, in one file for each process, for the table in `docs/frameworks/README.md`. */
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { WORK } from './applications.ts';
import type { Cell } from './rows.ts';

const FOLDER = join(WORK, 'results');

/** By application, by row or check. */
export type Results = Readonly<Record<string, Readonly<Record<string, readonly Cell[]>>>>;

const read = (file: string): Results => JSON.parse(readFileSync(file, 'utf8')) as Results;

/** Writes the results of one process. */
export class ResultsWriter {
  readonly #file: string;
  readonly #results: Record<string, Record<string, Cell[]>>;

  /** @param applications Of this run, by name. Earlier results of other applications stay. */
  constructor(name: string, applications: readonly string[], folder = FOLDER) {
    this.#file = join(folder, `${name}.json`);
    const before = existsSync(this.#file) ? read(this.#file) : {};
    const others = Object.entries(before).filter(([application]) => !applications.includes(application));
    this.#results = Object.fromEntries(others) as Record<string, Record<string, Cell[]>>;
    this.#write();
  }

  add(application: string, row: string, cell: Cell): void {
    const rows = (this.#results[application] ??= {});
    (rows[row] ??= []).push(cell);
    this.#write();
  }

  #write(): void {
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, JSON.stringify(this.#results));
  }
}

/** By process. */
export function readResults(folder = FOLDER): ReadonlyMap<string, Results> {
  const names = globSync('*.json', { cwd: folder }).sort();
  return new Map(names.map((name) => [name.slice(0, -5), read(join(folder, name))]));
}
