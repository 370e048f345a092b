/** Directory sync: choose a provider, copy the endpoint and the token to it, enable. */

import type { Post } from '../messages.ts';
import type { Directory } from '../organizations.ts';
import { providerOf } from '../providers.ts';
import { pathOf } from '../session-proof.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import {
  actionButton,
  breadcrumb,
  copyField,
  formToken,
  noticeOf,
  providerChoices,
  sessionDocument,
  statusOf,
} from './layout.ts';
import type { PortalPage } from './layout.ts';

const SECTION = 'Directory sync (SCIM)';

export function scimPage(page: PortalPage, posts: readonly Post[], notice: string | null): Html {
  const { directory } = page.organization;
  return directory ? directoryPage(page, directory, posts, notice) : scimProviderPage(page, posts);
}

export function scimProviderPage(page: PortalPage, posts: readonly Post[]): Html {
  const { session, organization } = page;
  return sessionDocument(
    page,
    SECTION,
    html`
      ${breadcrumb(session, SECTION)}
      <h1>Choose your directory</h1>
      <form class="panel" method="post" action="${pathOf(session)}/scim/provider">
        ${formToken(session)} ${providerChoices(organization.directory?.provider ?? 'OKTA')}
        <div class="actions"><button class="button primary" data-test="continue">Continue</button></div>
      </form>
    `,
    posts,
  );
}

function directoryPage(page: PortalPage, directory: Directory, posts: readonly Post[], notice: string | null): Html {
  const { session, environmentUrl } = page;
  const { id, token, enabled } = directory;
  const { name } = providerOf(directory.provider);
  return sessionDocument(
    page,
    SECTION,
    html`
      ${breadcrumb(session, SECTION)} ${noticeOf(notice)}
      <div class="title">
        <h1>Directory sync</h1>
        <span data-test="scim-status">${statusOf(directory)}</span>
      </div>
      <section class="panel" aria-labelledby="carry">
        <h2 id="carry">Enter this at ${name === 'Custom' ? 'your directory' : name}</h2>
        ${copyField('scim-endpoint', 'Endpoint URL', `${environmentUrl}/api/v1/scim/${id}`)}
        ${copyField('scim-token', 'Bearer token', token)}
        <p class="hint">Treat the token like a password: it lets your directory change accounts.</p>
        <div class="actions">
          ${
            enabled
              ? actionButton(session, { path: '/scim/disable', label: 'Disable', test: 'scim-disable', look: 'danger' })
              : [
                  actionButton(session, {
                    path: '/scim/enable',
                    label: 'Enable',
                    test: 'scim-enable',
                    look: 'primary',
                  }),
                  html`<a class="button quiet" href="${pathOf(session)}/scim/provider" data-test="scim-provider-change"
                    >Change provider</a
                  >`,
                ]
          }
        </div>
        ${enabled ? html`<p class="hint">Disable directory sync to change the provider.</p>` : null}
      </section>
    `,
    posts,
  );
}
