/**
 * The routes behind the demo controls: they change the simulated portal's behavior and the endpoint's faults. They only exist
 * together with the simulator. Every answer is the state after the change.
 */
import express, { Router, type Request, type RequestHandler } from 'express';
import type { Behaviour, Simulator } from '../simulator/simulator-api.ts';
import { LOAD_TIMEOUTS, METHODS, MODES, type DemoSettings } from './demo-settings.ts';
import { isEndpointFault } from './endpoint-faults.ts';
import type { Person } from './people.ts';
import { DELAYS, HOSTED_SESSIONS, PORTAL_FAULTS, SHORT_SESSIONS, VOCABULARIES } from './portal-behaviour.ts';
import type { WorkOsSimulator } from './workos/start-workos.ts';

interface DemoOptions {
  simulator: Simulator;
  settings: DemoSettings;
  workOs: WorkOsSimulator | null;
  signedInPerson: (request: Request) => Person | null;
}

export function demoRoutes({ simulator, settings, workOs, signedInPerson }: DemoOptions): Router {
  const router = Router();

  const answerState: RequestHandler = (_request, response) => {
    const { links, behaviour } = simulator;
    response.set('Cache-Control', 'no-store').json({
      linksMinted: links.length,
      linksOpened: links.filter(({ openedAt }) => openedAt !== null).length,
      behaviour,
      endpointFault: settings.endpointFaults.fault,
      tag: settings.tag,
      framesForbidden: settings.framesForbidden,
    });
  };

  /** Adds a route for a change. `apply` returns false if the body is invalid. */
  const change = (path: string, apply: (body: Record<string, unknown>) => boolean): void => {
    router.post(
      path,
      (request, response, next) => {
        if (apply((request.body ?? {}) as Record<string, unknown>)) next();
        else response.status(400).json({ error: 'Unknown choice.' });
      },
      answerState,
    );
  };

  router.use((request, response, next) => {
    if (signedInPerson(request) !== null) next();
    else response.status(401).json({ error: 'Sign in first.' });
  });
  router.use(express.json());
  router.get('/state', answerState);

  change('/behaviour', (body) => {
    const behaviour = readBehaviour(body);
    if (behaviour === null) return false;
    simulator.behave(behaviour);
    return true;
  });
  change('/sessions', ({ short }) => {
    if (typeof short !== 'boolean') return false;
    simulator.behave(short ? SHORT_SESSIONS : HOSTED_SESSIONS);
    return true;
  });
  change('/expire', () => {
    simulator.expireSession();
    return true;
  });
  change('/warn', () => {
    simulator.warnSession();
    return true;
  });
  change('/endpoint-fault', ({ fault }) => {
    if (!isEndpointFault(fault)) return false;
    settings.endpointFaults.choose(fault);
    return true;
  });
  change('/tag', (body) => {
    const { mode, method, loadTimeout } = { ...settings.tag, ...body };
    if (!isOneOf(MODES, mode) || !isOneOf(METHODS, method) || !isOneOf(LOAD_TIMEOUTS, loadTimeout)) return false;
    settings.tag = { mode, method, loadTimeout };
    return true;
  });
  change('/frames', ({ forbidden }) => {
    if (typeof forbidden !== 'boolean') return false;
    settings.framesForbidden = forbidden;
    return true;
  });
  change('/reset', () => {
    simulator.reset();
    workOs?.reset();
    settings.reset();
    return true;
  });
  return router;
}

/** The settings of the portal that may be changed, each with a check of its value. */
const BEHAVIOUR_CHECKS = new Map<string, (value: unknown) => boolean>([
  ['fault', (value) => isKeyOf(PORTAL_FAULTS, value)],
  ['vocabulary', (value) => isKeyOf(VOCABULARIES, value)],
  ['customDomain', (value) => typeof value === 'boolean'],
  ['delay', (value) => isOneOf(DELAYS, value)],
]);

/** The behavior that a body sets, or null if it contains an unknown setting or value. */
function readBehaviour(body: Record<string, unknown>): Partial<Behaviour> | null {
  const entries = Object.entries(body);
  const known = entries.every(([name, value]) => BEHAVIOUR_CHECKS.get(name)?.(value));
  return known && entries.length > 0 ? body : null;
}

function isOneOf<Value>(values: readonly Value[], value: unknown): value is Value {
  return (values as readonly unknown[]).includes(value);
}

function isKeyOf(choices: object, value: unknown): boolean {
  return typeof value === 'string' && Object.hasOwn(choices, value);
}
