/**
 * Settings once more, with a portal that must not be framed: a button for each intent, which goes there in place of this
 * page, and what is set up by now. The host page of `mode="redirect"`.
 */
import { html, type Html } from '../html.ts';
import type { Person } from '../people.ts';
import { INTENTS, type Intent } from '../workos/intents.ts';
import { adminsOnly } from './admins-only.ts';
import { productPage, settingsSection } from './product-page.ts';

/** The portal leads back to it. */
export const WORKOS_PAGE = '/settings/workos';

/** Why an administrator comes here, and what the button says. */
const WORDS: Record<Intent, { reason: string; action: string }> = {
  sso: { reason: 'People sign in with their account at your company.', action: 'Set up single sign-on' },
  dsync: { reason: 'Accounts come and go with your company’s directory.', action: 'Connect a directory' },
  domain_verification: { reason: 'Shows that an e-mail domain is your company’s.', action: 'Verify a domain' },
};

/** `portalOrigin`: where WorkOS's portal lives. */
export function workOsPage(person: Person, portalOrigin: string): Html {
  return productPage({
    title: 'Sign-in settings at WorkOS',
    section: '/settings/security',
    person,
    scripts: person.isAdmin ? scripts : styles,
    main: settingsSection(
      null,
      html`<h1>Sign-in settings at WorkOS</h1>
        <p class="lead">You set these up in WorkOS’s portal, which leads you back to this page.</p>
        ${person.isAdmin ? intentList(portalOrigin) : adminsOnly}`,
    ),
    ...(person.isAdmin && { aside: about(portalOrigin) }),
  });
}

const styles = html`<link rel="stylesheet" href="/assets/product/workos.css" />`;

const scripts = html`${styles}
  <link rel="stylesheet" href="/assets/demo/demo.css" />
  <script type="module" src="/assets/product/workos-status.js"></script>
  <script src="/scalekit-admin-portal.min.js" defer></script>`;

function intentList(portalOrigin: string): Html {
  return html`<ul class="intents">
    ${Object.entries(INTENTS).map(
      ([intent, title]) =>
        html`<li class="card">
          <h2>${title}</h2>
          <span id="status-${intent}" class="chip status" role="status">Asking WorkOS …</span>
          <p>${WORDS[intent as Intent].reason}</p>
          <scalekit-admin-portal
            mode="redirect"
            endpoint="/api/workos/portal-link?intent=${intent}"
            environment-url="${portalOrigin}"
          >
            <button slot="launch" class="launch">${WORDS[intent as Intent].action}</button>
          </scalekit-admin-portal>
        </li>`,
    )}
  </ul>`;
}

function about(portalOrigin: string): Html {
  return html`<aside class="demo" aria-labelledby="demo-heading">
    <header>
      <h2 id="demo-heading">About this page</h2>
      <p>Not part of the product. WorkOS is simulated at <code>${portalOrigin}</code>.</p>
    </header>
    <p>
      Each button is an element with <code>mode="redirect"</code>. Its endpoint answers <code>{"link"}</code>, as WorkOS
      does. The status is asked for anew when <code>portal-return</code> says that you are back.
    </p>
    <p><a href="/settings/security">Scalekit’s portal, in the page</a></p>
  </aside>`;
}
