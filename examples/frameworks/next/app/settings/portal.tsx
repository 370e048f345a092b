'use client';

import { useState } from 'react';
import { ScalekitAdminPortal } from 'scalekit-admin-portal/react';

export function Portal({ endpoint, csrfToken }: { endpoint: string; csrfToken: string }) {
  const [status, setStatus] = useState('');
  return (
    <>
      <p id="status">{status}</p>
      <ScalekitAdminPortal
        endpoint={endpoint}
        method="POST"
        headers={() => ({ 'X-CSRF-Token': csrfToken })}
        onPortalError={({ detail }) => setStatus(`error: ${detail.error.code}`)}
        onOrganizationSsoEnabled={() => setStatus('SSO is on')}
      />
      <footer>My product</footer>
    </>
  );
}
