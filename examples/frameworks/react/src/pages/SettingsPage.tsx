import { useState } from 'react';
import { Link, useLoaderData, useSearchParams } from 'react-router';
import { ScalekitAdminPortal } from 'scalekit-admin-portal/react';
import type { requireSession } from '../session.ts';

export function SettingsPage() {
  const session = useLoaderData<typeof requireSession>();
  const [query] = useSearchParams();
  const [status, setStatus] = useState('');
  return (
    <>
      <nav>
        <Link to="/settings">Settings</Link> <Link to="/members">Members</Link>
      </nav>
      <h1>Single sign-on and directory sync</h1>
      <p id="status">{status}</p>
      {session.isAdministrator ? (
        <ScalekitAdminPortal
          endpoint={query.has('fail') ? '/api/no-such-route' : '/api/portal-link'}
          method="POST"
          headers={() => ({ 'X-CSRF-Token': session.csrfToken })}
          onPortalError={({ detail }) => setStatus(`error: ${detail.error.code}`)}
          onOrganizationSsoEnabled={() => setStatus('SSO is on')}
        />
      ) : (
        <p>The administrators of your organization set this up.</p>
      )}
      <footer>My product</footer>
    </>
  );
}
