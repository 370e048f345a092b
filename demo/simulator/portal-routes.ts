/**
 * The portal for people: opens links, serves the pages of a session, handles their forms, and pushes the end of a session to
 * open pages. Faulty pages are created here, too.
 */

import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import express, { Router, urlencoded } from 'express';
import type { Request, RequestHandler, Response } from 'express';
import type { Environment } from './environment.ts';
import { failurePost, postsFor } from './messages.ts';
import type { LoadErrorCode, Post } from './messages.ts';
import { domainPage } from './pages/domain-page.ts';
import type { Html } from './pages/html.ts';
import type { PortalPage } from './pages/layout.ts';
import { deadLinkPage, failurePage, missingPage, sessionEndedPage, staleFormPage } from './pages/notices.ts';
import { overviewPage } from './pages/overview-page.ts';
import { scimPage, scimProviderPage } from './pages/scim-pages.ts';
import { ssoDetailsPage, ssoPage, ssoProviderPage } from './pages/sso-pages.ts';
import {
  checkDomain,
  dropDomain,
  enterDomain,
  saveConnection,
  saveDirectory,
  switchConnection,
  switchDirectory,
} from './portal-forms.ts';
import type { Form, Visit } from './portal-forms.ts';
import { parseProtocol, parseProvider } from './providers.ts';
import { cookiePathOf, hasCookieOf, numberIn, pathOf, provesSession, setSessionCookies } from './session-proof.ts';
import type { PortalFact, Session } from './sessions.ts';

interface Answer {
  readonly status: number;
  readonly page: Html;
}

type Feature = 'sso' | 'dir_sync' | 'domains';
type Render = (page: PortalPage, posts: readonly Post[], request: Request) => Html;
/** The next path below the session's path, or a page that shows the mistakes. */
type Act = (visit: Visit, form: Form) => string | Html;

const ASSETS = fileURLToPath(new URL('assets', import.meta.url));

const SWITCHES = [
  ['enable', true],
  ['disable', false],
] as const;

