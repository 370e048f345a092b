/**
 * Starts a simulated Scalekit: puts one environment behind its doors on one port, and hands out what the host
 * application, the demo page and the tests may do with it.
 */

import { Environment } from './environment.ts';
import { check, checkOptions, GIVEN } from './given.ts';
import { grpcHandler } from './grpc.ts';
import { httpApplication } from './http.ts';
import { openSharedPort, type SharedPort } from './shared-port.ts';
import type { Simulator, SimulatorOptions } from './simulator-api.ts';

const DEFAULT_WARNING_SECONDS = 300;

export async function startSimulator({ port = 0, ...options }: SimulatorOptions = {}): Promise<Simulator> {
  checkOptions({ port, ...options });
  const shared = await openSharedPort(port);
  try {
    return serve(shared, options);
  } catch (error) {
    // Nothing is left listening.
    await shared.close();
    throw error;
  }
}

function serve(shared: SharedPort, options: Omit<SimulatorOptions, 'port'>): Simulator {
  const environment = new Environment(shared.port, options);
  const { url, tokens, organizations } = environment;

  const simulator: Simulator = {
    url,
    customDomainUrl: environment.customDomainUrl,
    clientId: tokens.clientId,
    clientSecret: tokens.clientSecret,
    organizationId: organizations.firstId,
    environment: {
      SCALEKIT_ENVIRONMENT_URL: url,
      SCALEKIT_CLIENT_ID: tokens.clientId,
      SCALEKIT_CLIENT_SECRET: tokens.clientSecret,
      SCALEKIT_ORGANIZATION_ID: organizations.firstId,
    },
    get links() {
      return environment.links.all;
    },
    get behaviour() {
      return environment.behaviour;
    },
    get hostOrigins() {
      return environment.hostOrigins.list;
    },
    set hostOrigins(origins) {
      checkOptions({ hostOrigins: origins });
      environment.hostOrigins.list = origins;
    },
    behave(change) {
      check(change, GIVEN.behave);
      environment.behaviour = { ...environment.behaviour, ...change };
    },
    expireSession() {
      environment.sessions.endAll();
    },
    warnSession(seconds = DEFAULT_WARNING_SECONDS) {
      check({ seconds }, GIVEN.warnSession);
      environment.sessions.warnAll(seconds);
    },
    failNextLink(status = 500, times = 1) {
      check({ status, times }, GIVEN.failNextLink);
      environment.linkFailures.set(status, times);
    },
    configure(change) {
      check(change, GIVEN.configure);
      environment.configure(change);
    },
    reset() {
      environment.reset();
    },
    async close() {
      environment.sessions.clear();
      await shared.close();
    },
    [Symbol.asyncDispose]: () => simulator.close(),
  };
  shared.serve({ http1: httpApplication(environment, simulator), http2: grpcHandler(environment) });
  return simulator;
}
