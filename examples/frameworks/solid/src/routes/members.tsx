import { A } from '@solidjs/router';

export default function Members() {
  return (
    <main>
      <nav>
        <A href="/settings">Settings</A>
      </nav>
      <h1>Members</h1>
      <p>Ada and Mel.</p>
    </main>
  );
}
