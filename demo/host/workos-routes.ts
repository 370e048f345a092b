/**
 * The product's routes for WorkOS's Admin Portal: the endpoint that mints a link for one intent, and the status. Neither takes
 * the organization from the browser.
 */
import { Router, type Request } from 'express';
import { portalLinkHandler, toNodeHandler } from 'scalekit-admin-portal/server';
import { originOf } from './canonical-host.ts';
import { finishedPage, WORKOS_PAGE } from './pages/workos-page.ts';
import type { Person } from './people.ts';
import { statusEndpoint } from './status-endpoint.ts';
import { describeFailure, secondsToWait, type WorkOsOrganization } from './workos-organization.ts';
import { isIntent, type Intent } from './workos/intents.ts';

export function workOsRoutes(
  organization: WorkOsOrganization,
  signedInPerson: (request: Request) => Person | null,
): Router {
  const router = Router();

  const mint = async (intent: Intent, origin: string): Promise<Response> => {
    try {
      const link = await organization.generateLink(intent, origin + WORKOS_PAGE, origin + finishedPage(intent));
      // The SDK's result `{link}` is passed on unchanged: the element understands this shape, too.
      return Response.json(link);
    } catch (cause) {
      const seconds = secondsToWait(cause);
      if (seconds === null) throw cause;
      // The element obeys `Retry-After` and tries again.
      return Response.json(
        { error: 'WorkOS limits the rate of requests. Try again later.' },
        { status: 429, headers: { 'Retry-After': String(seconds) } },
      );
    }
  };

  router.all('/portal-link', (request, response, next) => {
    const person = signedInPerson(request);
    const { intent } = request.query;
    const handler = portalLinkHandler(
      () => {
        if (person === null) return Response.json({ error: 'Sign in first.' }, { status: 401 });
        if (!person.isAdmin) return null;
        if (!isIntent(intent)) return Response.json({ error: 'Unknown intent.' }, { status: 400 });
        return mint(intent, originOf(request));
      },
      { onError: (cause) => console.error(`WorkOS minted no link. ${describeFailure(cause)}`) },
    );
    void toNodeHandler(handler)(request, response, next);
  });

  router.get(
    '/status',
    statusEndpoint(() => organization.state(), signedInPerson),
  );
  return router;
}
