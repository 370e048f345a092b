/** The pages of the simulated WorkOS Admin Portal. They say what they are. */
import { html, type Html } from '../html.ts';
import { INTENTS } from './intents.ts';
import type { PortalVisit } from './workos-client.ts';

export function portalPage({ intent, return_url }: PortalVisit, secret: string, isConfigured: boolean): Html {
  return documentOf(
    INTENTS[intent],
    html`<p id="status">${isConfigured ? 'Configured.' : 'Not configured yet.'}</p>
      <form method="post" action="/portal/finish">
        <input type="hidden" name="secret" value="${secret}" />
        <button id="finish">${isConfigured ? 'Set up again' : 'Set up'}</button>
      </form>
      <p><a id="return" href="${return_url}">Back to the application</a></p>`,
  );
}

export const deadLinkPage = documentOf(
  'This link does not work any more',
  html`<p>A link lives 5 minutes. Go back to the application that brought you here, and open the portal again.</p>`,
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
          This is not WorkOS. It stands in for WorkOS’s Admin Portal in a demo: it has an origin of its own, refuses to
          be framed, and leads back to where it was told.
        </footer>
      </body>
    </html>`;
}
