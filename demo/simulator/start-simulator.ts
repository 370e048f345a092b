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

export async function startSimulator({ port = 0, ...options }: SimulatorOptions = {}): Promise<Simulator> {
  const shared = await openSharedPort(port);
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
      environment.hostOrigins.list = origins;
    },
    behave(change) {
      environment.behaviour = { ...environment.behaviour, ...change };
    },
    expireSession() {
      environment.sessions.endAll();
    },
    warnSession(seconds = DEFAULT_WARNING_SECONDS) {
      environment.sessions.warnAll(seconds);
    },
    failNextLink(status = 500, times = 1) {
      environment.linkFailures.set(status, times);
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
    [Symbol.asyncDispose]: () => simulator.close(),
  };
  shared.serve({ http1: httpApplication(environment, simulator), http2: grpcHandler(environment) });
  return simulator;
}
