import { defineMiddleware } from 'astro:middleware';

/** Stores the session's user in `locals`, for every page and endpoint. */
export const onRequest = defineMiddleware(async ({ locals, session }, next) => {
  locals.user = await session?.get('user');
  locals.csrfToken = await session?.get('csrfToken');
  return next();
});
