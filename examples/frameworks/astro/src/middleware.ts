import { defineMiddleware } from 'astro:middleware';

/** Every page and endpoint finds the session's user in `locals`. */
export const onRequest = defineMiddleware(async ({ locals, session }, next) => {
  locals.user = await session?.get('user');
  locals.csrfToken = await session?.get('csrfToken');
  return next();
});
