import { Link } from 'react-router';

export function MembersPage() {
  return (
    <>
      <nav>
        <Link to="/settings">Settings</Link>
      </nav>
      <h1>Members</h1>
      <p>Ada and Mel.</p>
    </>
  );
}
