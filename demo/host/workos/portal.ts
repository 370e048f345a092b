/** The simulated Admin Portal: one page for each link. It refuses to be framed. */
import express, { Router, type Response } from 'express';
import type { WorkOsEnvironment } from './environment.ts';
import { deadLinkPage, isOnlyViewed, portalPage } from './portal-page.ts';

export function portalRoutes(environment: WorkOsEnvironment): Router {
  const { links, setUp } = environment;
  const router = Router();

  const show = (response: Response, token: unknown): void => {
    const visit = links.open(token);
    // `form-action` also has to allow the redirect after the form.
    const successOrigin = visit?.successUrl ? new URL(visit.successUrl).origin : '';
    response.set({
      'Cache-Control': 'no-store',
      'Content-Security-Policy': [
        `default-src 'none'`,
        `style-src 'self'`,
        `img-src data:`,
        `base-uri 'none'`,
        `form-action 'self' ${successOrigin}`,
        `frame-ancestors 'none'`,
      ].join('; '),
      'X-Frame-Options': 'DENY',
      // The URL contains the token.
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    });
    if (visit === null) response.status(410).send(deadLinkPage.markup);
    else response.send(portalPage(visit, String(token), setUp.has(visit.intent)).markup);
  };

  router.get('/', (request, response) => show(response, request.query['token']));
  router.post('/finish', express.urlencoded(), (request, response) => {
    const { token } = (request.body ?? {}) as { token?: unknown };
    const visit = links.open(token);
    if (visit === null || isOnlyViewed(visit.intent)) return show(response, token);
    environment.configure(visit.intent);
    response.redirect(303, visit.successUrl ?? `/?token=${String(token)}`);
  });
  return router;
}
