/**
 * The messages that every sender posts: all types of the three vocabularies, unknown types, and junk. They are JavaScript
 * expressions, because most senders are other pages.
 */
import { message, moment } from '../tools/sample-messages.ts';

export interface Shape {
  readonly name: string;
  /** An expression for the posted value. */
  readonly code: string;
  /** Whether it has the shape of a message: the element accepts it from the right sender only. */
  readonly shaped: boolean;
}

const HOUR = 60 * 60 * 1000;

const shape = (name: string, value: unknown): Shape => ({ name, code: JSON.stringify(value), shaped: true });
const reference = (type: string, data: unknown, object?: string) => shape(type, message(type, data, object));
const guide = (type: string) => shape(type, { type });
const junk = (code: string): Shape => ({ name: code, code, shaped: false });

const expiry = moment(HOUR);
const connection = { connection_type: 'SSO', id: 'conn_1', type: 'OIDC', provider: 'OKTA', enabled: true };
const directory = { directory_type: 'SCIM', id: 'directory_1', provider: 'OKTA', enabled: true };

/** Not a message. */
export const NOTHING: Shape = junk('"nothing"');

/** Messages that keep the frame. */
export const LASTING: readonly Shape[] = [
  reference('PORTAL_LOAD_SUCCESS', { expiry }),
  reference('PORTAL_SESSION_WARNING', { expiry }),
  reference('ORGANIZATION_SSO_ENABLED', connection, 'connection'),
  reference('ORGANIZATION_SSO_DISABLED', { ...connection, enabled: false }, 'connection'),
  reference('ORGANIZATION_DIRECTORY_ENABLED', directory, 'directory'),
  reference('ORGANIZATION_DIRECTORY_DISABLED', { ...directory, enabled: false }, 'directory'),
  reference('ORGANIZATION_NEVER_HEARD_OF', {}),
  ...['SSO_CONFIGURED', 'SCIM_CONFIGURED', 'sso.enabled', 'sso.disabled', 'scim.never_heard_of'].map(guide),
  // Forwarded as `portal-message` only.
  ...['CLICK', 'portal.error', '__proto__', 'constructor', 'toString', 'session.Expired', ' SESSION_EXPIRED'].map(
    guide,
  ),
  ...['undefined', 'null', 'false', '0', '1n', '""', '"SESSION_EXPIRED"', '{}', '[]', '["SESSION_EXPIRED"]'].map(junk),
  ...['{ type: "" }', '{ type: ["SESSION_EXPIRED"] }', '{ event_type: { type: "SESSION_EXPIRED" } }'].map(junk),
  ...['{ Type: "SESSION_EXPIRED" }', '{ data: { type: "SESSION_EXPIRED" } }', '{ event: "SESSION_EXPIRED" }'].map(junk),
  junk('\'{"type":"SESSION_EXPIRED"}\''),
];

/** Messages that end the session: from the right sender, one can only be the last message of a frame. */
export const ENDING: readonly Shape[] = [
  reference('PORTAL_SESSION_EXPIRY', { expiry: moment(0) }),
  reference('PORTAL_LOAD_FAILURE', { error_code: 'SESSION_EXPIRED' }),
  guide('SESSION_EXPIRED'),
  guide('session.expired'),
];

/** Ends the session without a refresh. */
const FAILING: Shape = reference('PORTAL_LOAD_FAILURE', { error_code: 'NO_ACCESS' });

export const SHAPES: readonly Shape[] = [...LASTING, ...ENDING, FAILING];
