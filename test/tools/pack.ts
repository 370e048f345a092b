/** How the tests pack the package as it is, without building it again. */

/**
 * Packs into a folder, and prints the name of the tarball.
 *
 * npm before 11 runs `prepare` in spite of `--ignore-scripts` (https://github.com/npm/cli/issues/7211). That would build the
 * package anew while other tests use it. `true` in place of the shell does nothing instead; without npm 10 it can go.
 */
export const packCommand = (folder: string): [string, ...string[]] => [
  'npm',
  'pack',
  '--ignore-scripts',
  '--script-shell=true',
  '--silent',
  '--pack-destination',
  folder,
];
