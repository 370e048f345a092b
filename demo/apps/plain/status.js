/** The script of the settings page: a status line from the portal's events, and a method call. */

/** @param {ParentNode} page */
export function showStatus(page) {
  const portal = page.querySelector('scalekit-admin-portal');
  const status = page.querySelector('[data-test=status]');
  if (!portal || !status) return;
  portal.addEventListener('organization-sso-enabled', ({ detail }) => {
    status.textContent = `Single sign-on with ${detail.data.provider} is on.`;
  });
  portal.addEventListener('organization-sso-disabled', () => {
    status.textContent = 'Single sign-on is off.';
  });
  page.querySelector('[data-test=reload]')?.addEventListener('click', () => void portal.reload());
}
