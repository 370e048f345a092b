/**
 * A small stand-in for WorkOS: the calls of its API that a product needs around the Admin Portal, and the portal, which
 * refuses to be framed.
 */
import { randomBytes } from 'node:crypto';
import express, { Router, type Express, type RequestHandler, type Response } from 'express';
import { INTENTS, isIntent, type Intent } from './intents.ts';
import { WorkOsLinks } from './links.ts';
import { deadLinkPage, portalPage } from './portal-page.ts';
import type { PortalVisit } from './workos-client.ts';

/** One WorkOS environment with one organization in it. */
export class WorkOsEnvironment {
  readonly apiKey = `sk_test_${randomBytes(12).toString('hex')}`;
  readonly organizationId = 'org_01J9BLUEBIRD';
  readonly links = new WorkOsLinks();
  readonly configured = new Set<Intent>();
}

export function workOsApp(environment: WorkOsEnvironment): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use('/assets', express.static(`${import.meta.dirname}/public`));
  app.use(portalRoutes(environment));
  app.use(apiRoutes(environment));
  return app;
}

function apiRoutes({ apiKey, organizationId, links, configured }: WorkOsEnvironment): Router {
  const router = Router();
  const requireKey: RequestHandler = (request, response, next) => {
    if (request.get('authorization') === `Bearer ${apiKey}`) next();
    else response.status(401).json({ message: 'Unauthorized' });
  };
  router.use(requireKey);

  router.post('/portal/generate_link', express.json(), (request, response) => {
    const visit = (request.body ?? {}) as Record<keyof PortalVisit | 'organization', unknown>;
    const { organization, intent, return_url, success_url } = visit;
    if (organization !== organizationId) {
      response.status(404).json({ message: 'Organization not found', code: 'entity_not_found' });
    } else if (!isIntent(intent) || !isAddress(return_url) || !isAddress(success_url)) {
      response.status(422).json({ message: `It takes an intent (${Object.keys(INTENTS).join(', ')}) and two URLs.` });
    } else {
      const secret = links.mint({ intent, return_url, success_url });
      response.status(201).json({ link: `http://${request.get('host')}/portal/launch?secret=${secret}` });
    }
  });

  const list = (path: string, intent: Intent, state: string): void => {
    router.get(path, (request, response) => {
      const isFound = request.query['organization_id'] === organizationId && configured.has(intent);
      response.json({ object: 'list', data: isFound ? [{ state }] : [] });
    });
  };
  list('/connections', 'sso', 'active');
  list('/directories', 'dsync', 'linked');
  router.get(`/organizations/${organizationId}`, (_request, response) => {
    const state = configured.has('domain_verification') ? 'verified' : 'pending';
    response.json({ object: 'organization', id: organizationId, domains: [{ domain: 'bluebird.example', state }] });
  });
  return router;
}

function portalRoutes({ links, configured }: WorkOsEnvironment): Router {
  const router = Router();

  const show = (response: Response, secret: unknown): void => {
    const visit = links.open(secret);
    response.set({
      'Cache-Control': 'no-store',
      'Content-Security-Policy': [
        `default-src 'none'`,
        `style-src 'self'`,
        `img-src data:`,
        `base-uri 'none'`,
        // The form's redirect has to be allowed as well.
        `form-action 'self' ${visit === null ? '' : new URL(visit.success_url).origin}`,
        `frame-ancestors 'none'`,
      ].join('; '),
      'X-Frame-Options': 'DENY',
      // The address holds the secret.
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    });
    if (visit === null) response.status(410).send(deadLinkPage.markup);
    else response.send(portalPage(visit, String(secret), configured.has(visit.intent)).markup);
  };

  router.get('/portal/launch', (request, response) => show(response, request.query['secret']));
  router.post('/portal/finish', express.urlencoded(), (request, response) => {
    const { secret } = (request.body ?? {}) as { secret?: unknown };
    const visit = links.open(secret);
    if (visit === null) return show(response, secret);
    configured.add(visit.intent);
    response.redirect(303, visit.success_url);
  });
  return router;
}

/** WorkOS takes `https:` alone; a demo on this computer has none. */
function isAddress(value: unknown): value is string {
  return typeof value === 'string' && /^(https:\/\/|http:\/\/localhost[:/])/.test(value) && URL.canParse(value);
}
