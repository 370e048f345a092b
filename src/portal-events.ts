/** The element's events: their names and details, in one map that every typed surface of this package is made from. */
import type { PortalError } from './portal-error.js';
import {
  GUIDE_TYPES,
  REFERENCE_TYPES,
  type GuideMessage,
  type OrganizationDirectoryMessage,
  type OrganizationSsoMessage,
  type PortalLoadFailureMessage,
  type PortalLoadSuccessMessage,
  type PortalMessage,
  type PortalSessionExpiryMessage,
  type PortalSessionWarningMessage,
} from './portal-messages.js';

/**
 * - `idle`: nothing to show: not connected, not near the viewport yet, or no source of links
 * - `loading`: a link is being requested, or its frame is loading
 * - `ready`: the portal shows
 * - `expired`: the session ended and no new one has begun
 * - `error`: see `error`
 */
export type PortalState = 'idle' | 'loading' | 'ready' | 'expired' | 'error';

/**
 * How a session ended: `session-expired` (the portal said so), `session-overdue` (its announced end passed while the
 * page was asleep or offline).
 */
export type RefreshReason = 'session-expired' | 'session-overdue';

/**
 * Every event of the element, by name. None is composed, and `portal-refresh` alone is cancelable. The element's own events
 * and those of the reference vocabulary bubble; those of the integration guides do not.
 */
export interface PortalEventMap {
  /** The state changed. */
  'portal-state-change': CustomEvent<{ state: PortalState; previousState: PortalState }>;
  /** The portal sent a message; comes before the message's own event. */
  'portal-message': CustomEvent<PortalMessage>;
  /** A session ended, and the element is about to request a new link; `preventDefault()` keeps the state `expired`. */
  'portal-refresh': CustomEvent<{ reason: RefreshReason }>;
  /** Something failed. */
  'portal-error': CustomEvent<{ error: PortalError }>;
  /** The page is visible again after the portal was opened elsewhere: the status that it shows may be stale. */
  'portal-return': CustomEvent<Record<string, never>>;

  /** The session has started, and the portal shows. */
  'portal-load-success': CustomEvent<PortalLoadSuccessMessage>;
  /** The portal cannot show. */
  'portal-load-failure': CustomEvent<PortalLoadFailureMessage>;
  /** The session ends in about 5 minutes. */
  'portal-session-warning': CustomEvent<PortalSessionWarningMessage>;
  /** The session is over. */
  'portal-session-expiry': CustomEvent<PortalSessionExpiryMessage>;
  /** Single sign-on was switched on. */
  'organization-sso-enabled': CustomEvent<OrganizationSsoMessage>;
  /** Single sign-on was switched off. */
  'organization-sso-disabled': CustomEvent<OrganizationSsoMessage>;
  /** Directory sync was switched on. */
  'organization-directory-enabled': CustomEvent<OrganizationDirectoryMessage>;
  /** Directory sync was switched off. */
  'organization-directory-disabled': CustomEvent<OrganizationDirectoryMessage>;
  /** Single sign-on was set up (integration guides). */
  'sso-configured': CustomEvent<GuideMessage>;
  /** Directory sync was set up (integration guides). */
  'scim-configured': CustomEvent<GuideMessage>;
  /** The session is over (integration guides). */
  'session-expired': CustomEvent<GuideMessage>;
  /** Single sign-on was switched on (dotted vocabulary). */
  'sso-enabled': CustomEvent<GuideMessage>;
  /** Single sign-on was switched off (dotted vocabulary). */
  'sso-disabled': CustomEvent<GuideMessage>;
}

/** The event behind a name: one of the element's, one of the DOM's, or one that this version does not know. */
type EventNamed<Name> = Name extends keyof PortalEventMap
  ? PortalEventMap[Name]
  : Name extends keyof HTMLElementEventMap
    ? HTMLElementEventMap[Name]
    : Event;

/** A function or an object that hears the event of this name; `this` is the element. */
export type PortalEventListener<Element, Name> =
  ((this: Element, event: EventNamed<Name>) => unknown) | { handleEvent(event: EventNamed<Name>): unknown };

/** The name of an event. Editors complete the known ones, and any other is allowed. */
export type PortalEventName = keyof PortalEventMap | keyof HTMLElementEventMap | (string & {});

/** Words with `_` or `.` between them. A long type would overflow the stack of an engine's regular expressions. */
const FORWARDED = /^(?=.{3,200}$)[a-z\d]+([_.][a-z\d]+)+$/i;

const nameOf = (type: string): string => type.toLowerCase().replace(/[_.]/g, '-');

/** Names that only their own event may have: the element's, and those of the documented types. */
const RESERVED: ReadonlySet<string> = new Set([
  'portal-state-change',
  'portal-message',
  'portal-refresh',
  'portal-error',
  'portal-return',
  ...[...REFERENCE_TYPES, ...GUIDE_TYPES].map(nameOf),
]);

/**
 * The event that a message of this type is forwarded as: lower case, `_` and `.` as `-`. Null for a type without a
 * separator, so that a portal cannot dispatch `click`, and for another spelling of a reserved name.
 *
 * Only the types of the reference vocabulary bubble. Whatever else a portal makes up stays on the element: the page and its
 * libraries listen further up, and a name like `delete-member` may mean something to them.
 */
export const forwardedEventOf = (type: string): { name: string; bubbles: boolean } | null => {
  if (!FORWARDED.test(type)) return null;
  const name = nameOf(type);
  const bubbles = REFERENCE_TYPES.includes(type);
  return bubbles || GUIDE_TYPES.includes(type) || !RESERVED.has(name) ? { name, bubbles } : null;
};

/** What `addEventListener` and `removeEventListener` take for an event of the element's. */
export type ListenerArguments<Element, Name> = [
  type: Name,
  listener: PortalEventListener<Element, Name> | null,
  options?: boolean | AddEventListenerOptions,
];
