/** A page without a framework: one <template> per route, the drop-in as a script tag, listeners added by hand. */

import { showStatus } from './status.js';

/**
 * @import { PortalEventMap, ScalekitAdminPortalElement } from 'scalekit-admin-portal'
 */

const main = /** @type {HTMLElement} */ (document.querySelector('main'));

/** @type {Record<keyof PortalEventMap, true>} */
const EVERY_EVENT = {
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
const eventNames = /** @type {(keyof PortalEventMap)[]} */ (Object.keys(EVERY_EVENT));

const headers = () => ({ 'X-CSRF-Token': 'token-of-the-page' });

/**
 * @template {Element} [Found=HTMLElement]
 * @param {string} name the element's data-test
 */
const find = (name) => /** @type {Found} */ (main.querySelector(`[data-test=${name}]`));

/** The tag of a page. The content of a template is upgraded when it enters the document. */
const portalOf = () => /** @type {ScalekitAdminPortalElement} */ (main.querySelector('scalekit-admin-portal'));

/**
 * @param {string} list
 * @param {Event} event
 */
const hear = (list, { type }) => {
  const item = document.createElement('li');
  item.textContent = type;
  // Missing if the page has changed meanwhile.
  find(list)?.append(item);
};

/** Initializes each page once it is in the document. */
const pages = {
  members() {},

  security() {
    showStatus(main);
  },

  options() {
    const portal = portalOf();
    const origins = /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[name=portal-origins]'));
    portal.environmentUrl = origins?.content ?? '';
    portal.labels = { retry: 'Once more' };
    portal.headers = headers;
    for (const name of eventNames) {
      // One listener on an ancestor receives the events of all portals inside. It captures, because not all events bubble.
      find('everything').addEventListener(name, (event) => hear('heard-by-template', event), true);
      portal.addEventListener(name, (event) => hear('heard-by-script', event));
    }
    portal.addEventListener('portal-refresh', (event) => {
      if (/** @type {typeof find<HTMLInputElement>} */ (find)('keep-ended').checked) event.preventDefault();
    });
  },

  function() {
    const portal = portalOf();
    let renders = 0;
    const setFunction = () => {
      portal.fetchPortalLink = async ({ signal, reason }) => {
        find('reason').textContent = `${find('reason').textContent} ${reason}`.trim();
        const response = await fetch('/api/portal-link', { signal });
        return response.json();
      };
    };
    find('render-again').addEventListener('click', () => {
      renders += 1;
      find('renders').textContent = String(renders);
      setFunction();
    });
    setFunction();
  },

  customers() {
    find('reverse').addEventListener('click', () => {
      const list = /** @type {HTMLElement} */ (main.querySelector('ul'));
      list.append(...[...list.children].reverse());
    });
  },

  kept() {
    const tabs = [find('tab-portal'), find('tab-notes')];
    const panels = /** @type {NodeListOf<HTMLElement>} */ (main.querySelectorAll('[data-panel]'));
    tabs.forEach((tab, index) => {
      tab.addEventListener('click', () => {
        panels.forEach((panel, other) => (panel.hidden = other !== index));
        tabs.forEach((button, other) => button.setAttribute('aria-pressed', String(other === index)));
      });
    });
  },
};

function show() {
  const page = location.hash.slice(2);
  if (!(page in pages)) {
    location.replace('#/security');
    return;
  }
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(page));
  main.dataset['page'] = page;
  main.replaceChildren(template.content.cloneNode(true));
  for (const link of document.querySelectorAll('nav a')) {
    if (link.getAttribute('href') === `#/${page}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  pages[/** @type {keyof typeof pages} */ (page)]();
}

window.addEventListener('hashchange', show);
show();
