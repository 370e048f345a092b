/** Stores the session's user in `event.context`, for every route. */
export default defineEventHandler(async (event) => {
  // Without a cookie, `useSession` starts a session. It could replace a signed-in one if it is late.
  if (!getCookie(event, SESSION_COOKIE)) return;
  const { data } = await sessionOf(event);
  event.context.user = data.user;
  event.context.csrfToken = data.csrfToken;
});
