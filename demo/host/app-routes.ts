/** Serves the applications in `demo/apps` under `/apps/<name>/`, each with the policy that an adopter's page would have. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import express, { Router, type RequestHandler } from 'express';
import { isAppName, type AppBuilds } from './apps.ts';
import { buildingPage, failedBuildPage } from './pages/building-page.ts';
import { securityHeaders } from './security-headers.ts';

/** The file in a built application that renders its server-rendered page, where the page is not HTML already. */
const RENDERER = 'server/render.js';

interface AppRoutes {
  builds: AppBuilds;
  /** Where the portal may live. */
  portalOrigins: readonly string[];
  /** Lets through who is signed in. */
  requireSignIn: RequestHandler;
}

export function appRoutes({ builds, portalOrigins, requireSignIn }: AppRoutes): Router {
  const router = Router({ strict: true });
  // The tests show the applications in a frame.
  router.use(securityHeaders(() => portalOrigins, "'self'"));

  // Without the slash, the relative addresses in the page would lead elsewhere.
  router.get('/:name', (request, response) => response.redirect(301, `${request.baseUrl}${request.path}/`));

  router.use('/:name', (request, response, next) => {
    const { name = '' } = request.params as { name?: string };
    if (!isAppName(name)) return next();
    const build = builds(name);
    if (build.state === 'building') return void response.send(buildingPage(name).markup);
    if (build.state === 'failed') return void response.status(500).send(failedBuildPage(name, build.output).markup);
    const { directory } = build;
    const servePage: RequestHandler = async ({ path }, pageResponse, leave) => {
      const file = join(directory, path === '/' ? 'index.html' : path);
      if (!existsSync(file)) return leave();
      const page = readFileSync(file, 'utf8');
      const rendered = path === '/server-rendered.html' ? await renderPage(directory) : '';
      const origins = `<meta name="portal-origins" content="${portalOrigins.join(' ')}"`;
      const text = page
        // Not by its whole text: some tools leave out the slash, or the quotes.
        .replace(/<meta name="?portal-origins"?( content(="")?)?/, origins)
        .replace('<!--page-->', () => rendered);
      pageResponse.set('Cache-Control', 'private, no-cache').type('html').send(text);
    };
    const app = Router();
    app.get(['/', '/:page.html'], requireSignIn, servePage);
    // What runs on the server is nobody's business.
    app.use('/server', (_request, _response, leave) => leave('router'));
    app.use(express.static(directory, { index: false }));
    app(request, response, next);
  });
  return router;
}

/** What the framework makes of the page on a server: the module exports `render`. */
async function renderPage(directory: string): Promise<string> {
  const file = join(directory, RENDERER);
  if (!existsSync(file)) return '';
  const { render } = (await import(pathToFileURL(file).href)) as { render: () => string | Promise<string> };
  return render();
}
