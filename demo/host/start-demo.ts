/// <reference lib="esnext.disposable" preserve="true" />
/**
 * Starts the whole demo in this process: the host application, and the simulated portals unless the environment configures a
 * real Scalekit. The command line and the end-to-end tests use it.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Simulator } from '../simulator/simulator-api.ts';
import { startSimulator } from '../simulator/start-simulator.ts';
import type { AppBuilds } from './apps.ts';
import { buildOnVisit } from './build-on-visit.ts';
import { SetupError, readConfiguration, type ScalekitAccess } from './configuration.ts';
import { listenOnLoopback } from './loopback-server.ts';
import { finishedPage, WORKOS_PAGE } from './pages/workos-page.ts';
import type { Redirects } from './workos/environment.ts';
import { startWorkOs, type WorkOsSimulator } from './workos/start-workos.ts';

export const HOST_PORT = 4600;
export const SIMULATOR_PORT = 4601;

export interface DemoOptions {
  /** 0: a free port. If the port is taken, a free one is used. */
  hostPort?: number;
  simulatorPort?: number;
  /** The source of the SCALEKIT_… variables. Default: the environment of the process. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** The builds of the applications. Default: each is built at its first visit. */
  appBuilds?: AppBuilds;
}

export interface Demo {
  /** Address of the host application, `http://localhost:<port>`. */
  readonly url: string;
  /** Origin of the Scalekit environment in use, simulated or real. */
  readonly environmentUrl: string;
  /** Null if the real Scalekit is used. */
  readonly simulator: Simulator | null;
  /** Null if the real Scalekit is used: WorkOS is then not simulated either. */
  readonly workOs: WorkOsSimulator | null;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  const {
    hostPort = HOST_PORT,
    simulatorPort = SIMULATOR_PORT,
    environment = process.env,
    appBuilds = buildOnVisit(),
  } = options;
  const realAccess = readConfiguration(environment);
  const elementDirectory = findElement();
  // Imported after that check: this module imports the package's server entry, which needs the same build.
  const { createHostApp } = await import('./host-app.ts');

  const { access, simulator } =
    realAccess === null ? await simulate(simulatorPort) : { access: realAccess, simulator: null };
  const workOs = simulator === null ? null : await startWorkOs();
  try {
    const app = createHostApp({ access, simulator, workOs, elementDirectory, appBuilds });
    const server = await listenOnLoopback(app, hostPort);
    const url = `http://localhost:${server.port}`;
    // Only registered origins may frame the portal, and the origin is known once the server listens.
    if (simulator !== null) simulator.hostOrigins = [url];
    if (workOs !== null) workOs.redirects = redirectsTo(url);
    const demo: Demo = {
      url,
      environmentUrl: access.environmentUrl,
      simulator,
      workOs,
      close: async () => {
        await server.close();
        await workOs?.close();
        await simulator?.close();
      },
      [Symbol.asyncDispose]: () => demo.close(),
    };
    return demo;
  } catch (cause) {
    await workOs?.close();
    await simulator?.close();
    throw cause;
  }
}

function findElement(): string {
  const directory = join(import.meta.dirname, '../../dist');
  if (!existsSync(join(directory, 'scalekit-admin-portal.min.js'))) {
    throw new SetupError('The element is not built yet. Run "npm run build", then start the demo again.');
  }
  return directory;
}

/** The settings of the page "Redirects" in WorkOS's dashboard. */
function redirectsTo(url: string): Redirects {
  const successUrls = {
    sso: url + finishedPage('sso'),
    dsync: url + finishedPage('dsync'),
    log_streams: url + finishedPage('log_streams'),
  };
  return { returnUrl: url + WORKOS_PAGE, successUrls };
}

async function simulate(port: number): Promise<{ access: ScalekitAccess; simulator: Simulator }> {
  const simulator = await startSimulator({ port, hostOrigins: [] });
  const { url, clientId, clientSecret, organizationId } = simulator;
  return { access: { environmentUrl: url, clientId, clientSecret, organizationId }, simulator };
}
