/** The list of the mutants that may survive, each with the reason why it does no harm, held against those that did. */
import { readFileSync } from 'node:fs';
import type { Fate } from './mutant-pages.ts';
import type { Mutant, Mutation } from './planted-mutants.ts';

export interface Survivor extends Mutation {
  reason: string;
}

export interface Comparison {
  /** Survived and are not listed: a test is missing. */
  unlisted: Mutant[];
  /** Are listed and did not survive, or are no longer there: the entry has to go. */
  stale: Survivor[];
}

const textOf = ({ file, code, becomes }: Mutation): string => JSON.stringify([file, code, becomes]);

export function readSurvivors(files: readonly string[]): Survivor[] {
  const list = JSON.parse(readFileSync(new URL('survivors.json', import.meta.url), 'utf8')) as Survivor[];
  return list.filter(({ file }) => files.includes(file));
}

export function compare(
  mutants: readonly Mutant[],
  fates: ReadonlyMap<string, Fate>,
  listed: readonly Survivor[],
): Comparison {
  const having = (...wanted: Fate[]) => mutants.filter(({ id }) => wanted.includes(fates.get(id)!));
  const known = new Set(listed.map(textOf));
  // On a busy machine a mutant may run out of time that would survive: no reason to take it off the list.
  const mayHaveSurvived = new Set(having('survived', 'ran out of time').map(textOf));
  return {
    unlisted: having('survived').filter((mutant) => !known.has(textOf(mutant))),
    stale: listed.filter((survivor) => !mayHaveSurvived.has(textOf(survivor))),
  };
}
