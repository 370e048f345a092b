import { useLocation } from 'preact-iso';
import { useContext, useState } from 'preact/hooks';
import 'scalekit-admin-portal';
import type { ScalekitAdminPortalElement } from 'scalekit-admin-portal';
import type {} from 'scalekit-admin-portal/preact';
import { SessionContext } from '../session.ts';

/** Only in the browser, after Preact has set `headers` and the listeners. */
function start(portal: ScalekitAdminPortalElement | null) {
  if (portal) portal.deferHydration = false;
}

export function SettingsPage() {
  const session = useContext(SessionContext);
  const { query } = useLocation();
  const [status, setStatus] = useState('');
  return (
    <>
      <nav>
        <a href="/settings">Settings</a> <a href="/members">Members</a>
      </nav>
      <h1>Single sign-on and directory sync</h1>
      <p id="status">{status}</p>
      {session?.isAdministrator ? (
        <scalekit-admin-portal
          ref={start}
          defer-hydration
          endpoint={'fail' in query ? '/api/no-such-route' : '/api/portal-link'}
          method="POST"
          headers={() => ({ 'X-CSRF-Token': session.csrfToken })}
          onportal-error={({ detail }) => setStatus(`error: ${detail.error.code}`)}
          onorganization-sso-enabled={() => setStatus('SSO is on')}
        />
      ) : (
        <p>The administrators of your organization set this up.</p>
      )}
      <footer>My product</footer>
    </>
  );
}
