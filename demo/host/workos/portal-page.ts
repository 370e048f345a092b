/** The pages of the simulated WorkOS Admin Portal. They tell that they are simulated. */
import { html, type Html } from '../html.ts';
import { INTENTS, type Intent } from './intents.ts';
import type { PortalVisit } from './links.ts';

interface SetUp {
  readonly status: { readonly before: string; readonly after: string };
  readonly button: { readonly before: string; readonly after: string };
}

const CONFIGURE: SetUp = {
  status: { before: 'Not configured yet.', after: 'Configured.' },
  button: { before: 'Set up', after: 'Set up again' },
};

/** The texts of each page's form. Null: the page is only for viewing. */
const SET_UPS: Record<Intent, SetUp | null> = {
  sso: CONFIGURE,
  dsync: CONFIGURE,
  domain_verification: {
    status: { before: 'Not verified yet.', after: 'Verified.' },
    button: { before: 'Verify', after: 'Verify again' },
  },
  certificate_renewal: {
    status: { before: 'Not renewed yet.', after: 'Renewed.' },
    button: { before: 'Renew', after: 'Renew again' },
  },
  audit_logs: null,
  log_streams: {
    status: { before: 'No stream yet.', after: 'Streaming.' },
    button: { before: 'Create the stream', after: 'Create it again' },
  },
};

export function isOnlyViewed(intent: Intent): boolean {
  return SET_UPS[intent] === null;
}

export function portalPage({ intent, returnUrl }: PortalVisit, token: string, isDone: boolean): Html {
  const setUp = SET_UPS[intent];
  return documentOf(
    INTENTS[intent],
    html`${setUp === null ? nothingToDo : form(setUp, token, isDone)}
    ${returnUrl === null ? null : html`<p><a id="return" href="${returnUrl}">Back to the application</a></p>`}`,
  );
}

const nothingToDo = html`<p>WorkOS lists here what people did in the application. This portal has nothing to list.</p>`;

function form({ status, button }: SetUp, token: string, isDone: boolean): Html {
  const when = isDone ? 'after' : 'before';
  return html`<p id="status">${status[when]}</p>
    <form method="post" action="/finish">
      <input type="hidden" name="token" value="${token}" />
      <button id="finish">${button[when]}</button>
    </form>`;
}

export const deadLinkPage = documentOf(
  'This link does not work any more',
  html`<p>A link works for 5 minutes. Go back to the application and open the portal again.</p>`,
);

function documentOf(title: string, content: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} - simulated WorkOS portal</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/portal.css" />
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
        <footer>
          This is not WorkOS. It simulates WorkOS’s Admin Portal in a demo: it has its own origin, refuses to be framed,
          and redirects to the configured URLs.
        </footer>
      </body>
    </html>`;
}
