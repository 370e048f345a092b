/**
 * Portal sessions: a link starts them, a warning comes shortly before their end, the clock or a command ends them. Open portal
 * pages listen and get every change at once. This file knows nothing about HTTP and messages.
 */

import { randomBytes } from 'node:crypto';
import type { Connection, Directory } from './organizations.ts';

/** A fact of a session that the portal reports to the host page. */
export type PortalFact =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'warned' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'connection-switched'; readonly connection: Connection }
  | { readonly kind: 'directory-switched'; readonly directory: Directory }
  | { readonly kind: 'domains-changed' };

/** News for an open page of a session: a fact to post, or `outdated` if it has to reload. */
export type SessionNews = PortalFact | { readonly kind: 'outdated' };

export type SessionListener = (news: SessionNews) => void;

export interface Session {
  /** A part of the path of its pages. Distinguishes the sessions of two frames in one browser. Not a secret. */
  readonly number: string;
  /** Proves that a request belongs to the session. */
  readonly secret: string;
  /** Allows entering the session once. Null: used. */
  entryKey: string | null;
  /** Whether the browser sent the cookie back. */
  keepsCookie: boolean;
  /** A CSRF token in the forms: a page of another site that makes the browser send a form does not know it. */
  readonly formToken: string;
  readonly organizationId: string;
  /** `sso`, `dir_sync`, `domains`: the sections that the link allows. */
  readonly features: readonly string[];
  /** Origin of the page that opened the link, according to the browser. */
  readonly openedFrom: string | null;
  endsAt: Date;
  ended: boolean;
  warned: boolean;
  /** Facts that no page has posted yet. The next page of the session posts them. */
  unposted: PortalFact[];
  /** The result of the person's last click, as a sentence for the next page. */
  notice: string | null;
}

interface Entry {
  readonly session: Session;
  readonly listeners: Set<SessionListener>;
  /** Whether a warning came between two pages, when no page listened. */
  warningDue: boolean;
  timers: NodeJS.Timeout[];
}

export interface NewSession {
  readonly organizationId: string;
  readonly features: readonly string[];
  readonly openedFrom: string | null;
  readonly seconds: number;
  readonly warningSeconds: number;
}

/** A longer delay would overflow the timer, which would then fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

export class Sessions {
  readonly #entries = new Map<string, Entry>();

  start({ organizationId, features, openedFrom, seconds, warningSeconds }: NewSession): Session {
    const session: Session = {
      number: randomBytes(5).toString('hex'),
      secret: randomBytes(24).toString('base64url'),
      entryKey: randomBytes(18).toString('base64url'),
      keepsCookie: true,
      formToken: randomBytes(18).toString('base64url'),
      organizationId,
      features,
      openedFrom,
      endsAt: new Date(Date.now() + seconds * 1000),
      ended: false,
      warned: false,
      unposted: [{ kind: 'loaded' }],
      notice: null,
    };
    const entry: Entry = { session, listeners: new Set(), warningDue: false, timers: [] };
    this.#entries.set(session.number, entry);
    this.#schedule(entry, warningSeconds);
    return session;
  }

  /** The session of this number, even if it has ended. Does not check any proof. */
  find(number: string): Session | null {
    return this.#entries.get(number)?.session ?? null;
  }

  /** Calls back for all further news, and at once for news that came between two pages. */
  listen(session: Session, listener: SessionListener): () => void {
    const entry = this.#entries.get(session.number);
    if (!entry) return () => undefined;
    entry.listeners.add(listener);
    if (session.ended) listener({ kind: 'ended' });
    else if (entry.warningDue) listener({ kind: 'warned' });
    entry.warningDue = false;
    // These facts arose while this page was already being sent.
    if (!session.ended && session.unposted.length > 0) listener({ kind: 'outdated' });
    return () => entry.listeners.delete(listener);
  }

  endAll(): void {
    for (const entry of this.#running()) {
      entry.session.endsAt = new Date();
      this.#end(entry);
    }
  }

  /** Sends warnings, and makes every session end in `seconds` from now at the latest. */
  warnAll(seconds: number): void {
    const endsAt = new Date(Date.now() + seconds * 1000);
    for (const entry of this.#running()) {
      if (endsAt < entry.session.endsAt) entry.session.endsAt = endsAt;
      this.#schedule(entry, null);
      this.#warn(entry);
    }
  }

  /** Reports a change from outside. The open portals of the organization reload, show it and post it. */
  tell(organizationId: string, fact: PortalFact): void {
    for (const { session, listeners } of this.#running()) {
      if (session.organizationId !== organizationId) continue;
      session.unposted.push(fact);
      for (const listener of [...listeners]) listener({ kind: 'outdated' });
    }
  }

  clear(): void {
    for (const entry of this.#entries.values()) this.#stopTimers(entry);
    this.#entries.clear();
  }

  #running(): Entry[] {
    return [...this.#entries.values()].filter((entry) => !entry.session.ended);
  }

  #schedule(entry: Entry, warningSeconds: number | null): void {
    this.#stopTimers(entry);
    const life = entry.session.endsAt.getTime() - Date.now();
    this.#after(entry, life, () => this.#end(entry));
    // A session that is shorter than the warning time does not warn: the warning would come while it is still opening.
    const warning = warningSeconds === null ? 0 : life - warningSeconds * 1000;
    if (warning > 0) this.#after(entry, warning, () => this.#warn(entry));
  }

  #after(entry: Entry, ms: number, run: () => void): void {
    // Sessions live for hours. Their timers must not keep the process alive.
    entry.timers.push(setTimeout(run, Math.min(ms, LONGEST_TIMER)).unref());
  }

  #stopTimers(entry: Entry): void {
    entry.timers.forEach(clearTimeout);
    entry.timers = [];
  }

  #warn(entry: Entry): void {
    entry.session.warned = true;
    entry.warningDue = entry.listeners.size === 0;
    for (const listener of [...entry.listeners]) listener({ kind: 'warned' });
  }

  #end(entry: Entry): void {
    this.#stopTimers(entry);
    entry.session.ended = true;
    for (const listener of [...entry.listeners]) listener({ kind: 'ended' });
  }
}
