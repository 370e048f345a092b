/** The element's events: their names and details, in one map that every typed surface of this package is made from. */
import type { PortalError } from './portal-error.js';
import type {
  GuideMessage,
  OrganizationDirectoryMessage,
  OrganizationSsoMessage,
  PortalLoadFailureMessage,
  PortalLoadSuccessMessage,
  PortalMessage,
  PortalSessionExpiryMessage,
  PortalSessionWarningMessage,
} from './portal-messages.js';

/**
 * - `idle`: nothing to show: not connected, not near the viewport yet, or no source of links
 * - `loading`: a link is being asked for, or its frame is loading
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

/** Every event of the element, by name. All bubble, none is composed; `portal-refresh` alone is cancelable. */
export interface PortalEventMap {
  /** The state changed. */
  'portal-state-change': CustomEvent<{ state: PortalState; previousState: PortalState }>;
  /** The portal said something; comes before the message's own event. */
  'portal-message': CustomEvent<PortalMessage>;
  /** A session ended and a new link is about to be asked for; `preventDefault()` leaves it at `expired`. */
  'portal-refresh': CustomEvent<{ reason: RefreshReason }>;
  /** Something failed. */
  'portal-error': CustomEvent<{ error: PortalError }>;
  /** The page is looked at again after the portal was opened elsewhere: what it says of the portal may be stale. */
  'portal-return': CustomEvent<Record<string, never>>;

  /** The session exists and the portal shows. */
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

/** Words with `_` or `.` between them, but no name of the element's own. A long one would overflow the engine's stack. */
const FORWARDED =
  /^(?=.{3,200}$)(?!portal[_.](state[_.]change|message|refresh|error|return)$)[a-z\d]+([_.][a-z\d]+)+$/i;

/**
 * The event that a message of this type is forwarded as: lower case, `_` and `.` as `-`. Null for a name of the
 * element's own, and for a type without a separator: a portal must not be able to dispatch `click`.
 */
export const eventNameOf = (type: string): string | null =>
  FORWARDED.test(type) ? type.toLowerCase().replace(/[_.]/g, '-') : null;
