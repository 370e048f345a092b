/**
 * The layout of all pages of Northwind Desk: document head, header with navigation, main content, and on one page the demo
 * controls next to it.
 */
import { html, type Html } from '../html.ts';
import { ORGANIZATION_NAME, type Person } from '../people.ts';

interface ProductPage {
  title: string;
  /** Path of the navigation entry that this page belongs to. */
  section: '/tickets' | '/customers' | '/settings/security';
  person: Person;
  main: Html;
  /** The scripts of this page, in the order of execution. */
  scripts?: Html;
  /** The content next to the product. */
  aside?: Html;
}

const SECTIONS = [
  ['/tickets', 'Tickets'],
  ['/customers', 'Customers'],
  ['/settings/security', 'Settings'],
] as const;

export function productPage({ title, section, person, main, scripts, aside }: ProductPage): Html {
  return html`<!doctype html>
    <html lang="en">
      ${head(title, scripts)}
      <body>
        <a class="skip-link" href="#content">Skip to content</a>
        <div class="product">
          <header class="product-header">
            <a class="brand" href="/tickets">${LOGO}<span>Northwind Desk</span></a>
            <nav aria-label="Product">
              <ul>
                ${SECTIONS.map(
                  ([path, name]) => html`<li><a href="${path}" ${path === section ? CURRENT : null}>${name}</a></li>`,
                )}
              </ul>
            </nav>
            <form class="account" method="post" action="/sign-out">
              <span class="avatar" aria-hidden="true">${initialsOf(person)}</span>
              <span class="account-name">
                <strong>${person.name}</strong>
                <small>${person.title}, ${ORGANIZATION_NAME}</small>
              </span>
              <button class="quiet">Sign out</button>
            </form>
          </header>
          <main id="content" tabindex="-1">${main}</main>
        </div>
        ${aside ?? null}
      </body>
    </html>`;
}

export function head(title: string, scripts: Html | null = null): Html {
  return html`<head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title} - Northwind Desk</title>
    <link rel="icon" href="/assets/product/logo.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/assets/product/product.css" />
    ${scripts}
  </head>`;
}

/** Adds the navigation of the settings. `current`: null for a page that is not in it. */
export function settingsSection(current: '/settings/members' | '/settings/security' | null, content: Html): Html {
  const pages = [
    ['/settings/members', 'Members'],
    ['/settings/security', 'Security'],
  ] as const;
  return html`<div class="settings">
    <nav class="settings-nav" aria-label="Settings">
      <ul>
        ${pages.map(
          ([path, name]) => html`<li><a href="${path}" ${path === current ? CURRENT : null}>${name}</a></li>`,
        )}
      </ul>
    </nav>
    <div class="settings-content">${content}</div>
  </div>`;
}

export function initialsOf({ name }: Person): string {
  return name
    .split(' ')
    .map((word) => word.charAt(0))
    .join('');
}

const CURRENT = html`aria-current="page"`;

export const LOGO = html`<img src="/assets/product/logo.svg" alt="" width="28" height="28" />`;
