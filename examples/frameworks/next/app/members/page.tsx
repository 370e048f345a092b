import Link from 'next/link';

export default function MembersPage() {
  return (
    <main>
      <nav>
        <Link href="/settings">Settings</Link>
      </nav>
      <h1>Members</h1>
      <p>Ada and Mel.</p>
    </main>
  );
}
