/**
 * WorkOS's Admin Portal in the product: the endpoint that mints a link for one intent, and what is set up by now.
 * Neither takes the organization from the browser.
 */
import { Router, type Request } from 'express';
import { portalLinkHandler, toNodeHandler } from 'scalekit-admin-portal/server';
import { originOf } from './canonical-host.ts';
import { WORKOS_PAGE } from './pages/workos-page.ts';
import type { Person } from './people.ts';
import { statusEndpoint } from './status-endpoint.ts';
import { isIntent } from './workos/intents.ts';
import type { WorkOsClient } from './workos/workos-client.ts';

export function workOsRoutes(workOs: WorkOsClient, signedInPerson: (request: Request) => Person | null): Router {
  const router = Router();

  router.all('/portal-link', (request, response, next) => {
    const person = signedInPerson(request);
    const { intent } = request.query;
    const handler = portalLinkHandler(
      async () => {
        if (person === null) return Response.json({ error: 'Sign in first.' }, { status: 401 });
        if (!person.isAdmin) return null;
        if (!isIntent(intent)) return Response.json({ error: 'There is no such intent.' }, { status: 400 });
        const page = originOf(request) + WORKOS_PAGE;
        // As WorkOS answers it, `{link}`: the element understands that, too.
        return Response.json(await workOs.generateLink({ intent, return_url: page, success_url: page }));
      },
      { onError: (cause) => console.error(`WorkOS minted no link. ${String(cause)}`) },
    );
    void toNodeHandler(handler)(request, response, next);
  });

  router.get(
    '/status',
    statusEndpoint(() => workOs.configured(), signedInPerson),
  );
  return router;
}
