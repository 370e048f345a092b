import { redirect } from 'react-router';

/** The signed-in user, from the server. */
export interface Session {
  readonly name: string;
  readonly isAdministrator: boolean;
  /** Sent with every request for a link. */
  readonly csrfToken: string;
}

/** Redirects to the form if nobody is signed in. */
export async function requireSession(): Promise<Session> {
  const response = await fetch('/api/session');
  if (response.status === 401) throw redirect('/');
  if (!response.ok) throw new Error(`The session cannot be read: ${response.status}`);
  return response.json();
}
