/** What a check says. */

export type Status = 'ok' | 'warning' | 'fault' | 'not-checked';
export type Area = 'page' | 'endpoint' | 'link' | 'browser';

export interface Finding {
  /** `page.frame-src`: stable, for scripts that read `--json`. */
  readonly id: string;
  readonly area: Area;
  /** What must be right. */
  readonly title: string;
  readonly status: Status;
  /** What was found, or why nothing was looked at. */
  readonly sentence: string;
  /** Text to paste, or what to do. */
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

/** Null: it does not apply, and the report does not name it. */
export interface Check<Facts> {
  readonly id: string;
  readonly title: string;
  readonly look: (facts: Facts) => Verdict | null;
}

/** Runs the checks in their order. */
export function runChecks<Facts>(checks: readonly Check<Facts>[], facts: Facts): Finding[] {
  return checks.flatMap(({ id, title, look }) => {
    const verdict = look(facts);
    return verdict === null ? [] : [{ id, area: id.split('.', 1)[0] as Area, title, ...verdict }];
  });
}
