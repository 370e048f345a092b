/**
 * A page, an endpoint and a portal that are right in everything, but for what a test plants. It has the faults that the
 * demo and the simulator cannot play.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export const COOKIE = 'session=administrator-0123456789';
export const TOKEN = 'token-abcdef-0123456789';
const DROP_IN = readFileSync(join(import.meta.dirname, '../../dist/scalekit-admin-portal.min.js'), 'utf8');

export interface Addresses {
  /** Of the page. */
  readonly page: string;
  readonly portal: string;
  /** The portal's other name, as a custom domain is. */
  readonly customDomain: string;
}

export interface Plan {
  /** Attributes of the tag; undefined takes one away. */
  readonly tag?: (at: Addresses) => Readonly<Record<string, string | undefined>>;
  /** In place of the tag. */
  readonly body?: (at: Addresses, mint: () => string) => string;
  readonly doctype?: string;
  readonly head?: (at: Addresses) => string;
  readonly script?: string;
  readonly pageHeaders?: (at: Addresses) => Readonly<Record<string, string | string[]>>;
  readonly pageStatus?: number;
  /** In place of the page; false: it goes on as usual. */
  readonly answerPage?: (request: IncomingMessage, response: ServerResponse) => boolean;
  readonly answerScript?: (response: ServerResponse) => void;
  readonly strangers?: 'refused' | 'served' | 'to-login' | 'login-page';
  readonly servesOtherSites?: boolean;
  /** The token that is asked for; null: none. */
  readonly checksToken?: boolean;
  readonly takes?: 'GET' | 'POST';
  readonly endpointHeaders?: Readonly<Record<string, string>>;
  /** CORS for the page's origin. */
  readonly sharesWithPage?: boolean;
  readonly answer?: (link: string, at: Addresses) => unknown;
  readonly sendsBigInt?: boolean;
  readonly cachesPerUser?: boolean;
  readonly portalHeaders?: (at: Addresses) => Readonly<Record<string, string>>;
  /** The portal says that it has loaded. */
  readonly speaks?: boolean;
  readonly portalStatus?: number;
  readonly cookies?: readonly string[];
  readonly opensAgain?: boolean;
  readonly linkSuffix?: string;
  readonly leadsTo?: (at: Addresses) => string;
}

export interface PlantedSite extends Addresses {
  readonly url: string;
  /** The hosts that were asked, for those who must not be. */
  readonly asked: string[];
  /** Every link that was made. */
  readonly links: string[];
  close(): Promise<void>;
}

const SPEECH = `<script>
  const data = { expiry: new Date(Date.now() + 21_600_000).toISOString() };
  parent.postMessage({ event_type: 'PORTAL_LOAD_SUCCESS', object: 'session', data }, '*');
</script>`;
const GOOD_COOKIES = ['portal=secret-of-the-portal-session; Path=/; HttpOnly; Secure; SameSite=None; Partitioned'];

const listen = (listener: RequestListener): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer(listener).listen(0, 'localhost', () => resolve(server));
  });
const portOf = (server: Server): number => (server.address() as AddressInfo).port;

