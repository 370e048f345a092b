/**
 * The pages that replace the portal: the link has expired, the session is over, the portal is broken. They address the
 * administrator of the organization and tell what to do.
 */

import type { Post } from '../messages.ts';
import { documentOf, sessionEndedPanel } from './document.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { BROKEN_LINK, WARNING } from './icons.ts';

export function sessionEndedPage(posts: readonly Post[]): Html {
  return documentOf({ title: 'Session ended', posts, main: sessionEndedPanel() });
}

export function deadLinkPage(posts: readonly Post[]): Html {
  return documentOf({
    title: 'Link no longer valid',
    posts,
    main: html`<section class="notice" data-test="link-dead">
      ${BROKEN_LINK}
      <h1>This link can’t be used any more</h1>
      <p>A portal link works once, and only for a short time.</p>
      <p>Open the portal again from your application.</p>
    </section>`,
  });
}

export function failurePage(posts: readonly Post[]): Html {
  return documentOf({
    title: 'Something went wrong',
    posts,
    main: html`<section class="notice" data-test="portal-failed">
      ${WARNING}
      <h1>The portal could not be loaded</h1>
      <p>Something went wrong on our side. Nothing that you set up has been lost.</p>
      <p>Wait a moment, then open the portal again.</p>
    </section>`,
  });
}

export function missingPage(overviewPath: string): Html {
  return documentOf({
    title: 'Page not found',
    posts: [],
    main: html`<section class="notice" data-test="page-missing">
      <h1>There is nothing here</h1>
      <p>This page does not exist, or your link does not include this section.</p>
      <p><a href="${overviewPath}">Go to the overview</a></p>
    </section>`,
  });
}

export function staleFormPage(overviewPath: string): Html {
  return documentOf({
    title: 'Form out of date',
    posts: [],
    main: html`<section class="notice" data-test="form-stale">
      <h1>This form is out of date</h1>
      <p>Nothing was changed. Open the page again and repeat your last step.</p>
      <p><a href="${overviewPath}">Go to the overview</a></p>
    </section>`,
  });
}
