import {
  AngularNodeAppEngine,
  createNodeRequestHandler,
  isMainModule,
  writeResponseToNodeResponse,
} from '@angular/ssr/node';
import express from 'express';
import { join } from 'node:path';
import type { Session } from './app/session';
import { portalLink } from './portal-link';
import { requireUser, sessions, signIn, userOf } from './sign-in';

const browserDistFolder = join(import.meta.dirname, '../browser');

const app = express();
const angularApp = new AngularNodeAppEngine();

app.use(express.static(browserDistFolder, { maxAge: '1y', index: false, redirect: false }));

app.use(sessions);
app.use(signIn);
app.post('/api/portal-link', portalLink);
app.get(['/settings', '/members'], requireUser);

app.use((req, res, next) => {
  const session: Session = { isAdmin: userOf(req)?.isAdmin ?? false };
  angularApp
    .handle(req, session)
    .then((response) => (response ? writeResponseToNodeResponse(response, res) : next()))
    .catch(next);
});

if (isMainModule(import.meta.url)) {
  const { PORT = '3000' } = process.env;
  app.listen(Number(PORT), '127.0.0.1', (error) => {
    if (error) throw error;
    console.log(`http://127.0.0.1:${PORT}`);
  });
}

/** For the development server and the build. */
export const reqHandler = createNodeRequestHandler(app);
