import { redirect } from 'next/navigation';
import { signIn } from './session';

async function submit(form: FormData) {
  'use server';
  redirect((await signIn(form.get('username'), form.get('password'))) ? '/settings' : '/');
}

export default function SignInPage() {
  return (
    <main>
      <h1>Sign in</h1>
      <form action={submit}>
        <label>
          Name <input name="username" autoComplete="username" required />
        </label>
        <label>
          Password
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        <button type="submit">Sign in</button>
      </form>
    </main>
  );
}
