/** The first page of the portal: what can be set up, and how far it has got. */

import type { Post } from '../messages.ts';
import { providerOf } from '../providers.ts';
import { pathOf } from '../session-proof.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { KEY, PEOPLE } from './icons.ts';
import { sessionDocument, statusOf } from './layout.ts';
import type { PortalPage } from './layout.ts';

interface Card {
  readonly id: string;
  readonly icon: Html;
  readonly title: string;
  readonly text: string;
  readonly setUp: { readonly enabled: boolean } | null;
  readonly detail: string | null;
  readonly href: string;
}

export function overviewPage(page: PortalPage, posts: readonly Post[]): Html {
  const { session, organization } = page;
  const { connection, directory } = organization;
  const cards: Card[] = [];
  if (session.features.includes('sso')) {
    cards.push({
      id: 'sso',
      icon: KEY,
      title: 'Single sign-on',
      text: 'Let people sign in with the identity provider that your organization already uses.',
      setUp: connection,
      detail: connection && `${providerOf(connection.provider).name}, ${connection.protocol}`,
      href: `${pathOf(session)}/sso`,
    });
  }
  if (session.features.includes('dir_sync')) {
    cards.push({
      id: 'scim',
      icon: PEOPLE,
      title: 'Directory sync (SCIM)',
      text: 'Keep accounts in step with your directory: they are created, updated and removed for you.',
      setUp: directory,
      detail: directory && providerOf(directory.provider).name,
      href: `${pathOf(session)}/scim`,
    });
  }
  return sessionDocument(
    page,
    'Overview',
    html`
      <h1>Set up access for ${organization.name}</h1>
      <p class="lead">Connect your identity provider once. You can come back and change it at any time.</p>
      <div class="cards">${cards.map(cardOf)}</div>
    `,
    posts,
  );
}

function cardOf({ id, icon, title, text, setUp, detail, href }: Card): Html {
  return html`<section class="card" aria-labelledby="${id}-title" data-test="${id}-card">
    <div class="card-top">
      <span class="badge">${icon}</span>
      <span data-test="${id}-status">${statusOf(setUp)}</span>
    </div>
    <h2 id="${id}-title">${title}</h2>
    <p>${text}</p>
    ${detail ? html`<p class="detail" data-test="${id}-detail">${detail}</p>` : null}
    <a class="button ${setUp ? '' : 'primary'}" href="${href}" data-test="${id}-open" aria-describedby="${id}-title">
      ${setUp ? 'Manage' : 'Set up'}
    </a>
  </section>`;
}
