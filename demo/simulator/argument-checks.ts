/**
 * Checks the options and arguments of a simulator, in the process and over HTTP. An unnoticed typo would make a test
 * meaningless.
 */

import { isLinkFailure } from './link-statuses.ts';
import type { Behaviour, SimulatorOptions } from './simulator-api.ts';

export type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string' && value !== '';
const isBoolean: Check = (value) => typeof value === 'boolean';
const isNumber: Check = (value) => typeof value === 'number' && value >= 0;
const isOneOf =
  (choices: Readonly<Record<string, true>>): Check =>
  (value) =>
    typeof value === 'string' && Object.hasOwn(choices, value);

// Records, so that the types make sure that no value is missing.
const VOCABULARIES: Readonly<Record<Behaviour['vocabulary'], true>> = { reference: true, guides: true, dotted: true };
const FAULTS: Readonly<Record<Behaviour['fault'], true>> = {
  none: true,
  fail: true,
  silent: true,
  hang: true,
  'refuse-framing': true,
  'block-cookies': true,
};
const BEHAVIOUR: Readonly<Record<keyof Behaviour, Check>> = {
  sessionSeconds: isNumber,
  warningSeconds: isNumber,
  linkSeconds: isNumber,
  delay: isNumber,
  vocabulary: isOneOf(VOCABULARIES),
  fault: isOneOf(FAULTS),
  customDomain: isBoolean,
};

export const ARGUMENTS = {
  behave: BEHAVIOUR,
  warnSession: { seconds: isNumber },
  failNextLink: { status: isLinkFailure, times: isNumber },
  configure: { sso: isBoolean, directory: isBoolean, domainVerification: isBoolean, organizationId: isText },
  verifyDomain: { domain: isText, organizationId: isText },
} as const satisfies Record<string, Readonly<Record<string, Check>>>;

const OPTIONS: Readonly<Record<keyof SimulatorOptions, Check>> = {
  port: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) < 65536,
  hostOrigins: (value) => Array.isArray(value) && value.every(isHostOrigin),
  organizationIds: (value) => Array.isArray(value) && value.length > 0 && value.every(isText),
  clientSecret: isText,
  behaviour: (value) => typeof value === 'object' && value !== null,
};

/** Whether the value is the origin of a page. `*` in place of the port means any port. */
export function isHostOrigin(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const text = value.replace(/:\*$/, '');
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** Throws a RangeError for the first unknown name or invalid value. `undefined` counts as not given. */
export function check(given: object, takes: Readonly<Record<string, Check>>): void {
  const known = new Map(Object.entries(takes));
  for (const [name, value] of Object.entries(given)) {
    const isRight = known.get(name);
    if (!isRight) throw new RangeError(`Unknown: ${name}. Known: ${[...known.keys()].join(', ') || 'none'}.`);
    if (value !== undefined && !isRight(value)) throw new RangeError(`The value of ${name} is invalid.`);
  }
}

export function checkOptions(options: SimulatorOptions): void {
  check(options, OPTIONS);
  check(options.behaviour ?? {}, BEHAVIOUR);
}
