import Link from 'next/link';

export default function MembersPage() {
  return (
    <main>
      <h1>Members</h1>
      <nav>
        <Link href="/members">Members</Link> <Link href="/settings">Settings</Link>
      </nav>
      <p>Ada and Mel.</p>
    </main>
  );
}
