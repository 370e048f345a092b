/**
 * The common parts of the pages of a running session: the organization's name, the end of the session, the warning before it,
 * and elements that several pages use.
 */

import type { Post } from '../messages.ts';
import type { Organization } from '../organizations.ts';
import { PROVIDERS } from '../providers.ts';
import type { ProviderCode } from '../providers.ts';
import { pathOf } from '../session-proof.ts';
import type { Session } from '../sessions.ts';
import { documentOf } from './document.ts';
import { html } from './html.ts';
import type { Content, Html } from './html.ts';

/** The data of every page of a running session. */
export interface PortalPage {
  readonly session: Session;
  readonly organization: Organization;
  /** The environment URL, for the URLs that an identity provider needs. */
  readonly environmentUrl: string;
}

/** A page of a running session. */
export function sessionDocument(page: PortalPage, title: string, content: Content, posts: readonly Post[]): Html {
  const { session, organization } = page;
  return documentOf({
    title,
    posts,
    eventsPath: `${pathOf(session)}/events`,
    header: html`<span class="organization" data-test="organization">${organization.name}</span>`,
    footer: html`<p id="session-end">Session ends at ${clock(session.endsAt)}.</p>`,
    main: html`
      <div id="warning" role="status">${session.warned ? warning(session.endsAt) : null}</div>
      <template id="warning-text">${warning(session.endsAt)}</template>
      ${content}
    `,
  });
}

/** The hidden CSRF token of every form. */
export function formToken(session: Session): Html {
  return html`<input type="hidden" name="formToken" value="${session.formToken}" />`;
}

export function breadcrumb(session: Session, here: string): Html {
  return html`<nav class="breadcrumb" aria-label="Breadcrumb">
    <a href="${pathOf(session)}" data-test="overview">Overview</a>
    <span aria-hidden="true">/</span>
    <span aria-current="page">${here}</span>
  </nav>`;
}

/** The status of a connection or a directory. */
export function statusOf(setUp: { readonly enabled: boolean } | null): Html {
  if (!setUp) return html`<span class="status">Not set up</span>`;
  if (setUp.enabled) return html`<span class="status on">Enabled</span>`;
  return html`<span class="status ready">Ready to enable</span>`;
}

/** A form with one button. */
export function actionButton(
  session: Session,
  { path, label, test, look }: { path: string; label: string; test: string; look: 'primary' | 'danger' },
): Html {
  return html`<form method="post" action="${pathOf(session)}${path}">
    ${formToken(session)}
    <button class="button ${look}" data-test="${test}">${label}</button>
  </form>`;
}

/** The list of identity providers to choose from. */
export function providerChoices(chosen: ProviderCode): Html {
  return html`<fieldset class="choices">
    <legend>Identity provider</legend>
    ${PROVIDERS.map(
      ({ code, name, initial }) =>
        html`<label class="choice">
          <span class="mark ${code}" aria-hidden="true">${initial}</span>
          <span class="choice-name">${name}</span>
          <input
            type="radio"
            name="provider"
            value="${code}"
            data-test="provider-${code}"
            ${code === chosen ? html`checked` : null}
          />
        </label>`,
    )}
  </fieldset>`;
}

/** A value to copy to the identity provider. */
export function copyField(id: string, label: string, value: string): Html {
  return html`<div class="field">
    <label for="${id}">${label}</label>
    <div class="copy">
      <input id="${id}" value="${value}" readonly spellcheck="false" autocomplete="off" data-test="${id}" />
      <button type="button" class="button" data-copy="${id}" data-test="copy-${id}" aria-label="Copy ${label}">
        Copy
      </button>
    </div>
    <p class="copy-result" role="status" data-test="copied-${id}"></p>
  </div>`;
}

/** The result of the last click. */
export function noticeOf(text: string | null): Html | null {
  return text === null ? null : html`<p class="banner success" role="status" data-test="notice">${text}</p>`;
}

function warning(endsAt: Date): Html {
  return html`<p class="banner warning" data-test="session-warning">
    Your session ends at ${clock(endsAt)}. Save what you are working on.
  </p>`;
}

/** A time in UTC. The page's script replaces it with local time. */
function clock(at: Date): Html {
  return html`<time datetime="${at.toISOString()}" data-clock>${at.toISOString().slice(11, 16)} UTC</time>`;
}
