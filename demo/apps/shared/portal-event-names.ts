/** Every event of the element, for code that listens to all of them. The type makes sure that none is missing. */
import type { PortalEventMap } from 'scalekit-admin-portal';

const every: Record<keyof PortalEventMap, true> = {
  'portal-state-change': true,
  'portal-message': true,
  'portal-refresh': true,
  'portal-error': true,
  'portal-return': true,
  'portal-load-success': true,
  'portal-load-failure': true,
  'portal-session-warning': true,
  'portal-session-expiry': true,
  'organization-sso-enabled': true,
  'organization-sso-disabled': true,
  'organization-directory-enabled': true,
  'organization-directory-disabled': true,
  'sso-configured': true,
  'scim-configured': true,
  'session-expired': true,
  'sso-enabled': true,
  'sso-disabled': true,
};

export const portalEventNames = Object.keys(every) as (keyof PortalEventMap)[];
