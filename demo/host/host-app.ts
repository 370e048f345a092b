/**
 * Northwind Desk, the product around the element: sign-in, a few pages, the settings page with the portal, and the
 * endpoint that mints its links.
 */
import { randomUUID } from 'node:crypto';
import { ScalekitClient } from '@scalekit-sdk/node';
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler } from 'express';
import type { Simulator } from '../simulator/simulator-api.ts';
import { appRoutes } from './app-routes.ts';
import type { AppBuilds } from './apps.ts';
import { canonicalHost, originOf } from './canonical-host.ts';
import type { ScalekitAccess } from './configuration.ts';
import { demoRoutes } from './demo-routes.ts';
import { DemoSettings } from './demo-settings.ts';
import { customersPage } from './pages/customers-page.ts';
import { membersPage } from './pages/members-page.ts';
import { securityPage } from './pages/security-page.ts';
import { signInPage } from './pages/sign-in-page.ts';
import { ticketsPage } from './pages/tickets-page.ts';
import { WORKOS_PAGE, workOsPage } from './pages/workos-page.ts';
import type { Html } from './html.ts';
import { peopleOf, type Person } from './people.ts';
import { portalLinkEndpoint } from './portal-link-endpoint.ts';
import { scalekitStatus } from './scalekit-status.ts';
import { securityHeaders } from './security-headers.ts';
import { SignIns } from './sign-ins.ts';
import { statusEndpoint } from './status-endpoint.ts';
import { WorkOsOrganization } from './workos-organization.ts';
import { workOsRoutes } from './workos-routes.ts';
import type { WorkOsSimulator } from './workos/start-workos.ts';

export interface HostOptions {
  access: ScalekitAccess;
  /** Null: the portal is the real one, and there are no demo controls for it. */
  simulator: Simulator | null;
  /** Directory that holds the built element. */
  elementDirectory: string;
  appBuilds: AppBuilds;
  /** Null or absent: there is no page with WorkOS's portal. */
  workOs?: WorkOsSimulator | null;
}

/** Less than the 15 s that the element waits for an answer, so that the endpoint can still report that Scalekit is slow. */
const SCALEKIT_TIMEOUT_MS = 10_000;

export function createHostApp({ access, simulator, elementDirectory, appBuilds, workOs = null }: HostOptions): Express {
  const signIns = new SignIns(peopleOf(access.organizationId));
  const settings = new DemoSettings();
  const memory = randomUUID();
  const portalOrigins = simulator === null ? [access.environmentUrl] : [simulator.url, simulator.customDomainUrl];
  const scalekit = new ScalekitClient(access.environmentUrl, access.clientId, access.clientSecret, {
    timeoutMs: SCALEKIT_TIMEOUT_MS,
  });

  const signedInPerson = (request: Request): Person | null => signIns.personOf(request);
  const page =
    (render: (person: Person, origin: string) => Html): RequestHandler =>
    (request, response) => {
      const person = signIns.visit(request, response);
      if (person === null) response.redirect('/sign-in');
      // Private: the page shows the signed-in person. Not `no-store`, which would keep the page out of the bfcache.
      else response.set('Cache-Control', 'private, no-cache').send(render(person, originOf(request)).markup);
    };

  const app = express();
  app.disable('x-powered-by');
  app.use(canonicalHost);
  app.use(securityHeaders(() => (settings.framesForbidden ? [] : portalOrigins)));

  app.use('/assets', express.static(`${import.meta.dirname}/public`));
  for (const file of ['scalekit-admin-portal.min.js', 'scalekit-admin-portal.min.js.map']) {
    app.get(`/${file}`, (_request, response) => response.sendFile(file, { root: elementDirectory }));
  }

  app.all('/api/portal-link', settings.endpointFaults.middleware, portalLinkEndpoint(scalekit, signedInPerson));

  app.get(
    '/api/sign-on-status',
    statusEndpoint(({ organizationId }) => scalekitStatus(scalekit, organizationId), signedInPerson),
  );

  app.get('/', (_request, response) => response.redirect('/settings/security'));
  app.get('/tickets', page(ticketsPage));
  app.get('/customers', page(customersPage));
  app.get(
    '/settings/members',
    page((person) => membersPage(person, signIns.people)),
  );
  app.get(
    '/settings/security',
    page((person, origin) =>
      securityPage({ person, origin, portalOrigins, settings, simulator, hasWorkOs: workOs !== null, memory }),
    ),
  );

  if (workOs !== null) {
    const { access: workOsAccess } = workOs;
    app.use('/api/workos', workOsRoutes(new WorkOsOrganization(workOsAccess), signedInPerson));
    app.get(
      WORKOS_PAGE,
      page((person) => workOsPage(person, workOsAccess.url)),
    );
  }

  app.use(
    '/apps',
    appRoutes({
      builds: appBuilds,
      portalOrigins,
      requireSignIn: (request, response, next) => {
        if (signIns.visit(request, response) === null) response.redirect('/sign-in');
        else next();
      },
    }),
  );

  app.get('/sign-in', (_request, response) => {
    response.set('Cache-Control', 'private, no-cache').send(signInPage(signIns.people).markup);
  });
  app.post('/sign-in', express.urlencoded(), (request, response) => {
    const form = request.body as { person?: unknown } | undefined;
    const known = signIns.signIn(request, response, form?.person);
    response.redirect(303, known ? '/settings/security' : '/sign-in');
  });
  app.post('/sign-out', (request, response) => {
    signIns.signOut(request, response);
    response.redirect(303, '/sign-in');
  });

  if (simulator !== null) {
    app.use('/demo', demoRoutes({ simulator, settings, workOs, signedInPerson }));
  }

  app.use((_request, response) => {
    response.status(404).type('text').send('There is no such page.');
  });
  app.use(failure);
  return app;
}

/** Express recognizes an error handler by its four parameters. The default one would show a stack with paths of the server. */
const failure: ErrorRequestHandler = (error: { status?: number; message?: string }, _request, response, next) => {
  if (response.headersSent) return next(error);
  const status = error.status ?? 500;
  if (status >= 500) console.error(`A request failed. ${error.message}`);
  response.status(status).json({ error: status >= 500 ? 'Something went wrong.' : 'The request was not understood.' });
};
