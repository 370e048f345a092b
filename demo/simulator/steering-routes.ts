/**
 * The control API for tests in other processes and other languages: the methods of `Simulator` over HTTP. Every answer is the
 * state after the change.
 */

import { Router, json } from 'express';
import type { RequestHandler } from 'express';
import { check, ARGUMENTS, type Check } from './argument-checks.ts';
import type { Behaviour, Configuration, LinkFailure, Simulator, SimulatorState } from './simulator-api.ts';

interface Command {
  readonly takes: Readonly<Record<string, Check>>;
  /** `given` has passed the checks. */
  readonly run: (simulator: Simulator, given: never) => void;
}

const COMMANDS = new Map<string, Command>(
  Object.entries({
    behave: {
      takes: ARGUMENTS.behave,
      run: (simulator, change: Partial<Behaviour>) => simulator.behave(change),
    },
    'expire-session': {
      takes: {},
      run: (simulator) => simulator.expireSession(),
    },
    'warn-session': {
      takes: ARGUMENTS.warnSession,
      run: (simulator, { seconds }: { seconds?: number }) => simulator.warnSession(seconds),
    },
    'fail-next-link': {
      takes: ARGUMENTS.failNextLink,
      run: (simulator, { status, times }: { status?: LinkFailure; times?: number }) =>
        simulator.failNextLink(status, times),
    },
    configure: {
      takes: ARGUMENTS.configure,
      run: (simulator, change: Configuration) => simulator.configure(change),
    },
    'verify-domain': {
      takes: ARGUMENTS.verifyDomain,
      run: (simulator, { domain, organizationId }: { domain?: string; organizationId?: string }) =>
        simulator.verifyDomain(domain ?? '', organizationId),
    },
    reset: {
      takes: {},
      run: (simulator) => simulator.reset(),
    },
  } satisfies Record<string, Command>),
);

export function steeringRoutes(simulator: Simulator): Router {
  const router = Router();

  const answerState: RequestHandler = (_request, response) => {
    const { url, environment, trust, links, behaviour } = simulator;
    const state = { url, environment, trust, links, behaviour } satisfies SimulatorState;
    response.set('Cache-Control', 'no-store').json(state);
  };

  router.use((request, response, next) => {
    // Browsers send the origin of the page. Pages are refused, because any site that is open during the tests could send one.
    if (request.get('origin') === undefined) next();
    else response.status(403).json({ error: 'Pages must not control the simulator.' });
  });
  router.get('/', answerState);
  router.post(
    '/:command',
    json(),
    (request, response, next) => {
      const command = COMMANDS.get(String(request.params['command']));
      if (!command) {
        response.status(404).json({ error: `Unknown command. The commands are: ${[...COMMANDS.keys()].join(', ')}.` });
        return;
      }
      const given = (request.body ?? {}) as Readonly<Record<string, unknown>>;
      try {
        check(given, command.takes);
        command.run(simulator, given as never);
        next();
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        response.status(400).json({ error: error.message });
      }
    },
    answerState,
  );
  return router;
}
