/**
 * Portal sessions: started by a link, warned shortly before their end, ended by the clock or by command. Tells whoever
 * listens (the open portal pages) at once. Knows nothing of HTTP and of messages.
 */

import { randomBytes } from 'node:crypto';
import type { Connection, Directory } from './organizations.ts';

/** What has happened in a session that the host page should hear of. */
export type PortalFact =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'warned' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'connection-switched'; readonly connection: Connection }
  | { readonly kind: 'directory-switched'; readonly directory: Directory }
  | { readonly kind: 'domains-changed' };

/** What an open page of a session hears: a fact to post, or that it is out of date and has to be fetched again. */
export type SessionNews = PortalFact | { readonly kind: 'outdated' };

export type SessionListener = (news: SessionNews) => void;

export interface Session {
  /** Stands in the path of its pages, so that two frames of one browser keep two sessions apart. Not a secret. */
  readonly number: string;
  /** What proves that a request belongs to the session. */
  readonly secret: string;
  /** Good for entering once. Null: used. */
  entryKey: string | null;
  /** Whether the browser sent the cookie back. */
  keepsCookie: boolean;
  /** Stands in the forms: a page elsewhere that makes the browser post here does not know it. */
  readonly formToken: string;
  readonly organizationId: string;
  /** `sso`, `dir_sync`, `domains`: the sections that the link allows. */
  readonly features: readonly string[];
  /** Origin of the page that opened the link, as the browser named it. */
  readonly openedFrom: string | null;
  endsAt: Date;
  ended: boolean;
  warned: boolean;
  /** Facts that no page has posted yet. The next page of the session takes them. */
  unposted: PortalFact[];
  /** A sentence for the next page to show: what the person's last click did. */
  notice: string | null;
}

interface Entry {
  readonly session: Session;
  readonly listeners: Set<SessionListener>;
  /** A warning that came between two pages, when nobody listened. */
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

/** A longer wait would overflow the timer and fire at once. */
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

  /** The session of that number, whoever asks and ended or not. */
  find(number: string): Session | null {
    return this.#entries.get(number)?.session ?? null;
  }

  /** Calls back for all that happens from now on, and at once for what was missed between two pages. */
  listen(session: Session, listener: SessionListener): () => void {
    const entry = this.#entries.get(session.number);
    if (!entry) return () => undefined;
    entry.listeners.add(listener);
    if (session.ended) listener({ kind: 'ended' });
    else if (entry.warningDue) listener({ kind: 'warned' });
    entry.warningDue = false;
    // Made while this page was already on its way.
    if (!session.ended && session.unposted.length > 0) listener({ kind: 'outdated' });
    return () => entry.listeners.delete(listener);
  }

  endAll(): void {
    for (const entry of this.#running()) {
      entry.session.endsAt = new Date();
      this.#end(entry);
    }
  }

  /** Warns, and moves the end of every session forward to `seconds` from now. A nearer end stays where it is. */
  warnAll(seconds: number): void {
    const endsAt = new Date(Date.now() + seconds * 1000);
    for (const entry of this.#running()) {
      if (endsAt < entry.session.endsAt) entry.session.endsAt = endsAt;
      this.#schedule(entry, null);
      this.#warn(entry);
    }
  }

  /** Something was done elsewhere: the open portals of the organization show it, and post it, on their next page. */
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
    // A session that is shorter than the warning time would warn while it is still being opened: no news to anybody.
    const warning = warningSeconds === null ? 0 : life - warningSeconds * 1000;
    if (warning > 0) this.#after(entry, warning, () => this.#warn(entry));
  }

  #after(entry: Entry, ms: number, run: () => void): void {
    // Sessions live for hours; they must not keep a process alive that has nothing else to do.
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
