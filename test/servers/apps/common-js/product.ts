import { createServer } from 'node:http';
import { portalLinkHandler, toNodeHandler, type PortalLinkHandlerOptions } from 'scalekit-admin-portal/server';
import { connectSimulator, type RemoteSimulator } from 'scalekit-admin-portal/simulator';

const options: PortalLinkHandlerOptions = { allowedOrigins: ['https://app.example'], timeLimit: Infinity };

// What the platform hands over has the type that mint says.
export const inNode = createServer(
  toNodeHandler(
    portalLinkHandler((request, { user }: { user: string }) => `${request.url}${user.toUpperCase()}`, options),
  ),
);
export const inWorkers = portalLinkHandler((_request, env: { KEY: string }) => ({ link: env.KEY }));
export const answers: Promise<Response>[] = [
  inWorkers(new Request('https://app.example'), { KEY: '' }, 'context'),
  portalLinkHandler(() => null)({ request: new Request('https://app.example') }),
  portalLinkHandler((_request, event: { request: Request; locals: { user: string } }) => event.locals.user)({
    request: new Request('https://app.example'),
    locals: { user: '' },
  }),
];
// A handler that answers at once is one, too: Hono's `fetch`.
export const hono = toNodeHandler((request: Request, env?: object) => new Response(request.url + String(env)));

// @ts-expect-error
portalLinkHandler(() => 1);
// @ts-expect-error
void inWorkers(new Request('https://app.example'), { KEY: 1 });
// @ts-expect-error
portalLinkHandler(() => '', { allowedOrigins: 'https://app.example' });

export const simulator: Promise<RemoteSimulator> = connectSimulator('http://127.0.0.1:4601');
