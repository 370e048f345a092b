/**
 * The sign-in page. A demo needs no passwords: choosing a person is enough.
 */
import { html, type Html } from '../html.ts';
import { ORGANIZATION_NAME, type Person } from '../people.ts';
import { head, initialsOf, LOGO } from './product-page.ts';

export function signInPage(people: readonly Person[]): Html {
  return html`<!doctype html>
    <html lang="en">
      ${head('Sign in')}
      <body class="sign-in">
        <main>
          ${LOGO}
          <h1>Sign in to Northwind Desk</h1>
          <p class="lead">Choose who you are at ${ORGANIZATION_NAME}.</p>
          <form method="post" action="/sign-in">
            ${people.map(
              (person) =>
                html`<button class="person" name="person" value="${person.id}">
                  <span class="avatar" aria-hidden="true">${initialsOf(person)}</span>
                  <span>
                    <strong>${person.name}</strong>
                    <small>${person.title}: ${person.isAdmin ? 'may' : 'may not'} set up single sign-on</small>
                  </span>
                </button>`,
            )}
          </form>
        </main>
      </body>
    </html>`;
}
