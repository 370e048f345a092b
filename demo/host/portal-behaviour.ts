/**
 * The choices in the demo controls for the simulated portal, with their labels. The types make sure that none of the
 * simulator's faults and vocabularies is missing.
 */
import type { Behaviour, Vocabulary } from '../simulator/simulator-api.ts';

export const PORTAL_FAULTS: Record<Behaviour['fault'], string> = {
  none: 'None',
  fail: 'Reports a load failure',
  silent: 'Shows, but posts nothing',
  hang: 'Never answers',
  'refuse-framing': 'Refuses to be framed',
  'block-cookies': 'Its cookies are blocked',
};

export const VOCABULARIES: Record<Vocabulary, string> = {
  reference: 'Reference (PORTAL_…)',
  guides: 'Guides (SSO_CONFIGURED)',
  dotted: 'Dotted (sso.enabled)',
};

/** Delay of every portal page in ms. */
export const DELAYS = [0, 1000, 3000] as const;

/** Sessions as long as hosted ones, and sessions that are short enough to watch their end. */
export const HOSTED_SESSIONS = { sessionSeconds: 21_600, warningSeconds: 300 } as const;
export const SHORT_SESSIONS = { sessionSeconds: 20, warningSeconds: 10 } as const;
