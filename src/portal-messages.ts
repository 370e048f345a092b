/**
 * What the portal says: the three vocabularies in circulation, and what each message means for the session.
 * It looks at the data alone. Whether the sender may be believed is decided before, in `portal-listener.ts`.
 *
 * Sources: Scalekit's "UI events from the embedded admin portal" (the reference vocabulary), its integration guides
 * for SSO and SCIM (`{type}` in upper case), and a third guide (dotted names in lower case).
 */

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

/** A message that the portal sent and that was accepted, deep-frozen and otherwise as it came. */
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
  /** The portal's `error_code`, if there is one. */
  portalCode: string | undefined;
}

/** An own string property: a message cannot borrow from `Object.prototype`. */
const ownString = (value: unknown, key: string): string | undefined => {
  const object = Object(value) as Record<string, unknown>;
  const found = Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof found === 'string' ? found : undefined;
};

/**
 * Freezes in depth. A list in place of recursion, because a message may be nested deeper than the stack or refer to
 * itself. What cannot be frozen stays as it is: views of buffers, and a `FileList`, for which `Object.freeze` throws.
 */
const deepFreeze = (root: unknown): void => {
  const found = [root];
  for (const value of found) {
    // A text or a number counts as frozen. Views are known before, because a large one would take its time to throw.
    if (ArrayBuffer.isView(value) || Object.isFrozen(value)) continue;
    try {
      for (const inner of Object.values(Object.freeze(value))) found.push(inner);
    } catch {
      // The rest of the message is worth freezing all the same.
    }
  }
};

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
  const portalCode = ownString(details, 'error_code');
  // Other objects may expire too, a certificate, say.
  const expiry = ownString(data, 'object') === 'session' ? Date.parse(ownString(details, 'expiry') ?? '') : NaN;
  return {
    type,
    message: data as PortalMessage,
    meaning: meaningOf(type, portalCode),
    expiry,
    portalCode,
  };
};
