/** Follows redirects to allowed hosts, and records every step. */
import { ask, isFailure, type Answer, type Failure, type Question } from './ask.ts';

export interface Hop {
  readonly answer: Answer;
  readonly to: URL;
}

/** A redirect that was not followed. */
export interface Stop {
  readonly stopped: 'other-host' | 'loop' | 'no-address';
  readonly answer: Answer;
  /** Null: the redirect does not lead to a valid URL. */
  readonly to: URL | null;
}

export interface Visit {
  readonly hops: readonly Hop[];
  readonly end: Answer | Failure | Stop;
}

const MOST_HOPS = 10;

export const isStop = (outcome: object): outcome is Stop => 'stopped' in outcome;

export const isAnswer = (outcome: Visit['end']): outcome is Answer => !isStop(outcome) && !isFailure(outcome);

/** The target of a redirect. Undefined: the answer is not a redirect. Null: the target is not a valid URL. */
export function redirectOf({ status, headers, url }: Answer): URL | null | undefined {
  const location = headers.get('location');
  if (![301, 302, 303, 307, 308].includes(status) || location === null) return undefined;
  return URL.canParse(location, url.href) ? new URL(location, url) : null;
}

export async function follow(
  question: Question,
  {
    speaksTo,
    headersFor,
  }: { speaksTo: (url: URL) => boolean; headersFor: (url: URL, hops: readonly Hop[]) => Record<string, string> },
): Promise<Visit> {
  const hops: Hop[] = [];
  let { url } = question;
  for (;;) {
    const answer = await ask({ ...question, url, headers: headersFor(url, hops) });
    if (isFailure(answer)) return { hops, end: answer };
    const to = redirectOf(answer);
    if (to === undefined) return { hops, end: answer };
    if (to === null || !/^https?:$/.test(to.protocol))
      return { hops, end: { stopped: 'no-address', answer, to: null } };
    if (hops.length >= MOST_HOPS) return { hops, end: { stopped: 'loop', answer, to } };
    if (!speaksTo(to)) return { hops, end: { stopped: 'other-host', answer, to } };
    hops.push({ answer, to });
    url = to;
  }
}
