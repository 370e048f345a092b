import { signIn } from '~/session';

export default function SignIn() {
  return (
    <main>
      <h1>Sign in</h1>
      <form method="post" action={signIn}>
        <p>
          <label>
            Name <input name="username" autocomplete="username" required />
          </label>
        </p>
        <p>
          <label>
            Password
            <input name="password" type="password" autocomplete="current-password" required />
          </label>
        </p>
        <button type="submit">Sign in</button>
      </form>
    </main>
  );
}
