/// <reference lib="esnext.disposable" preserve="true" />
/**
 * The API of the simulated Scalekit for the host application, the demo page and the tests of adopters. This file only has
 * types. The other files implement OAuth, gRPC, REST and the portal pages.
 */

/** The vocabulary of the portal's messages; see docs/events.md. */
export type Vocabulary = 'reference' | 'guides' | 'dotted';

/** The behaviour of the simulated portal from the next link or message on. The defaults are those of a healthy portal. */
export interface Behaviour {
  /** Length of a session in seconds, from the moment its link is opened. Default: 21600 (6 hours). */
  sessionSeconds: number;
  /** The portal warns this many seconds before the end of a session. Sessions that are not longer do not warn. Default: 300. */
  warningSeconds: number;
  /** Seconds after which an unopened link expires. Default: 60. */
  linkSeconds: number;
  /** Delay of every portal page in ms. Default: 0. */
  delay: number;
  vocabulary: Vocabulary;
  /**
   * - `none`: the portal shows.
   * - `fail`: the portal reports PORTAL_LOAD_FAILURE with the error code INTERNAL_ERROR, in every vocabulary.
   * - `silent`: the portal shows, but sends no messages.
   * - `hang`: the link is opened, but the portal's page never answers.
   * - `refuse-framing`: the pages have `frame-ancestors 'none'`, as for a domain that is not registered.
   * - `block-cookies`: the session cookie is not set, as if third-party cookies were blocked: every session ends at once.
   */
  fault: 'none' | 'fail' | 'silent' | 'hang' | 'refuse-framing' | 'block-cookies';
  /** Whether the link redirects to the second origin (`customDomainUrl`), where the portal then lives. Default: false. */
  customDomain: boolean;
}

/** The HTTP statuses with which minting a link may fail. */
export type LinkFailure = 400 | 401 | 403 | 404 | 429 | 500 | 501 | 503 | 504;

/** A minted link: data to count and assert on, without the URL that opens the portal. */
export interface MintedLink {
  /** 1 for the first. */
  readonly number: number;
  /** The id from the SDK and REST. */
  readonly id: string;
  readonly organizationId: string;
  /** `sso`, `dir_sync`; empty: all that the organization may use. */
  readonly features: readonly string[];
  readonly mintedAt: Date;
  /** When it was opened, or null. */
  readonly openedAt: Date | null;
  /** When it expires if nobody opens it. */
  readonly expiresAt: Date;
}

export interface SimulatorOptions {
  /** Port on the loopback interface. If it is taken, a free one is used instead. Default: 0, a free port. */
  port?: number;
  /**
   * Origins of the host pages that may frame the portal (in the dashboard: allowed domains). `*` in place of the port means any
   * port. Default: every page of this computer over plain HTTP, `http://localhost:*` and `http://127.0.0.1:*`.
   */
  hostOrigins?: string[];
  /** Ids of the organizations that exist. Default: one. */
  organizationIds?: readonly [string, ...string[]];
  /** Set it if the backend is configured before the simulator starts. Default: a new random one at each start. */
  clientSecret?: string;
  behaviour?: Partial<Behaviour>;
}

/** The configuration of a backend, with the variable names of Scalekit's own examples. */
export interface SimulatorEnvironment {
  readonly SCALEKIT_ENVIRONMENT_URL: string;
  readonly SCALEKIT_CLIENT_ID: string;
  readonly SCALEKIT_CLIENT_SECRET: string;
  /** The first organization. */
  readonly SCALEKIT_ORGANIZATION_ID: string;
}

/**
 * Settings that make a client trust the simulator's certificate, which is new at each start. The Python and the Java SDK use
 * TLS even if the environment URL has `http:`. The Node and the Go SDK do not, and need no settings.
 *
 * If you change the environment URL to `https:`, every SDK needs the certificate. Set `NODE_EXTRA_CA_CERTS` (Node),
 * `SSL_CERT_FILE` (Go) or `REQUESTS_CA_BUNDLE` (Python, in addition) to the file.
 */
