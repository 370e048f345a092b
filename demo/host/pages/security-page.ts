/**
 * Settings: single sign-on and directory sync. This is the host page with the portal. Adopters find here the tag, the script
 * and the one CSS rule (in security.css) that the element needs.
 */
import type { TagSettings } from '../demo-settings.ts';
import { html, type Html } from '../html.ts';
import { ORGANIZATION_NAME, type Person } from '../people.ts';
import { adminsOnly } from './admins-only.ts';
import { demoPanel, type DemoPanel } from './demo-panel.ts';
import { productPage, settingsSection } from './product-page.ts';

export interface SecurityPage extends DemoPanel {
  person: Person;
  /** The prefix of the page's keys in `sessionStorage`. Every start of the server has a new one. */
  memory: string;
}

export function securityPage(options: SecurityPage): Html {
  const { person, portalOrigins, settings, memory } = options;
  return productPage({
    title: 'Single sign-on and directory sync',
    section: '/settings/security',
    person,
    scripts: person.isAdmin ? scripts : html`${securityStyles}`,
    main: settingsSection(
      '/settings/security',
      html`<h1>Single sign-on and directory sync</h1>
        <p class="lead">
          Decide how the people of ${ORGANIZATION_NAME} sign in to Northwind Desk, and where their accounts come from.
        </p>
        ${person.isAdmin ? portalCard(portalOrigins, settings.tag, memory) : adminsOnly}`,
    ),
    ...(person.isAdmin && { aside: demoPanel(options) }),
  });
}

const securityStyles = html`<link rel="stylesheet" href="/assets/product/security.css" />`;

/** They run in this order. Listeners come before the element, so that they receive its first event. */
const scripts = html`${securityStyles}
  <link rel="stylesheet" href="/assets/demo/demo.css" />
  <script type="module" src="/assets/product/sign-on-status.js"></script>
  <script type="module" src="/assets/demo/demo.js"></script>
  <script src="/scalekit-admin-portal.min.js" defer></script>`;

function portalCard(
  portalOrigins: readonly string[],
  { mode, method, loadTimeout }: TagSettings,
  memory: string,
): Html {
  return html`<p id="sign-on-status" class="sign-on-status" role="status" data-memory="${memory}">
      <span id="sso-status" class="chip status">SSO: off</span>
      <span id="directory-status" class="chip status">Directory sync: off</span>
    </p>
    <section class="card portal-card" aria-labelledby="portal-heading">
      <h2 id="portal-heading">Identity provider</h2>
      <p>Connect Okta, Microsoft Entra ID, Google Workspace or any other provider. Changes take effect at once.</p>
      <scalekit-admin-portal
        endpoint="/api/portal-link"
        environment-url="${portalOrigins.join(' ')}"
        ${mode === 'embed' ? null : html`mode="${mode}"`}
        ${method === 'GET' ? null : html`method="${method}"`}
        ${loadTimeout === 20_000 ? null : html`load-timeout="${loadTimeout}"`}
      ></scalekit-admin-portal>
    </section>`;
}