export function portalRoutes(environment: Environment): Router {
  const router = Router();
  const { organizations, sessions } = environment;

  router.use('/assets', express.static(ASSETS, { index: false }));

  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    response.set('Referrer-Policy', 'no-referrer');
    next();
  });

  router.get('/magicLink/:token', async (request, response) => {
    const { token } = request.params;
    if (environment.behaviour.customDomain && originOf(request) !== environment.customDomainUrl) {
      // The custom domain opens the link and has to know the host page, so the redirect must send a referrer.
      response.set('Referrer-Policy', 'strict-origin');
      response.redirect(303, `${environment.customDomainUrl}/magicLink/${encodeURIComponent(token)}`);
      return;
    }
    const openedFrom = refererOf(request);
    const session = environment.openLink(token, openedFrom);
    if (!session) {
      await answerWith(response, () => ({
        status: 410,
        page: deadLinkPage(postsOfFailure('SESSION_EXPIRED', openedFrom)),
      }));
      return;
    }
    if (environment.behaviour.fault !== 'block-cookies') setSessionCookies(response, session);
    response.redirect(303, `${cookiePathOf(session)}/enter?key=${session.entryKey ?? ''}`);
  });

  router.get('/s/:session/enter', (request, response) => {
    const session = sessions.find(request.params.session);
    const { key } = request.query;
    if (!session?.entryKey || session.entryKey !== key) {
      response.redirect(303, `/s/${encodeURIComponent(request.params.session)}`);
      return;
    }
    session.entryKey = null;
    // The previous response set the cookie. If it is missing now, the browser blocks it.
    session.keepsCookie = environment.behaviour.fault === 'block-cookies' || hasCookieOf(request, session);
    response.redirect(303, pathOf(session));
  });

  router.get('/s/:session', showPage(null, overviewPage));
  router.get(
    '/s/:session/sso',
    showPage('sso', (page, posts) => ssoPage(page, posts, takeNotice(page.session))),
  );
  router.get(
    '/s/:session/sso/provider',
    showPage('sso', (page, posts) => {
      return page.organization.connection?.enabled ? ssoPage(page, posts, null) : ssoProviderPage(page, posts);
    }),
  );
  router.get(
    '/s/:session/sso/details',
    showPage('sso', (page, posts, request) => {
      const provider = parseProvider(request.query['provider']);
      const protocol = parseProtocol(request.query['protocol']);
      const { connection } = page.organization;
      if (connection?.enabled) return ssoPage(page, posts, null);
      if (!provider || !protocol) return ssoProviderPage(page, posts);
      const saved = connection?.provider === provider && connection.protocol === protocol ? connection.fields : {};
      return ssoDetailsPage(page, { provider, protocol, values: saved, complaints: {} }, posts);
    }),
  );
  router.post(
    '/s/:session/sso/details',
    readForm,
    takeForm('sso', (visit, form) => {
      const corrections = saveConnection(organizations, visit, form);
      return corrections ? ssoDetailsPage(portalPage(visit), corrections, []) : '/sso';
    }),
  );
  for (const [action, enabled] of SWITCHES) {
    const switchTo = (visit: Visit): string => {
      switchConnection(organizations, visit, enabled);
      return '/sso';
    };
    router.post(`/s/:session/sso/${action}`, readForm, takeForm('sso', switchTo));
  }

  router.get(
    '/s/:session/scim',
    showPage('dir_sync', (page, posts) => scimPage(page, posts, takeNotice(page.session))),
  );
  router.get(
    '/s/:session/scim/provider',
    showPage('dir_sync', (page, posts) => {
      return page.organization.directory?.enabled ? scimPage(page, posts, null) : scimProviderPage(page, posts);
    }),
  );
  router.post(
    '/s/:session/scim/provider',
    readForm,
    takeForm('dir_sync', (visit, form) => {
      saveDirectory(organizations, visit, form);
      return '/scim';
    }),
  );
  for (const [action, enabled] of SWITCHES) {
    const switchTo = (visit: Visit): string => {
      switchDirectory(organizations, visit, enabled);
      return '/scim';
    };
    router.post(`/s/:session/scim/${action}`, readForm, takeForm('dir_sync', switchTo));
  }

  router.get(
    '/s/:session/domains',
    showPage('domains', (page, posts) => domainPage(page, posts, takeNotice(page.session))),
  );
  router.post(
    '/s/:session/domains',
    readForm,
    takeForm('domains', (visit, form) => {
      const correction = enterDomain(visit, form);
      return correction ? domainPage(portalPage(visit), [], null, correction) : '/domains';
    }),
  );
  for (const [action, act] of Object.entries({ check: checkDomain, remove: dropDomain })) {
    const change = (visit: Visit, form: Form): string => {
      act(visit, form);
      return '/domains';
    };
    router.post(`/s/:session/domains/${action}`, readForm, takeForm('domains', change));
  }

  router.get('/s/:session/events', (request, response) => {
    const session = sessionOf(request);
    if (!session) {
      // With any other status, the page's EventSource would reconnect again and again.
      response.status(204).end();
      return;
    }
    response.type('text/event-stream');
    response.write('retry: 1000\n\n');
    const stop = sessions.listen(session, (news) => {
      const posts = news.kind === 'outdated' ? [] : postsOf([news], session);
      const data = { endsAt: session.endsAt.toISOString(), posts };
      response.write(`event: ${news.kind}\ndata: ${JSON.stringify(data)}\n\n`);
      if (news.kind === 'ended') response.end();
    });
    response.on('close', stop);
  });

  return router;

  /** Sends every page, so that all pages can be slow, hang or refuse to be framed. */
  async function answerWith(response: Response, makeAnswer: () => Answer): Promise<void> {
    const { delay, fault } = environment.behaviour;
    if (fault === 'hang') return;
    if (delay > 0) await wait(delay, undefined, { ref: false });
    // Created after the delay: if the client has left meanwhile, the messages must not get lost with this answer.
    if (response.destroyed) return;
    const { status, page } = makeAnswer();
    response.status(status).set('Content-Security-Policy', policy()).type('html').send(page.text);
  }

  function policy(): string {
    const origins = environment.behaviour.fault === 'refuse-framing' ? [] : environment.hostOrigins.sources;
    return [
      `default-src 'none'`,
      `script-src 'self'`,
      `style-src 'self'`,
      `img-src 'self'`,
      `connect-src 'self'`,
      `form-action 'self'`,
      `base-uri 'none'`,
      `frame-ancestors ${origins.length > 0 ? origins.join(' ') : `'none'`}`,
    ].join('; ');
  }

  function showPage(feature: Feature | null, render: Render): RequestHandler {
    return (request, response) =>
      answerWith(response, () => {
        const visit = visitOf(request);
        if (!visit) return goneAnswer(request);
        const { session } = visit;
        if (environment.behaviour.fault === 'fail') {
          return { status: 500, page: failurePage(postsOfFailure('INTERNAL_ERROR', session.openedFrom)) };
        }
        if (!isAllowed(visit, feature)) return { status: 404, page: missingPage(pathOf(session)) };
        const facts = session.unposted;
        session.unposted = [];
        return { status: 200, page: render(portalPage(visit), postsOf(facts, session), request) };
      });
  }

  function takeForm(feature: Feature, act: Act): RequestHandler {
    return async (request, response) => {
      const visit = visitOf(request);
      if (!visit) {
        await answerWith(response, () => goneAnswer(request));
        return;
      }
      const { session } = visit;
      const overviewPath = pathOf(session);
      if (!isAllowed(visit, feature)) {
        await answerWith(response, () => ({ status: 404, page: missingPage(overviewPath) }));
        return;
      }
      const form = formOf(request);
      if (form['formToken'] !== session.formToken) {
        await answerWith(response, () => ({ status: 403, page: staleFormPage(overviewPath) }));
        return;
      }
      const next = act(visit, form);
      if (typeof next === 'string') response.redirect(303, `${overviewPath}${next}`);
      else await answerWith(response, () => ({ status: 422, page: next }));
    };
  }

  /** The session of the request's path, running or not, if the request proves that it belongs to the session. */
  function sessionOf(request: Request): Session | null {
    const pathPart = String(request.params['session']);
    const session = sessions.find(numberIn(pathPart));
    return session && provesSession(request, pathPart, session) ? session : null;
  }

  function visitOf(request: Request): Visit | null {
    const session = sessionOf(request);
    if (!session || session.ended) return null;
    const organization = organizations.find(session.organizationId);
    return organization && { session, organization };
  }

  /** The answer if the session has ended, or if the request does not prove its session, for example with blocked cookies. */
  function goneAnswer(request: Request): Answer {
    const session = sessionOf(request);
    if (session) return { status: 403, page: sessionEndedPage(postsOf([{ kind: 'ended' }], session)) };
    const openedFrom = sessions.find(numberIn(String(request.params['session'])))?.openedFrom ?? null;
    return { status: 403, page: sessionEndedPage(postsOfFailure('SESSION_EXPIRED', openedFrom)) };
  }

  function portalPage({ session, organization }: Visit): PortalPage {
    return { session, organization, environmentUrl: environment.url };
  }

  function postsOf(facts: readonly PortalFact[], session: Session): readonly Post[] {
    if (environment.behaviour.fault === 'silent') return [];
    return postsFor(facts, session, environment.behaviour.vocabulary, environment.hostOrigins);
  }

  function postsOfFailure(code: LoadErrorCode, openedFrom: string | null): readonly Post[] {
    if (environment.behaviour.fault === 'silent') return [];
    return [failurePost(code, openedFrom, environment.behaviour.vocabulary, environment.hostOrigins)];
  }
}

const readForm = urlencoded({ extended: false, limit: '64kb' });

function formOf(request: Request): Form {
  const entries = Object.entries((request.body ?? {}) as Record<string, unknown>);
  return Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}

function isAllowed({ session, organization }: Visit, feature: Feature | null): boolean {
  if (feature === 'domains' && !organization.verifiesDomains) return false;
  return feature === null || session.features.includes(feature);
}

function takeNotice(session: Session): string | null {
  const { notice } = session;
  session.notice = null;
  return notice;
}

function originOf(request: Request): string {
  return `http://${request.get('host') ?? ''}`;
}

/** The origin of the page that made this request. Browsers send it with a frame's first request, unless a policy forbids it. */
function refererOf(request: Request): string | null {
  const referer = request.get('referer') ?? '';
  return URL.canParse(referer) ? new URL(referer).origin : null;
}
