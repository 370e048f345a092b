import cookieSession from 'cookie-session';
import express, { type Request, type RequestHandler, Router } from 'express';
import { randomUUID } from 'node:crypto';
import { environment } from './environment';

declare global {
  namespace CookieSessionInterfaces {
    interface CookieSessionObject {
      username?: string;
      csrfToken?: string;
    }
  }
}

// Replace with your own table of users, with hashes of their passwords.
const users = new Map<string | undefined, { password: string; isAdmin: boolean }>([
  ['ada', { password: 'ada', isAdmin: true }],
  ['mel', { password: 'mel', isAdmin: false }],
]);

export const userOf = (req: Request) => users.get(req.session?.username);

let readSession: RequestHandler | undefined;

/** The session is in a signed cookie, so it survives restarts of the development server. */
export const sessions: RequestHandler = (req, res, next) => {
  readSession ??= cookieSession({ keys: [environment('SESSION_SECRET')], sameSite: 'lax' });
  readSession(req, res, next);
};

export const signIn = Router().post('/sign-in', express.urlencoded(), (req, res) => {
  const { username, password } = req.body;
  if (!users.has(username) || users.get(username)?.password !== password) {
    return res.redirect(303, '/');
  }
  const csrfToken = randomUUID();
  req.session = { username, csrfToken };
  // Angular reads the token from this cookie. The server compares it with the one in the session.
  res.cookie('XSRF-TOKEN', csrfToken, { sameSite: 'lax' });
  res.redirect(303, '/settings');
});

export const requireUser: RequestHandler = (req, res, next) => {
  if (userOf(req)) next();
  else res.redirect('/');
};
