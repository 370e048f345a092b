/**
 * Reads the portal's messages: the three vocabularies in use, and what each message means for the session. This file only
 * looks at the data. `portal-listener.ts` checks the sender before.
 *
 * Sources: Scalekit's "UI events from the embedded admin portal" (the reference vocabulary), its integration guides
 * for SSO and SCIM (`{type}` in upper case), and a third guide (dotted names in lower case).
 */

import { ownProperty } from './link-answer.js';

interface ReferenceMessage<Type extends string, ObjectName extends string, Data> {
  event_type: Type;
  object: ObjectName;
  organization_id?: string;
  message: string;
  data: Data;
}

/** A point in time, in ISO 8601. */
interface Expiry {
  expiry: string;
}

/** The session exists and the portal shows; `data.expiry` is when the session ends. */
export type PortalLoadSuccessMessage = ReferenceMessage<'PORTAL_LOAD_SUCCESS', 'session', Expiry>;
/** The portal does not show. `SESSION_EXPIRED` is the only documented code, but any string may come. */
export type PortalLoadFailureMessage = ReferenceMessage<'PORTAL_LOAD_FAILURE', 'session', { error_code: string }>;
/** About 5 minutes of the session are left. */
export type PortalSessionWarningMessage = ReferenceMessage<'PORTAL_SESSION_WARNING', 'session', Expiry>;
/** The session is over. */
export type PortalSessionExpiryMessage = ReferenceMessage<'PORTAL_SESSION_EXPIRY', 'session', Expiry>;
/** The IT admin switched single sign-on on or off. */
export type OrganizationSsoMessage = ReferenceMessage<
  'ORGANIZATION_SSO_ENABLED' | 'ORGANIZATION_SSO_DISABLED',
  'connection',
  { connection_type: 'SSO'; id: string; type: string; provider: string; enabled: boolean }
>;
/** The IT admin switched directory sync on or off. */
export type OrganizationDirectoryMessage = ReferenceMessage<
  'ORGANIZATION_DIRECTORY_ENABLED' | 'ORGANIZATION_DIRECTORY_DISABLED',
  'directory',
  { directory_type: 'SCIM'; id: string; provider: string; enabled: boolean }
>;
/** A message of the two guides' vocabularies. Only its type is documented. */
export interface GuideMessage {
  type: 'SSO_CONFIGURED' | 'SCIM_CONFIGURED' | 'SESSION_EXPIRED' | 'sso.enabled' | 'sso.disabled' | 'session.expired';
}
/** A message of the right shape whose type this version does not know. */
export type UnknownPortalMessage = { readonly [key: string]: unknown } & ({ event_type: string } | { type: string });

/** An accepted message of the portal. It is deep-frozen (plain objects and arrays, up to 10,000 values) and otherwise unchanged. */
export type PortalMessage =
  | PortalLoadSuccessMessage
  | PortalLoadFailureMessage
  | PortalSessionWarningMessage
  | PortalSessionExpiryMessage
  | OrganizationSsoMessage
  | OrganizationDirectoryMessage
  | GuideMessage
  | UnknownPortalMessage;

/** A message as the rest of this package handles it. */
export interface ReceivedMessage {
  /** Its `event_type` or `type`. */
  type: string;
  /** The message itself, deep-frozen. */
  message: PortalMessage;
  /** Its meaning for the session. */
  meaning: 'ended' | 'failed' | 'warning' | 'alive';
  /** When the session ends, in ms since the epoch; NaN if the message does not say so. */
  expiry: number;
  /** The portal's `error_code`, if there is one of the shape `[\w.-]{1,64}`. */
  portalCode: string | undefined;
}

const ownString = (value: unknown, key: string): string | undefined => {
  const found = ownProperty(value, key);
  return typeof found === 'string' ? found : undefined;
};

/** How many values of one message are frozen. The documented messages have about ten. */
const FREEZE_BUDGET = 10_000;

const isPlain = (value: unknown): value is object => {
  const prototype: unknown = value === null || typeof value !== 'object' ? null : Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype;
};

/**
 * Freezes plain objects and arrays in depth, up to a budget: the work must not grow with the size of a hostile portal's
 * message. It uses a set in place of recursion, because a message may be nested deeper than the stack, refer to itself, or
 * refer to one large object many times.
 */
const deepFreeze = (root: unknown): void => {
  const found = new Set([root]);
  let budget = FREEZE_BUDGET;
  for (const value of found) {
    // The length is checked first: an array may have four billion empty slots.
    if (!isPlain(value) || (Array.isArray(value) && value.length > budget)) continue;
    const inner: unknown[] = [];
    // The keys are counted while they are read: listing all keys of a large object would already exceed the budget.
    for (const key in value) {
      if (--budget < 0) return;
      inner.push(ownProperty(value, key));
    }
    Object.freeze(value);
    for (const part of inner) found.add(part);
  }
};

/** The error codes that may appear in texts and logs. */
const CODE = /^[\w.-]{1,64}$/;
/** Characters of a point in time. None is longer, and the parser would read all of a longer text. */
const LONGEST_MOMENT = 64;

/** The types that end a session, in each vocabulary. */
const ENDS: ReadonlySet<string> = new Set(['PORTAL_SESSION_EXPIRY', 'SESSION_EXPIRED', 'session.expired']);

const meaningOf = (type: string, portalCode: string | undefined): ReceivedMessage['meaning'] => {
  const failed = type === 'PORTAL_LOAD_FAILURE';
  if (ENDS.has(type) || (failed && portalCode === 'SESSION_EXPIRED')) return 'ended';
  return failed ? 'failed' : type === 'PORTAL_SESSION_WARNING' ? 'warning' : 'alive';
};

/** Reads a message. Null if it has the shape of none of the vocabularies. Never throws. */
export const parsePortalMessage = (data: unknown): ReceivedMessage | null => {
  const type = ownString(data, 'event_type') ?? ownString(data, 'type');
  if (!type) return null;
  deepFreeze(data);
  const { data: details } = data as { data?: unknown };
  const code = ownString(details, 'error_code');
  const portalCode = code && CODE.test(code) ? code : undefined;
  // Other objects may expire too, for example a certificate.
  const moment = ownString(data, 'object') === 'session' ? ownString(details, 'expiry') : undefined;
  const expiry = Date.parse(moment?.slice(0, LONGEST_MOMENT) ?? '');
  return {
    type,
    message: data as PortalMessage,
    meaning: meaningOf(type, portalCode),
    expiry,
    portalCode,
  };
};

/** The types of the reference vocabulary, spelled as documented. */
export const REFERENCE_TYPES: readonly string[] = [
  'PORTAL_LOAD_SUCCESS',
  'PORTAL_LOAD_FAILURE',
  'PORTAL_SESSION_WARNING',
  'PORTAL_SESSION_EXPIRY',
  'ORGANIZATION_SSO_ENABLED',
  'ORGANIZATION_SSO_DISABLED',
  'ORGANIZATION_DIRECTORY_ENABLED',
  'ORGANIZATION_DIRECTORY_DISABLED',
];

/** The types of the guides' two vocabularies, spelled as documented. */
export const GUIDE_TYPES: readonly string[] = [
  'SSO_CONFIGURED',
  'SCIM_CONFIGURED',
  'SESSION_EXPIRED',
  'sso.enabled',
  'sso.disabled',
  'session.expired',
];
