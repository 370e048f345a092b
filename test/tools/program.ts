/** Finds the programs of this machine that the tests start: browsers and what they need. */
import { accessSync, constants, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Which browsers are ignored: with `npm` those of the machine, for trying out the one from npm; with `none` that one, too,
 * as on a machine that it does not run on.
 */
export const BROWSERS = process.env['PORTAL_TEST_BROWSERS'];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The first of these that can be run: a name is looked up in PATH, a pattern with a slash is taken as it is. */
export function findProgram(...candidates: string[]): string | undefined {
  if (BROWSERS === 'npm' || BROWSERS === 'none') return undefined;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return candidates
    .flatMap((name) => (name.includes('/') ? globSync(name) : folders.map((folder) => join(folder, name))))
    .find(isExecutable);
}
