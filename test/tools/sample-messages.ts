/** Messages as the portal posts them, and the four that end a session. */

/** A moment so many ms from now, as the portal writes it. */
export function moment(ms: number): string {
  return new Date(Date.now() + ms).toISOString();
}

/** A message of the reference vocabulary. */
export function message(type: string, data: unknown = {}, object = 'session') {
  return { event_type: type, object, organization_id: 'org_1', message: 'Something happened', data };
}

export function loadSuccess(ms = 6 * 60 * 60 * 1000) {
  return message('PORTAL_LOAD_SUCCESS', { expiry: moment(ms) });
}

export function sessionWarning(ms = 5 * 60 * 1000) {
  return message('PORTAL_SESSION_WARNING', { expiry: moment(ms) });
}

export function sessionExpiry() {
  return message('PORTAL_SESSION_EXPIRY', { expiry: moment(0) });
}

export function ssoEnabled() {
  const connection = { connection_type: 'SSO', id: 'conn_1', type: 'SAML', provider: 'OKTA', enabled: true };
  return message('ORGANIZATION_SSO_ENABLED', connection, 'connection');
}

/** The four ways to say that the session is over, and the event that each is forwarded as. */
export const ENDINGS: readonly { name: string; message: unknown; event: string }[] = [
  { name: 'PORTAL_SESSION_EXPIRY', message: sessionExpiry(), event: 'portal-session-expiry' },
  {
    name: 'PORTAL_LOAD_FAILURE with SESSION_EXPIRED',
    message: message('PORTAL_LOAD_FAILURE', { error_code: 'SESSION_EXPIRED' }),
    event: 'portal-load-failure',
  },
  { name: 'SESSION_EXPIRED', message: { type: 'SESSION_EXPIRED' }, event: 'session-expired' },
  { name: 'session.expired', message: { type: 'session.expired' }, event: 'session-expired' },
];
