/**
 * `scalekit-admin-portal/simulator`: the simulated Scalekit for tests of adopters. Importing it loads no other packages, so a
 * process that only controls a simulator needs none.
 */

import { startProblem } from './missing-packages.ts';
import type { Simulator, SimulatorOptions } from './simulator-api.ts';

export { connectSimulator } from './connect-simulator.ts';
export type {
  Behaviour,
  Configuration,
  LinkFailure,
  MintedLink,
  RemoteSimulator,
  Simulator,
  SimulatorEnvironment,
  SimulatorOptions,
  SimulatorTrust,
  Vocabulary,
} from './simulator-api.ts';

/** Starts a simulated Scalekit on this computer. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const why = startProblem();
  if (why !== null) throw new Error(why);
  const { startSimulator: start } = await import('./start-simulator.ts');
  return start(options);
}
