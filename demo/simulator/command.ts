#!/usr/bin/env node
/**
 * `scalekit-portal-simulator`: starts a simulated Scalekit, prints the settings for a backend, and stops it cleanly.
 */

import { parseArgs } from 'node:util';
import { isHostOrigin } from './argument-checks.ts';
import { startSimulator } from './index.ts';
import { whenParentEnds } from './parent.ts';
import type { Simulator, SimulatorOptions, SimulatorTrust } from './index.ts';

const DEFAULT_PORT = 4601;

const HELP = `scalekit-portal-simulator [options]

Starts a simulated Scalekit on this computer and prints the environment variables for a backend.

  --port=NUMBER              port of the simulator. Default: ${DEFAULT_PORT}; 0: any free port. Fails if the port is taken
  --host-origin=ORIGIN       origin of a page that may frame the portal, for example http://localhost:3000. Repeatable.
                             Default: every page of this computer, http://localhost:* and http://127.0.0.1:*
  --organization=ID          id of an existing organization. Repeatable. Default: one organization
  --client-secret=TEXT       client secret of the backend. Default: a new random one at each start
  --session-seconds=NUMBER   length of a session in seconds. Default: 21600 (6 hours)
  --help                     prints this text

The simulator stops when the program that started it ends: when its parent process is gone, or its standard input, if that
is a pipe, is closed.

Control it over HTTP from any language: GET /simulator returns the state, POST /simulator/COMMAND with JSON changes it.
COMMAND is behave, expire-session, warn-session, fail-next-link, configure, verify-domain or reset.
`;

class UsageError extends Error {}

function number(option: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new UsageError(`--${option}: ${text} is not a number`);
  return Number(text);
}

function readOptions(): SimulatorOptions | null {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: String(DEFAULT_PORT) },
      'host-origin': { type: 'string', multiple: true },
      organization: { type: 'string', multiple: true },
      'client-secret': { type: 'string' },
      'session-seconds': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const hostOrigins = values['host-origin'];
  const stray = hostOrigins?.find((origin) => !isHostOrigin(origin));
  if (stray !== undefined) throw new UsageError(`--host-origin: ${stray} is not an origin`);
  const [first, ...others] = values.organization ?? [];
  const clientSecret = values['client-secret'];
  const seconds = values['session-seconds'];
  return {
    port: number('port', values.port),
    ...(hostOrigins && { hostOrigins }),
    ...(first !== undefined && { organizationIds: [first, ...others] }),
    ...(clientSecret !== undefined && { clientSecret }),
    ...(seconds !== undefined && { behaviour: { sessionSeconds: number('session-seconds', seconds) } }),
  };
}

/** Prints one variable per line, as in .env files. Nothing else goes to the standard output. */
function announce({ url, environment, trust }: Simulator): void {
  const variables = { ...environment, ...trust?.python };
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  console.log(lines.join('\n'));
  console.error(`\n${describeTrust(trust)}`);
  console.error(`The simulated Scalekit runs at ${url}, and takes commands at ${url}/simulator. Stop: Ctrl-C`);
}

function describeTrust(trust: SimulatorTrust | null): string {
  if (trust === null) {
    return 'The Python and the Java SDK use TLS, which needs one more package: npm install --save-dev selfsigned\n';
  }
  const { command, options } = trust.java;
  return `The Python and the Java SDK use TLS. To make them trust this simulator:
  Python  set the last variable above before the client is created
  Java    run ${command}
          and add these options to the backend's JVM: ${options.join(' ')}
`;
}

try {
  const options = readOptions();
  if (options === null) {
    console.log(HELP);
  } else {
    const simulator = await startSimulator(options);
    // The port is an error and not replaced: backends may already be configured with it.
    if (options.port !== 0 && !simulator.url.endsWith(`:${String(options.port)}`)) {
      await simulator.close();
      throw new UsageError(
        `--port: ${String(options.port)} is taken, perhaps by another simulator. Choose another, or 0 for a free one`,
      );
    }
    announce(simulator);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void simulator.close());
    whenParentEnds(() => void simulator.close());
  }
} catch (error) {
  const isUsage = error instanceof UsageError || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
  console.error(isUsage ? `${(error as Error).message}\n\n${HELP}` : (error as Error).message);
  process.exitCode = isUsage ? 2 : 1;
}
