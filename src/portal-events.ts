/** The element's events: their names and details. All types of this package derive from this one map. */
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
 * Why a session ended: `session-expired` (the portal reported it), `session-overdue` (its announced end passed while the
 * page was asleep or offline).
 */
export type RefreshReason = 'session-expired' | 'session-overdue';

/**
 * Every event of the element, by name. No event is composed, and only `portal-refresh` is cancelable. The element's own
 * events and those of the reference vocabulary bubble; those of the integration guides do not.
 */
export interface PortalEventMap {
  /** The state changed. */
  'portal-state-change': CustomEvent<{ state: PortalState; previousState: PortalState }>;
  /** The portal sent a message. Dispatched before the message's own event. */
  'portal-message': CustomEvent<PortalMessage>;
  /** A session ended, and the element is about to request a new link; `preventDefault()` keeps the state `expired`. */
  'portal-refresh': CustomEvent<{ reason: RefreshReason }>;
  /** Something failed. */
  'portal-error': CustomEvent<{ error: PortalError }>;
  /** The page is visible again after the portal was opened elsewhere. The status that the page shows may be stale. */
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

/** A listener for the event of this name: a function, with the element as `this`, or an object with `handleEvent`. */
export type PortalEventListener<Element, Name> =
  ((this: Element, event: EventNamed<Name>) => unknown) | { handleEvent(event: EventNamed<Name>): unknown };

/** The name of an event. Editors complete the known names, and any other name is allowed. */
export type PortalEventName = keyof PortalEventMap | keyof HTMLElementEventMap | (string & {});

/** Words with `_` or `.` between them. Limited in length: a long type would overflow the stack of a regular expression. */
const FORWARDED = /^(?=.{3,200}$)[a-z\d]+([_.][a-z\d]+)+$/i;

const nameOf = (type: string): string => type.toLowerCase().replace(/[_.]/g, '-');

/** Names that no other message may use: those of the element's own events and of the documented types. */
const RESERVED: ReadonlySet<string> = new Set([
  'portal-state-change',
  'portal-message',
  'portal-refresh',
  'portal-error',
  'portal-return',
  ...[...REFERENCE_TYPES, ...GUIDE_TYPES].map(nameOf),
]);

/**
 * The event for messages of this type: its name is the type in lower case, with `-` for `_` and `.`. Null for a type without
 * a separator, so that a portal cannot dispatch `click`, and for another spelling of a reserved name.
 *
 * Only the types of the reference vocabulary bubble. All others stay on the element: the page and its libraries listen on
 * its ancestors, and a name like `delete-member` may mean something to them.
 */
export const forwardedEventOf = (type: string): { name: string; bubbles: boolean } | null => {
  if (!FORWARDED.test(type)) return null;
  const name = nameOf(type);
  const bubbles = REFERENCE_TYPES.includes(type);
  return bubbles || GUIDE_TYPES.includes(type) || !RESERVED.has(name) ? { name, bubbles } : null;
};

/** The arguments of `addEventListener` and `removeEventListener`, typed for the element's events. */
export type ListenerArguments<Element, Name> = [
  type: Name,
  listener: PortalEventListener<Element, Name> | null,
  options?: boolean | AddEventListenerOptions,
];
