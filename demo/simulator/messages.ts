/**
 * Turns the portal's facts into messages for the host page: in the three vocabularies in use, each with the origin that may
 * receive it. This file knows nothing about pages and HTTP.
 */

import type { HostOrigins } from './host-origins.ts';
import type { PortalFact, Session } from './sessions.ts';
import type { Vocabulary } from './simulator-api.ts';

/** A message, and the only origin that the browser may deliver it to. */
export interface Post {
  readonly message: object;
  readonly targetOrigin: string;
}

/** Why the portal does not show. `SESSION_EXPIRED` is the only code that Scalekit documents. */
export type LoadErrorCode = 'SESSION_EXPIRED' | 'INTERNAL_ERROR';

type Words = (fact: PortalFact, session: Session) => object | null;

const REFERENCE: Words = (fact, session) => {
  const organization = { organization_id: session.organizationId };
  const expiry = { expiry: session.endsAt.toISOString() };
  switch (fact.kind) {
    case 'loaded':
      return {
        event_type: 'PORTAL_LOAD_SUCCESS',
        object: 'session',
        ...organization,
        message: 'The portal has loaded.',
        data: expiry,
      };
    case 'warned':
      return {
        event_type: 'PORTAL_SESSION_WARNING',
        object: 'session',
        ...organization,
        message: 'The session ends soon.',
        data: expiry,
      };
    case 'ended':
      return {
        event_type: 'PORTAL_SESSION_EXPIRY',
        object: 'session',
        ...organization,
        message: 'The session has ended.',
        data: expiry,
      };
    case 'connection-switched': {
      const { id, protocol, provider, enabled } = fact.connection;
      return {
        event_type: enabled ? 'ORGANIZATION_SSO_ENABLED' : 'ORGANIZATION_SSO_DISABLED',
        object: 'connection',
        ...organization,
        message: `Single sign-on has been ${enabled ? 'enabled' : 'disabled'}.`,
        data: { connection_type: 'SSO', id, type: protocol, provider, enabled },
      };
    }
    case 'directory-switched': {
      const { id, provider, enabled } = fact.directory;
      return {
        event_type: enabled ? 'ORGANIZATION_DIRECTORY_ENABLED' : 'ORGANIZATION_DIRECTORY_DISABLED',
        object: 'directory',
        ...organization,
        message: `Directory sync has been ${enabled ? 'enabled' : 'disabled'}.`,
        data: { directory_type: 'SCIM', id, provider, enabled },
      };
    }
    case 'domains-changed':
      // Scalekit documents no message for it, only webhooks such as organization.domain_created.
      return null;
  }
};

const GUIDES: Words = (fact) => {
  if (fact.kind === 'ended') return { type: 'SESSION_EXPIRED' };
  // The guides have a message for an enabled connection, but none for a disabled one.
  if (fact.kind === 'connection-switched' && fact.connection.enabled) return { type: 'SSO_CONFIGURED' };
  if (fact.kind === 'directory-switched' && fact.directory.enabled) return { type: 'SCIM_CONFIGURED' };
  return null;
};

const DOTTED: Words = (fact) => {
  if (fact.kind === 'ended') return { type: 'session.expired' };
  if (fact.kind === 'connection-switched') return { type: fact.connection.enabled ? 'sso.enabled' : 'sso.disabled' };
  return null;
};

const WORDS: Readonly<Record<Vocabulary, Words>> = { reference: REFERENCE, guides: GUIDES, dotted: DOTTED };

function loadFailure(code: LoadErrorCode, vocabulary: Vocabulary): object {
  if (code === 'SESSION_EXPIRED' && vocabulary === 'guides') return { type: 'SESSION_EXPIRED' };
  if (code === 'SESSION_EXPIRED' && vocabulary === 'dotted') return { type: 'session.expired' };
  // Only the reference has a message for other failures, so every vocabulary uses it. `silent` is a separate fault.
  return {
    event_type: 'PORTAL_LOAD_FAILURE',
    object: 'session',
    message: code === 'SESSION_EXPIRED' ? 'The link or the session has expired.' : 'The portal could not be loaded.',
    data: { error_code: code },
  };
}

/** The messages for the page that opened the session. None if that page is not registered. */
export function postsFor(
  facts: readonly PortalFact[],
  session: Session,
  vocabulary: Vocabulary,
  hostOrigins: HostOrigins,
): Post[] {
  const targetOrigin = session.openedFrom;
  // These messages name an organization and its settings. A page that is not registered must not read them even if it frames
  // the portal, so they never go to '*'.
  if (!targetOrigin || !hostOrigins.includes(targetOrigin)) return [];
  return facts.flatMap((fact) => {
    const message = WORDS[vocabulary](fact, session);
    return message ? [{ message, targetOrigin }] : [];
  });
}

/**
 * The message for the page around a frame that shows no portal. An expired link has no session that knows who opened it, and
 * the message contains nothing about the organization. So it may go to '*' if the host page is not known.
 */
export function failurePost(
  code: LoadErrorCode,
  openedFrom: string | null,
  vocabulary: Vocabulary,
  hostOrigins: HostOrigins,
): Post {
  const known = openedFrom !== null && hostOrigins.includes(openedFrom);
  return { message: loadFailure(code, vocabulary), targetOrigin: known ? openedFrom : '*' };
}
