/** Checks the packages that the simulator needs. They are not dependencies of this package, because the element does not need them. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

// The SDK includes the rest.
const NEEDED = ['@scalekit-sdk/node', 'express'];

/** The packages that have to be installed before a simulator can start. */
function missingPackages(): string[] {
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

/** The first version of the SDK whose gRPC packages work with the simulator. */
const OLDEST_SDK = [2, 2] as const;

/** Why the simulator cannot start, in one sentence; null if it can. */
export function startProblem(): string | null {
  if (process.versions['bun'] !== undefined) {
    return 'The simulator only runs in Node: start it with "npx --no -- scalekit-portal-simulator", and control it from Bun with connectSimulator(url).';
  }
  const missing = missingPackages();
  if (missing.length > 0) {
    return `The simulator needs ${missing.join(' and ')}: npm install --save-dev ${missing.join(' ')}`;
  }
  const version = sdkVersion();
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST_SDK[0] || (major === OLDEST_SDK[0] && minor >= OLDEST_SDK[1])) return null;
  return `The simulator needs @scalekit-sdk/node ${OLDEST_SDK.join('.')} or newer, but found ${version}: npm install @scalekit-sdk/node@latest`;
}

/** Searches for the package.json on disk, because the package's `exports` may hide it. */
function sdkVersion(): string {
  const require = createRequire(import.meta.url);
  let folder = dirname(require.resolve('@scalekit-sdk/node'));
  for (;;) {
    try {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
        string,
        string
      >;
      if (name === '@scalekit-sdk/node' && version !== undefined) return version;
    } catch {
      // Continue in the parent folder.
    }
    if (folder === dirname(folder)) return '0';
    folder = dirname(folder);
  }
}
