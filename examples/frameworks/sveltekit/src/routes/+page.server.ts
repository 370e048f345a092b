import { fail, redirect } from '@sveltejs/kit';
import { signIn } from '../lib/server/session.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  default: async ({ cookies, request }) => {
    if (!(await signIn(cookies, await request.formData()))) return fail(401);
    redirect(303, '/settings');
  },
};
