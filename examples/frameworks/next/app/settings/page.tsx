import Link from 'next/link';
import { redirect } from 'next/navigation';
import { Suspense } from 'react';
import { getSession } from '../session';
import { Portal } from './portal';

export default function SettingsPage({ searchParams }: PageProps<'/settings'>) {
  return (
    <main>
      <h1>Security settings</h1>
      <nav>
        <Link href="/members">Members</Link> <Link href="/settings">Settings</Link>
      </nav>
      <Suspense>
        <Settings searchParams={searchParams} />
      </Suspense>
    </main>
  );
}

/** What depends on who asks: with Cache Components, it is streamed into the page. */
async function Settings({ searchParams }: Pick<PageProps<'/settings'>, 'searchParams'>) {
  const { user, csrfToken = '' } = await getSession();
  if (!user) redirect('/');
  if (!user.isAdmin) return <p>An administrator sets this up.</p>;
  const { fail } = await searchParams;
  const endpoint = fail ? '/api/no-such-route' : '/api/portal-link';
  return <Portal endpoint={endpoint} csrfToken={csrfToken} />;
}
