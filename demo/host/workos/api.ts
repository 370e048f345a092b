/**
 * The part of WorkOS's API that a product needs for the Admin Portal, as `@workos-inc/node` calls it.
 *
 * Paths, bodies and answers follow WorkOS's OpenAPI document (npm `@workos/openapi-spec`). It also documents the statuses of
 * errors, but only the `message` of their bodies. Where the document is silent, a comment explains the choice.
 */
import { randomUUID } from 'node:crypto';
import express, { Router, type RequestHandler, type Response } from 'express';
import type { WorkOsEnvironment } from './environment.ts';
import { INTENTS, isIntent, type Intent } from './intents.ts';

export function apiRoutes(environment: WorkOsEnvironment): Router {
  const { apiKey, organization, links, rateLimit, setUp } = environment;
  const router = Router();

  // The SDK's exceptions have it as `requestID`.
  router.use((_request, response, next) => {
    response.set('X-Request-ID', `req_${randomUUID()}`);
    next();
  });
  const requireKey: RequestHandler = (request, response, next) => {
    if (request.get('authorization') === `Bearer ${apiKey}`) next();
    // The reference only documents the status 401.
    else refuse(response, 401, 'Unauthorized');
  };
  /** The limit in the reference applies per API key. The reference names no header. The SDK obeys `Retry-After`. */
  const keepTheLimit: RequestHandler = (_request, response, next) => {
    const seconds = rateLimit.count();
    if (seconds === 0) return next();
    response.set('Retry-After', String(seconds));
    refuse(response, 429, 'Too many requests.');
  };
  router.use(requireKey, keepTheLimit);

  /**
   * The SDK sends an `Idempotency-Key` with each POST that it may repeat. WorkOS only documents that header for audit log
   * events, so each request mints a link. `intent_options` and `admin_emails` have no effect in this portal.
   */
  router.post('/portal/generate_link', express.json(), (request, response) => {
    const body = (request.body ?? {}) as Record<string, unknown>;
    const { organization: id, intent } = body;
    // The code is the one of other calls. `errors` is left out: the SDK would show its codes in place of the message.
    const invalid = (problem: string): void =>
      refuse(response, 422, `Validation failed. ${problem}`, 'invalid_request_parameters');

    if (typeof id !== 'string') return invalid('organization must be a string.');
    // In the reference, `intent` is optional, but the result without it is not documented. The guide requires it.
    if (!isIntent(intent)) return invalid(`intent must be one of: ${Object.keys(INTENTS).join(', ')}.`);
    const visit = {
      return_url: environment.redirects.returnUrl ?? null,
      success_url: environment.successUrlOf(intent),
    };
    for (const name of ['return_url', 'success_url'] as const) {
      const url = body[name] ?? null;
      if (url === null) continue;
      if (!isAddress(url)) return invalid(`${name} must be a URL that begins with https://.`);
      visit[name] = url;
    }
    // The reference lists 404 and 400. A test in the SDK's repository, from 2020, has 400.
    if (id !== organization.id) return refuseOrganization(response, id);

    const token = links.mint({ intent, returnUrl: visit.return_url, successUrl: visit.success_url });
    // The reference's links are `https://setup.workos.com?token=…`.
    response.status(201).json({ link: `http://${request.get('host')}/?token=${token}` });
  });

  /** A list has at most one entry, so there is no pagination. */
  const list = (path: string, intent: Intent, entry: object): void => {
    router.get(path, ({ query }, response) => {
      const createdAt = setUp.get(intent);
      const isAsked = query['organization_id'] === undefined || query['organization_id'] === organization.id;
      const data =
        isAsked && createdAt !== undefined
          ? [{ organization_id: organization.id, ...entry, created_at: createdAt, updated_at: createdAt }]
          : [];
      response.json({ object: 'list', data, list_metadata: { before: null, after: null } });
    });
  };
  list('/connections', 'sso', {
    object: 'connection',
    id: 'conn_01J9BLUEBIRD',
    connection_type: 'OktaSAML',
    name: organization.name,
    state: 'active',
    status: 'linked',
    domains: [],
  });
  list('/directories', 'dsync', {
    object: 'directory',
    id: 'directory_01J9BLUEBIRD',
    external_key: 'bluebird',
    type: 'okta scim v2.0',
    name: organization.name,
    state: 'linked',
  });

  router.get('/organizations/:id', ({ params: { id } }, response) => {
    if (id !== organization.id) return refuseOrganization(response, id);
    const { name, domain, createdAt } = organization;
    const verifiedAt = setUp.get('domain_verification');
    response.json({
      object: 'organization',
      id,
      name,
      domains: [
        {
          object: 'organization_domain',
          id: 'org_domain_01J9BLUEBIRD',
          organization_id: id,
          domain,
          state: verifiedAt === undefined ? 'pending' : 'verified',
          verification_strategy: 'dns',
          created_at: createdAt,
          updated_at: verifiedAt ?? createdAt,
        },
      ],
      metadata: {},
      external_id: null,
      created_at: createdAt,
      updated_at: createdAt,
    });
  });

  router.get('/organizations/:id/audit_log_configuration', ({ params: { id } }, response) => {
    if (id !== organization.id) return refuseOrganization(response, id);
    const createdAt = setUp.get('log_streams');
    response.json({
      organization_id: id,
      retention_period_in_days: 30,
      state: 'active',
      // Without a stream, the key is missing.
      ...(createdAt !== undefined && {
        log_stream: {
          id: 'als_01J9BLUEBIRD',
          type: 'Datadog',
          state: 'active',
          last_synced_at: null,
          created_at: createdAt,
        },
      }),
    });
  });

  // Replaces Express's HTML page, which the SDK cannot read.
  router.use((_request, response) => refuse(response, 404, 'Not Found'));
  return router;
}

function refuse(response: Response, status: number, message: string, code?: string): void {
  response.status(status).json({ message, ...(code !== undefined && { code }) });
}

/** The message is the example of the OpenAPI document. The document has no `code`, but the SDK reads one. */
function refuseOrganization(response: Response, id: string): void {
  refuse(response, 404, `Organization not found: '${id}'.`, 'entity_not_found');
}

/** The guide says "All redirect links must use HTTPS". The demo runs on localhost without HTTPS, so that is allowed as well. */
function isAddress(value: unknown): value is string {
  return typeof value === 'string' && /^(https:\/\/|http:\/\/localhost[:/])/.test(value) && URL.canParse(value);
}
