import { addTo } from '../../shared/start.mjs';

export async function handle({ event, resolve }) {
  event.locals.user = 'ada';
  return addTo(await resolve(event));
}
