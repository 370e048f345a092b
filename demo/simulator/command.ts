#!/usr/bin/env node
/**
 * `scalekit-portal-simulator`: starts a simulated Scalekit, prints what a backend has to be configured with, and stops
 * it cleanly.
 */

import { parseArgs } from 'node:util';
import { isHostOrigin } from './given.ts';
import { startSimulator } from './index.ts';
import { whenParentEnds } from './parent.ts';
import type { Simulator, SimulatorOptions, SimulatorTrust } from './index.ts';

const DEFAULT_PORT = 4601;

const HELP = `scalekit-portal-simulator [options]

Starts a simulated Scalekit on this computer and prints the variables to configure a backend with.

  --port=NUMBER              default: ${DEFAULT_PORT}; 0: a free one. A port that is taken is an error
  --host-origin=ORIGIN       a page that may frame the portal, as http://localhost:3000; may be given more than once.
                             Default: every page of this computer, http://localhost:* and http://127.0.0.1:*
  --organization=ID          an organization that exists; may be given more than once. Default: one
  --client-secret=TEXT       default: made up at each start
  --session-seconds=NUMBER   life of a session. Default: 21600 (6 hours)
  --help

It ends with the program that started it: when its standard input, a pipe, is closed, or its parent is gone.

Steer it over HTTP, from any language: GET /simulator for the state, POST /simulator/COMMAND with JSON, where COMMAND is
behave, expire-session, warn-session, fail-next-link, configure, verify-domain or reset.
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

/** One line a variable, as .env files have them; nothing else goes to the standard output. */
function announce({ url, environment, trust }: Simulator): void {
  const variables = { ...environment, ...trust?.python };
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  console.log(lines.join('\n'));
  console.error(`\n${describeTrust(trust)}`);
  console.error(`The simulated Scalekit runs at ${url}, steered at ${url}/simulator. Stop: Ctrl-C`);
}

function describeTrust(trust: SimulatorTrust | null): string {
  if (trust === null) {
    return 'The Python and the Java SDK speak TLS, which needs one more package: npm install --save-dev selfsigned\n';
  }
  const { command, options } = trust.java;
  return `The Python and the Java SDK speak TLS. They trust this simulator with:
  Python  the last of the variables above, set before the client is built
  Java    ${command}
          and as options of the backend's JVM: ${options.join(' ')}
`;
}

try {
  const options = readOptions();
  if (options === null) {
    console.log(HELP);
  } else {
    const simulator = await startSimulator(options);
    // Others have been told the port before the start, so another one helps nobody.
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
