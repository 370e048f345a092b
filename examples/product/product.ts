/** A minimal product with a settings page. Both examples test it. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ScalekitClient } from '@scalekit-sdk/node';
import express from 'express';
import { toNodeHandler } from 'scalekit-admin-portal/server';
import { portalLink, type User } from '../backend/portal-link.ts';

const ELEMENT = 'scalekit-admin-portal.min.js';
const DIST = dirname(fileURLToPath(import.meta.resolve(`scalekit-admin-portal/dist/${ELEMENT}`)));

const PAGE = `<!doctype html>
<html lang="en">
  <title>Settings</title>
  <script src="/scalekit-admin-portal.min.js" defer></script>
  <h1>Single sign-on</h1>
  <p id="status" role="status">Single sign-on is off.</p>
  <scalekit-admin-portal endpoint="/api/portal-link"></scalekit-admin-portal>
  <script type="module">
    const status = document.querySelector('#status');
    const portal = document.querySelector('scalekit-admin-portal');
    portal.addEventListener('organization-sso-enabled', () => (status.textContent = 'Single sign-on is on.'));
    portal.addEventListener('organization-sso-disabled', () => (status.textContent = 'Single sign-on is off.'));
  </script>
</html>
`;

function required(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (!value) throw new Error(`${name} is not set.`);
  return value;
}

/** The sign-in is a cookie with the person's name. Do not copy this into a product. */
export function createProduct(environment = process.env) {
  const scalekit = new ScalekitClient(
    required(environment, 'SCALEKIT_ENVIRONMENT_URL'),
    required(environment, 'SCALEKIT_CLIENT_ID'),
    required(environment, 'SCALEKIT_CLIENT_SECRET'),
  );
  const organizationId = required(environment, 'SCALEKIT_ORGANIZATION_ID');
  const users = new Map<string, User>([
    ['ada', { isAdmin: true, organizationId }],
    ['ben', { isAdmin: false, organizationId }],
  ]);
  const userOf = ({ headers }: Request): User | null =>
    users.get(/\buser=(\w+)/.exec(headers.get('cookie') ?? '')?.[1] ?? '') ?? null;

  return express()
    .get('/settings', (_request, response) => response.send(PAGE))
    .get(`/${ELEMENT}`, (_request, response) => response.sendFile(ELEMENT, { root: DIST }))
    .all('/api/portal-link', toNodeHandler(portalLink(scalekit, userOf)));
}
