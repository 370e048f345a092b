/**
 * The door for tests in other processes and other languages: what `Simulator` offers, over HTTP. Every answer is the
 * state after the change.
 */

import { Router, json } from 'express';
import type { RequestHandler } from 'express';
import { isLinkFailure } from './link-failures.ts';
import type { Behaviour, Configuration, LinkFailure, Simulator, SimulatorState } from './simulator-api.ts';

type Check = (value: unknown) => boolean;

const isBoolean: Check = (value) => typeof value === 'boolean';
const isNumber: Check = (value) => typeof value === 'number' && value >= 0;
const isOneOf =
  (choices: Readonly<Record<string, true>>): Check =>
  (value) =>
    typeof value === 'string' && Object.hasOwn(choices, value);

// Records, so that the types see to it that none is forgotten.
const VOCABULARIES: Readonly<Record<Behaviour['vocabulary'], true>> = { reference: true, guides: true, dotted: true };
const FAULTS: Readonly<Record<Behaviour['fault'], true>> = {
  none: true,
  fail: true,
  silent: true,
  hang: true,
  'refuse-framing': true,
  'block-cookies': true,
};
const BEHAVIOUR: Readonly<Record<keyof Behaviour, Check>> = {
  sessionSeconds: isNumber,
  warningSeconds: isNumber,
  linkSeconds: isNumber,
  delay: isNumber,
  vocabulary: isOneOf(VOCABULARIES),
  fault: isOneOf(FAULTS),
  customDomain: isBoolean,
};

interface Command {
  readonly takes: Readonly<Record<string, Check>>;
  /** What it is given has passed the checks. */
  readonly run: (simulator: Simulator, given: never) => void;
}

const COMMANDS = new Map<string, Command>(
  Object.entries({
    behave: {
      takes: BEHAVIOUR,
      run: (simulator, change: Partial<Behaviour>) => simulator.behave(change),
    },
    'expire-session': {
      takes: {},
      run: (simulator) => simulator.expireSession(),
    },
    'warn-session': {
      takes: { seconds: isNumber },
      run: (simulator, { seconds }: { seconds?: number }) => simulator.warnSession(seconds),
    },
    'fail-next-link': {
      takes: { status: isLinkFailure, times: isNumber },
      run: (simulator, { status, times }: { status?: LinkFailure; times?: number }) =>
        simulator.failNextLink(status, times),
    },
    configure: {
      takes: { sso: isBoolean, directory: isBoolean, organizationId: (value) => typeof value === 'string' },
      run: (simulator, change: Configuration) => simulator.configure(change),
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
    const { url, environment, links, behaviour } = simulator;
    response.set('Cache-Control', 'no-store').json({ url, environment, links, behaviour } satisfies SimulatorState);
  };

  router.use((request, response, next) => {
    // Browsers name the page that sends a request. None may steer: whatever site is open beside the tests could.
    if (request.get('origin') === undefined) next();
    else response.status(403).json({ error: 'Pages may not steer the simulator; tests may.' });
  });
  router.get('/', answerState);
  router.post(
    '/:command',
    json(),
    (request, response, next) => {
      const command = COMMANDS.get(String(request.params['command']));
      if (!command) {
        response.status(404).json({ error: `There are: ${[...COMMANDS.keys()].join(', ')}.` });
        return;
      }
      const given = (request.body ?? {}) as Readonly<Record<string, unknown>>;
      const takes = new Map(Object.entries(command.takes));
      const wrong = Object.keys(given).find((name) => !takes.get(name)?.(given[name]));
      if (wrong !== undefined) {
        response.status(400).json({ error: `There is no ${wrong} like that.` });
        return;
      }
      try {
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
