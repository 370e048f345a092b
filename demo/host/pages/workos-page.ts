/**
 * Settings with a portal that must not be framed: a button for each intent, which opens the portal in place of this page, and
 * the status of each. The host page of `mode="redirect"`.
 */
import { html, type Html } from '../html.ts';
import type { Person } from '../people.ts';
import { INTENTS_WITH_STATE, type WorkOsState } from '../workos-organization.ts';
import { INTENTS, type Intent } from '../workos/intents.ts';
import { adminsOnly } from './admins-only.ts';
import { productPage, settingsSection } from './product-page.ts';

/** The portal's return URL leads to this page. */
export const WORKOS_PAGE = '/settings/workos';

/** The portal's success URL leads to this page, which then tells what was finished. */
export const finishedPage = (intent: Intent): string => `${WORKOS_PAGE}?finished=${intent}`;

/** The purpose of each intent, and the label of its button. */
const WORDS: Record<Intent, { reason: string; action: string }> = {
  sso: { reason: 'People sign in with their account at your company.', action: 'Set up single sign-on' },
  dsync: { reason: 'Accounts come and go with your company’s directory.', action: 'Connect a directory' },
  domain_verification: { reason: 'Shows that an e-mail domain is your company’s.', action: 'Verify a domain' },
  certificate_renewal: {
    reason: 'Single sign-on with SAML stops when its certificate expires. Renew it in time.',
    action: 'Renew the certificate',
  },
  audit_logs: { reason: 'Who in your company did what in Northwind Desk, and when.', action: 'View the audit log' },
  log_streams: {
    reason: 'Sends the audit log to the tool that your security team watches.',
    action: 'Stream the audit log',
  },
};

/** The labels of the states. */
const STATES: Record<keyof WorkOsState, { on: string; off: string }> = {
  sso: { on: 'Configured', off: 'Not configured' },
  dsync: { on: 'Connected', off: 'Not connected' },
  domain_verification: { on: 'Verified', off: 'Not verified' },
  log_streams: { on: 'Streaming', off: 'Not streaming' },
};

/** `portalOrigin`: the origin of WorkOS's portal. */
export function workOsPage(person: Person, portalOrigin: string): Html {
  return productPage({
    title: 'Security settings at WorkOS',
    section: '/settings/security',
    person,
    scripts: person.isAdmin ? scripts : styles,
    main: settingsSection(
      null,
      html`<h1>Security settings at WorkOS</h1>
        <p class="lead">You manage these in WorkOS’s portal, which leads you back to this page.</p>
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
  return html`<p id="finished" class="finished" role="status"></p>
    <ul class="intents">
      ${Object.entries(INTENTS).map(
        ([intent, title]) =>
          html`<li class="card">
            <h2 id="title-${intent}">${title}</h2>
            ${hasState(intent) ? statusOf(intent) : null}
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

function hasState(intent: string): intent is keyof WorkOsState {
  return (INTENTS_WITH_STATE as readonly string[]).includes(intent);
}

/** The page's script selects the label. */
function statusOf(intent: keyof WorkOsState): Html {
  const { on, off } = STATES[intent];
  return html`<span id="status-${intent}" class="chip status" role="status" data-on="${on}" data-off="${off}"
    >Asking WorkOS …</span
  >`;
}

function about(portalOrigin: string): Html {
  return html`<aside class="demo" aria-labelledby="demo-heading">
    <header>
      <h2 id="demo-heading">About this page</h2>
      <p>
        Not part of the product. WorkOS is simulated at <code>${portalOrigin}</code>. The server calls it with WorkOS’s
        own SDK, <code>@workos-inc/node</code>.
      </p>
    </header>
    <p>
      Each button is an element with <code>mode="redirect"</code>. Its endpoint answers <code>{"link"}</code>, as the
      SDK does. A link lives 5 minutes, so none is minted before the click.
    </p>
    <p>
      The page requests the status again when <code>portal-return</code> reports that you are back. WorkOS’s API has no
      status for the audit log, which is only viewed, and none for the certificate.
    </p>
    <p><a href="/settings/security">Scalekit’s portal, in the page</a></p>
  </aside>`;
}
