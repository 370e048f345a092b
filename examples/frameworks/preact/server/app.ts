/** The session, the endpoint and the pages. */
import { randomBytes } from 'node:crypto';
import express, { type Express } from 'express';
import session from 'express-session';
import type { Session } from '../src/session.ts';
import { portalLink } from './portal-link.ts';
import { findUser, type User } from './users.ts';
import { variable } from './variable.ts';

declare module 'express-session' {
  interface SessionData {
    user: User;
    csrfToken: string;
  }
}

/** Gives the page at this path as HTML. */
export type RenderPage = (path: string, session: Session | null) => Promise<string>;

export function createApp(renderPage: RenderPage): Express {
  const app = express();

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
    const user = findUser(request.body?.username, request.body?.password);
    if (!user) return response.redirect(303, '/');
    // A new session prevents session fixation.
    request.session.regenerate((error) => {
      if (error) return next(error);
      request.session.user = user;
      request.session.csrfToken = randomBytes(32).toString('base64url');
      response.redirect(303, '/settings');
    });
  });

  app.post('/api/portal-link', portalLink);
  app.use('/api', (_request, response) => {
    response.status(404).json({ error: 'No such route.' });
  });

  app.get(['/', '/settings', '/members'], async (request, response) => {
    const { user, csrfToken } = request.session;
    if (!user && request.path !== '/') return response.redirect('/');
    const known = user && csrfToken ? { ...user, csrfToken } : null;
    // The page has the CSRF token in it.
    response.set('Cache-Control', 'no-store');
    response.type('html').send(await renderPage(request.originalUrl, known));
  });
  return app;
}
