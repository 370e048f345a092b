/** A product's settings page with the admin portal: Express and Scalekit's Node SDK. */
import { randomBytes } from 'node:crypto';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ScalekitClient } from '@scalekit-sdk/node';
import bcrypt from 'bcryptjs';
import { csrfSync } from 'csrf-sync';
import express from 'express';
import session from 'express-session';
import { portalLink } from './portal-link.mjs';

const { PORT = 8080, PORTAL_SCRIPT } = process.env;
const [environmentUrl, clientId, clientSecret, organizationId] = [
  'SCALEKIT_ENVIRONMENT_URL',
  'SCALEKIT_CLIENT_ID',
  'SCALEKIT_CLIENT_SECRET',
  'SCALEKIT_ORGANIZATION_ID',
].map((name) => process.env[name] || stop(`${name} is not set.`));
if (!URL.canParse(environmentUrl)) stop('SCALEKIT_ENVIRONMENT_URL is not a URL.');

function stop(why) {
  console.error(why);
  process.exit(1);
}

// The element's script: the file in the package, or the one in PORTAL_SCRIPT.
const ELEMENT = 'scalekit-admin-portal.min.js';
const script = PORTAL_SCRIPT
  ? resolve(PORTAL_SCRIPT)
  : fileURLToPath(import.meta.resolve(`scalekit-admin-portal/dist/${ELEMENT}`));

// Replace with your own table of users. Here, the passwords are the names.
const [ada, mel] = [
  '$2b$10$1aAdqVKtNaj5J3CQcXub3O3m/ahHE.rxtXQogAzGXD2LgqNbVrkZm',
  '$2b$10$dPo.q7ORMY34Ch2bXw/n.OMjLT0wXarU6IQxKfzOAiLAVzV7j9X/i',
];
const users = new Map([
  ['ada', { passwordHash: ada, isAdmin: true, organizationId }],
  ['mel', { passwordHash: mel, isAdmin: false, organizationId }],
]);
const userOf = (req) => users.get(req.session.username);

const scalekit = new ScalekitClient(environmentUrl, clientId, clientSecret);

const { csrfSynchronisedProtection, generateToken, invalidCsrfTokenError } = csrfSync({
  // The element sends the token as a header, the form as a field.
  getTokenFromRequest: (req) => req.headers['x-csrf-token'] ?? req.body?.csrfToken,
});

const app = express();
app.set('view engine', 'ejs');
app.set('views', join(import.meta.dirname, 'views'));
app.get(`/${ELEMENT}`, (req, res) => res.sendFile(basename(script), { root: dirname(script) }));

app.use((req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
});
app.use(
  session({
    // In production: a secret that survives a restart, a store other than memory, secure: true.
    secret: randomBytes(32).toString('base64url'),
    cookie: { httpOnly: true, sameSite: 'lax' },
    resave: false,
    saveUninitialized: false,
  }),
);

app.get('/login', (req, res) => {
  res.render('login', { csrfToken: generateToken(req), username: '', isWrong: false });
});

app.post('/login', express.urlencoded(), csrfSynchronisedProtection, async (req, res, next) => {
  const [username, password] = [String(req.body?.username), String(req.body?.password)];
  const user = users.get(username);
  // An unknown name takes as long as a wrong password.
  const isRight = await bcrypt.compare(password, user?.passwordHash ?? ada);
  if (!user || !isRight) {
    res.status(401).render('login', { csrfToken: generateToken(req), username, isWrong: true });
    return;
  }
  // A new session prevents session fixation.
  req.session.regenerate((error) => {
    if (error) return next(error);
    req.session.username = username;
    res.redirect(303, '/settings');
  });
});

app.get('/settings', (req, res) => {
  const user = userOf(req);
  if (!user) return res.redirect('/login');
  const { origin } = new URL(environmentUrl);
  res.set('Content-Security-Policy', `default-src 'self'; frame-src ${origin}`);
  res.status(user.isAdmin ? 200 : 403).render('settings', { user, csrfToken: generateToken(req) });
});

const requireUser = (req, res, next) =>
  userOf(req) ? next() : res.status(401).json({ error: 'Sign in first.' });

app.post('/api/portal-link', requireUser, csrfSynchronisedProtection, portalLink(scalekit, userOf));

app.use((error, req, res, next) => {
  if (res.headersSent) return next(error);
  const { status = 500 } = error;
  if (status >= 500) console.error(error.stack);
  const isOld = error === invalidCsrfTokenError;
  const text = isOld ? 'The CSRF token is missing or old: reload the page.' : 'This did not work.';
  res.status(status).json({ error: text });
});

const server = app.listen(PORT, '127.0.0.1', (error) => {
  if (error) stop(`Port ${PORT} cannot be used (${error.code}): choose another in PORT.`);
  console.log(`http://localhost:${server.address().port}/settings`);
});
