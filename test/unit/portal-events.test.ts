/** The names that messages are forwarded as, and those that a portal may never dispatch. */
import { expect } from '@open-wc/testing';
import { eventNameOf } from '../../src/portal-events.ts';

const FORWARDED: [type: string, name: string][] = [
  ['PORTAL_LOAD_SUCCESS', 'portal-load-success'],
  ['PORTAL_LOAD_FAILURE', 'portal-load-failure'],
  ['PORTAL_SESSION_WARNING', 'portal-session-warning'],
  ['PORTAL_SESSION_EXPIRY', 'portal-session-expiry'],
  ['ORGANIZATION_SSO_ENABLED', 'organization-sso-enabled'],
  ['ORGANIZATION_SSO_DISABLED', 'organization-sso-disabled'],
  ['ORGANIZATION_DIRECTORY_ENABLED', 'organization-directory-enabled'],
  ['ORGANIZATION_DIRECTORY_DISABLED', 'organization-directory-disabled'],
  ['SSO_CONFIGURED', 'sso-configured'],
  ['SCIM_CONFIGURED', 'scim-configured'],
  ['SESSION_EXPIRED', 'session-expired'],
  ['sso.enabled', 'sso-enabled'],
  ['sso.disabled', 'sso-disabled'],
  ['session.expired', 'session-expired'],
  // Types that nobody has heard of yet.
  ['ORGANIZATION_DOMAIN_VERIFIED', 'organization-domain-verified'],
  ['portal.theme_changed', 'portal-theme-changed'],
  ['Mixed.Case_Type', 'mixed-case-type'],
  ['audit.v2', 'audit-v2'],
  // Only the whole names are the element's own.
  ['PORTAL_MESSAGE_SENT', 'portal-message-sent'],
  ['PORTAL_REFRESHED', 'portal-refreshed'],
  ['MY_PORTAL_ERROR', 'my-portal-error'],
];

const OWN = [
  ...['PORTAL_STATE_CHANGE', 'portal.state_change', 'portal.state.change', 'Portal_State.Change'],
  ...['PORTAL_MESSAGE', 'portal.message', 'PORTAL_REFRESH', 'portal.refresh'],
  ...['PORTAL_ERROR', 'portal.error', 'Portal.Error', 'PORTAL_RETURN', 'portal.return'],
];

const NO_SEPARATOR = ['CLICK', 'click', 'error', 'load', 'SSO', '1'];

const MALFORMED = [
  ...['', '_', '.', '__', '_CLICK', 'CLICK_', '.click', 'click.', 'A__B', 'a..b', 'a._b', '_portal_error'],
  ...['portal-error', 'portal-refresh', 'a-b', 'portal_state-change'],
  ...[
    'A B_C',
    'A_B ',
    ' A_B',
    'A_B\n',
    '\nA_B',
    'A_B\u0000',
    'A_\u00c9',
    'A_\u017fSO',
    'PORTAL\u200b_ERROR',
    'A_B:c',
    '<a_b>',
  ],
];

describe('eventNameOf', () => {
  for (const [type, name] of FORWARDED) {
    it(`forwards ${type} as ${name}`, () => {
      expect(eventNameOf(type)).to.equal(name);
    });
  }

  for (const type of OWN) {
    it(`keeps the element's own name from ${type}`, () => {
      expect(eventNameOf(type)).to.equal(null);
    });
  }

  for (const type of NO_SEPARATOR) {
    it(`does not forward ${type}, which has no separator`, () => {
      expect(eventNameOf(type)).to.equal(null);
    });
  }

  for (const type of MALFORMED) {
    it(`does not forward ${JSON.stringify(type)}`, () => {
      expect(eventNameOf(type)).to.equal(null);
    });
  }

  it('does not forward a type that is longer than 200 characters, however long it is', () => {
    expect(eventNameOf(`a_${'b'.repeat(198)}`)).to.have.length(200);
    expect(eventNameOf(`a_${'b'.repeat(199)}`)).to.equal(null);
    // Would overflow the stack of the engine's regular expressions.
    expect(eventNameOf(`${'a_'.repeat(5_000_000)}b`)).to.equal(null);
  });
});
