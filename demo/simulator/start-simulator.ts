/**
 * Starts a simulated Scalekit: serves one environment on one port, and returns the object that controls it.
 */

import type { Express } from 'express';
import { makeCertificate, type Certificate } from './certificate.ts';
import { Environment } from './environment.ts';
import { check, checkOptions, ARGUMENTS } from './argument-checks.ts';
import { grpcHandler } from './grpc.ts';
import { httpApplication } from './http.ts';
import { openSharedPort, type Handlers, type SharedPort } from './shared-port.ts';
import type { Simulator, SimulatorOptions } from './simulator-api.ts';

const DEFAULT_WARNING_SECONDS = 300;

export async function startSimulator({ port = 0, ...options }: SimulatorOptions = {}): Promise<Simulator> {
  checkOptions({ port, ...options });
  const certificate = await makeCertificate();
  const shared = await openSharedPort(port).catch((error: unknown) => {
    certificate?.remove();
    throw error;
  });
  try {
    return serve(shared, certificate, options);
  } catch (error) {
    // Cleans up after a failed start.
    certificate?.remove();
    await shared.close();
    throw error;
  }
}

function serve(
  shared: SharedPort,
  certificate: Certificate | null,
  options: Omit<SimulatorOptions, 'port'>,
): Simulator {
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
    trust: certificate?.trust ?? null,
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
      check(change, ARGUMENTS.behave);
      environment.behaviour = { ...environment.behaviour, ...change };
    },
    expireSession() {
      environment.sessions.endAll();
    },
    warnSession(seconds = DEFAULT_WARNING_SECONDS) {
      check({ seconds }, ARGUMENTS.warnSession);
      environment.sessions.warnAll(seconds);
    },
    failNextLink(status = 500, times = 1) {
      check({ status, times }, ARGUMENTS.failNextLink);
      environment.linkFailures.set(status, times);
    },
    configure(change) {
      check(change, ARGUMENTS.configure);
      environment.configure(change);
    },
    verifyDomain(domain, organizationId) {
      check({ domain, organizationId }, ARGUMENTS.verifyDomain);
      environment.verifyDomain(domain, organizationId);
    },
    reset() {
      environment.reset();
    },
    async close() {
      environment.sessions.clear();
      certificate?.remove();
      await shared.close();
    },
    [Symbol.asyncDispose]: () => simulator.close(),
  };
  shared.serve(requestHandlers(grpcHandler(environment), httpApplication(environment, simulator)), {
    identity: certificate && { key: certificate.key, certificate: certificate.trust.certificate },
    onFailure: warnOnce(),
  });
  return simulator;
}

/** gRPC requests come over both versions of HTTP: the Go SDK uses HTTP/1.1. */
function requestHandlers(grpc: ReturnType<typeof grpcHandler>, application: Express): Handlers {
  return {
    http1(request, response) {
      // If the environment URL ends with a slash, several SDKs send a path with two slashes.
      request.url = request.url?.replace(/^\/+/, '/') ?? '/';
      if (request.headers['content-type']?.startsWith('application/grpc')) grpc(request, response);
      else application(request, response);
    },
    http2(request, response) {
      request.url = request.url.replace(/^\/+/, '/');
      grpc(request, response);
    },
  };
}

const TLS_FAILURES = {
  absent:
    'A client used TLS, as the Python and the Java SDK do. The simulator needs selfsigned for that: npm install --save-dev selfsigned',
  distrusted:
    'A client aborted the TLS handshake. Most likely it does not trust the certificate of the simulator. GET /simulator lists the settings for the Python and the Java SDK under trust.',
};

/** Prints one line per reason, because clients try again and again. */
function warnOnce(): (reason: keyof typeof TLS_FAILURES) => void {
  const said = new Set<string>();
  return (reason) => {
    if (said.has(reason)) return;
    said.add(reason);
    console.error(TLS_FAILURES[reason]);
  };
}
