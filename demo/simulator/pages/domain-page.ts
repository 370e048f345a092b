/** Domain verification: add a domain, copy its TXT record to the DNS provider, and check whether it was found. */

import type { Post } from '../messages.ts';
import type { Domain } from '../organizations.ts';
import { pathOf } from '../session-proof.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { breadcrumb, copyField, formToken, noticeOf, sessionDocument } from './layout.ts';
import type { PortalPage } from './layout.ts';

const SECTION = 'Domain verification';

/** An entry and its mistake. */
export interface DomainCorrection {
  readonly value: string;
  readonly complaint: string;
}

export function domainPage(
  page: PortalPage,
  posts: readonly Post[],
  notice: string | null,
  correction: DomainCorrection | null = null,
): Html {
  const { session, organization } = page;
  return sessionDocument(
    page,
    SECTION,
    html`
      ${breadcrumb(session, SECTION)} ${noticeOf(notice)}
      <h1>Verify your domains</h1>
      <p class="lead">People with an address of a verified domain use your organization's sign-in.</p>
      <form class="panel" method="post" action="${pathOf(session)}/domains" novalidate>
        ${formToken(session)} ${domainField(correction)}
        <div class="actions"><button class="button primary" data-test="domain-add">Add domain</button></div>
      </form>
      ${organization.domains.map((domain) => domainPanel(page, domain))}
    `,
    posts,
  );
}

function domainField(correction: DomainCorrection | null): Html {
  const complaint =
    correction &&
    html`<p class="complaint" id="domain-complaint" data-test="domain-complaint">${correction.complaint}</p>`;
  return html`<div class="field">
    <label for="domain">Domain</label>
    <input
      id="domain"
      name="domain"
      value="${correction?.value ?? ''}"
      placeholder="acme.com"
      spellcheck="false"
      autocapitalize="none"
      autocomplete="off"
      data-test="domain"
      ${correction ? html`aria-invalid="true" aria-describedby="domain-complaint"` : null}
    />
    ${complaint}
  </div>`;
}

function domainPanel({ session }: PortalPage, { id, name, record, verified }: Domain): Html {
  const button = (action: string, label: string, look: string): Html =>
    html`<form method="post" action="${pathOf(session)}/domains/${action}">
      ${formToken(session)} <input type="hidden" name="id" value="${id}" />
      <button class="button ${look}" data-test="domain-${action}" aria-label="${label} ${name}">${label}</button>
    </form>`;
  return html`<section class="panel" aria-labelledby="${id}" data-test="domain-${name}">
    <div class="title">
      <h2 id="${id}">${name}</h2>
      ${verified ? html`<span class="status on">Verified</span>` : html`<span class="status ready">Pending</span>`}
    </div>
    ${
      verified
        ? null
        : [
            html`<p>Add this TXT record at your DNS provider. It may take some hours to become visible.</p>`,
            copyField(`${id}-name`, 'Name', record.name),
            copyField(`${id}-value`, 'Value', record.value),
          ]
    }
    <div class="actions">
      ${verified ? null : button('check', 'Check', 'primary')} ${button('remove', 'Remove', 'quiet')}
    </div>
  </section>`;
}
