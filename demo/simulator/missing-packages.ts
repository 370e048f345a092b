/** What the simulator is made of and the package does not bring: whoever only shows the element needs none of it. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

// The SDK brings the rest.
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

/** The first version of the SDK whose gRPC packages are those that the simulator is written for. */
const OLDEST_SDK = [2, 2] as const;

/** What keeps the simulator from starting here, in one sentence; null if nothing does. */
export function hindrance(): string | null {
  if (process.versions['bun'] !== undefined) {
    return 'The simulator runs in Node alone: start it with "npx --no -- scalekit-portal-simulator", and steer it from Bun with connectSimulator(url).';
  }
  const missing = missingPackages();
  if (missing.length > 0) {
    return `The simulator needs ${missing.join(' and ')}: npm install --save-dev ${missing.join(' ')}`;
  }
  const version = sdkVersion();
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST_SDK[0] || (major === OLDEST_SDK[0] && minor >= OLDEST_SDK[1])) return null;
  return `The simulator needs @scalekit-sdk/node ${OLDEST_SDK.join('.')} or newer, and found ${version}: npm install @scalekit-sdk/node@latest`;
}

/** Its `exports` may hide its package.json. */
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
      // Further up.
    }
    if (folder === dirname(folder)) return '0';
    folder = dirname(folder);
  }
}
