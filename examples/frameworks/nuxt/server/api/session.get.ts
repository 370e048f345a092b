/** Whom the page is for, and the token that it sends along. */
export default defineEventHandler(({ context: { user, csrfToken } }) => ({ user, csrfToken }));
