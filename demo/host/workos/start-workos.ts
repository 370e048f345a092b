/** Starts the simulated WorkOS on a port of its own, and so on an origin of its own. */
import { listenOnLoopback } from '../loopback-server.ts';
import { WorkOsEnvironment, type Redirects } from './environment.ts';
import type { Intent } from './intents.ts';
import type { WorkOsLink } from './links.ts';
import { workOsApp } from './workos-app.ts';

/** What a product is configured with. */
export interface WorkOsAccess {
  /** Origin of the API, without a trailing slash. */
  readonly url: string;
  readonly apiKey: string;
  readonly organizationId: string;
}

export interface WorkOsSimulator {
  readonly access: WorkOsAccess;
  /** All links minted so far, the oldest first, without what opens them. */
  readonly links: readonly WorkOsLink[];
  /** Where the portal leads if a link does not say, as set in WorkOS's dashboard. Default: nowhere. */
  redirects: Redirects;
  /** Sets something up as if an administrator had done it in the portal. */
  configure(intent: Intent): void;
  /** Forgets links and what was set up. */
  reset(): void;
  close(): Promise<void>;
}

export interface WorkOsOptions {
  /** How many requests one API key may make in a minute. Default: 6000, as in WorkOS's reference. */
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