export interface SimulatorTrust {
  /** PEM. It is not a certificate authority: a client that trusts it trusts only this simulator. */
  readonly certificate: string;
  /** Path of a file with the certificate. The file exists until the simulator ends. */
  readonly certificateFile: string;
  /** Environment variables of a Python backend. They are read when the first client is created. */
  readonly python: { readonly GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: string };
  readonly java: {
    /** A command that creates a trust store next to the certificate, with the `keytool` of the JDK. */
    readonly command: string;
    /** Options of the backend's JVM. With them, it trusts no other certificate. */
    readonly options: readonly string[];
  };
}

/** Settings that an administrator may change in another window. */
export interface Configuration {
  /** Whether single sign-on is on. */
  sso?: boolean;
  /** Whether directory sync is on. */
  directory?: boolean;
  /** Whether the portal has its third section, domain verification. Initially, it has not. */
  domainVerification?: boolean;
  /** Default: the first organization. */
  organizationId?: string;
}

export interface Simulator {
  /** The environment URL, `http://127.0.0.1:<port>`: the value for SCALEKIT_ENVIRONMENT_URL. */
  readonly url: string;
  /** The second origin, on the same port: `http://localhost:<port>`. */
  readonly customDomainUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The id of the first organization. */
  readonly organizationId: string;
  /** These values as environment variables, for `Object.assign(process.env, simulator.environment)`. */
  readonly environment: SimulatorEnvironment;
  /** For SDKs that use TLS. Null: the optional package `selfsigned` is not installed, and the simulator refuses TLS. */
  readonly trust: SimulatorTrust | null;
  /** All links minted so far, oldest first. */
  readonly links: readonly MintedLink[];
  readonly behaviour: Readonly<Behaviour>;
  /** You can change it while the simulator runs, for a host application whose port is known late. */
  hostOrigins: string[];
  /** Changes the behaviour from now on. */
  behave(change: Partial<Behaviour>): void;
  /** Ends every running session now. Open portals report it to their host page. */
  expireSession(): void;
  /** Makes every open portal warn that its session ends in `seconds` (default 300), and shortens the session to that. */
  warnSession(seconds?: number): void;
  /**
   * Refuses to mint the next link, or the next `times` links, with this HTTP status, or with the corresponding gRPC code.
   * Default: 500, once.
   *
   * The SDKs retry some of these statuses, so that a single failure goes unnoticed: Node 2.11 retries 401 and 503 three times,
   * Python 2.21 and Java 2.5 two times, Go 2.8 retries 401 once. To see the failure, set `times`.
   */
  failNextLink(status?: LinkFailure, times?: number): void;
  /**
   * Switches single sign-on or directory sync of the organization on or off, as an administrator would in another window. If
   * nothing is set up yet, sets it up with Okta first. Open portals report a change to their host page. Without a change, they
   * send no message.
   */
  configure(change: Configuration): void;
  /**
   * Makes the simulator find the TXT record of a domain, so that the portal shows it as verified. Adds the domain first if no
   * administrator has. The portal sends no message, because none is documented. `organizationId`: default is the first one.
   */
  verifyDomain(domain: string, organizationId?: string): void;
  /** Removes links, sessions, pending failures and all settings, and restores the initial behaviour. Open portals get no message. */
  reset(): void;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The part of a simulator that other processes can read. */
export type SimulatorState = Pick<Simulator, 'url' | 'environment' | 'trust' | 'links' | 'behaviour'>;

type Promised<Method> = Method extends (...given: infer Given) => void ? (...given: Given) => Promise<void> : never;
type Command = 'behave' | 'expireSession' | 'warnSession' | 'failNextLink' | 'configure' | 'verifyDomain' | 'reset';

/** A simulator in another process: the same methods, but asynchronous. Every read of `links` sends a request. */
export type RemoteSimulator = Pick<Simulator, 'url' | 'environment' | 'trust'> & {
  readonly links: Promise<readonly MintedLink[]>;
} & { readonly [Name in Command]: Promised<Simulator[Name]> };
