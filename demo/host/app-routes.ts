/** Serves the applications in `demo/apps` under `/apps/<name>/`, with the Content Security Policy of a real host page. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router, type RequestHandler } from 'express';
import { isAppName, type AppBuilds } from './apps.ts';
import { buildingPage, failedBuildPage } from './pages/building-page.ts';
import { securityHeaders } from './security-headers.ts';

interface AppRoutes {
  builds: AppBuilds;
  /** The origins where the portal may live. */
  portalOrigins: readonly string[];
  /** Only passes requests of signed-in people. */
  requireSignIn: RequestHandler;
}

export function appRoutes({ builds, portalOrigins, requireSignIn }: AppRoutes): Router {
  const router = Router({ strict: true });
  // The tests show the applications in a frame.
  router.use(securityHeaders(() => portalOrigins, "'self'"));

  // Without the slash, relative URLs in the page would resolve to other paths.
  router.get('/:name', (request, response) => response.redirect(301, `${request.baseUrl}${request.path}/`));

  router.use('/:name', (request, response, next) => {
    const { name = '' } = request.params as { name?: string };
    if (!isAppName(name)) return next();
    const build = builds(name);
    if (build.state === 'building') return void response.send(buildingPage(name).markup);
    if (build.state === 'failed') return void response.status(500).send(failedBuildPage(name, build.output).markup);
    const { directory } = build;
    const servePage: RequestHandler = ({ path }, pageResponse, leave) => {
      const file = join(directory, path === '/' ? 'index.html' : path);
      if (!existsSync(file)) return leave();
      const page = readFileSync(file, 'utf8');
      const origins = `<meta name="portal-origins" content="${portalOrigins.join(' ')}"`;
      // Matches a part of the tag: some build tools remove the slash or the quotes.
      const text = page.replace(/<meta name="?portal-origins"?( content(="")?)?/, origins);
      pageResponse.set('Cache-Control', 'private, no-cache').type('html').send(text);
    };
    const app = Router();
    app.get(['/', '/:page.html'], requireSignIn, servePage);
    app.use(express.static(directory, { index: false }));
    app(request, response, next);
  });
  return router;
}
