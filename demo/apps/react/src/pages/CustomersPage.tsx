/** Several portals in a keyed list. A portal that the list moves starts a new session; see docs/frameworks/README.md. */
import 'scalekit-admin-portal';
import { useState, type ReactNode } from 'react';
import type {} from 'scalekit-admin-portal/react';
import { customers } from '../../../shared/customers.ts';

export function CustomersPage(): ReactNode {
  const [order, setOrder] = useState(customers);
  return (
    <>
      <h1>Customers</h1>
      <button type="button" data-test="reverse" onClick={() => setOrder([...order].reverse())}>
        Reverse the order
      </button>
      <ul className="plain">
        {order.map(({ id, name }) => (
          <li key={id} data-customer={id}>
            <h2>{name}</h2>
            <scalekit-admin-portal endpoint="/api/portal-link" frame-title={`Admin portal of ${name}`} />
          </li>
        ))}
      </ul>
    </>
  );
}
