import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
  const { session } = locals;
  if (!session) redirect(303, '/');
  const { isAdministrator, csrfToken } = session;
  const endpoint = url.searchParams.has('fail') ? '/api/no-such-route' : '/api/portal-link';
  return { isAdministrator, csrfToken, endpoint };
};
