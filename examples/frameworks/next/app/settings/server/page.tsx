import { redirect } from 'next/navigation';
import { Suspense } from 'react';
import { ScalekitAdminPortal } from 'scalekit-admin-portal/react';
import { getSession } from '../../session';

/** Without a Client Component of the page's own, where no event has to be heard. */
export default function ServerSettingsPage() {
  return (
    <main>
      <h1>Security settings</h1>
      <Suspense>
        <Settings />
      </Suspense>
    </main>
  );
}

async function Settings() {
  const { user, csrfToken } = await getSession();
  if (!user?.isAdmin) redirect('/');
  return <ScalekitAdminPortal endpoint="/api/portal-link" method="POST" csrfToken={csrfToken} />;
}
