/** Single sign-on: choose a provider and a protocol, enter the provider's values, enable. One page per step. */

import type { Post } from '../messages.ts';
import type { Connection } from '../organizations.ts';
import { PROTOCOLS, fieldsFor, providerOf } from '../providers.ts';
import type { Field, Protocol, ProviderCode } from '../providers.ts';
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

const SECTION = 'Single sign-on';

export function ssoPage(page: PortalPage, posts: readonly Post[], notice: string | null): Html {
  const { connection } = page.organization;
  return connection ? connectionPage(page, connection, posts, notice) : ssoProviderPage(page, posts);
}

export function ssoProviderPage(page: PortalPage, posts: readonly Post[]): Html {
  const { session, organization } = page;
  const provider = organization.connection?.provider ?? 'OKTA';
  const protocol = organization.connection?.protocol ?? 'OIDC';
  return sessionDocument(
    page,
    SECTION,
    html`
      ${breadcrumb(session, SECTION)}
      <p class="step">Step 1 of 2</p>
      <h1>Choose your identity provider</h1>
      <form class="panel" action="${pathOf(session)}/sso/details">
        ${providerChoices(provider)}
        <fieldset class="choices two">
          <legend>Protocol</legend>
          ${PROTOCOLS.map(
            ({ code, name, hint }) =>
              html`<label class="choice">
                <span class="choice-name">${name}<small>${hint}</small></span>
                <input
                  type="radio"
                  name="protocol"
                  value="${code}"
                  data-test="protocol-${code}"
                  ${code === protocol ? html`checked` : null}
                />
              </label>`,
          )}
        </fieldset>
        <div class="actions"><button class="button primary" data-test="continue">Continue</button></div>
      </form>
    `,
    posts,
  );
}

export interface Details {
  readonly provider: ProviderCode;
  readonly protocol: Protocol;
  /** The entries so far, by field name. */
  readonly values: Readonly<Record<string, string>>;
  /** The mistakes in them, by field name. */
  readonly complaints: Readonly<Record<string, string>>;
}

export function ssoDetailsPage(page: PortalPage, details: Details, posts: readonly Post[]): Html {
  const { session, organization, environmentUrl } = page;
  const { provider, protocol, values, complaints } = details;
  const { name } = providerOf(provider);
  const saved = organization.connection;
  const keepsSecret = saved !== null && saved.provider === provider && saved.protocol === protocol;
  const callback = `${environmentUrl}/sso/v1/${protocol.toLowerCase()}/${organization.connectionId}`;
  const wrong = Object.keys(complaints).length > 0;
  return sessionDocument(
    page,
    `${name}, ${protocol}`,
    html`
      ${breadcrumb(session, SECTION)}
      <p class="step">Step 2 of 2</p>
      <h1>Connect ${name} with ${protocol}</h1>
      ${
        wrong
          ? html`<p class="banner danger" role="alert" data-test="complaints">
              Nothing was saved yet. Please correct the fields below.
            </p>`
          : null
      }
      <section class="panel" aria-labelledby="give">
        <h2 id="give">Enter this at ${name === 'Custom' ? 'your provider' : name}</h2>
        ${
          protocol === 'OIDC'
            ? copyField('redirect-uri', 'Redirect URI', `${callback}/callback`)
            : [
                copyField('acs-url', 'Assertion consumer service URL', `${callback}/callback`),
                copyField('sp-entity-id', 'Service provider entity ID', `${callback}/metadata`),
              ]
        }
      </section>
      <form class="panel" method="post" action="${pathOf(session)}/sso/details" novalidate>
        ${formToken(session)}
        <input type="hidden" name="provider" value="${provider}" />
        <input type="hidden" name="protocol" value="${protocol}" />
        <h2>Then enter the values from ${name === 'Custom' ? 'your provider' : name}</h2>
        ${fieldsFor(provider, protocol).map((field) =>
          entryField(field, values[field.name] ?? field.example, complaints[field.name] ?? null, keepsSecret),
        )}
        <div class="actions">
          <button class="button primary" data-test="save">Save</button>
          <a class="button quiet" href="${pathOf(session)}/sso/provider" data-test="back">Back</a>
        </div>
      </form>
    `,
    posts,
  );
}

function connectionPage(page: PortalPage, connection: Connection, posts: readonly Post[], notice: string | null): Html {
  const { session } = page;
  const { provider, protocol, fields, enabled } = connection;
  const { name } = providerOf(provider);
  return sessionDocument(
    page,
    SECTION,
    html`
      ${breadcrumb(session, SECTION)} ${noticeOf(notice)}
      <div class="title">
        <h1>Single sign-on</h1>
        <span data-test="sso-status">${statusOf(connection)}</span>
      </div>
      <section class="panel" aria-label="Connection">
        <p>
          ${
            enabled
              ? 'People of your organization sign in with this connection.'
              : 'The connection is saved. It has no effect until you enable it.'
          }
        </p>
        <dl class="facts">
          <div>
            <dt>Identity provider</dt>
            <dd data-test="sso-provider">${name}</dd>
          </div>
          <div>
            <dt>Protocol</dt>
            <dd data-test="sso-protocol">${protocol}</dd>
          </div>
          ${fieldsFor(provider, protocol)
            .filter(({ kind }) => kind === 'url' || kind === 'text')
            .map(
              (field) =>
                html`<div>
                  <dt>${field.label}</dt>
                  <dd>${fields[field.name] ?? null}</dd>
                </div>`,
            )}
        </dl>
        <div class="actions">
          ${
            enabled
              ? actionButton(session, { path: '/sso/disable', label: 'Disable', test: 'sso-disable', look: 'danger' })
              : [
                  actionButton(session, { path: '/sso/enable', label: 'Enable', test: 'sso-enable', look: 'primary' }),
                  html`<a
                    class="button"
                    href="${pathOf(session)}/sso/details?provider=${provider}&protocol=${protocol}"
                    data-test="sso-edit"
                    >Edit</a
                  >`,
                  html`<a class="button quiet" href="${pathOf(session)}/sso/provider" data-test="sso-provider-change"
                    >Change provider</a
                  >`,
                ]
          }
        </div>
        ${enabled ? html`<p class="hint">Disable the connection to change it.</p>` : null}
      </section>
    `,
    posts,
  );
}

function entryField(field: Field, value: string, complaint: string | null, keepsSecret: boolean): Html {
  const { name, label, kind } = field;
  const hint = kind === 'secret' && keepsSecret ? 'Leave it empty to keep the saved secret.' : field.hint;
  const state = html`aria-describedby="${name}-hint" ${complaint === null ? null : html`aria-invalid="true"`}`;
  // A saved secret is never sent back to the browser.
  const shown = kind === 'secret' && keepsSecret ? '' : value;
  return html`<div class="field">
    <label for="${name}">${label}</label>
    ${
      kind === 'certificate'
        ? html`<textarea id="${name}" name="${name}" rows="6" spellcheck="false" data-test="${name}" ${state}>
${shown}</textarea>`
        : html`<input
            id="${name}"
            name="${name}"
            type="${kind === 'secret' ? 'password' : 'text'}"
            value="${shown}"
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            data-test="${name}"
            ${state}
          />`
    }
    <p id="${name}-hint" class="${complaint === null ? 'hint' : 'complaint'}">${complaint ?? hint}</p>
  </div>`;
}
