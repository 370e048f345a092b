export default defineEventHandler(async (event) => {
  const form = await readFormData(event);
  const user = findUser(String(form.get('username')), String(form.get('password')));
  if (!user) return sendRedirect(event, '/', 303);
  const session = await sessionOf(event);
  await session.update({ user, csrfToken: crypto.randomUUID() });
  return sendRedirect(event, '/settings', 303);
});
