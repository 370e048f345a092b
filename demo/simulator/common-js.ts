/**
 * `require('scalekit-admin-portal/simulator')`: `connectSimulator` needs nothing but `fetch`. The simulator itself is
 * made of ES modules, as the packages that it needs are; it is loaded when it is started.
 */

import type * as EsModule from './index.ts';

export { connectSimulator } from './connect-simulator.ts';

export const startSimulator: typeof EsModule.startSimulator = async (options) => {
  // Jest's CommonJS has no import(): the error that it throws does not say what to do.
  const { startSimulator: start } = await import('./index.ts').catch((cause: unknown) => {
    throw new Error(
      'The simulator is an ES module, which cannot be loaded here. Start it as a command, ' +
        '"npx --no -- scalekit-portal-simulator", and steer it with connectSimulator(url).',
      { cause },
    );
  });
  return start(options);
};
