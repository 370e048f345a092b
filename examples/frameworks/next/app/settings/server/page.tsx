import { redirect } from 'next/navigation';
import { Suspense } from 'react';
import { ScalekitAdminPortal } from 'scalekit-admin-portal/react';
import { getSession } from '../../session';

/** Without event handlers, a Server Component is enough: `csrfToken` needs no function. */
export default function ServerSettingsPage() {
  return (
    <main>
      <h1>Settings of a Server Component</h1>
      <Suspense>
        <Settings />
      </Suspense>
    </main>
  );
}

async function Settings() {
  const { user, csrfToken } = await getSession();
  if (!user?.isAdministrator) redirect('/');
  return <ScalekitAdminPortal endpoint="/api/portal-link" method="POST" csrfToken={csrfToken} />;
}
