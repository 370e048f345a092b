/** The first page of the portal: the available settings and their status. */

import type { Post } from '../messages.ts';
import { providerOf } from '../providers.ts';
import { pathOf } from '../session-proof.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { GLOBE, KEY, PEOPLE } from './icons.ts';
import { sessionDocument, statusOf } from './layout.ts';
import type { PortalPage } from './layout.ts';

interface Card {
  readonly id: string;
  readonly icon: Html;
  readonly title: string;
  readonly text: string;
  readonly status: Html;
  readonly isSetUp: boolean;
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
      status: statusOf(connection),
      isSetUp: connection !== null,
      detail: connection && `${providerOf(connection.provider).name}, ${connection.protocol}`,
      href: `${pathOf(session)}/sso`,
    });
  }
  if (session.features.includes('dir_sync')) {
    cards.push({
      id: 'scim',
      icon: PEOPLE,
      title: 'Directory sync (SCIM)',
      text: 'Keep accounts in sync with your directory: they are created, updated and removed automatically.',
      status: statusOf(directory),
      isSetUp: directory !== null,
      detail: directory && providerOf(directory.provider).name,
      href: `${pathOf(session)}/scim`,
    });
  }
  if (organization.verifiesDomains && session.features.includes('domains')) {
    const { domains } = organization;
    const verified = domains.filter((domain) => domain.verified).length;
    cards.push({
      id: 'domains',
      icon: GLOBE,
      title: 'Domain verification',
      text: 'Prove that you own a domain, so that people with its addresses use your sign-in.',
      status: statusOfDomains(verified, domains.length),
      isSetUp: domains.length > 0,
      detail: domains.length > 0 ? domains.map(({ name }) => name).join(', ') : null,
      href: `${pathOf(session)}/domains`,
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

function statusOfDomains(verified: number, all: number): Html {
  if (all === 0) return html`<span class="status">Not set up</span>`;
  if (verified === all) return html`<span class="status on">Verified</span>`;
  return html`<span class="status ready">${verified} of ${all} verified</span>`;
}

function cardOf({ id, icon, title, text, status, isSetUp, detail, href }: Card): Html {
  return html`<section class="card" aria-labelledby="${id}-title" data-test="${id}-card">
    <div class="card-top">
      <span class="badge">${icon}</span>
      <span data-test="${id}-status">${status}</span>
    </div>
    <h2 id="${id}-title">${title}</h2>
    <p>${text}</p>
    ${detail ? html`<p class="detail" data-test="${id}-detail">${detail}</p>` : null}
    <a class="button ${isSetUp ? '' : 'primary'}" href="${href}" data-test="${id}-open" aria-describedby="${id}-title">
      ${isSetUp ? 'Manage' : 'Set up'}
    </a>
  </section>`;
}
