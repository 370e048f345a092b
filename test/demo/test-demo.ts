/** The demo on free ports, with both simulated portals. */
import { startDemo, type Demo, type DemoOptions } from '../../demo/host/start-demo.ts';
import type { WorkOsSimulator } from '../../demo/host/workos/start-workos.ts';
import type { Simulator } from '../../demo/simulator/simulator-api.ts';

export type TestDemo = Demo & { readonly simulator: Simulator; readonly workOs: WorkOsSimulator };

export async function startTestDemo(options: DemoOptions = {}): Promise<TestDemo> {
  return (await startDemo({ hostPort: 0, simulatorPort: 0, environment: {}, ...options })) as TestDemo;
}

/** The variables of a demo that uses this simulator as the real Scalekit. */
export const accessTo = ({ environment }: Simulator): Record<string, string> => ({ ...environment });
