/**
 * Settings: the members of the organization and its administrators.
 */
import { html, type Html } from '../html.ts';
import { ORGANIZATION_NAME, type Person } from '../people.ts';
import { initialsOf, productPage, settingsSection } from './product-page.ts';

export function membersPage(person: Person, people: readonly Person[]): Html {
  return productPage({
    title: 'Members',
    section: '/settings/security',
    person,
    main: settingsSection(
      '/settings/members',
      html`<h1>Members</h1>
        <p class="lead">The people of ${ORGANIZATION_NAME} who use Northwind Desk.</p>
        <ul class="people">
          ${people.map(
            (member) =>
              html`<li>
                <span class="avatar" aria-hidden="true">${initialsOf(member)}</span>
                <span><strong>${member.name}</strong><small>${member.email}</small></span>
                <span class="chip">${member.isAdmin ? 'Admin' : 'Member'}</span>
              </li>`,
          )}
        </ul>`,
    ),
  });
}
