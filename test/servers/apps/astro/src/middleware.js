import { addTo } from '../../shared/start.mjs';

export async function onRequest({ locals }, next) {
  locals.user = 'ada';
  return addTo(await next());
}
