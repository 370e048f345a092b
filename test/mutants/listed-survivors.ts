/** Compares the mutants that survived with the list of those that may, each with the reason why it is harmless. */
import { readFileSync } from 'node:fs';
import type { Fate } from './mutant-pages.ts';
import type { Mutant, Mutation } from './planted-mutants.ts';

export interface Survivor extends Mutation {
  reason: string;
}

export interface Comparison {
  /** Survivors that are not listed: a test is missing. */
  unlisted: Mutant[];
  /** Entries whose mutant did not survive or no longer exists: remove them. */
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
  const withFate = (...wanted: Fate[]) => mutants.filter(({ id }) => wanted.includes(fates.get(id)!));
  const known = new Set(listed.map(textOf));
  // On a busy machine, a surviving mutant may run out of time. Its entry stays.
  const mayHaveSurvived = new Set(withFate('survived', 'ran out of time').map(textOf));
  return {
    unlisted: withFate('survived').filter((mutant) => !known.has(textOf(mutant))),
    stale: listed.filter((survivor) => !mayHaveSurvived.has(textOf(survivor))),
  };
}
