/** The functions that the pages call. They run on the server. */
import { action, query, redirect } from '@solidjs/router';
import { createSession, readSession, type Session } from './server';

/** The signed-in user's session. Redirects everybody else to the form. */
export const getSession = query(async (): Promise<Session> => {
  'use server';
  const session = await readSession();
  if (!session) throw redirect('/');
  return session;
}, 'session');

export const signIn = action(async (form: FormData) => {
  'use server';
  throw redirect((await createSession(form)) ? '/settings' : '/');
}, 'signIn');
