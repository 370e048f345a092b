/** Several portals in a keyed list. A portal that the list moves starts a new session; see docs/frameworks/README.md. */
import 'scalekit-admin-portal';
import { Component, CUSTOM_ELEMENTS_SCHEMA, signal } from '@angular/core';
import { customers } from '../../../shared/customers.ts';

@Component({
  selector: 'main[data-page=customers]',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <h1>Customers</h1>
    <button type="button" data-test="reverse" (click)="order.set(order().toReversed())">Reverse the order</button>
    <ul class="plain">
      @for (customer of order(); track customer.id) {
        <li [attr.data-customer]="customer.id">
          <h2>{{ customer.name }}</h2>
          <scalekit-admin-portal endpoint="/api/portal-link" [frameTitle]="'Admin portal of ' + customer.name" />
        </li>
      }
    </ul>
  `,
})
export class CustomersPage {
  protected readonly order = signal(customers);
}
