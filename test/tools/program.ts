/** Finds the browsers of this machine, and the programs that they need. */
import { accessSync, constants, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Browsers that are ignored: `npm` ignores those of the machine, `none` also the one from npm. */
export const BROWSERS = process.env['PORTAL_TEST_BROWSERS'];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The first executable of these: names are searched in PATH, patterns with a slash are paths. */
export function findProgram(...candidates: string[]): string | undefined {
  if (BROWSERS === 'npm' || BROWSERS === 'none') return undefined;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return candidates
    .flatMap((name) => (name.includes('/') ? globSync(name) : folders.map((folder) => join(folder, name))))
    .find(isExecutable);
}
