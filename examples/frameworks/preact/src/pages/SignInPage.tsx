export function SignInPage() {
  return (
    <>
      <h1>Sign in</h1>
      <form method="post" action="/sign-in">
        <label>
          Name <input name="username" autocomplete="username" required />
        </label>
        <label>
          Password
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
        <button type="submit">Sign in</button>
      </form>
    </>
  );
}
