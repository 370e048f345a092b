/** The events that messages are forwarded as, and names that a portal can never dispatch. */
import { expect } from '@open-wc/testing';
import { forwardedEventOf } from '../../src/portal-events.ts';

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
  // Unknown types.
  ['ORGANIZATION_DOMAIN_VERIFIED', 'organization-domain-verified'],
  ['portal.theme_changed', 'portal-theme-changed'],
  ['Mixed.Case_Type', 'mixed-case-type'],
  ['audit.v2', 'audit-v2'],
  // Similar to the names of the element's events.
  ['PORTAL_MESSAGE_SENT', 'portal-message-sent'],
  ['PORTAL_REFRESHED', 'portal-refreshed'],
  ['MY_PORTAL_ERROR', 'my-portal-error'],
];

const OWN_EVENTS = [
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

const REFERENCE = FORWARDED.slice(0, 8);

/** Every other spelling of the documented types. */
const OTHER_SPELLINGS = FORWARDED.slice(0, 14)
  .flatMap(([type]) => {
    const words = type.toLowerCase().split(/[_.]/);
    const upper = words.map((word) => word.toUpperCase());
    const mixed = words.map((word) => word[0]!.toUpperCase() + word.slice(1));
    return [words, upper, mixed].flatMap((spelled) => [spelled.join('_'), spelled.join('.')]);
  })
  .filter((spelling) => !FORWARDED.some(([type]) => type === spelling));

const nameOf = (type: string) => forwardedEventOf(type)?.name ?? null;

describe('forwardedEventOf', () => {
  for (const [type, name] of FORWARDED) {
    it(`forwards ${type} as ${name}`, () => {
      expect(nameOf(type)).to.equal(name);
    });
  }

  it('lets the documented types of the reference vocabulary bubble, and no others', () => {
    const bubbling = FORWARDED.filter(([type]) => forwardedEventOf(type)!.bubbles);
    expect(bubbling).to.deep.equal(REFERENCE);
  });

  it('does not forward other spellings of a documented type', () => {
    expect(OTHER_SPELLINGS).to.include('portal.session.expiry').and.to.include('Sso_Configured');
    expect(OTHER_SPELLINGS.filter((type) => nameOf(type) !== null)).to.deep.equal([]);
  });

  for (const type of OWN_EVENTS) {
    it(`does not forward ${type}, which is an event of the element`, () => {
      expect(nameOf(type)).to.equal(null);
    });
  }

  for (const type of NO_SEPARATOR) {
    it(`does not forward ${type}, which has no separator`, () => {
      expect(nameOf(type)).to.equal(null);
    });
  }

  for (const type of MALFORMED) {
    it(`does not forward ${JSON.stringify(type)}`, () => {
      expect(nameOf(type)).to.equal(null);
    });
  }

  it('does not forward a type of more than 200 characters, however long it is', () => {
    expect(nameOf(`a_${'b'.repeat(198)}`)).to.have.length(200);
    expect(nameOf(`a_${'b'.repeat(199)}`)).to.equal(null);
    // A regular expression would overflow the engine's stack.
    expect(nameOf(`${'a_'.repeat(5_000_000)}b`)).to.equal(null);
  });
});
