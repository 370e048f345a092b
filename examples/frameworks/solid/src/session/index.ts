/** What the pages call. The functions run on the server. */
import { action, query, redirect } from '@solidjs/router';
import { createSession, readSession, type Session } from './server';

/** Whom the page is for. Sends strangers to the form. */
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
