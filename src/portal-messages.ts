/**
 * What the portal says: the three vocabularies in circulation, and what each message means for the session.
 * It looks at the data alone. Whether the sender may be believed is decided before, in `portal-listener.ts`.
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

/** A moment, in ISO 8601. */
interface Expiry {
  expiry: string;
}

/** The session exists and the portal shows; `data.expiry` is when the session ends. */
export type PortalLoadSuccessMessage = ReferenceMessage<'PORTAL_LOAD_SUCCESS', 'session', Expiry>;
/** The portal does not show. `SESSION_EXPIRED` is the only documented code: the string is open. */
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
/** The two guides' vocabularies: a type, and nothing that one may count on. */
export interface GuideMessage {
  type: 'SSO_CONFIGURED' | 'SCIM_CONFIGURED' | 'SESSION_EXPIRED' | 'sso.enabled' | 'sso.disabled' | 'session.expired';
}
/** A message of the right shape with a type that this version does not know. */
export type UnknownPortalMessage = { readonly [key: string]: unknown } & ({ event_type: string } | { type: string });

/** A message that the portal sent and that was accepted, deep-frozen (plain objects and arrays, up to 10,000 values) and otherwise as it came. */
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
  /** What it means for the session. */
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

/** Values of one message that are frozen. The documented messages have about ten. */
const FREEZE_BUDGET = 10_000;

const isPlain = (value: unknown): value is object => {
  const prototype: unknown = value === null || typeof value !== 'object' ? null : Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype;
};

/**
 * Freezes plain objects and arrays in depth, up to a budget: the work must not grow with what a hostile portal sends. A
 * set in place of recursion, because a message may be nested deeper than the stack, refer to itself, or refer to one large
 * object any number of times.
 */
const deepFreeze = (root: unknown): void => {
  const found = new Set([root]);
  let budget = FREEZE_BUDGET;
  for (const value of found) {
    // The length comes first: an array may have four billion places.
    if (!isPlain(value) || (Array.isArray(value) && value.length > budget)) continue;
    const inner: unknown[] = [];
    // Counted while they are read: to list all keys of a large object is the work that the budget is for.
    for (const key in value) {
      if (--budget < 0) return;
      inner.push(ownProperty(value, key));
    }
    Object.freeze(value);
    for (const part of inner) found.add(part);
  }
};

/** What may reach words and logs. */
const CODE = /^[\w.-]{1,64}$/;
/** Characters: no moment is longer, and a parser would read all of a longer text. */
const LONGEST_MOMENT = 64;

/** What ends a session, in each vocabulary. */
const ENDS: ReadonlySet<string> = new Set(['PORTAL_SESSION_EXPIRY', 'SESSION_EXPIRED', 'session.expired']);

const meaningOf = (type: string, portalCode: string | undefined): ReceivedMessage['meaning'] => {
  const failed = type === 'PORTAL_LOAD_FAILURE';
  if (ENDS.has(type) || (failed && portalCode === 'SESSION_EXPIRED')) return 'ended';
  return failed ? 'failed' : type === 'PORTAL_SESSION_WARNING' ? 'warning' : 'alive';
};

/** Reads a message; null for whatever has the shape of none of the vocabularies. Never throws. */
export const parsePortalMessage = (data: unknown): ReceivedMessage | null => {
  const type = ownString(data, 'event_type') ?? ownString(data, 'type');
  if (!type) return null;
  deepFreeze(data);
  const { data: details } = data as { data?: unknown };
  const code = ownString(details, 'error_code');
  const portalCode = code && CODE.test(code) ? code : undefined;
  // Other objects may expire too, a certificate, say.
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
