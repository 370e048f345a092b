import { Form } from 'react-router';
import { signIn } from '../session.server';
import type { Route } from './+types/sign-in';

export async function action({ request }: Route.ActionArgs) {
  const form = await request.formData();
  return signIn(String(form.get('username')), String(form.get('password')));
}

export default function SignIn() {
  return (
    <Form method="post">
      <h1>Sign in</h1>
      <label>
        User <input name="username" autoComplete="username" required />
      </label>
      <label>
        Password
        <input name="password" type="password" autoComplete="current-password" required />
      </label>
      <button>Sign in</button>
    </Form>
  );
}
