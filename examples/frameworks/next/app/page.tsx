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
        <input name="username" aria-label="User name" autoComplete="username" required />
        <input
          name="password"
          type="password"
          aria-label="Password"
          autoComplete="current-password"
          required
        />
        <button>Sign in</button>
      </form>
    </main>
  );
}
