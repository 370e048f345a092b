/// <reference lib="esnext.disposable" preserve="true" />
/**
 * What the simulated Scalekit offers to the host application, to the demo page and to everybody's tests: types alone.
 * How it is served (OAuth, gRPC, REST, portal pages) stands in the files beside this one.
 */

/** Which of the message vocabularies the portal speaks; see docs/events.md. */
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

/** How minting a link may fail. */
export type LinkFailure = 400 | 401 | 403 | 404 | 429 | 500 | 501 | 503 | 504;

/** A link that was minted: enough to count and to assert on, nothing to open the portal with. */
export interface MintedLink {
  /** 1 for the first. */
  readonly number: number;
  /** As the SDK and REST name it. */
  readonly id: string;
  readonly organizationId: string;
  /** `sso`, `dir_sync`; empty: all that the organization may use. */
  readonly features: readonly string[];
  readonly mintedAt: Date;
  /** When it was opened, or null. */
  readonly openedAt: Date | null;
  /** When it dies, if nobody opens it. */
  readonly expiresAt: Date;
}

export interface SimulatorOptions {
  /** Port on the loopback interface. Default: 0, a free one. Taken: a free one is used instead. */
  port?: number;
  /**
   * Origins of the host pages that may frame the portal (dashboard: allowed domains); `*` in the place of a port is any
   * port. Default: every page of this computer over plain HTTP, `http://localhost:*` and `http://127.0.0.1:*`.
   */
  hostOrigins?: string[];
  /** Ids of the organizations that exist. Default: one. */
  organizationIds?: readonly [string, ...string[]];
  /** Default: one that is made up at each start. Worth setting where the backend is configured before it starts. */
  clientSecret?: string;
  behaviour?: Partial<Behaviour>;
}

/** What a backend is configured with, under the names that Scalekit's own examples use. */
export interface SimulatorEnvironment {
  readonly SCALEKIT_ENVIRONMENT_URL: string;
  readonly SCALEKIT_CLIENT_ID: string;
  readonly SCALEKIT_CLIENT_SECRET: string;
  /** The first organization. */
  readonly SCALEKIT_ORGANIZATION_ID: string;
}

/**
 * What makes a client trust the certificate of the simulator, which is made at each start. The Python and the Java SDK
 * speak TLS to the environment URL, `http:` or not; the Node and the Go SDK do not, and need nothing of this.
 *
 * With an `https:` address in place of the environment URL, everybody needs it: `NODE_EXTRA_CA_CERTS` (Node),
 * `SSL_CERT_FILE` (Go), and `REQUESTS_CA_BUNDLE` (Python, besides) then name the file.
 */
export interface SimulatorTrust {
  /** PEM. It is no certificate authority: whoever trusts it trusts this simulator alone. */
  readonly certificate: string;
  /** The same in a file, which is there until the simulator ends. */
  readonly certificateFile: string;
  /** Environment of a Python backend. It is read when the first client is built. */
  readonly python: { readonly GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: string };
  readonly java: {
    /** Makes a trust store beside the certificate, with the `keytool` of the JDK. */
    readonly command: string;
    /** Options of the backend's JVM. It trusts nothing else with them. */
    readonly options: readonly string[];
  };
}

/** What an administrator may have set up, as if in a window elsewhere. */
export interface Configuration {
  /** Whether single sign-on is on. */
  sso?: boolean;
  /** Whether directory sync is on. */
  directory?: boolean;
  /** Whether the portal has its third section, domain verification. Default: no. */
  domainVerification?: boolean;
  /** Default: the first organization. */
  organizationId?: string;
}

export interface Simulator {
  /** The environment URL, `http://127.0.0.1:<port>`: what SCALEKIT_ENVIRONMENT_URL would be. */
  readonly url: string;
  /** The second origin, on the same port: `http://localhost:<port>`. */
  readonly customDomainUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The first organization that exists. */
  readonly organizationId: string;
  /** The four above, ready for `Object.assign(process.env, simulator.environment)`. */
  readonly environment: SimulatorEnvironment;
  /** For SDKs that speak TLS. Null: the optional package `selfsigned` is not installed, and TLS is not answered. */
  readonly trust: SimulatorTrust | null;
  /** All links minted so far, the oldest first. */
  readonly links: readonly MintedLink[];
  readonly behaviour: Readonly<Behaviour>;
  /** May be changed while it runs, for a host application that learns its own port late. */
  hostOrigins: string[];
  /** Changes the behaviour from now on. */
  behave(change: Partial<Behaviour>): void;
  /** Ends every running session now; portals that are open say so to their host page. */
  expireSession(): void;
  /** Lets every open portal warn that its session ends in `seconds` (default 300), and shortens the session to that. */
  warnSession(seconds?: number): void;
  /**
   * Refuses to mint the next link, or the next `times`, with that HTTP status, over gRPC with the code that belongs to
   * it. Default: 500, once.
   *
   * The SDKs try some of these again by themselves, so that one failure goes unnoticed: Node 2.11 tries 401 and 503
   * three times more, Python 2.21 and Java 2.5 two times, Go 2.8 tries 401 once more. To see them fail, give `times`.
   */
  failNextLink(status?: LinkFailure, times?: number): void;
  /**
   * Switches single sign-on or directory sync of the organization on or off, as if an administrator had done it in a
   * window elsewhere; sets it up with Okta first, if nothing is set up. Open portals say so to their host page. What is
   * that way already is no news.
   */
  configure(change: Configuration): void;
  /**
   * Finds the TXT record of a domain, so that the portal shows it as verified; adds the domain first, if no
   * administrator has. The portal posts nothing of it: no message is documented. `organizationId`: the first one.
   */
  verifyDomain(domain: string, organizationId?: string): void;
  /** Forgets links, sessions, failures to come and what was set up, and behaves as it was started. Open portals are told nothing. */
  reset(): void;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** What a simulator tells other processes of itself. */
export type SimulatorState = Pick<Simulator, 'url' | 'environment' | 'trust' | 'links' | 'behaviour'>;

type Promised<Method> = Method extends (...given: infer Given) => void ? (...given: Given) => Promise<void> : never;
type Command = 'behave' | 'expireSession' | 'warnSession' | 'failNextLink' | 'configure' | 'verifyDomain' | 'reset';

/** A simulator in another process: the same, but each answer takes a moment. Reading `links` asks it each time. */
export type RemoteSimulator = Pick<Simulator, 'url' | 'environment' | 'trust'> & {
  readonly links: Promise<readonly MintedLink[]>;
} & { readonly [Name in Command]: Promised<Simulator[Name]> };
