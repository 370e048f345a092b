/** The page's user, and the CSRF token that the page sends. */
export default defineEventHandler(({ context: { user, csrfToken } }) => ({ user, csrfToken }));
