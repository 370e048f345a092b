/** The score of each file: the share of its mutants that the tests noticed. */
import type { Fate } from './mutant-pages.ts';
import type { Mutant } from './planted-mutants.ts';

interface Score {
  mutants: number;
  killed: number;
  'of them by time': number;
  survived: number;
  score: string;
}

/** Killed mutants per hundred. */
export function percentage(mutants: readonly Mutant[], fates: ReadonlyMap<string, Fate>): number {
  const survived = mutants.filter(({ id }) => fates.get(id) === 'survived').length;
  return 100 * (1 - survived / mutants.length);
}

function scoreOf(mutants: readonly Mutant[], fates: ReadonlyMap<string, Fate>): Score {
  const count = (fate: Fate) => mutants.filter(({ id }) => fates.get(id) === fate).length;
  const survived = count('survived');
  return {
    mutants: mutants.length,
    killed: mutants.length - survived,
    'of them by time': count('ran out of time'),
    survived,
    score: `${percentage(mutants, fates).toFixed(1)} %`,
  };
}

export function scoreTable(mutants: readonly Mutant[], fates: ReadonlyMap<string, Fate>): Record<string, Score> {
  const files = Object.entries(Object.groupBy(mutants, ({ file }) => file));
  return Object.fromEntries([
    ...files.map(([file, own = []]) => [file, scoreOf(own, fates)]),
    ['all', scoreOf(mutants, fates)],
  ]) as Record<string, Score>;
}
