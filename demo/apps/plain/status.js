/** The script of the settings page: a status line from the portal's events, and a method call. */

/**
 * @import { ScalekitAdminPortalElement } from 'scalekit-admin-portal'
 */

/** @param {ParentNode} page */
export function showStatus(page) {
  const portal = /** @type {ScalekitAdminPortalElement} */ (page.querySelector('scalekit-admin-portal'));
  const status = /** @type {HTMLElement} */ (page.querySelector('[data-test=status]'));
  portal.addEventListener('organization-sso-enabled', ({ detail }) => {
    status.textContent = `Single sign-on with ${detail.data.provider} is on.`;
  });
  portal.addEventListener('organization-sso-disabled', () => {
    status.textContent = 'Single sign-on is off.';
  });
  page.querySelector('[data-test=reload]')?.addEventListener('click', () => void portal.reload());
}
