/**
 * The HTML document around every page of the portal, with the data for its script. It has no inline scripts and styles, because
 * the portal's policy forbids both.
 */

import type { Post } from '../messages.ts';
import { html } from './html.ts';
import type { Content, Html } from './html.ts';
import { CLOCK, SHIELD } from './icons.ts';

interface Document {
  readonly title: string;
  readonly main: Content;
  readonly posts: readonly Post[];
  readonly header?: Content;
  readonly footer?: Content;
  /** The path of the event stream that reports the session's end. */
  readonly eventsPath?: string;
}

export function documentOf({ title, main, posts, header, footer, eventsPath }: Document): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} – Admin portal</title>
        <link rel="icon" href="/assets/portal.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/portal.css" />
        <script src="/assets/portal.js" defer></script>
      </head>
      <body data-posts="${JSON.stringify(posts)}" ${eventsPath ? html`data-events="${eventsPath}"` : null}>
        <header class="top">
          <span class="brand">${SHIELD} Admin portal</span>
          ${header ?? null}
        </header>
        <main id="main">${main}</main>
        <footer class="foot">
          ${footer ?? null}
          <p>Simulated portal for demos and tests. What you enter stays in this computer’s memory.</p>
        </footer>
        <template id="ended">${sessionEndedPanel()}</template>
      </body>
    </html>`;
}

/** The content of a separate page, and a template in every other page: a session may end while a page is open. */
export function sessionEndedPanel(): Html {
  return html`<section class="notice" role="alert" data-test="session-ended">
    ${CLOCK}
    <h1>Your session has ended</h1>
    <p>For your security, the portal closes after a while. Everything you saved is kept.</p>
    <p>Open the portal again from your application.</p>
  </section>`;
}
