/**
 * The product's list of customers.
 */
import { html, type Html } from '../html.ts';
import type { Person } from '../people.ts';
import { productPage } from './product-page.ts';

const CUSTOMERS = [
  ['Halden Optics', 'Oslo', 2],
  ['Marlow & Sons', 'Leeds', 1],
  ['Pinecrest Clinic', 'Denver', 1],
  ['Studio Varga', 'Budapest', 1],
] as const;

export function customersPage(person: Person): Html {
  return productPage({
    title: 'Customers',
    section: '/customers',
    person,
    main: html`<h1>Customers</h1>
      <table>
        <thead>
          <tr>
            <th scope="col">Customer</th>
            <th scope="col">City</th>
            <th scope="col">Open tickets</th>
          </tr>
        </thead>
        <tbody>
          ${CUSTOMERS.map(
            ([name, city, tickets]) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td>${city}</td>
                <td>${tickets}</td>
              </tr>`,
          )}
        </tbody>
      </table>`,
  });
}
