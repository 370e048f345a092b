/**
 * What the simulated Scalekit offers to the host application, to the demo page and to the tests: types alone.
 * How it is served (OAuth, gRPC, REST, portal pages) stands in the files beside this one.
 */

/** Which of the message vocabularies the portal speaks; see the README's section on events. */
export type Vocabulary = 'reference' | 'guides' | 'dotted';

/** How the simulated portal behaves from the next link or message on. The defaults are those of a healthy portal. */
export interface Behaviour {
  /** Life of a session in seconds, counted from the moment its link is opened. Default: 21600 (6 hours). */
  sessionSeconds: number;
  /** Seconds before the end of a session at which the portal warns; a session no longer than that warns not. Default: 300. */
  warningSeconds: number;
  /** Life of a link that nobody opens, in seconds. Default: 60. */
  linkSeconds: number;
  /** Delay of every portal page in ms. Default: 0. */
  delay: number;
  vocabulary: Vocabulary;
  /**
   * - `none`: the portal shows.
   * - `fail`: the portal reports PORTAL_LOAD_FAILURE with the error code INTERNAL_ERROR, whatever its vocabulary.
   * - `silent`: it shows, and posts nothing at all.
   * - `hang`: the link is opened, and the page that it leads to never answers.
   * - `refuse-framing`: its pages answer with `frame-ancestors 'none'`, as for a domain that is not registered.
   * - `block-cookies`: its session cookie never arrives, as where third-party cookies are blocked: every session ends at once.
   */
  fault: 'none' | 'fail' | 'silent' | 'hang' | 'refuse-framing' | 'block-cookies';
  /** The link redirects to the second origin (`customDomainUrl`), and the portal lives there. Default: false. */
  customDomain: boolean;
}

/** A link that was minted: enough to count and to assert on, nothing to open the portal with. */
export interface MintedLink {
  /** 1 for the first. */
  readonly number: number;
  readonly organizationId: string;
  /** `sso`, `dir_sync`; empty: all that the organization may use. */
  readonly features: readonly string[];
  readonly mintedAt: Date;
  /** When it was opened, or null. */
  readonly openedAt: Date | null;
}

export interface SimulatorOptions {
  /** Port on the loopback interface. Default: 0, a free one. Taken: a free one is used instead. */
  port?: number;
  /** Origins of the host pages that may frame the portal (dashboard: allowed domains). */
  hostOrigins: string[];
  behaviour?: Partial<Behaviour>;
}

export interface Simulator {
  /** The environment URL, `http://127.0.0.1:<port>`: what SCALEKIT_ENVIRONMENT_URL would be. */
  readonly url: string;
  /** The second origin, on the same port: `http://localhost:<port>`. */
  readonly customDomainUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** An organization that exists. */
  readonly organizationId: string;
  /** All links minted so far, the oldest first. */
  readonly links: readonly MintedLink[];
  readonly behaviour: Readonly<Behaviour>;
  /** May be changed while it runs, for a host application that learns its own port late. */
  hostOrigins: string[];
  /** Changes the behaviour from now on. */
  behave(change: Partial<Behaviour>): void;
  /** Ends every running session now; portals that are open say so to their host page. */
  expireSessions(): void;
  /** Lets every open portal warn that its session ends in `seconds` (default 300), and shortens the session to that. */
  warnSessions(seconds?: number): void;
  /**
   * Switches single sign-on or directory sync of the organization on or off, as if an administrator had done it in a
   * window elsewhere; sets it up with Okta first, if nothing is set up. Open portals say so to their host page. What is
   * that way already is no news.
   */
  configure(change: { sso?: boolean; directory?: boolean }): void;
  /** Forgets links, sessions and configured connections, and behaves as it was started. Open portals are told nothing. */
  reset(): void;
  close(): Promise<void>;
}
