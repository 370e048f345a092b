/**
 * Checks what a simulator is told, in the process and over HTTP alike: a typo that passes in silence is a test that tests
 * nothing.
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

// Records, so that the types see to it that none is forgotten.
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

export const GIVEN = {
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

/** An origin of a page; `*` in the place of a port is any port. */
export function isHostOrigin(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const text = value.replace(/:\*$/, '');
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** Throws a RangeError that names the first that is unknown or wrong. What is undefined was not given. */
export function check(given: object, takes: Readonly<Record<string, Check>>): void {
  const known = new Map(Object.entries(takes));
  for (const [name, value] of Object.entries(given)) {
    const isRight = known.get(name);
    if (!isRight) throw new RangeError(`There is no ${name}. There are: ${[...known.keys()].join(', ') || 'none'}.`);
    if (value !== undefined && !isRight(value)) throw new RangeError(`There is no ${name} like that.`);
  }
}

export function checkOptions(options: SimulatorOptions): void {
  check(options, OPTIONS);
  check(options.behaviour ?? {}, BEHAVIOUR);
}
