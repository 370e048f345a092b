/** Starts the simulated WorkOS on its own port, and so on its own origin. */
import { listenOnLoopback } from '../loopback-server.ts';
import { WorkOsEnvironment, type Redirects } from './environment.ts';
import type { Intent } from './intents.ts';
import type { WorkOsLink } from './links.ts';
import { workOsApp } from './workos-app.ts';

/** The settings that a product needs. */
export interface WorkOsAccess {
  /** Origin of the API, without a trailing slash. */
  readonly url: string;
  readonly apiKey: string;
  readonly organizationId: string;
}

export interface WorkOsSimulator {
  readonly access: WorkOsAccess;
  /** All links minted so far, oldest first, without their tokens. */
  readonly links: readonly WorkOsLink[];
  /** The redirects of links that name none, as set in WorkOS's dashboard. Default: none. */
  redirects: Redirects;
  /** Sets up an intent, as an administrator would in the portal. */
  configure(intent: Intent): void;
  /** Removes all links and settings of the organization. */
  reset(): void;
  close(): Promise<void>;
}

export interface WorkOsOptions {
  /** Requests per minute for one API key. Default: 6000, as in WorkOS's reference. */
  requestsPerMinute?: number;
}

export async function startWorkOs({ requestsPerMinute = 6000 }: WorkOsOptions = {}): Promise<WorkOsSimulator> {
  const environment = new WorkOsEnvironment(requestsPerMinute);
  const { apiKey, organization, links, setUp } = environment;
  const server = await listenOnLoopback(workOsApp(environment), 0);
  return {
    access: { url: `http://127.0.0.1:${server.port}`, apiKey, organizationId: organization.id },
    get links() {
      return links.all;
    },
    get redirects() {
      return environment.redirects;
    },
    set redirects(redirects) {
      environment.redirects = redirects;
    },
    configure: (intent) => environment.configure(intent),
    reset() {
      links.clear();
      setUp.clear();
    },
    close: () => server.close(),
  };
}
