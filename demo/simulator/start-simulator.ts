/**
 * Starts a simulated Scalekit: puts one environment behind its doors on one port, and hands out what the host
 * application, the demo page and the tests may do with it.
 */

import { Environment } from './environment.ts';
import { grpcHandler } from './grpc.ts';
import { httpApplication } from './http.ts';
import { openSharedPort } from './shared-port.ts';
import type { Simulator, SimulatorOptions } from './simulator-api.ts';

const DEFAULT_WARNING_SECONDS = 300;

export async function startSimulator({ port = 0, hostOrigins, behaviour = {} }: SimulatorOptions): Promise<Simulator> {
  const shared = await openSharedPort(port);
  const environment = new Environment(shared.port, hostOrigins, behaviour);
  shared.serve({ http1: httpApplication(environment), http2: grpcHandler(environment) });

  return {
    url: environment.url,
    customDomainUrl: environment.customDomainUrl,
    clientId: environment.tokens.clientId,
    clientSecret: environment.tokens.clientSecret,
    organizationId: environment.organizations.knownId,
    get links() {
      return environment.links.all;
    },
    get behaviour() {
      return environment.behaviour;
    },
    get hostOrigins() {
      return environment.hostOrigins;
    },
    set hostOrigins(origins) {
      environment.hostOrigins = origins;
    },
    behave(change) {
      environment.behaviour = { ...environment.behaviour, ...change };
    },
    expireSessions() {
      environment.sessions.endAll();
    },
    warnSessions(seconds = DEFAULT_WARNING_SECONDS) {
      environment.sessions.warnAll(seconds);
    },
    configure(change) {
      environment.configure(change);
    },
    reset() {
      environment.reset();
    },
    async close() {
      environment.sessions.clear();
      await shared.close();
    },
  };
}
