/** The element's script loads after the page has set the properties. The element finds them when it is defined. */

/**
 * @import { ScalekitAdminPortalElement } from 'scalekit-admin-portal'
 */

const portal = /** @type {ScalekitAdminPortalElement} */ (document.querySelector('scalekit-admin-portal'));
portal.labels = { retry: 'Later' };
portal.headers = () => ({ 'X-CSRF-Token': 'token-of-the-page' });
for (const name of ['portal-state-change', 'portal-load-success']) {
  portal.addEventListener(name, ({ type }) => {
    const item = document.createElement('li');
    item.textContent = type;
    document.querySelector('[data-test=heard-by-template]')?.append(item);
  });
}

document.querySelector('[data-test=load-element]')?.addEventListener('click', () => {
  const script = document.createElement('script');
  script.src = 'scalekit-admin-portal.min.js';
  document.head.append(script);
});
