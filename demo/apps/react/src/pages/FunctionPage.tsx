/** An inline function in place of the endpoint. Every render passes a new one, which does not affect the running session. */
import 'scalekit-admin-portal';
import { useState, type ReactNode } from 'react';
import type {} from 'scalekit-admin-portal/react';

export function FunctionPage(): ReactNode {
  const [renders, setRenders] = useState(0);
  const [reasons, setReasons] = useState<readonly string[]>([]);
  return (
    <>
      <h1>Own function</h1>
      <p>
        Rendered again: <output data-test="renders">{renders}</output>. Reasons of the link requests:{' '}
        <output data-test="reason">{reasons.join(' ')}</output>
      </p>
      <button type="button" data-test="render-again" onClick={() => setRenders(renders + 1)}>
        Render again
      </button>
      <scalekit-admin-portal
        fetchPortalLink={async ({ signal, reason }) => {
          setReasons((earlier) => [...earlier, reason]);
          const response = await fetch('/api/portal-link', { signal });
          return response.json();
        }}
      />
    </>
  );
}
