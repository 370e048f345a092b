/**
 * `scalekit-admin-portal/simulator`: the simulated Scalekit for everybody's tests. Importing it loads nothing that the
 * package does not bring, so that the side which only steers a simulator needs nothing else.
 */

import { missingPackages } from './missing-packages.ts';
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
  Vocabulary,
} from './simulator-api.ts';

/** Starts a simulated Scalekit on this computer. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const missing = missingPackages();
  if (missing.length > 0) {
    throw new Error(`The simulator needs ${missing.join(' and ')}: npm install --save-dev ${missing.join(' ')}`);
  }
  const { startSimulator: start } = await import('./start-simulator.ts');
  return start(options);
}
