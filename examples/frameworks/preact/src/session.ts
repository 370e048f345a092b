import { createContext } from 'preact';

/** The server puts it into the page. */
export interface Session {
  readonly name: string;
  readonly isAdministrator: boolean;
  /** Sent with every request for a link. */
  readonly csrfToken: string;
}

/** Null for a stranger. */
export const SessionContext = createContext<Session | null>(null);
