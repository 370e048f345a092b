export function MembersPage() {
  return (
    <>
      <nav>
        <a href="/settings">Settings</a>
      </nav>
      <h1>Members</h1>
      <p>Ada and Mel.</p>
    </>
  );
}
