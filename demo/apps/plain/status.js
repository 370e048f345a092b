/** What the settings page does with the portal: news from it in the page's own words, and a call of a method. */

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
