/** The result of a check. */

export type Status = 'ok' | 'warning' | 'fault' | 'not-checked';
export type Area = 'page' | 'endpoint' | 'link' | 'browser';

export interface Finding {
  /** For example `page.frame-src`. It is stable, for scripts that read `--json`. */
  readonly id: string;
  readonly area: Area;
  /** The subject of the check. */
  readonly title: string;
  readonly status: Status;
  /** The result, or the reason why the check was not possible. */
  readonly sentence: string;
  /** The fix: a text to paste, or an instruction. */
  readonly cure?: string;
}

export type Verdict = Pick<Finding, 'status' | 'sentence' | 'cure'>;

export const ok = (sentence: string): Verdict => ({ status: 'ok', sentence });
export const warning = (sentence: string, cure?: string): Verdict => withCure('warning', sentence, cure);
export const fault = (sentence: string, cure?: string): Verdict => withCure('fault', sentence, cure);
export const notChecked = (why: string): Verdict => ({ status: 'not-checked', sentence: why });

function withCure(status: Status, sentence: string, cure: string | undefined): Verdict {
  return cure === undefined ? { status, sentence } : { status, sentence, cure };
}

/** `look` returns null if the check does not apply. The report then leaves it out. */
export interface Check<Facts> {
  readonly id: string;
  readonly title: string;
  readonly look: (facts: Facts) => Verdict | null;
}

/** Runs the checks in order. */
export function runChecks<Facts>(checks: readonly Check<Facts>[], facts: Facts): Finding[] {
  return checks.flatMap(({ id, title, look }) => {
    const verdict = look(facts);
    return verdict === null ? [] : [{ id, area: id.split('.', 1)[0] as Area, title, ...verdict }];
  });
}
