/**
 * The module for `require('scalekit-admin-portal/simulator')`. `connectSimulator` only needs `fetch`. The simulator and its
 * dependencies are ES modules, so `startSimulator` loads them when it is called.
 */

import type * as EsModule from './index.ts';

export { connectSimulator } from './connect-simulator.ts';

export const startSimulator: typeof EsModule.startSimulator = async (options) => {
  // Jest's CommonJS does not support `import()`, and its error does not tell what to do.
  const { startSimulator: start } = await import('./index.ts').catch((cause: unknown) => {
    throw new Error(
      'The simulator is an ES module, which cannot be loaded here. Start it as a command, ' +
        '"npx --no -- scalekit-portal-simulator", and control it with connectSimulator(url).',
      { cause },
    );
  });
  return start(options);
};
