/**
 * Puts what happens in the portal into words for the host page: the three vocabularies that are in circulation, and
 * the origin that may hear each message. Knows nothing of pages and of HTTP.
 */

import type { HostOrigins } from './host-origins.ts';
import type { PortalFact, Session } from './sessions.ts';
import type { Vocabulary } from './simulator-api.ts';

/** A message, and the one origin that the browser may deliver it to. */
export interface Post {
  readonly message: object;
  readonly targetOrigin: string;
}

/** Why there is no portal to see. `SESSION_EXPIRED` is the only code that Scalekit documents. */
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
      // Scalekit documents no message for it; its webhooks know organization.domain_created and others.
      return null;
  }
};

const GUIDES: Words = (fact) => {
  if (fact.kind === 'ended') return { type: 'SESSION_EXPIRED' };
  // The guides have a word for a connection that takes effect and none for one that stops.
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
  // Only the reference has a word for any other failure, so it is borrowed: silence is a fault of its own.
  return {
    event_type: 'PORTAL_LOAD_FAILURE',
    object: 'session',
    message: code === 'SESSION_EXPIRED' ? 'The link or the session has expired.' : 'The portal could not be loaded.',
    data: { error_code: code },
  };
}

/** What to tell the page that opened the session. Nothing, if that page is not registered. */
export function postsFor(
  facts: readonly PortalFact[],
  session: Session,
  vocabulary: Vocabulary,
  hostOrigins: HostOrigins,
): Post[] {
  const targetOrigin = session.openedFrom;
  // These messages name an organization and what it uses. A page that merely managed to frame the portal must not
  // read them, so they never go to '*'.
  if (!targetOrigin || !hostOrigins.includes(targetOrigin)) return [];
  return facts.flatMap((fact) => {
    const message = WORDS[vocabulary](fact, session);
    return message ? [{ message, targetOrigin }] : [];
  });
}

/**
 * What to tell the page around a frame that shows no portal. A dead link has no session that remembers who opened it,
 * and the message says nothing about anybody: so it may go to '*' when the host page is not known.
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
