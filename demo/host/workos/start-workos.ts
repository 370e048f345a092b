/** Starts the simulated WorkOS on a port of its own, and so on an origin of its own. */
import { listenOnLoopback } from '../loopback-server.ts';
import type { Intent } from './intents.ts';
import type { WorkOsLink } from './links.ts';
import { WorkOsEnvironment, workOsApp } from './workos-app.ts';
import type { WorkOsAccess } from './workos-client.ts';

export interface WorkOsSimulator {
  /** What a product is configured with. */
  readonly access: WorkOsAccess;
  /** All links minted so far, the oldest first, without what opens them. */
  readonly links: readonly WorkOsLink[];
  /** Sets something up as if an administrator had done it in the portal. */
  configure(intent: Intent): void;
  /** Forgets links and what was set up. */
  reset(): void;
  close(): Promise<void>;
}

export async function startWorkOs(): Promise<WorkOsSimulator> {
  const environment = new WorkOsEnvironment();
  const { apiKey, organizationId, links, configured } = environment;
  const server = await listenOnLoopback(workOsApp(environment), 0);
  return {
    access: { url: `http://127.0.0.1:${server.port}`, apiKey, organizationId },
    get links() {
      return links.all;
    },
    configure: (intent) => configured.add(intent),
    reset() {
      links.clear();
      configured.clear();
    },
    close: () => server.close(),
  };
}
