/** Results of the last test run, in files of `.tmp`. Scripts make the tables of the documentation from them. */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export class ResultsFolder<Results> {
  readonly #folder: string;

  /** @param path Of the folder in `.tmp`. */
  constructor(path: string) {
    this.#folder = join(import.meta.dirname, '../../.tmp', path);
  }

  clear(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Processes that run at the same time write to different files. */
  write(name: string, results: Results): void {
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(join(this.#folder, `${name}.json`), JSON.stringify(results));
  }

  readAll(): Results[] {
    return globSync('*.json', { cwd: this.#folder }).map(
      (file) => JSON.parse(readFileSync(join(this.#folder, file), 'utf8')) as Results,
    );
  }
}
