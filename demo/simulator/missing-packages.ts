/** What the simulator is made of and the package does not bring: whoever only shows the element needs none of it. */

import { createRequire } from 'node:module';

// The SDK brings the rest.
const NEEDED = ['@scalekit-sdk/node', 'express'];

/** The packages that have to be installed before a simulator can start. */
export function missingPackages(): string[] {
  const { resolve } = createRequire(import.meta.url);
  return NEEDED.filter((name) => {
    try {
      resolve(name);
      return false;
    } catch {
      return true;
    }
  });
}
