/**
 * The product's first page. It lets visitors navigate to the settings and back.
 */
import { html, type Html } from '../html.ts';
import type { Person } from '../people.ts';
import { productPage } from './product-page.ts';

const TICKETS = [
  [4182, 'Refund was booked twice', 'Halden Optics', 'Open'],
  [4179, 'Export stops after 10,000 rows', 'Marlow & Sons', 'Open'],
  [4171, 'Invitation mail never arrives', 'Pinecrest Clinic', 'Waiting'],
  [4166, 'Dark theme: unreadable chart labels', 'Studio Varga', 'Open'],
  [4158, 'Add a second billing contact', 'Halden Optics', 'Solved'],
] as const;

export function ticketsPage(person: Person): Html {
  return productPage({
    title: 'Tickets',
    section: '/tickets',
    person,
    main: html`<h1>Tickets</h1>
      <table>
        <thead>
          <tr>
            <th scope="col">Ticket</th>
            <th scope="col">Customer</th>
            <th scope="col">Status</th>
          </tr>
        </thead>
        <tbody>
          ${TICKETS.map(
            ([number, subject, customer, status]) =>
              html`<tr>
                <th scope="row">${subject} <small>#${number}</small></th>
                <td>${customer}</td>
                <td><span class="chip">${status}</span></td>
              </tr>`,
          )}
        </tbody>
      </table>`,
  });
}
