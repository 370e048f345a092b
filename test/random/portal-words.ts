/** The messages of a portal in a life: all three vocabularies, unknown types, and junk, each with its meaning by the contract. */
import { message } from '../tools/sample-messages.ts';

export interface PortalWord {
  readonly name: string;
  /** The message. It is new each time, because the element freezes it. */
  readonly data: (expiry: string) => unknown;
  /** `junk` has no shape of a vocabulary. */
  readonly means: 'ended' | 'failed' | 'warning' | 'alive' | 'junk';
  /** Whether it has the end of the session. */
  readonly dated?: boolean;
  /** The event of its type, if any. */
  readonly event?: string;
  /** Whether that event bubbles, as for the reference vocabulary. */
  readonly bubbles?: boolean;
}

const reference = (type: string, means: PortalWord['means'], event: string, data: (expiry: string) => unknown) => ({
  name: type,
  data: (expiry: string) => message(type, data(expiry)),
  means,
  event,
  bubbles: true,
});

const guide = (type: string, means: PortalWord['means'], event: string) => ({
  name: type,
  data: () => ({ type }),
  means,
  event,
});

const junk = (name: string, data: () => unknown) => ({ name, data, means: 'junk' as const });

const dated = (expiry: string) => ({ expiry });
const enabled = () => ({ connection_type: 'SSO', id: '1', type: 'SAML', provider: 'OKTA', enabled: true });

export const ENDINGS: readonly PortalWord[] = [
  reference('PORTAL_SESSION_EXPIRY', 'ended', 'portal-session-expiry', dated),
  {
    ...reference('PORTAL_LOAD_FAILURE', 'ended', 'portal-load-failure', () => ({ error_code: 'SESSION_EXPIRED' })),
    name: 'PORTAL_LOAD_FAILURE with SESSION_EXPIRED',
  },
  guide('SESSION_EXPIRED', 'ended', 'session-expired'),
  guide('session.expired', 'ended', 'session-expired'),
];

export const PORTAL_WORDS: readonly PortalWord[] = [
  { ...reference('PORTAL_LOAD_SUCCESS', 'alive', 'portal-load-success', dated), dated: true },
  { ...reference('PORTAL_SESSION_WARNING', 'warning', 'portal-session-warning', dated), dated: true },
  reference('PORTAL_LOAD_FAILURE', 'failed', 'portal-load-failure', () => ({ error_code: 'OUT_OF_ORDER' })),
  reference('ORGANIZATION_SSO_ENABLED', 'alive', 'organization-sso-enabled', enabled),
  reference('ORGANIZATION_DIRECTORY_DISABLED', 'alive', 'organization-directory-disabled', enabled),
  guide('SSO_CONFIGURED', 'alive', 'sso-configured'),
  guide('sso.disabled', 'alive', 'sso-disabled'),
  guide('SOMETHING_NEW', 'alive', 'something-new'),
  // Accepted without an event of its type, whose name is the element's or could be the browser's.
  { name: 'PORTAL_REFRESH', data: () => ({ type: 'PORTAL_REFRESH' }), means: 'alive' },
  { name: 'portal.error', data: () => ({ type: 'portal.error' }), means: 'alive' },
  { name: 'toggle', data: () => ({ type: 'toggle' }), means: 'alive' },
  // Other spellings of documented types.
  ...['portal_load_success', 'SSO.CONFIGURED', 'Session.expired', 'organization.sso.enabled'].map((type) => ({
    name: type,
    data: () => ({ type }),
    means: 'alive' as const,
  })),
  junk('null', () => null),
  junk('a string', () => 'SESSION_EXPIRED'),
  junk('a list', () => ['SESSION_EXPIRED']),
  junk('a message without a type', () => ({ message: 'SESSION_EXPIRED' })),
  junk('a type that is not a string', () => ({ type: { toString: () => 'SESSION_EXPIRED' } })),
  junk('an inherited type', () => Object.create({ type: 'SESSION_EXPIRED' })),
];

/** The events of the reference vocabulary. */
export const BUBBLING_EVENTS: ReadonlySet<string> = new Set(
  [...ENDINGS, ...PORTAL_WORDS].flatMap(({ event, bubbles }) => (event !== undefined && bubbles ? event : [])),
);

/** The event names of all messages, and one that no message may cause. */
export const FORWARDED_EVENTS: readonly string[] = [
  ...new Set([...ENDINGS, ...PORTAL_WORDS].flatMap(({ event }) => event ?? [])),
  'toggle',
];
