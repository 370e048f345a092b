import { timingSafeEqual } from 'node:crypto';
import { ScalekitClient } from '@scalekit-sdk/node';
import type { Request, RequestHandler } from 'express';
import { portalLinkHandler, toNodeHandler } from 'scalekit-admin-portal/server';
import { variable } from './variable.ts';

let client: ScalekitClient | undefined;

/** Created on first use, so that importing this file needs no secrets. */
function scalekit(): ScalekitClient {
  client ??= new ScalekitClient(
    variable('SCALEKIT_ENVIRONMENT_URL'),
    variable('SCALEKIT_CLIENT_ID'),
    variable('SCALEKIT_CLIENT_SECRET'),
  );
  return client;
}

function hasToken({ headers, session }: Request): boolean {
  const sent = Buffer.from(String(headers['x-csrf-token'] ?? ''));
  const kept = Buffer.from(session.csrfToken ?? '');
  return sent.length > 0 && sent.length === kept.length && timingSafeEqual(sent, kept);
}

const answer = toNodeHandler(
  // In a product, the organization comes from the user, never from the browser.
  portalLinkHandler(() =>
    scalekit().organization.generatePortalLink(variable('SCALEKIT_ORGANIZATION_ID')),
  ),
);
export const portalLink: RequestHandler = async (request, response, next) => {
  const { user } = request.session;
  if (!user) response.status(401).json({ error: 'Sign in first.' });
  else if (!user.isAdministrator) response.status(403).json({ error: 'Ask an administrator.' });
  else if (!hasToken(request)) response.status(403).json({ error: 'Reload the page.' });
  else await answer(request, response, next);
};
