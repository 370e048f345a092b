/**
 * `scalekit-admin-portal/simulator`: the simulated Scalekit for everybody's tests. Importing it loads nothing that the
 * package does not bring, so that the side which only steers a simulator needs nothing else.
 */

import { hindrance } from './missing-packages.ts';
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
  const why = hindrance();
  if (why !== null) throw new Error(why);
  const { startSimulator: start } = await import('./start-simulator.ts');
  return start(options);
}