export async function plantSite(plan: Plan): Promise<PlantedSite> {
  const links: string[] = [];
  const asked: string[] = [];
  const spent = new Set<string>();
  let perUser: string | null = null;

  const portal = await listen((request, response) => {
    asked.push(request.headers.host ?? '');
    const { pathname } = new URL(request.url ?? '/', at.portal);
    const status = plan.portalStatus ?? 200;
    const headers = {
      'Content-Type': 'text/html',
      'Cache-Control': 'no-store',
      ...(plan.portalHeaders?.(at) ?? { 'Content-Security-Policy': `frame-ancestors ${at.page}` }),
    };
    if (pathname === '/api/portal-link') return sendLink(request, response);
    if (pathname.startsWith('/magicLink/')) {
      if (spent.has(pathname) && !plan.opensAgain) return void response.writeHead(410, headers).end('Used.');
      spent.add(pathname);
      const location = plan.leadsTo?.(at) ?? '/s/1';
      return void response
        .writeHead(303, { Location: location, 'Set-Cookie': [...(plan.cookies ?? GOOD_COOKIES)] })
        .end();
    }
    return void response
      .writeHead(status, headers)
      .end(`<!doctype html><title>Portal</title>The portal.${plan.speaks ? SPEECH : ''}`);
  });

  const mint = (): string => {
    const link = `${at.portal}/magicLink/${randomUUID()}${plan.linkSuffix ?? ''}`;
    links.push(link);
    return link;
  };

  const host = await listen((request, response) => {
    asked.push(request.headers.host ?? '');
    const { pathname } = new URL(request.url ?? '/', at.page);
    if (pathname === '/settings') return sendPage(request, response);
    if (pathname === '/scalekit-admin-portal.min.js') {
      if (plan.answerScript) return plan.answerScript(response);
      return void response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(DROP_IN);
    }
    if (pathname === '/api/portal-link') return sendLink(request, response);
    response
      .writeHead(pathname === '/login' ? 200 : 404, { 'Content-Type': 'text/html' })
      .end('<!doctype html><title>Log in</title>');
  });

  const at: Addresses = {
    page: `http://localhost:${portOf(host)}`,
    portal: `http://127.0.0.1:${portOf(portal)}`,
    customDomain: `http://localhost:${portOf(portal)}`,
  };
  // One name each for the other address.
  const portalV4 = createServer((request, response) => portal.emit('request', request, response));
  const { family } = portal.address() as AddressInfo;
  if (family !== 'IPv4') await new Promise<void>((resolve) => portalV4.listen(portOf(portal), '127.0.0.1', resolve));

  function sendPage(request: IncomingMessage, response: ServerResponse): void {
    if (plan.answerPage?.(request, response)) return;
    const attributes: Record<string, string | undefined> = {
      endpoint: '/api/portal-link',
      'environment-url': at.portal,
      ...plan.tag?.(at),
    };
    const written = Object.entries(attributes).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}="${value}"`],
    );
    const script = plan.script ?? '<script src="/scalekit-admin-portal.min.js" defer></script>';
    const body = plan.body?.(at, mint) ?? `<scalekit-admin-portal ${written.join(' ')}></scalekit-admin-portal>`;
    const html = `${plan.doctype ?? '<!doctype html>'}<html><head>${plan.head?.(at) ?? ''}<title>Settings</title>${script}</head><body>\n${body}\n</body></html>`;
    response.writeHead(plan.pageStatus ?? 200, { 'Content-Type': 'text/html', ...plan.pageHeaders?.(at) }).end(html);
  }

  function sendLink({ headers, method }: IncomingMessage, response: ServerResponse): void {
    const send = (status: number, body: unknown, more: Record<string, string> = {}) =>
      response
        .writeHead(status, {
          'Content-Type': 'application/json',
          'Cache-Control': 'no-store',
          ...plan.endpointHeaders,
          ...(plan.sharesWithPage && {
            'Access-Control-Allow-Origin': at.page,
            'Access-Control-Allow-Credentials': 'true',
          }),
          ...more,
        })
        .end(JSON.stringify(body));
    if (plan.takes !== undefined && method !== plan.takes) return void send(405, {}, { Allow: plan.takes });
    if (headers['sec-fetch-site'] === 'cross-site' && !plan.servesOtherSites) return void send(403, {});
    if (headers.cookie !== COOKIE && plan.strangers !== 'served') {
      if (plan.strangers === 'to-login') return void response.writeHead(302, { Location: '/login' }).end();
      if (plan.strangers === 'login-page')
        return void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html>');
      return void send(401, { error: 'Sign in first.' });
    }
    if (plan.checksToken && headers['x-csrf-token'] !== TOKEN) return void send(403, {});
    if (plan.sendsBigInt) return void send(500, { error: 'TypeError: Do not know how to serialize a BigInt' });
    const link = plan.cachesPerUser ? (perUser ??= mint()) : mint();
    send(200, plan.answer ? plan.answer(link, at) : { location: link });
  }

  return {
    ...at,
    url: `${at.page}/settings`,
    asked,
    links,
    close: async () => {
      for (const server of [host, portal, portalV4]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}
