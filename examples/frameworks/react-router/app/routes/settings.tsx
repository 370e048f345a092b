import { useState } from 'react';
import { redirect } from 'react-router';
import { ScalekitAdminPortal } from 'scalekit-admin-portal/react';
import { readSession } from '../session.server';
import type { Route } from './+types/settings';

export async function loader({ request }: Route.LoaderArgs) {
  const session = await readSession(request);
  if (!session) throw redirect('/');
  const fails = new URL(request.url).searchParams.has('fail');
  const endpoint = fails ? '/api/no-such-route' : '/api/portal-link';
  return { endpoint, ...session };
}

export default function Settings({ loaderData }: Route.ComponentProps) {
  const { endpoint, isAdmin, csrfToken } = loaderData;
  const [status, setStatus] = useState('');
  return (
    <main>
      <h1>Single sign-on and directory sync</h1>
      <p id="status" role="status">
        {status}
      </p>
      {isAdmin ? (
        <ScalekitAdminPortal
          endpoint={endpoint}
          method="POST"
          headers={() => ({ 'X-CSRF-Token': csrfToken })}
          onPortalError={({ detail }) => setStatus(`error: ${detail.error.code}`)}
          onOrganizationSsoEnabled={() => setStatus('SSO is on')}
        />
      ) : (
        <p>The administrators of your organization set this up.</p>
      )}
      <footer>My product</footer>
    </main>
  );
}
