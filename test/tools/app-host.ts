/**
 * The demo's host application and its simulated portal, as a middleware of the test server: the applications under test
 * have the origin of the test page, so that the page can read them. The tests have two more addresses: `/simulator/…` steers
 * the simulator, and `/requests` lists the requests to the endpoint.
 */
import { join } from 'node:path';
import type { IncomingMessage } from 'node:http';
import type { TestRunnerCoreConfig } from '@web/test-runner-core';
import { createHostApp } from '../../demo/host/host-app.ts';
import type { Behaviour, Simulator } from '../../demo/simulator/simulator-api.ts';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';

type Middleware = NonNullable<TestRunnerCoreConfig['middleware']>[number];

/** A request that reached the endpoint. */
export interface EndpointRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** The commands for the simulator. */
const COMMANDS = {
  behave: (simulator: Simulator, change: Partial<Behaviour>) => simulator.behave(change),
  configure: (simulator: Simulator, change: Parameters<Simulator['configure']>[0]) => simulator.configure(change),
  expire: (simulator: Simulator) => simulator.expireSession(),
  warn: (simulator: Simulator) => simulator.warnSession(),
  reset: (simulator: Simulator) => simulator.reset(),
  links: () => undefined,
} as const;

export type SimulatorCommand = keyof typeof COMMANDS;

/** The answer to each command. */
export interface LinkCount {
  readonly minted: number;
  readonly opened: number;
}

const HOST_PATHS = /^\/(?:apps|api|sign-in|assets)(?:\/|$)/;

/** @param directory Of the built applications, each in a folder of its name. */
export function appHost(port: number, directory: string): Middleware {
  const requests: EndpointRequest[] = [];
  const start = async () => {
    // @web/test-runner-core 1.0 replaces each method of the console, and the replacements of those that only the inspector
    // has fail. React's server rendering calls createTask if it exists. It can go when test-runner-core is fixed.
    Object.assign(console, { createTask: undefined });
    const simulator = await startSimulator({ hostOrigins: [`http://localhost:${port}`] });
    const { url, clientId, clientSecret, organizationId } = simulator;
    const app = createHostApp({
      access: { environmentUrl: url, clientId, clientSecret, organizationId },
      simulator,
      elementDirectory: join(import.meta.dirname, '../../dist'),
      appBuilds: (name) => ({ state: 'built', directory: join(directory, name) }),
    });
    return { simulator, app };
  };
  // Started with the first request for an application.
  let started: ReturnType<typeof start> | undefined;

  return async (context, next) => {
    const { req, res, path } = context;
    if (HOST_PATHS.test(path)) {
      const { app } = await (started ??= start());
      if (path === '/api/portal-link') requests.push({ method: req.method ?? '', headers: req.headers });
      context.status = 200;
      context.respond = false;
      app(req, res);
    } else if (path === '/requests') {
      context.body = requests;
    } else if (path.startsWith('/simulator/')) {
      const { simulator } = await (started ??= start());
      const command = COMMANDS[path.slice('/simulator/'.length) as SimulatorCommand];
      command(simulator, (await readJson(req)) as never);
      if (path === '/simulator/reset') requests.length = 0;
      const { links } = simulator;
      const opened = links.filter(({ openedAt }) => openedAt !== null).length;
      context.body = { minted: links.length, opened } satisfies LinkCount;
    } else {
      await next();
    }
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8') || 'null');
}
