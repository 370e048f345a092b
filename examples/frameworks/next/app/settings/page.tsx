import Link from 'next/link';
import { redirect } from 'next/navigation';
import { Suspense } from 'react';
import { getSession } from '../session';
import { Portal } from './portal';

export default function SettingsPage({ searchParams }: PageProps<'/settings'>) {
  return (
    <main>
      <nav>
        <Link href="/settings">Settings</Link> <Link href="/members">Members</Link>
      </nav>
      <h1>Single sign-on and directory sync</h1>
      <Suspense>
        <Settings searchParams={searchParams} />
      </Suspense>
    </main>
  );
}

/** The part that depends on the user. With Cache Components, Next streams it into the page. */
async function Settings({ searchParams }: Pick<PageProps<'/settings'>, 'searchParams'>) {
  const { user, csrfToken = '' } = await getSession();
  if (!user) redirect('/');
  if (!user.isAdministrator) return <p>The administrators of your organization set this up.</p>;
  const endpoint = 'fail' in (await searchParams) ? '/api/no-such-route' : '/api/portal-link';
  return <Portal endpoint={endpoint} csrfToken={csrfToken} />;
}
