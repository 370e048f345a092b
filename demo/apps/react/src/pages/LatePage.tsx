/**
 * The tag is rendered before the element is defined, as with a late script. React checks whether an element has a property,
 * and an undefined element has none. Texts then become attributes, but objects and functions would be lost. So the ref sets
 * them, and the element finds them when it is defined.
 */
import { useState, type ReactNode } from 'react';
import type { ScalekitAdminPortalElement } from 'scalekit-admin-portal';
import type {} from 'scalekit-admin-portal/react';

function setProperties(portal: ScalekitAdminPortalElement | null): void {
  if (!portal) return;
  portal.labels = { retry: 'Later' };
  portal.headers = () => ({ 'X-CSRF-Token': 'token-of-the-page' });
}

export function LatePage(): ReactNode {
  const [heard, setHeard] = useState<readonly string[]>([]);
  const hear = ({ type }: Event) => setHeard((earlier) => [...earlier, type]);
  return (
    <>
      <h1>Late definition</h1>
      <button type="button" data-test="load-element" onClick={() => void import('scalekit-admin-portal')}>
        Load the element
      </button>
      <scalekit-admin-portal
        ref={setProperties}
        endpoint="/api/portal-link"
        frame-title="Late portal"
        height={650}
        onportal-state-change={hear}
        onportal-load-success={hear}
      />
      <ol data-test="heard-by-template">
        {heard.map((type, index) => (
          <li key={index}>{type}</li>
        ))}
      </ol>
    </>
  );
}
