/** Every route finds the session's user in `event.context`. */
export default defineEventHandler(async (event) => {
  const { data } = await sessionOf(event);
  event.context.user = data.user;
  event.context.csrfToken = data.csrfToken;
});
