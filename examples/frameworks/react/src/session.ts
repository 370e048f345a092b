import { redirect } from 'react-router';

/** Who is signed in, as the server says. */
export interface Session {
  readonly name: string;
  readonly isAdministrator: boolean;
  /** Goes out with every request for a link. */
  readonly csrfToken: string;
}

/** Sends strangers to the form. */
export async function requireSession(): Promise<Session> {
  const response = await fetch('/api/session');
  if (response.status === 401) throw redirect('/');
  if (!response.ok) throw new Error(`The session cannot be read: ${response.status}`);
  return response.json();
}
