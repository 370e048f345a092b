/** Every route finds the session's user in `event.context`. */
export default defineEventHandler(async (event) => {
  // `useSession` gives each stranger a new session, and a late answer of it may replace one signed in.
  if (!getCookie(event, SESSION_COOKIE)) return;
  const { data } = await sessionOf(event);
  event.context.user = data.user;
  event.context.csrfToken = data.csrfToken;
});
