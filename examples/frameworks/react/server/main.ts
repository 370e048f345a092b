/** The server: the sign-in, the endpoint, and the pages, which Vite serves in development. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import express from 'express';
import session from 'express-session';
import { portalLink } from './portal-link.ts';
import { findUser, type User } from './users.ts';
import { variable } from './variable.ts';

declare module 'express-session' {
  interface SessionData {
    user: User;
    csrfToken: string;
  }
}

const app = express();
const server = createServer(app);

app.use(
  // In production: a store other than memory, and secure: true.
  session({
    secret: variable('SESSION_SECRET'),
    cookie: { httpOnly: true, sameSite: 'lax' },
    resave: false,
    saveUninitialized: false,
  }),
);

app.post('/sign-in', express.urlencoded(), (request, response, next) => {
  const user = findUser(request.body.username, request.body.password);
  if (!user) return response.redirect(303, '/');
  // A new session prevents session fixation.
  request.session.regenerate((error) => {
    if (error) return next(error);
    request.session.user = user;
    request.session.csrfToken = randomBytes(32).toString('base64url');
    response.redirect(303, '/settings');
  });
});

app.get('/api/session', ({ session: { user, csrfToken } }, response) => {
  response.set('Cache-Control', 'no-store');
  if (user) response.json({ ...user, csrfToken });
  else response.status(401).json({ error: 'Sign in first.' });
});

app.post('/api/portal-link', portalLink);
app.use('/api', (_request, response) => response.status(404).json({ error: 'No such route.' }));

if (process.argv.includes('dev')) {
  const vite = await import('vite');
  const { middlewares } = await vite.createServer({
    server: { middlewareMode: true, hmr: { server } },
  });
  app.use(middlewares);
} else {
  app.use(express.static('dist'));
  // The router in the browser handles all other paths.
  app.use((_request, response) => response.sendFile('index.html', { root: 'dist' }));
}

const port = Number(process.env['PORT'] ?? 3000);
server.on('error', (error) => {
  console.error(`Port ${port} cannot be used (${error.message}): choose another in PORT.`);
  process.exit(1);
});
server.listen(port, '127.0.0.1', () => console.log(`http://localhost:${port}/settings`));
